"""302 计量装置故障: metering fault (workflows.md section 4, entry 302)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, par, seq

from .fragments import (
    EXCHANGE_TERMINAL,
    FEE,
    METERCHG,
    TEST_IN_LABORATORY,
    accept,
    close,
    correct_energy,
)
from .library import step

FLOW = Flow(
    code="302",
    version=1,
    name=_("Metering fault"),
    family="other",
    applicants=("resident", "non_resident", "high_voltage"),
    papers=(Papers("accept", optional=("M-ID", "M-PHOTO")),),
    preconditions=(Precondition("P1-URGENT", at="accept"),),
    conditions=(
        Condition("meterchg", "handle_fault", _("the meter is exchanged"), rule="fault_exchanges_meter"),
        Condition("term", "handle_fault", _("the terminal is exchanged"), rule="fault_exchanges_terminal"),
        Condition("test", "handle_fault", _("the meter goes to the laboratory"), rule="fault_tests_meter"),
        Condition("refund", "handle_fault", _("energy is corrected"), rule="fault_corrects_energy"),
        Condition("fault_cust", "handle_fault", _("the customer is liable")),
    ),
    implies=(("test", "meterchg"),),
    body=seq(
        accept("accept_fault", "hold_unless_urgent"),
        step("dispatch_survey", "S00"),
        step("survey", "A02", form="check_fault", sent_by="dispatch_survey"),
        step("handle_fault", "A43"),
        par(
            seq(METERCHG, TEST_IN_LABORATORY.when("test")).when("meterchg"),
            EXCHANGE_TERMINAL.when("term"),
        ),
        correct_energy("handle_fault").when("refund"),
        FEE.when("fault_cust"),
        close("release_if_held"),
    ),
    clocks=(
        ClockUse("T7", start=("accept",), stop=("archive",)),
        ClockUse("T21", start=("accept",), stop=("survey",)),
    ),
)
