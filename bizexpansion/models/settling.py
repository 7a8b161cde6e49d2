"""The end of an account: settled (A44), refunded (A35, A30), contract ended (A28), cut off (A26, A19)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.records import Row, StepRecord
from metering.enums import PaymentMethod

MOST_MONEY = Decimal("1000000000")


def money_field(label: Any, least: Decimal = Decimal("0.01"), **options: Any) -> models.DecimalField:
    """Yuan to the fen."""
    validators = [MinValueValidator(least), MaxValueValidator(MOST_MONEY)]
    return models.DecimalField(label, max_digits=14, decimal_places=2, validators=validators, **options)


class AccountSettlement(StepRecord):
    """A44: the last bill by the special reading, and how the account stands with it, in yuan, late charges too."""

    past = ("read_on",)

    read_on = models.DateField(_("special reading on"))
    give_up = models.BooleanField(_("nobody can be made to pay: propose as a bad debt"), default=False)
    give_up_reason = models.CharField(_("why nobody can be made to pay"), max_length=200, blank=True)
    to_pay = money_field(_("still to be paid (yuan)"), default=Decimal(0), editable=False, least=Decimal(0))
    to_refund = money_field(_("credit left (yuan)"), default=Decimal(0), editable=False, least=Decimal(0))

    class Meta(StepRecord.Meta):
        verbose_name = _("settlement of an account")
        verbose_name_plural = _("settlements of accounts")

    def clean(self) -> None:
        """A debt is given up for a reason. Raises ValidationError by field."""
        if self.give_up and not self.give_up_reason.strip():
            raise ValidationError({"give_up_reason": _("Say why nobody can be made to pay.")})


class LastBill(Row):
    """What was used since the last bill, for one account: kWh and yuan."""

    settlement = models.ForeignKey(
        AccountSettlement, on_delete=models.PROTECT, related_name="bills", verbose_name=_("settlement")
    )
    account_number = models.CharField(_("account number"), max_length=10)
    energy = models.DecimalField(
        _("energy since the last bill (kWh)"),
        max_digits=14,
        decimal_places=3,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    amount = money_field(_("last bill (yuan)"), default=Decimal(0), least=Decimal(0))

    class Meta(Row.Meta):
        verbose_name = _("last bill")
        verbose_name_plural = _("last bills")
        constraints = [models.UniqueConstraint(fields=["settlement", "account_number"], name="last_bill_once")]


class RefundDetermination(StepRecord):
    """A35: how much of the credit goes back, and to whom."""

    personal = frozenset({"payee", "bank_account"})

    amount = money_field(_("amount, yuan"))
    payee = models.CharField(_("payee"), max_length=120)
    bank_account = models.CharField(_("bank and account number"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta(StepRecord.Meta):
        verbose_name = _("determination of a refund")
        verbose_name_plural = _("determinations of refunds")


class RefundPayment(StepRecord):
    """A30: another person pays it out."""

    past = ("paid_on",)

    method = models.CharField(_("payment method"), max_length=10, choices=PaymentMethod)
    reference = models.CharField(_("number of the bank slip or of the order"), max_length=60)
    paid_on = models.DateField(_("paid on"))

    class Meta(StepRecord.Meta):
        verbose_name = _("payment of a refund")
        verbose_name_plural = _("payments of refunds")


class ContractEnding(StepRecord):
    """A28: the supply contract ends; the customer has it in writing."""

    past = ("ends_on",)

    ends_on = models.DateField(_("contract ends on"))
    notice_number = models.CharField(_("number of the notice of termination"), max_length=40)

    class Meta(StepRecord.Meta):
        verbose_name = _("termination of a contract")
        verbose_name_plural = _("terminations of contracts")


class Disconnection(StepRecord):
    """A26 for good, or until further notice: power is off and, at high voltage, disconnected at the boundary."""

    past = ("cut_at",)

    cut_at = models.DateTimeField(_("cut at"))
    order_number = models.CharField(_("switching order"), max_length=30)
    boundary = models.CharField(_("disconnected at (boundary of ownership)"), max_length=300, blank=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("disconnection")
        verbose_name_plural = _("disconnections")


class GridRemoval(StepRecord):
    """A19 at the end of a supply: the customer is gone from the grid model and its drawings."""

    past = ("removed_on",)

    removed_on = models.DateField(_("removed on"))
    grid_object = models.CharField(_("object in the grid model"), max_length=40)
    is_drawing_updated = models.BooleanField(_("diagrams brought up to date"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("removal from the grid model")
        verbose_name_plural = _("removals from the grid model")
