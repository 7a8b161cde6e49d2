"""Forms of the family "capacity"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    CapacityChange,
    Case,
    ChangedEquipment,
    PowerCut,
    Sealing,
    SiteCheck,
    SuspensionDraft,
    application_of,
)
from crm.web.figures import day, quantity
from crm.web.forms import Section
from customers.book.models import Transformer


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

    def narrow(self) -> None:
        """Which units stop, and for how long."""
        asked = application_of(self.case) if self.case else None
        if self.case is not None and isinstance(asked, CapacityChange):
            values = {"units": named_units(self.case), "first": day(asked.starts_on), "last": day(asked.ends_on)}
            words = _("Out of use: %(units)s, asked for from %(first)s to %(last)s.")
            self.fields["seal_on"].help_text = words % values


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

    def narrow(self) -> None:
        """Which units are sealed."""
        if self.case is not None and (units := named_units(self.case)):
            self.fields["seals"].help_text = _("Out of use: %(units)s.") % {"units": units}


def named_units(case: Case) -> str:
    """The receiving equipment that a change of capacity is about, with its kVA; "" where it names none."""
    rows: Any = getattr(application_of(case), "equipment", None)
    if rows is None or case.account_id is None:
        return ""
    numbers = [row.number for row in rows.all() if hasattr(row, "number")]
    units = Transformer.objects.filter(account=case.account_id, sequence__in=numbers).order_by("sequence")
    return "、".join(f"{one.sequence} {one.name}（{quantity(one.plate_capacity, 'kVA')}）" for one in units)
