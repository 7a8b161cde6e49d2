"""Meter test on request (304): what is asked, what the test shows, the answer, and the fee given back."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import FeeKind, PaymentMethod, ReplyMethod
from bizexpansion.models.asking import ChangeApplication
from bizexpansion.models.fees import MAX_FEE, FeeReceipt
from bizexpansion.models.records import StepRecord, number_field
from customers.book.enums import TestPlace
from customers.book.models import MeterInstallation
from customers.book.validators import validate_asset_number


class TestRequest(ChangeApplication):
    """304 申请校验: which meter shall be tested, where, and why (the reason is recorded: DW)."""

    forms = ("accept_test",)
    fee_kinds = (FeeKind.METER_TEST,)

    metering_point = number_field(_("metering point (number)"), default=1)
    place = models.CharField(_("place of the test"), max_length=2, choices=TestPlace, default=TestPlace.ON_SITE)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("request for a meter test")
        verbose_name_plural = _("requests for meter tests")

    def points_concerned(self) -> set[int] | None:
        """The one whose meter is tested."""
        return {self.metering_point}

    def clean(self) -> None:
        """A meter hangs there. Raises ValidationError by field."""
        place = {"metering_point__sequence": self.metering_point, "period__upper_inf": True}
        if self.account_id and not MeterInstallation.objects.filter(account_id=self.account_id, **place).exists():
            raise ValidationError({"metering_point": _("No meter hangs at this metering point.")})


class TestResult(StepRecord):
    """A41 or A32: the relative error of a meter; `tolerance_percent` is that of its class on that day."""

    past = ("tested_at",)

    asset_number = models.CharField(
        _("meter (asset number)"), max_length=22, validators=[validate_asset_number], editable=False
    )
    place = models.CharField(_("place of the test"), max_length=2, choices=TestPlace, editable=False)
    tested_at = models.DateTimeField(_("tested at"))
    error_percent = models.DecimalField(
        _("relative error (%)"),
        max_digits=6,
        decimal_places=3,
        validators=[MinValueValidator(Decimal(-100)), MaxValueValidator(Decimal(100))],
    )
    tolerance_percent = models.DecimalField(
        _("tolerance (%)"), max_digits=5, decimal_places=3, default=Decimal(1), editable=False
    )
    standard_instrument = models.CharField(_("standard instrument"), max_length=60)
    report_number = models.CharField(_("number of the report"), max_length=40)
    seals = models.CharField(_("seals"), max_length=120)

    class Meta(StepRecord.Meta):
        verbose_name = _("result of a meter test")
        verbose_name_plural = _("results of meter tests")

    @property
    def is_within_tolerance(self) -> bool:
        """The meter measures as its class demands."""
        return abs(self.error_percent) <= self.tolerance_percent


class TestReply(StepRecord):
    """S13: the customer has the result, and knows where a second test can be asked for."""

    past = ("replied_on",)

    replied_on = models.DateField(_("replied on"))
    method = models.CharField(_("method"), max_length=12, choices=ReplyMethod, default=ReplyMethod.WRITTEN)
    recipient = models.CharField(_("recipient"), max_length=60)
    review_explained = models.BooleanField(_("told where a second test can be asked for"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("reply of a test result")
        verbose_name_plural = _("replies of test results")


class FeeRefund(StepRecord):
    """A35: so much of a fee that was received is given back, and why."""

    receipt = models.ForeignKey(
        FeeReceipt,
        on_delete=models.PROTECT,
        related_name="refunds",
        verbose_name=_("receipt of fees"),
        editable=False,
    )
    amount = models.DecimalField(
        _("amount to be refunded (yuan)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MAX_FEE)],
    )
    ground = models.CharField(_("ground of the refund"), max_length=200)
    voided_at = models.DateTimeField(_("void since"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("refund of a fee")
        verbose_name_plural = _("refunds of fees")


class FeePayout(StepRecord):
    """A30: the cashier has paid the fee back."""

    past = ("paid_on",)

    amount = models.DecimalField(
        _("amount paid back (yuan)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(MAX_FEE)],
    )
    method = models.CharField(_("payment method"), max_length=10, choices=PaymentMethod)
    paid_on = models.DateField(_("paid on"))
    voucher_number = models.CharField(_("number of the voucher"), max_length=30)
    payee = models.CharField(_("payee"), max_length=120)
    reclaim_at = models.DateTimeField(_("to be reclaimed since"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("payment of a refunded fee")
        verbose_name_plural = _("payments of refunded fees")
        constraints = [models.UniqueConstraint(fields=["voucher_number"], name="refund_voucher_once")]
