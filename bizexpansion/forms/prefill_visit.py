"""What is known already at the door of a low-voltage customer: the visit, and the connection."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bizexpansion.forms.base import this_minute
from bizexpansion.forms.prefill import Known, contract_draft, surveyors, usual_schemes
from bizexpansion.forms.prefill_leaving import contract_ending
from bizexpansion.models import Case, FeeDetermination, PlanAnswer, SupplyPlan, Survey, application_of
from bizexpansion.operations.lookups import agreed_plan, points_to_fit
from customers.book.enums import SupplyPointKind

_PLAN = ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme", "needs_terminal")


def visit(case: Case) -> Known:
    """What the customer asks for, in the usual words; after a return what the visit before has left."""
    before = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if before is not None:
        return _visit_again(before)
    application = application_of(case)
    return {
        **surveyors(case),
        "approved_capacity": application.wanted_capacity,
        "voltage": application.headline().voltage,
        **{f"plan_{name}": words for name, words in usual_schemes().items()},
        "plan_needs_terminal": False,
        "supply_name": _("Low-voltage service"),
        "supply_kind": SupplyPointKind.LOW_VOLTAGE,
        "point_name": _("Main meter"),
        "price_is_time_of_use": False,
    }


def _visit_again(plan: SupplyPlan) -> Known:
    """The plan of the visit before, with its one row of each kind, the survey and the fee."""
    found = Survey.objects.filter(task=plan.task_id).first()
    answer = PlanAnswer.objects.filter(task=plan.task_id).first()
    known: dict[str, Any] = {f"plan_{name}": getattr(plan, name) for name in _PLAN}
    for name in (
        "surveyor_id",
        "second_surveyor_id",
        "approved_capacity",
        "voltage",
        "project_flag",
        "substation",
        "line",
    ):
        known[name.removesuffix("_id")] = getattr(found, name, None)
    rows = {
        "supply": (plan.supply_points.first(), ("name", "kind")),
        "source": (plan.sources.first(), ("pole_number", "incoming_mode", "ownership_boundary")),
        "point": (plan.metering_points.first(), ("name",)),
        "price": (plan.prices.first(), ("price_code", "is_time_of_use")),
        "answer": (answer, ("signed_by",)),
    }
    for part, (row, names) in rows.items():
        known |= {f"{part}_{name}": getattr(row, name) for name in names if row is not None}
    fee = FeeDetermination.objects.filter(task=plan.task_id).first()
    known["items"] = list(fee.items.values("kind", "amount", "standard")) if fee else []
    return known


def connection(case: Case) -> Known:
    """A row for each metering point; where the supply hangs by the plan; power is on while this is written."""
    source = agreed_plan(case).sources.order_by("number").first()
    return {
        "readings": [{"total": None} for _number in points_to_fit(case)],
        "energising_energised_at": this_minute(),
        "energising_order_number": case.case_number,
        "topology_substation": source.substation if source else "",
        "topology_line": source.line if source else "",
    }


def transfer(case: Case) -> Known:
    """The day that the customer named, the boundary as it stands, the new holder."""
    draft = contract_draft(case)
    return {
        "contract_valid_from": draft.get("valid_from"),
        "contract_ownership_boundary": draft["ownership_boundary"],
        "customer_signatory": getattr(application_of(case), "new_name", ""),
        "ending_ends_on": contract_ending(case)["ends_on"],
    }
