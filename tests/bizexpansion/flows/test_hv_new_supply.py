"""104 in its first version, at the level of the engine: phases, refusals, loops, what each does to the clocks."""

from collections.abc import Iterable

import pytest

from bizexpansion.engine import engine
from bizexpansion.engine.marking import ClockEvent, Finish, Marking, Reason, Transition
from bizexpansion.engine.soundness import check
from bizexpansion.flows import get_flow

GRAPH = get_flow("104", 1)
ALL = {c.name: True for c in GRAPH.flow.conditions}
NONE = dict.fromkeys(ALL, False)

TO_FORK = ["accept", "dispatch_survey", "survey", "draft_plan", "countersign_plan", "approve_plan", "reply_plan",
           "customer_answer"]  # fmt: skip
DESIGN = ["receive_design", "review_design"]
INTERIM = ["confirm_start", "request_interim", "dispatch_interim", "inspect_interim"]
COMPLETION = ["report_completion", "inspect_completion"]
CONTRACT = ["draft_contract", "review_contract", "sign_contract", "file_contract"]
REST = ["determine_fee", "collect_fee", "track_grid_project", *CONTRACT, "fix_metering_plan", "assign_meter"]
FITTING = ["dispatch_fitting", "issue_meter", "install_meter", "record_installation", "install_terminal"]
CLOSING = ["update_topology", "archive", "call_back", "close"]


class Case:
    """A case under way: remembers the last transition."""

    def __init__(self, conditions: dict[str, bool] = ALL) -> None:
        self.conditions = conditions
        self.last: Transition = engine.start(GRAPH)

    @property
    def marking(self) -> Marking:
        return self.last.marking

    def go(self, *moves: str) -> Transition:
        for move in moves:
            node, _, outcome = move.partition(":")
            first = GRAPH.steps[node].exits[0].outcome
            self.last = engine.fire(GRAPH, self.marking, node, outcome or first, self.conditions)
        return self.last

    def open(self) -> dict[str, str]:
        return {token.node: token.waiting for token in self.marking.open.values()}

    def clocks(self) -> dict[str, str]:
        return {key: f"{state.status.value} {state.round}" for key, state in self.marking.clocks.items()}


def events(events: Iterable[ClockEvent]) -> list[str]:
    return [" ".join(filter(None, (one.timer, one.kind.value, one.reason))) for one in events]


def test_104_is_sound() -> None:
    assert check(GRAPH) == []


def test_the_longest_way() -> None:
    case = Case()
    case.go(*TO_FORK)
    assert case.open() == {
        "determine_fee": "",
        "track_grid_project": "",
        "receive_design": "W2",
        "draft_contract": "",
        "fix_metering_plan": "",
    }
    case.go(*DESIGN, *INTERIM, *COMPLETION)
    assert "dispatch_fitting" not in case.open()
    case.go(*REST)
    assert case.open() == {"dispatch_fitting": ""}
    end = case.go(*FITTING, "energise", *CLOSING)
    assert end.finished is Finish.CLOSED
    assert all(state.startswith("stopped") for state in case.clocks().values())


def test_the_shortest_way() -> None:
    case = Case(NONE)
    case.go("accept", "survey", "draft_plan", "approve_plan", "reply_plan", "customer_answer")
    assert case.open() == {"draft_contract": "", "fix_metering_plan": ""}
    case.go("draft_contract", "review_contract")
    assert events(case.go("sign_contract").clock_events) == ["T5 start", "T12 stop done", "T6 resume"]
    case.go("file_contract", "fix_metering_plan", "assign_meter", *FITTING[:-1], "energise", *CLOSING)
    assert case.last.finished is Finish.CLOSED


