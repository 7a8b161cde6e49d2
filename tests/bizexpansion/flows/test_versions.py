"""A running case is pinned to its flow's version: a version may never change what it does, and a case is brought
into another one only on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import bizexpansion.flows
from bizexpansion.engine.compile import compile_flow
from bizexpansion.engine.definition import Block, ClockUse, Flow, Precondition, Step, seq
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import CaseState, EventKind, ProjectFlag, TaskState
from bizexpansion.errors import NotMigratable
from bizexpansion.flows import all_flows, get_flow, latest_flows, renames_between
from bizexpansion.models import CaseClock
from bizexpansion.operations.versions import migrate_case
from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.clocks.enums import ClockState
from crm.errors import InvalidInput, NotPermitted
from tests.bizexpansion.flows.test_commands import with_flow, with_step
from tests.bizexpansion.invariants import check_case
from tests.factories.bizexpansion import Walk, Wishes, make_people

LOCKS = Path(bizexpansion.flows.__file__).with_name("versions")


def test_definitions_match_the_committed_lock() -> None:
    """If this fails on purpose: raise the flow's version, keep the old one in `OLDER`, and add the new line.

    `versions/<code>.json` of a new flow is what `manage.py flows --fingerprints` prints for it.
    """
    fingerprints: dict[str, dict[str, str]] = {}
    for flow in all_flows():
        fingerprints.setdefault(flow.code, {})[str(flow.version)] = compile_flow(flow).fingerprint
    assert {path.stem: json.loads(path.read_text()) for path in LOCKS.glob("*.json")} == fingerprints


def test_register_finds_the_newest_version() -> None:
    assert get_flow("104").flow.version == max(flow.version for flow in all_flows() if flow.code == "104")
    assert [graph.flow.code for graph in latest_flows()] == sorted({flow.code for flow in all_flows()})


SURVEY = get_flow("104").steps["survey"]
CHANGES = {
    "a form": with_step("104", "survey", form="other"),
    "a form of low voltage": with_step("104", "survey", low_form="other"),
    "a role": with_step("104", "survey", roles=("R4",)),
    "a wait": with_step("104", "survey", wait="W2"),
    "an effect": with_step("104", "survey", effects=("charge_fee",)),
    "an exit": with_step("104", "survey", exits=SURVEY.exits[:1]),
    "where an exit leads": with_step("104", "approve_plan", exits=(SURVEY.exits[0],)),
    "separation of duties": with_step("104", "approve_plan", differs_from=()),
    "who is sent": with_step("104", "survey", sent_by=""),
    "the seal": with_step("104", "survey", seals=True),
    "how a condition is computed": with_flow(
        "104", conditions=tuple(replace(one, rule="large") for one in get_flow("104").flow.conditions)
    ),
    "a clock's stop": with_flow("104", clocks=(ClockUse("T1", ("accept",), ("survey",)),)),
    "papers": with_flow("104", papers=()),
    "preconditions": with_flow("104", preconditions=(Precondition("P1", "accept"),)),
    "what implies what": with_flow("104", implies=()),
    "applicants": with_flow("104", applicants=("resident",)),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_what_a_version_does_shows(changed: Flow) -> None:
    assert compile_flow(changed).fingerprint != get_flow("104").fingerprint


def test_better_words_are_no_new_version() -> None:
    assert compile_flow(with_step("104", "survey", name="另一个名字")).fingerprint == get_flow("104").fingerprint


@pytest.fixture
def begun(db: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Walk]:
    """A case that began under version 1 of 104, before there was a second, and has come to the steps named."""
    company = make_people()

    def walk(*stop: str, version: int = 1) -> Walk:
        with monkeypatch.context() as patch:
            latest = bizexpansion.flows.get_flow
            patch.setattr(
                "bizexpansion.operations.acceptance.get_flow", lambda code, v=None: latest(code, v or version)
            )
            one = Walk(company, now, Wishes(project_flag=ProjectFlag.INTERNAL))
            one.accept()
        one.run_until(*stop, after=timedelta(minutes=10))
        return one

    return walk


def timers(walk: Walk) -> set[str]:
    """Timers of the clocks that have not ended."""
    ended = (ClockState.STOPPED, ClockState.CANCELLED, ClockState.HANDED_OVER)
    return set(
        CaseClock.objects.filter(case=walk.case).exclude(clock__state__in=ended).values_list("timer", flat=True)
    )


def test_a_running_case_stays_on_its_version(begun: Callable[..., Walk]) -> None:
    older, newer = begun("inspect_completion"), begun("inspect_completion", version=2)
    assert (older.case.flow_version, newer.case.flow_version) == (1, 2)
    assert "T4" in timers(older) & timers(newer)
    assert "T45" not in timers(older)
    assert "T45" in timers(newer), "acceptance and energising in one clock (3.4.3)"
    newer.run_until("dispatch_fitting", after=timedelta(minutes=10))
    assert "T45" in timers(newer), "it runs on after the acceptance of the works"
    for walk in (older, newer):
        walk.run_until(after=timedelta(minutes=10))
        assert walk.case.state == CaseState.CLOSED
        assert timers(walk) == set()
    assert not CaseClock.objects.filter(case=older.case, timer="T45").exists()


def test_a_case_is_brought_over_and_goes_on(begun: Callable[..., Walk], now: datetime) -> None:
    walk = begun("inspect_completion", "sign_contract")
    before = Marking.from_json(walk.case.marking)
    frame: dict[str, Any] = {"case_id": walk.case.pk, "version": 2, "reason": "按新考核口径", "now": walk.now}
    with pytest.raises(NotPermitted):
        migrate_case(**frame, actor=walk.company.who("R1"))
    with pytest.raises(InvalidInput):
        migrate_case(**frame | {"reason": " "}, actor=SYSTEM)
    with pytest.raises(InvalidInput):
        migrate_case(**frame | {"version": 9}, actor=SYSTEM)
    walk.case = migrate_case(**frame, actor=SYSTEM)
    after = Marking.from_json(walk.case.marking)
    assert (after.open, after.visits, after.standing) == (before.open, before.visits, before.standing)
    assert (walk.case.flow_version, walk.case.definition_hash) == (2, get_flow("104", 2).fingerprint)
    assert "T45" in timers(walk)
    assert {key: after.clocks[key] for key in before.clocks} == dict(before.clocks), "the others run on untouched"
    check_case(walk.case)
    event = walk.case.events.get(kind=EventKind.MIGRATED)
    assert event.details == {"before": 1, "after": 2}
    assert Entry.objects.filter(operation="bizexpansion.migrate_case").count() == 1
    migrate_case(**frame, actor=SYSTEM)
    assert walk.case.events.filter(kind=EventKind.MIGRATED).count() == 1, "twice is once"
    walk.run_until(after=timedelta(minutes=10))
    assert walk.case.state == CaseState.CLOSED


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Publish a third version of 104 for this test."""

    def publish(**changes: Any) -> None:
        flow = replace(get_flow("104", 2).flow, version=3, **changes)
        known = (*(one for one in all_flows() if (one.code, one.version) != ("104", 3)), flow)
        ordered = tuple(sorted(known, key=lambda one: (one.code, one.version)))
        monkeypatch.setattr("bizexpansion.flows.all_flows", lambda: ordered)
        get_flow.cache_clear()

    yield publish
    monkeypatch.undo()
    get_flow.cache_clear()


