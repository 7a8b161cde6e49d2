"""Form of a correction of energy (A29)."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.base import StepForm
from bizexpansion.models import EnergyCorrection
from crm.web.forms import Section


class EnergyCorrectionForm(StepForm):
    """A29: the amount follows from energy and price."""

    sections = (
        Section(_("Basis"), ("basis", "starts_on", "ends_on", "error_percent")),
        Section(_("Energy and money"), ("recorded_energy", "energy", "price", "due_on")),
        Section(_("Opinion"), ("note",)),
    )
    wide = ("note",)

    class Meta:
        model = EnergyCorrection
        fields: ClassVar = [
            "basis", "starts_on", "ends_on", "error_percent", "recorded_energy", "energy", "price", "due_on",
            "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """What the signs mean."""
        self.fields["energy"].help_text = _(
            "Above zero: owed by the customer; below: given back. With a meter error it is computed."
        )