@pytest.mark.parametrize(
    ("way", "move", "lands_on", "waiting"),
    [
        (TO_FORK[:4], "countersign_plan:objected", "draft_plan", ""),
        (TO_FORK[:5], "approve_plan:resurvey", "survey", ""),
        (TO_FORK[:5], "approve_plan:redraft", "draft_plan", ""),
        (TO_FORK[:7], "customer_answer:new_plan", "draft_plan", ""),
        (TO_FORK, "receive_design:incomplete", "receive_design", "W2"),
        ([*TO_FORK, "receive_design"], "review_design:failed", "receive_design", "W2"),
        ([*TO_FORK, *DESIGN, *INTERIM[:3]], "inspect_interim:failed", "request_interim", "W4"),
        ([*TO_FORK, *DESIGN, *INTERIM], "report_completion:incomplete", "report_completion", "W6"),
        (
            [*TO_FORK, *DESIGN, *INTERIM, "report_completion"],
            "inspect_completion:failed",
            "report_completion",
            "W4",
        ),
        ([*TO_FORK, "draft_contract"], "review_contract:rejected", "draft_contract", ""),
    ],
)
def test_every_loop_comes_back_in_a_new_visit(way: list[str], move: str, lands_on: str, waiting: str) -> None:
    case = Case()
    case.go(*way)
    others = {node: wait for node, wait in case.open().items() if node != move.partition(":")[0]}
    case.go(move)
    # The other branches of the fork do not notice.
    assert case.open() == {lands_on: waiting, **others}
    assert [(one.node, one.visit, one.reason) for one in case.last.opened] == [(lands_on, 2, Reason.LOOP)]


@pytest.mark.parametrize(
    ("way", "move"), [(TO_FORK[:2], "survey:infeasible"), (TO_FORK[:7], "customer_answer:refused")]
)
def test_refusals_end_the_case(way: list[str], move: str) -> None:
    case = Case()
    case.go(*way)
    end = case.go(move)
    assert end.finished is Finish.ABORTED
    assert [one.effect for one in end.compensate] == ["open_account"]
    assert all(state.startswith("stopped") for state in case.clocks().values())


def test_abort_undoes_what_the_steps_had_done_latest_first() -> None:
    case = Case()
    case.go(*TO_FORK, *DESIGN, *INTERIM, *COMPLETION, *REST, *FITTING, "energise")
    aborted = engine.abort(GRAPH, case.marking)
    assert [one.effect for one in aborted.compensate] == [
        "energise_account", "install_terminal", "install_meter", "issue_meter", "reserve_meter",
        "plan_metering_points", "conclude_contract", "receive_fee", "charge_fee", "open_account",
    ]  # fmt: skip


def test_a_redraft_is_our_own_fault_and_the_plan_clock_runs_on() -> None:
    case = Case()
    case.go(*TO_FORK[:5])
    assert events(case.go("approve_plan:redraft").clock_events) == []
    assert case.clocks()["T1"] == "running 1"


def test_a_new_plan_for_the_customer_is_a_new_clock() -> None:
    case = Case()
    case.go(*TO_FORK[:7])
    assert case.clocks() == {"T1": "stopped 1", "T6": "paused 1", "T12": "running 1"}
    asked = case.go("customer_answer:new_plan")
    assert events(asked.clock_events) == ["T1 start", "T12 stop superseded", "T6 resume"]
    assert case.clocks() == {"T1": "running 2", "T6": "running 1", "T12": "stopped 1"}
    replied = case.go("draft_plan", "countersign_plan", "approve_plan", "reply_plan")
    assert events(replied.clock_events) == ["T1 stop done", "T12 start", "T6 pause parts"]


def test_replanning_by_our_fault_takes_the_plan_clock_up_again() -> None:
    case = Case()
    case.go(*TO_FORK, "determine_fee", "receive_design")
    replanned = engine.return_to(GRAPH, case.marking, "draft_plan", reason=Reason.REPLAN)
    assert {token.node for token in replanned.cancelled} == {
        "collect_fee", "track_grid_project", "review_design", "draft_contract", "fix_metering_plan",
    }  # fmt: skip
    assert [one.effect for one in replanned.compensate] == ["charge_fee"]
    # The design that was under review is void: a new one will be a new clock, while ours for the plan goes on.
    assert events(replanned.clock_events) == ["T1 continue", "T2 stop superseded", "T12 stop superseded"]
    # The plan decides anew which branches there are.
    again = engine.fire(GRAPH, replanned.marking, "draft_plan", "done", NONE)
    assert [one.node for one in again.opened] == ["approve_plan"]


