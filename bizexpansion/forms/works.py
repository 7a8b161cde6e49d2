"""Forms of fees and works."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    CompletionReport,
    Defect,
    DesignReview,
    DesignSubmission,
    FeeDetermination,
    FeeItem,
    FeeReceipt,
    GridProgress,
    GridProject,
    Inspection,
    InspectionItem,
    InspectionRequest,
    StartOfWorks,
)
from crm.web.forms import PageForm, Section


class FeeForm(StepForm):
    """A06: the items stand in its rows."""

    wide = ("note",)

    class Meta:
        model = FeeDetermination
        fields: ClassVar = ["note"]


class FeeItemRow(RowForm):
    """One receivable item."""

    class Meta:
        model = FeeItem
        fields: ClassVar = ["kind", "amount", "standard"]


class ReceiptForm(StepForm):
    """A07."""

    wide = ("note",)

    class Meta:
        model = FeeReceipt
        fields: ClassVar = ["amount", "method", "received_on", "invoice_number", "payer", "note"]


class GridProgressForm(PageForm, forms.ModelForm):
    """A08, on the way: how far it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = GridProgress
        fields: ClassVar = ["percent", "planned_finish", "note"]


class GridProjectForm(StepForm):
    """A08, at the end."""

    wide = ("note",)

    class Meta:
        model = GridProject
        fields: ClassVar = ["project_number", "contractor", "finished_on", "note"]


class FirmForm(StepForm):
    """The customer's own firm is typed from its licence: nothing suggests one (三指定), not even the browser."""

    firm = ""

    def narrow(self) -> None:
        """No remembered names."""
        self.fields[self.firm].widget.attrs["autocomplete"] = "off"


class DesignForm(FirmForm):
    """A09."""

    firm = "design_firm"

    sections = (
        Section(_("Design firm"), ("design_firm", "licence_grade", "licence_number", "licence_valid_until")),
        Section(_("Handed in"), ("submitted_by", "submitted_on", "is_complete", "missing", "note")),
    )
    wide = ("missing", "note")

    class Meta:
        model = DesignSubmission
        exclude: ClassVar = ["case", "task", "recorded_by", "recorded_at"]


class DesignReviewForm(StepForm):
    """A10: the comments stand in its rows."""

    wide = ("note",)

    class Meta:
        model = DesignReview
        fields: ClassVar = ["passed", "reviewed_on", "note"]


class DefectRow(RowForm):
    """One defect; its number is given by the operation."""

    class Meta:
        model = Defect
        fields: ClassVar = ["description", "demand"]

    def _post_clean(self) -> None:
        self.instance.number = 1
        super()._post_clean()


class StartForm(FirmForm):
    """S01."""

    firm = "contractor"

    wide = ("note",)

    class Meta:
        model = StartOfWorks
        fields: ClassVar = [
            "contractor",
            "licence_grade",
            "licence_number",
            "licence_valid_until",
            "starts_on",
            "planned_finish",
            "note",
        ]


class InspectionRequestForm(StepForm):
    """A11."""

    wide = ("hidden_works", "note")

    class Meta:
        model = InspectionRequest
        fields: ClassVar = ["requested_by", "wanted_on", "hidden_works", "note"]


class InterimForm(StepForm):
    """A12."""

    wide = ("note",)

    class Meta:
        model = Inspection
        fields: ClassVar = ["inspected_on", "inspectors", "passed", "note"]


class AcceptanceForm(StepForm):
    """A15; for important customers also safety equipment and the emergency source (P7)."""

    wide = ("note",)

    class Meta:
        model = Inspection
        fields: ClassVar = [
            "inspected_on",
            "inspectors",
            "has_safety_equipment",
            "has_emergency_source_papers",
            "passed",
            "note",
        ]

    def narrow(self) -> None:
        """The two questions of precondition P7 are asked of important customers only."""
        if self.case is not None and not self.case.is_important:
            del self.fields["has_safety_equipment"], self.fields["has_emergency_source_papers"]


class InspectionItemRow(RowForm):
    """One group of the inspection."""

    class Meta:
        model = InspectionItem
        fields: ClassVar = ["group", "standard", "result", "passed"]


class CompletionForm(FirmForm):
    """A14."""

    firm = "reported_by_firm"

    wide = ("missing", "note")

    class Meta:
        model = CompletionReport
        fields: ClassVar = [
            "reported_by_firm",
            "licence_grade",
            "licence_number",
            "licence_valid_until",
            "reported_by",
            "reported_on",
            "wanted_on",
            "is_complete",
            "missing",
            "note",
        ]
