"""Forms of the family "fault" (302)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import StepForm
from bizexpansion.models import FaultCheck, FaultHandling, FaultReport
from crm.web.forms import Section


class FaultReportForm(ChangeForm):
    """A01 of 302."""

    sections = (
        ChangeForm.about,
        Section(_("Source"), ("source", "source_number", "noticed_at")),
        Section(_("Fault"), ("metering_point", "fault_kind", "is_urgent", "reason")),
        Section(_("Opinion"), ("note",)),
    )

    class Meta:
        model = FaultReport
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "source", "source_number", "noticed_at", "metering_point",
            "fault_kind", "is_urgent", "reason", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """What is written down here are the symptoms."""
        super().narrow()
        self.fields["reason"].label = _("symptoms")


class FaultCheckForm(StepForm):
    """A02 of 302."""

    wide = ("found", "note")

    class Meta:
        model = FaultCheck
        fields: ClassVar = [
            "surveyor", "second_surveyor", "checked_at", "seals_intact", "supply_is_on", "found", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Surveyors of the department."""
        self.offer_people("check_fault", "surveyor", "second_surveyor")


class FaultHandlingForm(StepForm):
    """A43."""

    sections = (
        Section(_("Fault"), ("fault_kind", "cause", "faulty_since", "liable")),
        Section(
            _("What follows"),
            ("exchanges_meter", "goes_to_laboratory", "exchanges_terminal", "corrects_energy"),
        ),
        Section(_("On site"), ("handled_at", "seals", "note")),
    )
    wide = ("cause", "note")

    class Meta:
        model = FaultHandling
        fields: ClassVar = [
            "fault_kind", "cause", "faulty_since", "liable", "exchanges_meter", "goes_to_laboratory",
            "exchanges_terminal", "corrects_energy", "handled_at", "seals", "note",
        ]  # fmt: skip
