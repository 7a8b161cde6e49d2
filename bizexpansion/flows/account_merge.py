"""213 并户: merging of accounts (workflows.md section 4, entry 213)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    AMEND,
    ASSIGN_CHANGE,
    BUILD_AND_DONE,
    CHANGE_PLAN_ANY,
    CUT_MERGED_POWER,
    END_CONTRACT,
    ENERGISE_CHANGE,
    FEE,
    FITCHG_AFTER_METEROUT,
    METER_CHANGE_PLAN,
    METEROUT,
    REMOVE_TERMINAL,
    SETTLE,
    UNLINK,
    accept,
    before_filing,
    close,
    filed_after,
)
from .planned import ACCEPTED, COMPLETION_PAPERS, REPLIED, conditions, connected, plan_valid_until

FLOW = Flow(
    code="213",
    version=2,
    name=_("Merging of accounts"),
    family="change",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(
        Papers("accept", required=("M-CHG", "M-ID|M-ORG", "M-PROP", "M-AGREE")),
        COMPLETION_PAPERS,
    ),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "P3", "P4", "P5", "TOGETHER")),
    conditions=(
        *conditions("dispatch", "large", "vip", "int", "fee", "meterchg"),
        Condition("term", "remove_meter", _("a terminal hangs here"), rule="terminal_hangs"),
    ),
    body=seq(
        accept("accept_merge", "hold_merged_accounts"),
        CHANGE_PLAN_ANY,
        par(
            FEE.when("fee"),
            BUILD_AND_DONE.when("int"),
            AMEND,
            seq(METER_CHANGE_PLAN, ASSIGN_CHANGE.when("meterchg")),
        ),
        CUT_MERGED_POWER,
        METEROUT,
        FITCHG_AFTER_METEROUT.when("meterchg"),
        REMOVE_TERMINAL.when("term"),
        ENERGISE_CHANGE,
        SETTLE,
        END_CONTRACT,
        UNLINK,
        close("archive_supply_change", "close_account", "release_account"),
    ),
    clocks=(
        REPLIED,
        ACCEPTED,
        connected("inspect_completion:passed", "collect_fee", "amend_contract"),
        plan_valid_until("inspect_completion:passed", "amend_contract"),
        filed_after("energise"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