def test_a_new_report_after_rectification_is_a_new_clock() -> None:
    case = Case()
    case.go(*TO_FORK, *DESIGN, *INTERIM, "report_completion")
    assert events(case.go("inspect_completion:failed").clock_events) == ["T4 stop failed", "T6 pause parts"]
    assert events(case.go("report_completion").clock_events) == ["T4 start", "T6 resume"]
    assert case.clocks()["T4"] == "running 2"


def test_the_connection_clock_starts_with_the_last_of_its_four() -> None:
    four = ["inspect_completion", "collect_fee", "sign_contract", "track_grid_project"]
    before = [
        *TO_FORK,
        *DESIGN,
        *INTERIM,
        "report_completion",
        "determine_fee",
        "draft_contract",
        "review_contract",
    ]
    for last in four:
        case = Case()
        case.go(*before, *(step for step in four if step != last))
        assert "T5" not in case.clocks()
        assert "T5 start" in events(case.go(last).clock_events)


def test_missing_papers_pause_only_the_clock_of_their_branch() -> None:
    case = Case()
    case.go(*TO_FORK[:3])
    held = engine.hold(GRAPH, case.marking, "draft_plan", "W6")
    assert events(held.clock_events) == ["T1 pause W6", "T6 pause parts"]
    come = engine.receive(GRAPH, held.marking, "draft_plan")
    assert events(come.clock_events) == ["T1 resume", "T6 resume"]
    assert engine.receive(GRAPH, come.marking, "draft_plan").clock_events == ()
    case.go(*TO_FORK[3:], *DESIGN, *INTERIM, "report_completion")
    elsewhere = engine.hold(GRAPH, case.marking, "draft_contract", "W6")
    assert elsewhere.clock_events == ()


def test_going_back_to_the_inspection_leaves_the_plan_valid_as_long_as_it_was() -> None:
    case = Case()
    case.go(*TO_FORK, *DESIGN, *INTERIM, *COMPLETION, *REST, "dispatch_fitting")
    assert case.clocks()["T12"] == "stopped 1"
    for renews, fourth in ((False, "T4 continue"), (True, "T4 start")):
        returned = engine.return_to(GRAPH, case.marking, "inspect_completion", renews=renews)
        assert fourth in events(returned.clock_events)
        assert "T12 continue" in events(returned.clock_events)


def test_a_plan_is_valid_again_when_either_of_its_ends_is_undone() -> None:
    case = Case()
    case.go(*TO_FORK, *CONTRACT[:3], *DESIGN, *INTERIM, *COMPLETION)
    assert events(engine.withdraw(GRAPH, case.marking, "sign_contract").clock_events) == ["T12 continue"]


def test_a_withdrawn_receipt_was_a_mistake_so_its_clock_never_ran() -> None:
    case = Case()
    case.go(*TO_FORK, "receive_design")
    withdrawn = engine.withdraw(GRAPH, case.marking, "receive_design")
    assert events(withdrawn.clock_events) == ["T2 stop superseded", "T6 pause parts"]
    assert withdrawn.opened[0].waiting == "W2"
    # Handed back by us, it is our time; unless the customer has to bring the papers again.
    returned = engine.return_to(GRAPH, case.marking, "receive_design")
    assert events(returned.clock_events) == []
    returned = engine.return_to(GRAPH, case.marking, "receive_design", waiting="W2")
    assert events(returned.clock_events) == ["T2 pause W2", "T6 pause parts"]


def test_handing_back_the_last_step_restarts_nothing() -> None:
    case = Case()
    case.go(*TO_FORK, *DESIGN, *INTERIM, *COMPLETION, *REST, *FITTING, "energise")
    assert case.clocks()["T5"] == "stopped 1"
    withdrawn = engine.withdraw(GRAPH, case.marking, "energise")
    assert events(withdrawn.clock_events) == ["T5 continue", "T6 continue"]
    assert [one.effect for one in withdrawn.compensate] == ["energise_account"]