def test_a_renamed_step_is_found_again(begun: Callable[..., Walk], third: Callable[..., None]) -> None:
    walk = begun("survey", version=2)
    third(body=seq(*(renamed_survey(one) for one in get_flow("104").flow.body.parts())), renames=RENAMES)
    assert renames_between("104", 1, 3) == dict(RENAMES)
    migrate_case(case_id=walk.case.pk, version=3, reason="新版本", actor=SYSTEM, now=walk.now)
    walk.case.refresh_from_db()
    assert walk.open_nodes() == {"site_survey"}
    check_case(walk.case)


RENAMES = (("survey", "site_survey"),)


def renamed_survey(block: Block) -> Block:
    """The survey by another name, and the ways back to it."""
    if not isinstance(block, Step):
        return block
    exits = tuple(replace(one, to=dict(RENAMES).get(one.to, one.to)) for one in block.exits)
    return replace(block, id=dict(RENAMES).get(block.id, block.id), form=block.form, exits=exits)


def test_a_case_that_has_no_place_in_the_new_version_stays(
    begun: Callable[..., Walk], third: Callable[..., None]
) -> None:
    walk = begun("survey", version=2)
    parts = [one for one in get_flow("104").flow.body.parts() if getattr(one, "id", "") != "survey"]
    third(body=seq(*parts))
    with pytest.raises(NotMigratable) as refused:
        migrate_case(case_id=walk.case.pk, version=3, reason="新版本", actor=SYSTEM, now=walk.now)
    assert "survey" in refused.value.details["why"]
    out = StringIO()
    with pytest.raises(CommandError, match=walk.case.case_number):
        call_command("migrate_cases", "104", "--to", "3", "--reason", "新版本", stdout=out)
    walk.case.refresh_from_db()
    assert walk.case.flow_version == 2
    assert walk.case.tasks.filter(node="survey", state=TaskState.OPEN).exists()


def test_another_change_of_the_book_is_no_place_either(
    begun: Callable[..., Walk], third: Callable[..., None]
) -> None:
    walk = begun("draft_plan", version=2)
    third(body=with_step("104", "accept", effects=("hold_account",)).body)
    with pytest.raises(NotMigratable) as refused:
        migrate_case(case_id=walk.case.pk, version=3, reason="新版本", actor=SYSTEM, now=walk.now)
    assert "accept" in refused.value.details["why"]


def test_the_command_brings_all_that_can(begun: Callable[..., Walk]) -> None:
    walk, out = begun("survey"), StringIO()
    call_command("migrate_cases", "104", "--to", "2", "--reason", "按新考核口径", stdout=out)
    assert out.getvalue() == f"{walk.case.case_number}: 1 → 2\n"
    with pytest.raises(CommandError, match="version 9"):
        call_command("migrate_cases", "104", "--to", "9", "--reason", "x")
