"""101 低压居民新装, streamlined (workflows.md section 4, entry 101, variant; 2.1, P): one visit, one connection."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    CLOSE,
    CONNECT,
    GRID_PROJECT,
    SIGN,
    VISIT,
    accept,
    before_filing,
    collect_fee,
    filed_after,
)

FLOW = Flow(
    code="101",
    version=4,
    name=_("Low-voltage residential new supply"),
    family="new_supply",
    profile="streamlined",
    applicants=("resident",),
    papers=(Papers("accept", required=("M-ID", "M-PROP")),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("LV", "LVMAX", "FREE", "P1", "P3", "P4")),
    conditions=(
        Condition("fee", "survey", _("a fee is due")),
        Condition("ext", "survey", _("grid-side project")),
        Condition("later", "survey", _("the contract is signed later"), rule="signed_later"),
    ),
    body=seq(
        accept("accept_resident", "open_account"),
        VISIT,
        par(collect_fee("survey").when("fee"), GRID_PROJECT.when("ext"), SIGN.when("later")),
        CONNECT,
        CLOSE,
    ),
    clocks=(
        ClockUse("T1", start=("accept",), stop=("survey",)),
        ClockUse(
            "T5", start=("survey", "collect_fee", "sign_contract", "track_grid_project"), stop=("connect_supply",)
        ),
        ClockUse("T6", start=("accept",), stop=("connect_supply",)),
        ClockUse("T12", start=("survey:sign_later",), stop=("sign_contract",), pauses=False, restarts=True),
        filed_after("connect_supply"),
    ),
)

# 2: the file was not held to T9.
OLDER = (before_filing(FLOW, 2),)
