"""The account ledger: what a supply account owes and has paid, entry by entry. Money in yuan to the fen.

One sign for all: a debit is positive (the customer owes more), a credit is negative (a payment, an allowance).
Entries and allocations are append-only; a mistake is mended by a reversing entry. What is still open and the
balance are derived: triggers keep `OpenItem` and `AccountBalance` with every write, however it comes
(migration 0004), and refuse by hand what would make them untrue.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.org.models import Department, Staff
from crm.org.scope import ScopedManager
from customers.book.models import SupplyAccount
from metering.enums import EntryKind, PaymentMethod
from metering.models.bill import Bill

RECEIPT_PREFIX = "SF"


class LedgerEntry(models.Model):
    """One fact that changes what an account owes. `amount` is positive for a debit, negative for a credit.

    `effect_key` names the fact within the account: the same fact posted twice is one entry. `relates_to` is the
    charge that a late-payment charge accrued on, the entry that a reversal takes back, or the entry that a
    transfer brought over. The business department is that of the account when the entry was made.
    """

    account = models.ForeignKey(
        SupplyAccount,
        on_delete=models.PROTECT,
        related_name="ledger_entries",
        verbose_name=_("supply account"),
        db_index=False,  # the unique key begins with it
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("business department"),
        db_index=False,
        db_constraint=False,  # a trigger holds it to the account's own department
    )
    kind = models.CharField(_("kind of entry"), max_length=10, choices=EntryKind)
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    value_on = models.DateField(_("value date"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    bill = models.ForeignKey(
        Bill,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("bill"),
        db_index=False,
    )
    relates_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="related_entries",
        verbose_name=_("relates to"),
        db_index=False,
    )
    document = models.CharField(
        pgettext_lazy("entry", "document"),
        max_length=40,
        blank=True,
        default="",
        help_text=_("month of the bill, or number of the case"),
    )
    method = models.CharField(_("payment method"), max_length=10, choices=PaymentMethod, blank=True, default="")
    reference = models.CharField(
        _("reference"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("number of the bank slip or of the order"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    effect_key = models.CharField(_("effect key"), max_length=80)
    posted_by = models.ForeignKey(
        Staff,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("posted by"),
        db_index=False,
    )
    posted_at = models.DateTimeField(_("posted at"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["account_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "effect_key"], name="ledger_entry_once"),
            models.UniqueConstraint(
                fields=["relates_to"], condition=Q(kind=EntryKind.REVERSAL), name="ledger_entry_reversed_once"
            ),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(bill__isnull=False), name="ledger_entry_once_a_bill"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_entry_not_nothing"),
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.debits(), amount__gt=0)
                | Q(kind__in=EntryKind.credits(), amount__lt=0)
                | Q(kind__in=EntryKind.either()),
                name="ledger_entry_sign_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.charges(), amount__gt=0, due_on__isnull=False)
                | Q(kind__in=EntryKind.charges(), amount__lt=0, due_on__isnull=True)
                | (~Q(kind__in=EntryKind.charges()) & Q(due_on__isnull=True)),
                name="ledger_entry_charge_has_due_day",
            ),
            models.CheckConstraint(
                condition=Q(relates_to__isnull=False) | ~Q(kind__in=[EntryKind.REVERSAL, EntryKind.LATE_CHARGE]),
                name="ledger_entry_says_of_what",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[EntryKind.PAYMENT, EntryKind.REFUND]) | Q(method=""),
                name="ledger_entry_method_of_payment",
            ),
            models.CheckConstraint(
                condition=Q(bill__isnull=True) | Q(kind=EntryKind.BILL), name="ledger_entry_bill_of_its_kind"
            ),
        ]
        indexes = [
            models.Index(fields=["relates_to"], name="ledger_related", condition=Q(relates_to__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.amount}"

    @property
    def number(self) -> str:
        """The number on the receipt of a payment or a refund."""
        return f"{RECEIPT_PREFIX}{self.pk:010d}"


class Allocation(models.Model):
    """So much of a credit covers so much of a debit, yuan; a negative row takes that back."""

    account = models.ForeignKey(
        SupplyAccount,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("supply account"),
        db_index=False,
        db_constraint=False,  # a trigger holds it to the account of both entries
    )
    debit = models.ForeignKey(
        LedgerEntry, on_delete=models.PROTECT, related_name="covered_by", verbose_name=_("debit")
    )
    credit = models.ForeignKey(
        LedgerEntry, on_delete=models.PROTECT, related_name="covers", verbose_name=_("credit")
    )
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    posted_at = models.DateTimeField(_("posted at"))

    objects = ScopedManager()
    department_lookup = "account__department_id"

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["account_id", "id"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="allocation_not_nothing")]

    def __str__(self) -> str:
        return f"{self.credit_id} → {self.debit_id} {self.amount}"


class OpenItem(models.Model):
    """What of an entry no allocation covers yet, with the entry's sign, yuan. Kept by triggers; rows at zero go."""

    entry = models.OneToOneField(
        LedgerEntry,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="open_item",
        verbose_name=_("ledger entry"),
    )
    account = models.ForeignKey(
        SupplyAccount,
        on_delete=models.PROTECT,
        related_name="open_items",
        verbose_name=_("supply account"),
        db_index=False,
        db_constraint=False,  # copied from the entry
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("business department"),
        db_index=False,
        db_constraint=False,
    )
    due_on = models.DateField(_("due on"), null=True)
    open_amount = models.DecimalField(_("open amount, yuan"), max_digits=14, decimal_places=2)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("open item")
        verbose_name_plural = _("open items")
        indexes = [
            models.Index(fields=["account", "due_on"], name="open_item_by_account"),
            models.Index(fields=["department", "due_on"], name="open_item_by_due_day"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.open_amount}"


class AccountBalance(models.Model):
    """The sums of an account's ledger, yuan: `balance` = sum of its entries = `open_amount` − `credit_amount`.

    `open_amount` is what charges are not covered yet, due or not; `credit_amount` is what was paid in advance.
    An account is in arrears on a day if `oldest_due_on` lies before it. Kept by triggers; no row: nothing ever
    was posted.
    """

    account = models.OneToOneField(
        SupplyAccount,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="balance",
        verbose_name=_("supply account"),
    )
    balance = models.DecimalField(_("balance, yuan"), max_digits=14, decimal_places=2, default=Decimal(0))
    open_amount = models.DecimalField(_("open amount, yuan"), max_digits=14, decimal_places=2, default=Decimal(0))
    credit_amount = models.DecimalField(_("credit, yuan"), max_digits=14, decimal_places=2, default=Decimal(0))
    oldest_due_on = models.DateField(_("oldest due day"), null=True)

    objects = ScopedManager()
    department_lookup = "account__department_id"

    class Meta:
        verbose_name = _("account balance")
        verbose_name_plural = _("account balances")
        constraints = [
            models.CheckConstraint(
                condition=Q(open_amount__gte=0, credit_amount__gte=0), name="account_balance_parts_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(oldest_due_on__isnull=True) | Q(open_amount__gt=0), name="account_balance_due_if_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["oldest_due_on", "account"],
                name="account_balance_oldest_due",
                condition=Q(oldest_due_on__isnull=False),
            ),
            models.Index(
                fields=["open_amount", "account"], name="account_balance_open", condition=Q(open_amount__gt=0)
            ),
            models.Index(
                fields=["credit_amount", "account"], name="account_balance_credit", condition=Q(credit_amount__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.balance}"


class RefundRequest(models.Model):
    """A wish to pay credit back: one person asks for it (A35), another pays it out or turns it down (A30).

    The refund itself is a ledger entry; `entry` names it once paid.
    """

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="refund_requests", verbose_name=_("supply account")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    requested_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"))
    decided_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision_note = models.CharField(_("remark on the decision"), max_length=200, blank=True, default="")
    entry = models.OneToOneField(
        LedgerEntry,
        on_delete=models.PROTECT,
        null=True,
        related_name="refund_request",
        verbose_name=_("ledger entry"),
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = _("request for a refund")
        verbose_name_plural = _("requests for refunds")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_request_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="refund_request_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, entry__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="refund_request_decided_as_a_whole",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(decided_at__isnull=True), name="refund_request_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"

    @property
    def is_waiting(self) -> bool:
        """Nobody has paid it or turned it down yet."""
        return self.decided_at is None


class BadDebt(models.Model):
    """A debt that nobody can be made to pay (坏账): one person proposes it, another approves it or turns it down.

    The case that ends with it (108, 216, 217) writes it off: a ledger entry, named by `entry`. `amount` is what was
    owed on `settled_on`, yuan, late-payment charge included.
    """

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="bad_debts", verbose_name=_("supply account")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    case_number = models.CharField(_("case"), max_length=32)
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    settled_on = models.DateField(_("settled on"))
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    is_approved = models.BooleanField(_("approved"), null=True)
    decision_note = models.CharField(_("remark on the decision"), max_length=200, blank=True, default="")
    entry = models.OneToOneField(
        LedgerEntry,
        on_delete=models.PROTECT,
        null=True,
        related_name="bad_debt",
        verbose_name=_("ledger entry"),
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = _("bad debt")
        verbose_name_plural = _("bad debts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="bad_debt_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="bad_debt_two_people"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, is_approved__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, is_approved__isnull=False),
                name="bad_debt_decided_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) | Q(is_approved=True), name="bad_debt_written_off_if_approved"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(decided_at__isnull=True), name="bad_debt_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"

    @property
    def is_waiting(self) -> bool:
        """Nobody has approved it or turned it down yet."""
        return self.decided_at is None
