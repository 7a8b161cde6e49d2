"""Business fees: what is due (A06) and what was paid (A07)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import FeeKind, PaymentMethod
from bizexpansion.models.records import Row, StepRecord

MAX_FEE = Decimal("100000000")


class FeeDetermination(StepRecord):
    """A06: the fee officer says which items are due and by which standard. Void once the step is undone."""

    voided_at = models.DateTimeField(_("void since"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("determination of fees")
        verbose_name_plural = _("determinations of fees")


class FeeItem(Row):
    """One receivable item, in yuan (S_BUSI_AMT_RCVBL)."""

    determination = models.ForeignKey(
        FeeDetermination, on_delete=models.PROTECT, related_name="items", verbose_name=_("determination")
    )
    kind = models.CharField(_("fee item"), max_length=2, choices=FeeKind)
    amount = models.DecimalField(
        _("amount (yuan)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MAX_FEE)],
    )
    standard = models.CharField(_("charging standard"), max_length=120)

    class Meta(Row.Meta):
        verbose_name = _("fee item")
        verbose_name_plural = _("fee items")
        constraints = [
            models.UniqueConstraint(fields=["determination", "kind"], name="fee_item_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="fee_item_positive"),
        ]


class FeeReceipt(StepRecord):
    """A07: the cashier has received the whole fee (S_BUSI_AMT_RCVED)."""

    past = ("received_on",)

    amount = models.DecimalField(
        _("amount received (yuan)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MAX_FEE)],
    )
    method = models.CharField(_("payment method"), max_length=10, choices=PaymentMethod)
    received_on = models.DateField(_("received on"))
    invoice_number = models.CharField(_("invoice number"), max_length=30)
    payer = models.CharField(_("payer"), max_length=120)
    refund_due_at = models.DateTimeField(_("to be refunded since"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("receipt of fees")
        verbose_name_plural = _("receipts of fees")
        constraints = [
            models.UniqueConstraint(fields=["invoice_number"], name="invoice_used_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="fee_receipt_positive"),
        ]
