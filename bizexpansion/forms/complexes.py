"""Forms of residential complexes (103)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ApplicationForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.forms.plan import PlanForm
from bizexpansion.models import (
    ComplexApplication,
    HandedStation,
    NetworkHandover,
    PlannedStation,
    PlanSource,
    SupplyPlan,
)
from crm.web.forms import Section
from customers.book.enums import HIGH_VOLTAGES, Voltage
from customers.book.validators import clean_credit_code


class ComplexForm(ApplicationForm):
    """小区新装登记: the developer, the project, what is asked for."""

    sections = (
        Section(
            _("Developer or organiser"), ("applicant_name", "credit_code", "contact_name", "contact_phone", "mode")
        ),
        Section(_("The complex"), ("project_name", "project_approval", "district", "address")),
        Section(_("Households and areas"), ("household_count", "residential_area", "public_area")),
        Section(_("Supply applied for"), ("voltage", "source_count", "applied_capacity", "wanted_on")),
        Section(_("Checked by the clerk"), ("identity_checked", "note")),
    )
    wide = ("note",)

    class Meta:
        model = ComplexApplication
        exclude: ClassVar = ["case", "task", "recorded_by", "recorded_at", "breaches_checked"]

    def narrow(self) -> None:
        """High voltages."""
        super().narrow()
        self.fields["voltage"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in Voltage.choices if value in HIGH_VOLTAGES
        ]

    def clean_credit_code(self) -> str:
        """The number of the developer in its stored form."""
        return clean_credit_code(self.cleaned_data["credit_code"])


class ComplexPlanForm(PlanForm):
    """A03 of a complex: nothing is metered or priced here, that comes with the households."""

    sections: ClassVar[tuple[Section, ...]] = (
        Section(_("Supply"), ("approved_capacity", "voltage", "source_count", "project_flag")),
        Section(_("Schemes"), ("access_scheme", "receiving_scheme")),
        Section(_("What follows"), ("is_fee_due", "has_hidden_works")),
        Section(_("Opinion"), ("participants", "note")),
    )
    wide: ClassVar[tuple[str, ...]] = ("access_scheme", "receiving_scheme", "note")  # type: ignore[assignment]

    class Meta:
        model = SupplyPlan
        fields: ClassVar[Any] = [
            "approved_capacity", "voltage", "source_count", "project_flag", "access_scheme", "receiving_scheme",
            "is_fee_due", "has_hidden_works", "participants", "note",
        ]  # fmt: skip


class ComplexSourceRow(RowForm):
    """A line that feeds the complex."""

    class Meta:
        model = PlanSource
        fields: ClassVar = [
            "number", "nature", "voltage", "capacity", "substation", "line", "incoming_mode", "ownership_boundary",
        ]  # fmt: skip


class StationRow(RowForm):
    """公变台区 of the plan."""

    class Meta:
        model = PlannedStation
        fields: ClassVar = ["number", "name", "line", "capacity", "household_count"]


class HandoverForm(StepForm):
    """A19 of a complex."""

    wide = ("note",)

    class Meta:
        model = NetworkHandover
        fields: ClassVar = ["handed_over_on", "substation", "agreement_number", "note"]


class HandedStationRow(RowForm):
    """A transformer district as it stands in the grid model."""

    class Meta:
        model = HandedStation
        fields: ClassVar = ["number", "code"]
