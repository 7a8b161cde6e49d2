"""Forms of the family "moving"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import MeterMove, MovedPoint, MoveDraft
from crm.web.forms import Section


class MeterMoveForm(ChangeForm):
    """A01 of 218."""

    sections = (
        ChangeForm.about,
        Section(_("Move"), ("wanted_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )

    class Meta:
        model = MeterMove
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "wanted_on", "reason", "identity_checked", "breaches_checked",
            "note",
        ]  # fmt: skip


class MovedPointRow(RowForm):
    """A metering point and where its meter shall hang."""

    class Meta:
        model = MovedPoint
        fields: ClassVar = ["number", "new_position"]


class MoveDraftForm(StepForm):
    """A03 of 218."""

    wide = ("scheme", "free_because", "note")

    class Meta:
        model = MoveDraft
        fields: ClassVar = ["scheme", "outage_hours", "moves_terminal", "is_fee_due", "free_because", "note"]
