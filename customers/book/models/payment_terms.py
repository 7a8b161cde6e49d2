"""How an account pays, is told and gets its invoice, over time (CONS settleMode, notifyMode, noteTypeCode)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import BANK_MODES, AccountStatus, InvoiceKind, NotifyMode, PayMode, SettleMode
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period


class PaymentTerms(models.Model):
    """电费结算方式 in a period. Without a row an account pays at the counter, by reading.

    `instalments`: payments on account a month before the bill (分期). The bank account is sealed; `bank_last4`
    shows it, `bank_cipher` gives it back. `payer_number`: the account whose holder pays the bills of this one with
    its own (账务关系, CONS tmpPayRelaNo); empty: each pays for itself.
    """

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="payment_terms", verbose_name=_("supply account")
    )
    period = DateRangeField(_("period"))
    pay_mode = models.CharField(_("way of paying"), max_length=12, choices=PayMode)
    settle_mode = models.CharField(_("settlement"), max_length=2, choices=SettleMode)
    instalments = models.PositiveSmallIntegerField(_("instalments a month"), default=1)
    notify_mode = models.CharField(_("way of notice"), max_length=8, choices=NotifyMode)
    invoice_kind = models.CharField(_("kind of invoice"), max_length=8, choices=InvoiceKind)
    is_prepaid = models.BooleanField(_("prepaid, cut off by remote control"), default=False)
    bank_name = models.CharField(_("bank"), max_length=80, blank=True, default="")
    bank_last4 = models.CharField(_("bank account, last four digits"), max_length=4, blank=True, default="")
    bank_cipher = models.CharField(_("bank account, sealed"), max_length=400, blank=True, default="")
    authorisation_number = models.CharField(_("number of the authorisation"), max_length=40, blank=True, default="")
    payer_number = models.CharField(_("paid together with the account"), max_length=14, blank=True, default="")
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("terms of payment")
        verbose_name_plural = _("terms of payment")
        ordering = ["account_id", "period"]
        indexes = [
            models.Index(fields=["payer_number"], name="payment_terms_by_payer", condition=~Q(payer_number=""))
        ]
        constraints = [
            proper_period("payment_terms_proper"),
            one_at_a_time("payment_terms_one_at_a_time", "account"),
            models.CheckConstraint(
                condition=Q(pay_mode__in=BANK_MODES) & ~Q(bank_cipher="") & ~Q(authorisation_number="")
                | ~Q(pay_mode__in=BANK_MODES) & Q(bank_cipher="", authorisation_number=""),
                name="payment_terms_bank_if_debited",
            ),
            models.CheckConstraint(
                condition=Q(settle_mode=SettleMode.INSTALMENTS, instalments__gte=2, instalments__lte=6)
                | Q(settle_mode=SettleMode.READING, instalments=1),
                name="payment_terms_instalments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.pay_mode} {self.period}"


def is_living() -> Q:
    """Accounts that are supplied, a change open on them or not."""
    return Q(status__in=(AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN))


def payer_trouble(account: SupplyAccount, payer_number: str, on: date) -> str:
    """Why an account cannot be paid for by another; "" where it can. Whoever pays for others pays for itself."""
    payer = SupplyAccount.objects.filter(
        is_living(), account_number=payer_number, department_id=account.department_id
    ).first()
    if payer is None:
        return gettext("There is no living account with this number in the department.")
    if payer.pk == account.pk:
        return gettext("This is the account itself.")
    in_force = PaymentTerms.objects.filter(period__contains=on)
    if in_force.filter(account=payer).exclude(payer_number="").exists():
        return gettext("This account is paid together with another one itself.")
    if in_force.filter(payer_number=account.account_number).exists():
        return gettext("Other accounts are paid together with this one; change those first.")
    return ""
