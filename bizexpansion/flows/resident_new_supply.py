"""101 低压居民新装: low-voltage residential new supply (workflows.md section 4, entry 101, classic profile)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    ASSIGN,
    CLOSE,
    CONTRACT,
    ENERGISE,
    FEE,
    FITIN,
    GRID_PROJECT,
    PLANLV,
    TERMINAL,
    TOPOLOGY,
    accept,
)

FLOW = Flow(
    code="101",
    version=1,
    name=_("Low-voltage residential new supply"),
    family="new_supply",
    profile="classic",
    applicants=("resident",),
    papers=(Papers("accept", required=("M-ID", "M-PROP")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("LV", "LVMAX", "FREE", "P1", "P3", "P4")),
    conditions=(
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("ext", "draft_plan", _("grid-side project")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("term", "draft_plan", _("collection terminal")),
    ),
    body=seq(
        accept("accept_resident", "open_account"),
        PLANLV,
        par(FEE.when("fee"), GRID_PROJECT.when("ext"), CONTRACT, ASSIGN),
        FITIN,
        TERMINAL.when("term"),
        ENERGISE,
        TOPOLOGY,
        CLOSE,
    ),
    clocks=(
        ClockUse("T1", start=("accept",), stop=("reply_plan",)),
        ClockUse("T5", start=("collect_fee", "sign_contract", "track_grid_project"), stop=("energise",)),
        ClockUse("T6", start=("accept",), stop=("energise",)),
        ClockUse("T12", start=("reply_plan",), stop=("sign_contract",), pauses=False, restarts=True),
    ),
)
