"""304 申请校验: meter test on request (workflows.md section 4, entry 304)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import (
    ClockUse,
    Condition,
    Flow,
    Papers,
    Precondition,
    choose,
    renamed,
    seq,
)

from .fragments import (
    FEE,
    FEE_REFUND,
    METERCHG,
    TEST_IN_LABORATORY,
    TEST_ON_SITE,
    accept,
    close,
    correct_energy,
)
from .library import step

FLOW = Flow(
    code="304",
    version=1,
    name=_("Meter test on request"),
    family="other",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(Papers("accept", required=("M-CHG",)),),
    preconditions=(Precondition("P1", at="accept"),),
    conditions=(
        Condition("fee", "accept", _("the test is paid for"), rule="test_fee"),
        Condition("onsite", "accept", _("tested on site")),
        Condition("lab", "accept", _("tested in the laboratory")),
        Condition("offtol", "reply_result", _("error out of tolerance")),
        Condition("exchange", "reply_result", _("the meter on site is exchanged")),
        Condition("refund", "reply_result", _("the fee is given back"), rule="fee_back"),
    ),
    exactly_one=(("onsite", "lab"),),
    implies=(("exchange", "offtol"), ("exchange", "onsite"), ("refund", "offtol"), ("refund", "fee")),
    body=seq(
        accept("accept_test", "hold_account"),
        FEE.when("fee"),
        choose(
            TEST_ON_SITE.when("onsite"),
            seq(renamed(METERCHG, "lab_"), TEST_IN_LABORATORY).when("lab"),
        ),
        step("reply_result", "S13", form="reply_test_result"),
        METERCHG.when("exchange"),
        correct_energy("test_on_site", "test_in_laboratory").when("offtol"),
        FEE_REFUND.when("refund"),
        close("archive_test", "release_account", call_back=False),
    ),
    clocks=(ClockUse("T8", start=("accept",), stop=("reply_result",)),),
)
