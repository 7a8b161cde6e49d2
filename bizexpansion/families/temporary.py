"""Temporary supply (105 with a meter, 106 without one)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import acceptance as accept_forms
from bizexpansion.forms import low_voltage as lv_forms
from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill
from bizexpansion.forms import temporary as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.models import Case, Prepayment
from bizexpansion.operations import acceptance, temporary
from bizexpansion.operations.lookups import agreed_plan, standing_record

_ACCEPT_ROWS = (
    RowSpec("contacts", accept_forms.ContactRow, _("contact persons"), extra=1),
    RowSpec("equipment", accept_forms.EquipmentRow, _("list of equipment"), minimum=0, extra=2),
)
_PAPERS = ("M-ORG", "M-ID", "M-EQ", "M-PRJ")
_POINTS = RowSpec("supply_points", lv_forms.ServicePointRow, _("supply points"), extra=0)
_SOURCES = RowSpec("sources", lv_forms.ServiceLineRow, _("power sources"), extra=0)
_PRICES = RowSpec("prices", plan_forms.PriceRow, _("prices"), extra=0)


def _plan(case: Case) -> Mapping[str, Any]:
    return {"temporary_until": case.application.temporary_until, **prefill.plan(case)}


def _plan_low_voltage(case: Case) -> Mapping[str, Any]:
    return {"temporary_until": case.application.temporary_until, **prefill.plan_low_voltage(case)}


def _plan_unmetered(case: Case) -> Mapping[str, Any]:
    return {"daily_hours": case.application.daily_hours, **_plan_low_voltage(case)}


def _prepayment(case: Case) -> Mapping[str, Any]:
    """From the wanted day, on which supply begins at the earliest, to the last day that was granted."""
    plan, asked = agreed_plan(case), case.application
    return {
        "starts_on": asked.wanted_on,
        "ends_on": plan.temporary_until,
    }


def _receipt(case: Case) -> Mapping[str, Any]:
    return {"amount": standing_record(case, Prepayment).amount, "payer": case.title}


SPECS = (
    StepSpec(
        "accept_temporary",
        forms.TemporaryForm,
        acceptance.accept_application,
        "application",
        rows=_ACCEPT_ROWS,
        papers=_PAPERS,
        button=_("Accept"),
    ),
    StepSpec(
        "accept_unmetered",
        forms.UnmeteredForm,
        acceptance.accept_application,
        "application",
        rows=_ACCEPT_ROWS,
        papers=_PAPERS[:3],
        button=_("Accept"),
    ),
    StepSpec(
        "draft_plan_temporary",
        forms.TemporaryPlanForm,
        temporary.draft_temporary_plan,
        "plan",
        rows=(
            RowSpec("supply_points", plan_forms.SupplyPointRow, _("supply points"), extra=0),
            RowSpec("sources", plan_forms.SourceRow, _("power sources"), extra=0),
            RowSpec("transformers", plan_forms.PlanTransformerRow, _("receiving equipment"), extra=0),
            RowSpec("metering_points", plan_forms.MeteringPointRow, _("metering points"), extra=0),
            _PRICES,
        ),
        papers=("M-PLAN",),
        prefill=_plan,
        button=_("Submit plan"),
    ),
    StepSpec(
        "draft_plan_temporary_lv",
        forms.TemporaryPlanLowVoltageForm,
        temporary.draft_temporary_plan,
        "plan",
        rows=(
            _POINTS,
            _SOURCES,
            RowSpec("metering_points", lv_forms.LowVoltageMeteringRow, _("metering points"), extra=0),
            _PRICES,
        ),
        papers=("M-PLAN",),
        prefill=_plan_low_voltage,
        button=_("Submit plan"),
    ),
    StepSpec(
        "draft_plan_unmetered",
        forms.UnmeteredPlanForm,
        temporary.draft_unmetered_plan,
        "plan",
        rows=(_POINTS, _SOURCES, _PRICES),
        prefill=_plan_unmetered,
        button=_("Submit plan"),
    ),
    StepSpec(
        "determine_prepayment",
        forms.PrepaymentForm,
        temporary.determine_prepayment,
        "prepayment",
        prefill=_prepayment,
        button=_("Determine fee"),
    ),
    StepSpec(
        "collect_prepayment",
        forms.PrepaymentReceiptForm,
        temporary.collect_prepayment,
        "receipt",
        prefill=_receipt,
        button=_("Collect fee"),
    ),
    StepSpec(
        "energise_unmetered",
        forms.EnergiseUnmeteredForm,
        temporary.energise_unmetered,
        "energising",
        button=_("Energised"),
    ),
)
