"""Forms of the supply plan: draft with its rows, countersigning, approval, reply, answer."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    Countersign,
    CountersignOpinion,
    PlanAnswer,
    PlanApproval,
    PlanMeteringPoint,
    PlanPrice,
    PlanReply,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    SupplyPlan,
)
from crm.web.forms import Section
from customers.book.enums import HIGH_VOLTAGES, Voltage

SCHEMES = ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme")


class PlanForm(StepForm):
    """A03: the head of the plan; its fields decide which branches the case will have."""

    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            _("Supply"),
            ("approved_capacity", "voltage", "source_count", "importance", "project_flag"),
        ),
        Section(_("Schemes"), SCHEMES),
        Section(_("What follows"), ("is_fee_due", "has_hidden_works", "needs_terminal")),
        Section(_("Opinion"), ("participants", "note")),
    )
    wide = (*SCHEMES, "note")

    class Meta:
        model = SupplyPlan
        exclude: ClassVar = [
            "case", "task", "recorded_by", "recorded_at", "number", "state", "valid_until", "temporary_until",
            "daily_hours",
        ]  # fmt: skip

    def narrow(self) -> None:
        """A supply plan says how, that of a change may not have to; the voltage stays high, or low."""
        for name in SCHEMES:
            if name in self.fields:
                self.fields[name].required = True
        if self.case is not None:
            is_high, field = self.case.voltage in HIGH_VOLTAGES, self.fields["voltage"]
            field.choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in Voltage.choices if (value in HIGH_VOLTAGES) == is_high
            ]


class SupplyPointRow(RowForm):
    """受电点."""

    class Meta:
        model = PlanSupplyPoint
        exclude: ClassVar = ["plan"]


class SourceRow(RowForm):
    """电源."""

    class Meta:
        model = PlanSource
        exclude: ClassVar = ["plan"]


class PlanTransformerRow(RowForm):
    """受电设备."""

    class Meta:
        model = PlanTransformer
        exclude: ClassVar = ["plan"]


class MeteringPointRow(RowForm):
    """计量点."""

    class Meta:
        model = PlanMeteringPoint
        exclude: ClassVar = ["plan", "is_metered"]


class PriceRow(RowForm):
    """电价."""

    class Meta:
        model = PlanPrice
        exclude: ClassVar = ["plan"]


class CountersignForm(StepForm):
    """S03: the departments' opinions stand in its rows."""

    wide = ("note",)

    class Meta:
        model = Countersign
        fields: ClassVar = ["note"]


class OpinionRow(RowForm):
    """What one department says."""

    class Meta:
        model = CountersignOpinion
        fields: ClassVar = ["unit", "agrees", "opinion", "signed_by"]


class ApprovalForm(StepForm):
    """A04."""

    wide = ("note",)

    class Meta:
        model = PlanApproval
        fields: ClassVar = ["decision", "note"]


class ReplyForm(StepForm):
    """A05."""

    wide = ("note",)

    class Meta:
        model = PlanReply
        fields: ClassVar = ["method", "replied_on", "recipient", "note"]


class AnswerForm(StepForm):
    """W5."""

    wide = ("note",)

    class Meta:
        model = PlanAnswer
        fields: ClassVar = ["answer", "answered_on", "signed_by", "note"]
