"""Changes of supply: more capacity (109, 110, 111), another voltage (214), and the plan that others share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill
from bizexpansion.forms import supply_change as forms
from bizexpansion.forms.base import ResultSpec, RowSpec, StepSpec
from bizexpansion.operations import acceptance, increases, supply_change, supply_effects

EFFECTS = (supply_effects, increases)
_EQUIPMENT = RowSpec("equipment", forms.ChangeEquipmentRow, _("list of equipment"), minimum=0, extra=2)

_SUMS = ResultSpec(
    "sums",
    _("sums of capacities"),
    (
        "original_contract",
        "applied_contract",
        "moved_in_contract",
        "moved_out_contract",
        "total_contract",
        "original_running",
        "applied_running",
        "total_running",
    ),
)

SPECS = (
    StepSpec(
        "accept_increase_home",
        forms.HomeIncreaseForm,
        acceptance.accept_application,
        "application",
        papers=("M-ID", "M-CHG"),
        button=_("Accept"),
    ),
    StepSpec(
        "accept_increase_low",
        forms.IncreaseForm,
        acceptance.accept_application,
        "application",
        rows=(_EQUIPMENT,),
        papers=("M-ORG", "M-CHG", "M-EQ"),
        button=_("Accept"),
    ),
    StepSpec(
        "accept_increase_high",
        forms.HighVoltageIncreaseForm,
        acceptance.accept_application,
        "application",
        rows=(
            RowSpec("transformers", forms.WantedTransformerRow, _("receiving equipment"), minimum=0, extra=1),
            _EQUIPMENT,
        ),
        papers=("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX", "M-CHG"),
        button=_("Accept"),
    ),
    StepSpec(
        "accept_voltage_change",
        forms.VoltageChangeForm,
        acceptance.accept_application,
        "application",
        rows=(_EQUIPMENT,),
        papers=("M-CHG", "M-ORG", "M-EQ", "M-HVX"),
        button=_("Accept"),
    ),
    StepSpec(
        "draft_change_plan",
        forms.ChangePlanForm,
        supply_change.draft_change_plan,
        "plan",
        rows=(
            RowSpec("supply_points", forms.ChangeSupplyPointRow, _("supply points"), minimum=0, extra=0),
            RowSpec("sources", forms.ChangeSourceRow, _("power sources"), minimum=0, extra=0),
            RowSpec("transformers", forms.ChangeTransformerRow, _("receiving equipment"), minimum=0, extra=0),
            RowSpec("metering_points", forms.ChangeMeteringRow, _("metering points"), minimum=0, extra=0),
            RowSpec("prices", plan_forms.PriceRow, _("prices"), minimum=0, extra=0),
        ),
        papers=("M-PLAN",),
        prefill=prefill.change_plan,
        button=_("Submit plan"),
        results=(_SUMS,),
    ),
    StepSpec(
        "draft_change_plan_lv",
        forms.ChangePlanLowVoltageForm,
        supply_change.draft_change_plan,
        "plan",
        rows=(
            RowSpec("supply_points", forms.LowSupplyPointRow, _("supply points"), minimum=0, extra=0),
            RowSpec("sources", forms.LowSourceRow, _("power sources"), minimum=0, extra=0),
            RowSpec("metering_points", forms.LowMeteringRow, _("metering points"), minimum=0, extra=0),
            RowSpec("prices", plan_forms.PriceRow, _("prices"), minimum=0, extra=0),
        ),
        papers=("M-PLAN",),
        prefill=prefill.change_plan,
        button=_("Submit plan"),
        results=(_SUMS,),
    ),
)
