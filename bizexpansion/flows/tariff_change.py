"""215 改类: change of tariff class (workflows.md section 4, entry 215)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import (
    ClockUse,
    Condition,
    Flow,
    Papers,
    Precondition,
    abort,
    forward,
    par,
    seq,
)

from .fragments import AMEND, METERCHG, accept, approval, close
from .library import step

BEFORE = ("P1", "P2", "P3", "P4", "P5", "T14-BASIC")
FLOW = Flow(
    code="215",
    version=2,
    name=_("Change of tariff class"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    # The proof of the new use is asked for by the entries (another class of use).
    papers=(Papers("accept", required=("M-CHG",), optional=("M-USE",)),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in (*BEFORE, "TWO-PART")),
    conditions=(
        Condition("plan", "survey", _("a plan is drafted"), rule="tariff_needs_plan"),
        Condition("ctr", "survey", _("the contract changes"), rule="tariff_changes_contract"),
        Condition("meterchg", "survey", _("the meter is exchanged"), rule="tariff_exchanges_meter"),
    ),
    body=seq(
        accept("accept_tariff", "hold_account"),
        step(
            "survey",
            "A02",
            form="check_tariff",
            exits=(
                forward("feasible", _("The change is possible")),
                abort("infeasible", _("Not possible")),
            ),
        ),
        step("draft_plan", "A03", form="draft_tariff").when("plan"),
        approval("approve_change", differs_from=("draft_plan", "accept"), again="survey"),
        par(AMEND.when("ctr"), METERCHG.when("meterchg")),
        close("archive_tariff", "release_account"),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)

# 1: a price of two parts for anybody.
OLDER = (replace(FLOW, version=1, preconditions=tuple(Precondition(rule, at="accept") for rule in BEFORE)),)
