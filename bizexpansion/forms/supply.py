"""Forms of contract, metering work and closing."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.base import RegisterRow, RowForm, StepForm
from bizexpansion.forms.exchange import NewDeviceRow
from bizexpansion.models import (
    AssignedMeter,
    AssignedTransformer,
    BookArchive,
    CallBack,
    ContractDraft,
    ContractFiling,
    ContractReview,
    ContractSigning,
    Energising,
    HungMeter,
    InstallationRecord,
    InstalledReading,
    MeterAssignment,
    MeteringPlan,
    MeterInstallation,
    MeterIssue,
    PaperArchive,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations.lookups import agreed_plan_if_any
from crm.wording import alternated
from customers.book.enums import ContractAttachment
from customers.book.models import ReadingSection


class ContractDraftForm(StepForm):
    """S05."""

    attachments = forms.MultipleChoiceField(
        label=_("attachments"),
        choices=ContractAttachment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wide = ("ownership_boundary", "attachments", "special_terms", "note")

    class Meta:
        model = ContractDraft
        fields: ClassVar = [
            "kind",
            "text_form",
            "valid_from",
            "valid_until",
            "ownership_boundary",
            "attachments",
            "special_terms",
            "note",
        ]


class ContractReviewForm(StepForm):
    """S06."""

    wide = ("note",)

    class Meta:
        model = ContractReview
        fields: ClassVar = ["passed", "note"]


class ContractSigningForm(StepForm):
    """A16."""

    wide = ("note",)

    class Meta:
        model = ContractSigning
        fields: ClassVar = ["signed_on", "customer_signatory", "utility_signatory", "note"]


class ContractFilingForm(StepForm):
    """S07."""

    wide = ("note",)

    class Meta:
        model = ContractFiling
        fields: ClassVar = ["file_number", "shelf", "copies", "note"]


class MeteringPlanForm(StepForm):
    """S04."""

    wide = ("note",)

    class Meta:
        model = MeteringPlan
        fields: ClassVar = ["confirmed_on", "cabinet", "needs_terminal", "note"]


class MeterAssignmentForm(StepForm):
    """S08."""

    wide = ("note",)

    class Meta:
        model = MeterAssignment
        fields: ClassVar = ["mode", "note"]

    def narrow(self) -> None:
        """What the agreed plan wants hung at each metering point; not said again at every row of a batch."""
        plan = agreed_plan_if_any(self.case) if self.case is not None and not self.prefix else None
        if plan is not None:
            points = plan.metering_points.filter(exchanges_meter=True).order_by("number")
            wanted = [
                f"{one.number} {one.name} {one.get_meter_kind_display()} ({one.get_voltage_display()})"
                for one in points
            ]
            self.fields["mode"].help_text = _("Wanted: %(meters)s.") % {"meters": alternated(wanted)}


class AssignedMeterRow(RowForm):
    """A meter for a metering point."""

    class Meta:
        model = AssignedMeter
        fields: ClassVar = ["metering_point", "asset_number"]


class AssignedTransformerRow(NewDeviceRow):
    """An instrument transformer for a phase of a metering point."""

    class Meta:
        model = AssignedTransformer
        fields: ClassVar = ["metering_point", "phase", "asset_number"]


class MeterIssueForm(StepForm):
    """S09."""

    wide = ("note",)

    class Meta:
        model = MeterIssue
        fields: ClassVar = ["issued_on", "issued_to", "slip_number", "note"]

    def narrow(self) -> None:
        """Fitters of the department."""
        self.offer_people("install_meter", "issued_to")


class MeterInstallationForm(StepForm):
    """A17."""

    wide = ("note",)

    class Meta:
        model = MeterInstallation
        fields: ClassVar = ["installed_at", "position", "wiring_checked", "note"]


class HungMeterRow(RowForm):
    """A meter as it was hung."""

    class Meta:
        model = HungMeter
        fields: ClassVar = ["asset_number", "start_reading"]


class InstallationRecordForm(StepForm):
    """S11."""

    wide = ("note",)

    class Meta:
        model = InstallationRecord
        fields: ClassVar = ["note"]


class ReadingRow(RegisterRow):
    """All registers of a meter, and its seals."""

    class Meta:
        model = InstalledReading
        exclude: ClassVar = ["record"]


class TerminalForm(StepForm):
    """A13."""

    wide = ("note",)

    class Meta:
        model = TerminalInstallation
        fields: ClassVar = ["asset_number", "communication_address", "installed_on", "is_online", "note"]


class EnergiseForm(StepForm):
    """A18."""

    wide = ("note",)

    class Meta:
        model = Energising
        fields: ClassVar = ["energised_at", "extent", "order_number", "metering_checked", "note"]


class TopologyForm(StepForm):
    """A19."""

    wide = ("note",)

    class Meta:
        model = TopologyUpdate
        fields: ClassVar = ["substation", "line", "grid_object", "longitude", "latitude", "note"]


class ArchiveForm(StepForm):
    """A20."""

    wide = ("note",)

    class Meta:
        model = BookArchive
        fields: ClassVar = ["reading_section", "billing_starts_on", "data_checked", "note"]

    def narrow(self) -> None:
        """Reading sections of the department."""
        if self.department is not None:
            sections = ReadingSection.objects.filter(department=self.department, is_active=True)
            self.fields["reading_section"].queryset = sections  # type: ignore[attr-defined]


class CallBackForm(StepForm):
    """A21."""

    wide = ("note",)

    class Meta:
        model = CallBack
        fields: ClassVar = ["called_at", "result", "score", "note"]


class PaperArchiveForm(StepForm):
    """A22."""

    wide = ("note",)

    class Meta:
        model = PaperArchive
        fields: ClassVar = ["box_number", "page_count", "is_complete", "note"]
