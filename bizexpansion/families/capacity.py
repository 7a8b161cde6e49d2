"""Changes of the running capacity (203 暂停)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import capacity as forms
from bizexpansion.forms import prefill
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.models import CapacityChange, Case
from bizexpansion.operations import acceptance, capacity


def _asked(case: Case) -> Mapping[str, Any]:
    """The day that was asked for, once it has passed today."""
    return {"seal_on": max(CapacityChange.objects.get(case=case).starts_on, localdate())}


SPECS = (
    StepSpec(
        "accept_suspension",
        forms.SuspensionForm,
        acceptance.accept_application,
        "application",
        rows=(RowSpec("equipment", forms.ChangedEquipmentRow, _("transformers"), extra=1),),
        papers=("M-CHG", "M-ORG", "M-ELEC"),
        button=_("Accept"),
    ),
    StepSpec(
        "survey_change",
        forms.SiteCheckForm,
        capacity.check_site,
        "check",
        prefill=prefill.surveyors,
        button=_("Record check"),
    ),
    StepSpec(
        "draft_suspension",
        forms.SuspensionDraftForm,
        capacity.draft_suspension,
        "draft",
        prefill=_asked,
        button=_("Submit plan"),
    ),
    StepSpec("cut_power", forms.PowerCutForm, capacity.record_power_cut, "cut", button=_("De-energised")),
    StepSpec("seal_equipment", forms.SealingForm, capacity.seal_equipment, "sealing", button=_("Sealed off")),
)
