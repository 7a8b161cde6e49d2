"""Forms of the family "capacity"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import CapacityChange, ChangedEquipment, PowerCut, Sealing, SiteCheck, SuspensionDraft
from crm.web.forms import Section


class SuspensionForm(ChangeForm):
    """A01 of 203."""

    sections = (
        ChangeForm.about,
        Section(_("Suspension"), ("starts_on", "ends_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )

    class Meta:
        model = CapacityChange
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "starts_on", "ends_on", "reason", "identity_checked",
            "breaches_checked", "note",
        ]  # fmt: skip


class ChangedEquipmentRow(RowForm):
    """A transformer by its number."""

    class Meta:
        model = ChangedEquipment
        fields: ClassVar = ["number"]


class SiteCheckForm(StepForm):
    """A02 of a change."""

    wide = ("refusal_reason", "note")

    class Meta:
        model = SiteCheck
        fields: ClassVar = ["surveyor", "second_surveyor", "checked_on", "is_possible", "refusal_reason", "note"]

    def narrow(self) -> None:
        """Surveyors of the department."""
        self.offer_people("survey_change", "surveyor", "second_surveyor")


class SuspensionDraftForm(StepForm):
    """A03 of 203."""

    wide = ("billing_note", "note")

    class Meta:
        model = SuspensionDraft
        fields: ClassVar = ["seal_on", "billing_note", "note"]


class PowerCutForm(StepForm):
    """A26."""

    class Meta:
        model = PowerCut
        fields: ClassVar = ["cut_at", "order_number", "note"]


class SealingForm(StepForm):
    """A34."""

    class Meta:
        model = Sealing
        fields: ClassVar = ["sealed_on", "seals", "note"]
