"""Residential complexes (103): registration, the plan of the network, its handover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import ProjectFlag
from bizexpansion.forms import complexes as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.models import Case, SupplyPlan, Survey, application_of
from bizexpansion.operations import acceptance, complexes
from bizexpansion.operations.lookups import agreed_plan, standing_record
from customers.book.enums import SourceNature


def _plan(case: Case) -> Mapping[str, Any]:
    """The version before, or what the survey found with one line for each source."""
    before = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if before is not None:
        names = forms.ComplexPlanForm.base_fields
        rows = {
            name: [model_to_dict(one, exclude=["id", "plan"]) for one in getattr(before, name).order_by("id")]
            for name in ("sources", "stations")
        }
        return {name: getattr(before, name) for name in names if hasattr(before, name)} | rows
    found, asked = standing_record(case, Survey), application_of(case)
    count = found.source_count or 1
    return {
        "approved_capacity": found.approved_capacity,
        "voltage": found.voltage,
        "source_count": count,
        "project_flag": found.project_flag or ProjectFlag.BOTH,
        "is_fee_due": True,
        "sources": [
            {
                "number": number,
                "nature": SourceNature.MAIN if number == 1 else SourceNature.STANDBY_PRODUCTION,
                "voltage": found.voltage,
                "capacity": found.approved_capacity,
                "substation": found.substation,
                "line": found.line if number == 1 else "",
            }
            for number in range(1, count + 1)
        ],
        "stations": [
            {
                "number": 1,
                "line": found.line,
                "capacity": found.approved_capacity,
                "household_count": getattr(asked, "household_count", None),
            }
        ],
    }


def _handover(case: Case) -> Mapping[str, Any]:
    """A line for each transformer district of the plan."""
    plan = agreed_plan(case)
    source = plan.sources.order_by("number").first()
    return {
        "substation": source.substation if source else "",
        "areas": [{"number": one.number} for one in complexes.stations_of(plan)],
    }


SPECS = (
    StepSpec(
        "accept_complex",
        forms.ComplexForm,
        acceptance.accept_application,
        "application",
        papers=("M-ORG", "M-PRJ", "M-EQ"),
        button=_("Accept"),
    ),
    StepSpec(
        "draft_complex_plan",
        forms.ComplexPlanForm,
        complexes.draft_complex_plan,
        "plan",
        rows=(
            RowSpec("sources", forms.ComplexSourceRow, _("power sources"), extra=0),
            RowSpec("stations", forms.StationRow, _("public transformers"), extra=1),
        ),
        papers=("M-PLAN",),
        prefill=_plan,
        button=_("Submit plan"),
    ),
    StepSpec(
        "hand_over_network",
        forms.HandoverForm,
        complexes.hand_over_network,
        "handover",
        rows=(RowSpec("areas", forms.HandedStationRow, _("transformer districts"), extra=0),),
        prefill=_handover,
        button=_("Hand over the network"),
    ),
)
