"""The parts that flows are made of, each written once (workflows.md section 2.1, macros and fail rules)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import (
    Block,
    ClockUse,
    Exit,
    Flow,
    Papers,
    Step,
    abort,
    back,
    forward,
    renamed,
    seq,
)

from .library import step


def accept(form: str, *effects: str) -> Step:
    """A01 with the application form of a flow, and what acceptance makes in the book (its first effect)."""
    taken = forward("accepted", _("Accept the application"))
    return step("accept", "A01", form=form, exits=(taken,), effects=effects)


def approval(
    step_id: str,
    *,
    differs_from: str | tuple[str, ...],
    incomplete: bool = False,
    form: str = "",
    again: str = "",
) -> Step:
    """A04 without a plan: A04!{(W6>A04),ABORT}, or A04!{again,ABORT}. Missing papers are waited for at the step."""
    waiting = back("incomplete", step_id, _("Papers missing"), waiting="W6")
    return step(
        step_id,
        "A04",
        form=form,
        differs_from=(differs_from,) if isinstance(differs_from, str) else differs_from,
        exits=(
            forward("approved", _("Approved")),
            *((waiting,) if incomplete else ()),
            *((back("again", again, _("Look again")),) if again else ()),
            abort("rejected", _("Rejected: the case ends")),
        ),
    )


ACCEPT = accept("accept", "open_account")


# PLAN = S00?dispatch > A02!ABORT > A03 > S03!A03?large > A04!{A02,A03} > A05 > W5!{A03,ABORT}
def site_survey(form: str = "") -> Block:
    """S00?dispatch > A02!ABORT of a supply; without a form of its own it asks what every supply asks."""
    exits = (forward("feasible", _("Supply is possible")), abort("infeasible", _("Supply is not possible")))
    return seq(
        step("dispatch_survey", "S00").when("dispatch"),
        step("survey", "A02", form=form, exits=exits, sent_by="dispatch_survey"),
    )


SURVEY = site_survey()
APPROVE = step(
    "approve_plan",
    "A04",
    differs_from=("draft_plan",),
    exits=(
        forward("approved", _("Approved")),
        back("resurvey", "survey", _("Survey again")),
        back("redraft", "draft_plan", _("Draft again")),
    ),
)
COUNTERSIGN = step(
    "countersign_plan",
    "S03",
    differs_from=("draft_plan",),
    exits=(forward("agreed", _("All sign: agreed")), back("objected", "draft_plan", _("Objected: draft again"))),
)
REPLY = seq(
    step("reply_plan", "A05"),
    step(
        "customer_answer",
        "W5",
        wait="W5",
        exits=(
            forward("agreed", _("Customer agrees")),
            back("new_plan", "draft_plan", _("Customer asks for another plan"), renews=True),
            abort("refused", _("Customer gives up")),
        ),
    ),
)
DRAFT = step("draft_plan", "A03")
PLAN = seq(SURVEY, DRAFT, COUNTERSIGN.when("large"), APPROVE, REPLY)


def plan_low_voltage(form: str) -> Block:
    """PLANLV = S00?dispatch > A02!ABORT > A03 > A04!{A02,A03} > A05 > W5!{A03,ABORT}: without countersigning."""
    return seq(SURVEY, step("draft_plan", "A03", form=form), APPROVE, REPLY)


PLANLV = plan_low_voltage("draft_plan_lv")


def plan_by_voltage(form: str = "draft_plan", low_form: str = "draft_plan_lv", survey: Block = SURVEY) -> Block:
    """PLAN, of which the low-voltage variant is PLANLV: only the form of the draft differs, by the voltage of the
    case, and the condition `large`, which no plan of low voltage meets."""
    draft = step("draft_plan", "A03", form=form, low_form=low_form)
    return seq(survey, draft, COUNTERSIGN.when("large"), APPROVE, REPLY)


def site_check(form: str) -> Step:
    """A02!ABORT of a flow that plans nothing."""
    possible = forward("feasible", _("The change is possible"))
    return step("survey", "A02", form=form, exits=(possible, abort("infeasible", _("Not possible"))))


def survey_of_change(form: str) -> Block:
    """S00?dispatch > A02!ABORT with the form of a change."""
    return seq(
        step("dispatch_survey", "S00").when("dispatch"),
        step(
            "survey",
            "A02",
            form=form,
            exits=(forward("feasible", _("The change is possible")), abort("infeasible", _("Not possible"))),
            sent_by="dispatch_survey",
        ),
    )


def change_plan(form: str, survey: str = "survey_change") -> Block:
    """CHGPLAN = S00?dispatch > A02!ABORT > A03 > A04!{A02,A03}, with the forms of a change."""
    return seq(survey_of_change(survey), step("draft_plan", "A03", form=form), APPROVE)


# PLAN of a change that gives an existing account a new plan: what stands, what is added, changed and removed
CHANGE_PLAN_ANY = plan_by_voltage("draft_change_plan", "draft_change_plan_lv")
CHANGE_PLAN = seq(
    SURVEY, step("draft_plan", "A03", form="draft_change_plan"), COUNTERSIGN.when("large"), APPROVE, REPLY
)
CHANGE_PLANLV = seq(SURVEY, step("draft_plan", "A03", form="draft_change_plan_lv"), APPROVE, REPLY)


# A25!(W6>A25): the list as a whole; and a single row of it, which waits while the others go on
def determine(effect: str) -> Step:
    """A25!(W6>A25) with what it makes of the rows in the book."""
    taken = forward("determined", _("Go on with the rows in order"))
    handed_back = back("incomplete", "determine_batch", _("The list is handed back"), waiting="W6")
    return step("determine_batch", "A25", exits=(taken, handed_back), effects=(effect,))


def correct_row(effect: str) -> Step:
    """A25 of one row that has waited (W6)."""
    return step("correct_row", "A25", form="determine_row", wait="W6", effects=(effect,))


# FEE = A06 > W1 > A07
def collect_fee(determined_at: str) -> Step:
    """W1 > A07: the cashier is somebody else than who has determined the fee."""
    return step("collect_fee", "A07", wait="W1", effects=("receive_fee",), differs_from=(determined_at,))


FEE = seq(step("determine_fee", "A06", effects=("charge_fee",)), collect_fee("determine_fee"))

# FEE where electricity is paid in advance without a meter; A07 puts the money into the ledger
PREPAY = seq(
    step("determine_fee", "A06", form="determine_prepayment", effects=("charge_prepayment",)),
    step(
        "collect_fee",
        "A07",
        form="collect_prepayment",
        wait="W1",
        effects=("receive_prepayment",),
        differs_from=("determine_fee",),
    ),
)

GRID_PROJECT = step("track_grid_project", "A08")
# A08 and A19 of works for somebody who is no customer: agreement and costs; which accounts hang elsewhere
RECORD_WORKS = step("track_grid_project", "A08", form="record_works")
RELINK = step("update_topology", "A19", form="relink_accounts", effects=("relink_accounts",))

# DESIGN = W2 > A09!W2 > A10!W2
DESIGN = seq(
    step(
        "receive_design",
        "A09",
        wait="W2",
        exits=(
            forward("received", _("Papers complete: receive")),
            back("incomplete", "receive_design", _("Incomplete: handed back"), waiting="W2"),
        ),
    ),
    step(
        "review_design",
        "A10",
        exits=(
            forward("passed", _("Passed")),
            back("failed", "receive_design", _("Not passed: redesign"), waiting="W2"),
        ),
    ),
)

# MID = A11 > S02 > A12!(W4>A11), after the customer has begun to build (W3)
MID = seq(
    step("request_interim", "A11", wait="W3"),
    step("dispatch_interim", "S02"),
    step(
        "inspect_interim",
        "A12",
        exits=(
            forward("passed", _("Passed")),
            back("failed", "request_interim", _("Not passed: rectify"), waiting="W4"),
        ),
        sent_by="dispatch_interim",
    ),
)

# BUILD > DONE = S01?vip > W3 > A14!(W6>A14) > A15!(W4>A14)
BUILD_START = step("confirm_start", "S01").when("vip")
COMPLETION = seq(
    step(
        "report_completion",
        "A14",
        wait="W3",
        exits=(
            forward("received", _("Papers complete: receive")),
            back("incomplete", "report_completion", _("Papers missing"), waiting="W6"),
        ),
    ),
    step(
        "inspect_completion",
        "A15",
        exits=(
            forward("passed", _("Passed")),
            back("failed", "report_completion", _("Not passed: rectify and report again"), waiting="W4"),
        ),
    ),
)

# WORKS = DESIGN?design > BUILD > (MID > W3)?mid > DONE
WORKS = seq(DESIGN.when("design"), BUILD_START, MID.when("mid"), COMPLETION)

# BUILD > DONE of low voltage: nothing is designed or hidden
BUILD_AND_DONE = seq(BUILD_START, COMPLETION)


# S05 > S06!S05 > W7 > (A16 or A23) > S07
def _agreement(signing: Step) -> Block:
    return seq(
        step("draft_contract", "S05"),
        step(
            "review_contract",
            "S06",
            differs_from=("draft_contract",),
            exits=(
                forward("approved", _("Approved")),
                back("rejected", "draft_contract", _("Rejected: draft again")),
            ),
        ),
        signing,
        step("file_contract", "S07"),
    )


SIGN = step("sign_contract", "A16", wait="W7", effects=("conclude_contract",))
CONTRACT = _agreement(SIGN)
# A16 between the contracts of two holders: the old one ends where the new one begins (211)
SUCCEED = _agreement(step("sign_contract", "A16", wait="W7", effects=("succeed_contract",)))
AMEND = _agreement(step("amend_contract", "A23", wait="W7", effects=("amend_contract",), form="sign_contract"))

# S04 > S08
METER_PLAN = seq(
    step("fix_metering_plan", "S04", effects=("plan_metering_points",)),
    step("assign_meter", "S08", effects=("reserve_meter",)),
)

# S08 alone, where nobody fixes a metering plan before: the points of the agreed plan stand from here on
ASSIGN = step("assign_meter", "S08", effects=("plan_metering_points", "reserve_meter"))

# S04 of a change: what the plan adds is set up under the account, so that meters can be hung there
METER_CHANGE_PLAN = step("fix_metering_plan", "S04", effects=("prepare_change",))

# FITIN = S10 > S09 > A17 > S11
FITIN = seq(
    step("dispatch_fitting", "S10"),
    step("issue_meter", "S09", effects=("issue_meter",), sent_by="dispatch_fitting"),
    step("install_meter", "A17", effects=("install_meter",), sent_by="dispatch_fitting"),
    step("record_installation", "S11", sent_by="dispatch_fitting"),
)

# S08 at an existing account: devices of the store for the points where something is exchanged
ASSIGN_CHANGE = step("assign_meter", "S08", form="assign_exchange", effects=("reserve_meter",))

# S08 where nobody fixes a metering plan before (109): what the plan adds stands from here on
ASSIGN_PLANNED = step("assign_meter", "S08", form="assign_exchange", effects=("prepare_change", "reserve_meter"))
RECORD_EXCHANGE = step("record_exchange", "S11", form="record_installation", sent_by="dispatch_fitting")


# FITCHG = S10 > S09 > A36 > S11 > S12, METERCHG = S08 > FITCHG
def _exchange(returning: Step) -> Block:
    return seq(
        step("dispatch_fitting", "S10"),
        step("issue_meter", "S09", effects=("issue_meter",), sent_by="dispatch_fitting"),
        step("exchange_meter", "A36", effects=("exchange_meter",), sent_by="dispatch_fitting"),
        RECORD_EXCHANGE,
        returning,
    )


FITCHG = _exchange(step("return_device", "S12"))
METERCHG = seq(ASSIGN_CHANGE, FITCHG)

# FITCHG in a flow that has METEROUT too: its S12 has an id of its own
FITCHG_AFTER_METEROUT = _exchange(step("return_exchanged", "S12", form="return_device"))

EXCHANGE_TERMINAL = step("exchange_terminal", "A42", effects=("exchange_terminal",), sent_by="dispatch_fitting")
MOVE_TERMINAL = step("move_terminal", "A38", effects=("move_terminal",), sent_by="dispatch_fitting")

# A41 and A32: a meter is tested where it hangs, or in the laboratory after it has come down
TEST_ON_SITE = step("test_on_site", "A41", effects=("record_meter_test",))
TEST_IN_LABORATORY = step("test_in_laboratory", "A32", effects=("record_meter_test",))


def correct_energy(*found_by: str) -> Step:
    """A29: the billing clerk approves; whoever found the error at one of these steps does not."""
    return step("correct_energy", "A29", effects=("correct_energy",), differs_from=found_by)


# A35 > A30 of a business fee, by two people
FEE_REFUND = seq(
    step("determine_refund", "A35", form="determine_fee_refund", effects=("promise_fee_refund",)),
    step("pay_refund", "A30", form="pay_fee_refund", effects=("pay_fee_back",), differs_from=("determine_refund",)),
)

# A36 of a meter that only moves (218)
MOVE_METER = step(
    "exchange_meter", "A36", form="move_meter", effects=("exchange_meter",), sent_by="dispatch_fitting"
)

TERMINAL = step("install_terminal", "A13", effects=("install_terminal",), sent_by="dispatch_fitting")
ENERGISE = step("energise", "A18", effects=("energise_account",))
# A18 where nothing was metered before: the structure of the agreed plan stands from here on
ENERGISE_UNMETERED = step(
    "energise", "A18", form="energise_unmetered", effects=("plan_metering_points", "energise_account")
)
# A26, A34, A18 of a change: off, sealed, and what runs on is on again
CUT_POWER = step("cut_power", "A26", effects=("cut_power",))
SEAL = step("seal_equipment", "A34", effects=("suspend_equipment",))
# CONTRACT, S04 > S08, FITIN, FITCHG, A13, A18, A19 of a split: the new accounts beside the one that is split
SPLIT_CONTRACT = renamed(
    _agreement(step("sign_contract", "A16", wait="W7", effects=("conclude_split_contracts",))), "new_"
)
SPLIT_METER_PLAN = seq(
    step("fix_metering_plan", "S04", form="plan_split_metering", effects=("prepare_change", "prepare_split")),
    step("assign_meter", "S08", form="assign_split_meters", effects=("reserve_meter", "reserve_split_meters")),
)
SPLIT_FITIN = seq(
    step("dispatch_fitting", "S10"),
    step("issue_meter", "S09", effects=("issue_split_meters",), sent_by="dispatch_fitting"),
    step(
        "install_meter",
        "A17",
        form="install_split_meters",
        effects=("install_split_meters",),
        sent_by="dispatch_fitting",
    ),
    step("record_installation", "S11", sent_by="dispatch_fitting"),
)
SPLIT_FITCHG = renamed(FITCHG, "chg_")
SPLIT_TERMINAL = step("install_terminal", "A13", effects=("install_split_terminal",), sent_by="dispatch_fitting")
SPLIT_ENERGISE = step("energise", "A18", effects=("carry_out_change", "energise_split"))
SPLIT_TOPOLOGY = step("update_topology", "A19", effects=("link_to_grid", "link_split_to_grid"))

# A26 of a merge: all its accounts
CUT_MERGED_POWER = step("cut_power", "A26", effects=("cut_merged_power",))
RE_ENERGISE = step("re_energise", "A18", form="energise", effects=("restore_power",))
# A34 of a reduction; A37; A18 with another transformer, and with the old one again
REDUCE = step("seal_equipment", "A34", effects=("reduce_equipment",))
UNSEAL = step("unseal_equipment", "A37", effects=("restore_capacity",))
STAND_IN = step("re_energise", "A18", form="energise", effects=("exchange_transformer", "restore_power"))
PUT_BACK = step("re_energise", "A18", form="energise", effects=("return_transformer", "restore_power"))
# A18 of a change of supply: with power the new capacity, equipment, sources and metering points are in force
ENERGISE_CHANGE = step("energise", "A18", effects=("carry_out_change",))
# METEROUT = S10 > A39 > S11 > S12: all meters of the account whose supply ends; ids beside those of FITIN
METEROUT = seq(
    step("dispatch_removal", "S10", form="dispatch_fitting"),
    step("remove_meter", "A39", effects=("remove_meter",), sent_by="dispatch_removal"),
    step("record_removal", "S11", sent_by="dispatch_removal"),
    step("return_device", "S12"),
)
# METERIN = S08 > FITIN; where a meter comes back, the points of the book that wait for one are set up again (209)
METERIN = seq(ASSIGN, FITIN)
METERIN_AGAIN = seq(step("assign_meter", "S08", effects=("set_points_up", "reserve_meter")), FITIN)
RESUME = step("re_energise", "A18", form="energise", effects=("resume_supply",))
REMOVE_TERMINAL = step("remove_terminal", "A33", effects=("remove_terminal",), sent_by="dispatch_removal")
# A26 and A19 of a supply that ends: off, at high voltage disconnected at the boundary; gone from the grid model
DISCONNECT = step("cut_power", "A26", form="disconnect", effects=("cut_power",))
UNLINK = step("remove_from_grid", "A19", effects=("unlink_from_grid",))


def _settling(*exits: Exit) -> Step:
    paid = forward("settled", _("All is paid"))
    unpaid = back("unsettled", "settle_account", _("Not all is paid: the customer pays"), waiting="W1")
    return step("settle_account", "A44", effects=("settle_account",), exits=(paid, unpaid, *exits))


# SETTLE = A44!(W1>A44); where nobody can be made to pay the debt may be left, once another person has approved it
SETTLE = _settling()
SETTLE_OR_LEAVE = _settling(forward("debt_left", _("The debt is left as a bad debt"), effects=("write_off",)))

# REFUND = A35 > A30
REFUND = seq(
    step("determine_refund", "A35", effects=("ask_refund",)),
    step("pay_refund", "A30", effects=("pay_refund",), differs_from=("determine_refund",)),
)
END_CONTRACT = step("end_contract", "A28", effects=("terminate_contract",))
TOPOLOGY = step("update_topology", "A19", effects=("link_to_grid",))

# Streamlined low voltage (2.1, P): A02 with plan, contract and fee on the spot, then A45 with all that classic does
# from S08 to A19. What cannot end at the door has its own intake: money (W1), a signature thought over (W7).
VISIT = step(
    "survey",
    "A02",
    form="visit_home",
    name=_("Visit: survey, plan, contract and fee"),
    roles=("R3", "R6"),
    exits=(
        forward("signed", _("Agreed and signed"), effects=("conclude_contract",)),
        forward("sign_later", _("Agreed; the contract is signed later")),
        abort("infeasible", _("Supply is not possible")),
        abort("refused", _("Customer gives up")),
    ),
    effects=("charge_fee_on_site",),
)
CONNECT = step(
    "connect_supply",
    "A45",
    effects=(
        *("plan_metering_points", "reserve_meter", "issue_meter", "install_meter", "fit_terminal"),
        *("energise_account", "link_to_grid"),
    ),
)


# Streamlined 211: S05, W7 > A16 and A28 in one, once the old holder has settled
SIGN_TRANSFER = step(
    "sign_contract",
    "A16",
    form="sign_transfer",
    wait="W7",
    name=_("Sign the contract and end the old one"),
    effects=("succeed_contract", "terminate_contract"),
)


def close(*effects: str, form: str = "archive_change", call_back: bool = True) -> Block:
    """CLOSE = A20 > A21 > A22, CLOSE0 without the call-back; what has been archived cannot be undone."""
    steps = [
        step("archive", "A20", effects=effects, seals=True, form=form),
        step("call_back", "A21"),
        step("close", "A22"),
    ]
    return seq(*(one for one in steps if call_back or one.id != "call_back"))


CLOSE = close("archive_to_book", form="archive")


def filed_after(connected: str) -> ClockUse:
    """T9, from the connection to the file that is closed (A22)."""
    return ClockUse("T9", start=(connected,), stop=("close",))


def before_filing(flow: Flow, version: int, papers: tuple[Papers, ...] | None = None) -> Flow:
    """The version of a flow from before T9 was counted; `papers`, where others were asked for."""
    clocks = tuple(use for use in flow.clocks if use.timer != "T9")
    return replace(flow, version=version, clocks=clocks, papers=flow.papers if papers is None else papers)
