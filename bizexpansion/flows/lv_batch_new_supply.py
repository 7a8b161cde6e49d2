"""112 低压批量新装: low-voltage batch new supply (workflows.md section 4, entry 112).

Every row of the list goes its own way; a row that is not in order waits (W6) while the others go on.
"""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, each, seq

from .fragments import (
    CONTRACT,
    ENERGISE,
    FEE,
    METERIN,
    PLANLV,
    TERMINAL,
    accept,
    before_filing,
    close,
    correct_row,
    determine,
    filed_after,
)
from .library import step
from .planned import conditions, plan_valid_until

FLOW = Flow(
    code="112",
    version=2,
    name=_("Low-voltage batch new supply"),
    family="new_supply",
    applicants=("developer", "resident", "organisation"),
    papers=(Papers("accept", required=("M-ORG", "M-LIST"), optional=("M-PRJ",)),),
    preconditions=(Precondition("NET", at="accept"), Precondition("P4", at="accept")),
    conditions=(
        *conditions("dispatch"),
        Condition("bad", "determine_batch", _("the row has to be corrected")),
        *conditions("fee", term=_("collection terminal")),
    ),
    body=seq(
        accept("accept_batch"),
        determine("open_batch_accounts"),
        PLANLV,
        FEE.when("fee"),
        each(
            seq(
                correct_row("open_batch_accounts").when("bad"),
                CONTRACT,
                METERIN,
                TERMINAL.when("term"),
                ENERGISE,
            )
        ),
        step("update_topology", "A19", effects=("link_batch_to_grid",)),
        close("archive_batch", form="archive_batch", call_back=False),
    ),
    clocks=(
        ClockUse("T20", start=("accept",), stop=("energise",)),
        plan_valid_until("sign_contract"),
        # all rows are connected when their place in the grid is noted
        filed_after("update_topology"),
    ),
)

# 1: the file was not held to T9.
OLDER = (before_filing(FLOW, 1),)
