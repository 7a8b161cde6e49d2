"""Low-voltage new supply (101, 102): its own registration forms and its own plan; the rest is shared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import acceptance as accept_forms
from bizexpansion.forms import low_voltage as forms
from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, low_voltage, plan

PRECONDITIONS = low_voltage
_CONTACTS = RowSpec("contacts", accept_forms.ContactRow, _("contact persons"), extra=1)

SPECS = (
    StepSpec(
        "accept_low_voltage",
        forms.LowVoltageForm,
        acceptance.accept_application,
        "application",
        rows=(
            _CONTACTS,
            RowSpec("equipment", accept_forms.EquipmentRow, _("list of equipment"), minimum=0, extra=2),
        ),
        papers=("M-ORG", "M-ID", "M-PROP", "M-EQ"),
        button=_("Accept"),
    ),
    StepSpec(
        "accept_resident",
        forms.ResidentForm,
        acceptance.accept_application,
        "application",
        rows=(_CONTACTS,),
        papers=("M-ID", "M-PROP"),
        button=_("Accept"),
    ),
    StepSpec(
        "draft_plan_lv",
        forms.PlanLowVoltageForm,
        plan.draft_supply_plan,
        "plan",
        rows=(
            RowSpec("supply_points", forms.ServicePointRow, _("supply points"), extra=0),
            RowSpec("sources", forms.ServiceLineRow, _("power sources"), extra=0),
            RowSpec("metering_points", forms.LowVoltageMeteringRow, _("metering points"), extra=0),
            RowSpec("prices", plan_forms.PriceRow, _("prices"), extra=0),
        ),
        papers=("M-PLAN",),
        prefill=prefill.plan_of_service,
        button=_("Submit plan"),
    ),
)
