"""Forms of the family "testing" (304)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import StepForm
from bizexpansion.models import FeePayout, FeeRefund, TestReply, TestRequest, TestResult
from crm.web.forms import Section


class TestRequestForm(ChangeForm):
    """A01 of 304."""

    sections = (
        ChangeForm.about,
        Section(_("Test"), ("metering_point", "place", "reason")),
        Section(_("Opinion"), ("note",)),
    )

    class Meta:
        model = TestRequest
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "metering_point", "place", "reason", "note",
        ]  # fmt: skip


class TestResultForm(StepForm):
    """A41, A32."""

    wide = ("note",)

    class Meta:
        model = TestResult
        fields: ClassVar = [
            "tested_at", "error_percent", "standard_instrument", "report_number", "seals", "note",
        ]  # fmt: skip


class TestReplyForm(StepForm):
    """S13."""

    wide = ("note",)

    class Meta:
        model = TestReply
        fields: ClassVar = ["replied_on", "method", "recipient", "review_explained", "note"]


class FeeRefundForm(StepForm):
    """A35 of a fee."""

    wide = ("ground", "note")

    class Meta:
        model = FeeRefund
        fields: ClassVar = ["amount", "ground", "note"]


class FeePayoutForm(StepForm):
    """A30 of a fee."""

    wide = ("note",)

    class Meta:
        model = FeePayout
        fields: ClassVar = ["amount", "method", "paid_on", "voucher_number", "payee", "note"]
