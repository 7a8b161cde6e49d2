"""Temporary supply (105 with a meter, 106 without one)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import acceptance as accept_forms
from bizexpansion.forms import low_voltage as lv_forms
from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill
from bizexpansion.forms import temporary as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.models import Case, Prepayment, TemporaryExtension, application_of
from bizexpansion.operations import acceptance, temporary, unmetered
from bizexpansion.operations.lookups import standing_record, temporary_end
from bizexpansion.operations.temporary import last_prepayment

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
    """To the last day that is granted: from the wanted day, or from the day on which the period before is over
    (from tomorrow where that has passed: what was used since is paid)."""
    asked, last = application_of(case), temporary_end(case)
    if not isinstance(asked, TemporaryExtension):
        return {"starts_on": case.application.wanted_on, "ends_on": last}
    before, today = last_prepayment(case), localdate()
    until = asked.account.temporary_until or (before.ends_on if before else today)
    known = {"unit_price": before.unit_price, "standard": before.standard} if before else {}
    return {"starts_on": max(until, today) + timedelta(days=1), "ends_on": last, **known}


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
    StepSpec(
        "accept_extension",
        forms.ExtensionForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG",),
        button=_("Accept"),
    ),
    StepSpec(
        "check_extension",
        forms.ExtensionCheckForm,
        unmetered.check_unmetered,
        "check",
        button=_("Record check"),
    ),
    StepSpec(
        "accept_temporary_end",
        forms.TemporaryEndForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-OTHER"),
        button=_("Accept"),
    ),
    StepSpec("check_end", forms.EndCheckForm, unmetered.check_unmetered, "check", button=_("Record check")),
)
