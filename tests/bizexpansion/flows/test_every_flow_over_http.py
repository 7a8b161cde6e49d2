"""Every flow that has a table, from the counter to the archive, as its row says; one walk a flow.

In depth, at every step, each looked at and rolled back: the case is aborted and the book compared, whoever must
not do the step is refused, every loop and every way out is taken once. Then the step is done, and at the end the
book says what the table says. A flow with several ways through has several tables. Every table is walked in depth
among the slow tests, each flow at least once in `make test`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from bizexpansion.enums import CaseState, EffectState
from bizexpansion.flows import current_flows, profile_of
from crm.audit.models import Entry
from crm.clocks.models.clock import FINAL_STATES
from tests.bizexpansion.flows.office import Office, Table, all_tables, problems
from tests.bizexpansion.flows.phases import (
    abort_leaves_the_book_as_it_was,
    each_other_exit,
    whoever_did_the_step_before_is_refused,
)
from tests.bizexpansion.flows.ways import HOLDS, steps_on_the_way
from tests.bizexpansion.invariants import check_case
from tests.bizexpansion.statements import too_costly
from tests.factories.bizexpansion import make_people

pytestmark = pytest.mark.django_db


# Looked at from every side in `make test` too: a change with a plan, a change of papers.
IN_DEPTH = ("203", "210")
# Walked among the slow tests only: another flow of `make test` has the same steps.
SLOW = ("105", "107", "110", "202", "205", "207", "209", "212", "218")


def walks() -> list[Any]:
    """(table, in depth): the first table of each flow and profile plainly, all in depth among the slow tests."""
    tables = all_tables()
    first = {(table.code, table.profile): table for table in reversed(tables)}
    found = []
    for one in tables:
        if first[one.code, one.profile] is one and one.code not in IN_DEPTH:
            found.append(pytest.param(one, False, id=one.id, marks=pytest.mark.slow if one.code in SLOW else ()))
        slow = () if first[one.code, one.profile] is one and one.code in IN_DEPTH else pytest.mark.slow
        found.append(pytest.param(one, True, id=f"{one.id}-in depth", marks=slow))
    return found


def test_every_flow_has_a_table() -> None:
    wanted = {(graph.flow.code, profile_of(graph.flow)) for graph in current_flows()}
    assert {(table.code, table.profile) for table in all_tables()} == wanted
    assert set(HOLDS) == {table.id for table in all_tables()}


def test_every_step_and_every_loop_of_every_definition_is_walked_in_its_own_flow() -> None:
    """As `manage.py flows --json` tells them. That its case comes to these steps, and not to others, each walk
    asserts at its end; in depth it leaves each of them by every exit (`each_other_exit`)."""
    told = StringIO()
    call_command("flows", "--json", stdout=told)
    found = [form for one in json.loads(told.getvalue()) for form in (one, one["streamlined"]) if form]
    walked = defaultdict(set)
    for table in all_tables():
        walked[table.code, table.profile] |= steps_on_the_way(table)
    steps, loops = [], []
    for one in found:
        here = walked[one["code"], one["profile"]]
        steps += [(one["code"], node["id"]) for node in one["nodes"] if node["id"] not in here]
        loops += [(one["code"], *loop.values()) for loop in one["loops"] if loop["from"] not in here]
    assert (steps, loops) == ([], [])
    assert sum(len(one["loops"]) for one in found) > 150


@pytest.mark.parametrize(("table", "in_depth"), walks())
def test_from_the_counter_to_the_archive(table: Table, in_depth: bool, now: datetime, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 10**7  # between two steps more time goes by than a session may idle
    office = Office(make_people(), table, now)
    answer = office.accept()
    assert answer.status_code == 302, problems(answer)
    steps = 0
    while office.case.is_open:
        node = office.open_nodes()[0]
        sealed = office.case.effects.filter(state=EffectState.SEALED).exists()
        if in_depth and not sealed:
            abort_leaves_the_book_as_it_was(office)
        sheet = office.opened(node)
        if in_depth:
            whoever_did_the_step_before_is_refused(office, sheet)
            each_other_exit(office, sheet)
        answer = office.send(sheet)
        assert answer.status_code == 302, (node, problems(answer))
        check_case(office.case)
        steps += 1
    _assert_closed(office, steps)
    _open_every_page(office)


def _assert_closed(office: Office, steps: int) -> None:
    """The book as the table says, nothing left open, one entry in the audit log for each thing that was done, and
    no step that took many statements."""
    assert office.case.state == CaseState.CLOSED
    holding = {name.partition("#")[0] for name, holds in office.case.conditions.items() if holds}
    assert holding == set(HOLDS[office.table.id])
    assert {"accept", *office.signed} == steps_on_the_way(office.table)
    office.table.archived(office)
    assert set(office.case.effects.values_list("state", flat=True)) <= {EffectState.SEALED}
    states = set(office.case.clocks.values_list("clock__state", flat=True))
    assert states <= set(FINAL_STATES)
    for node, person in office.signed.items():
        others = {office.signed.get(other) for other in office.step(node).differs_from}
        assert person not in others, node
    assert too_costly(office.spent) == {}
    written = Entry.objects.filter(subject_type="bizexpansion.case", subject_id=office.case.pk, parent_id=None)
    assert written.count() == steps + 1


def _open_every_page(office: Office) -> None:
    """The case, and every step as it was filled in."""
    with time_machine.travel(office.now):
        archivist, number = office.browser(office.company.who("R18")), office.case.case_number
        assert archivist.get(reverse("case", args=[number])).status_code == 200
        for node in ("accept", *office.signed):
            page = archivist.get(reverse("case-step", args=[number, node]), headers={"HX-Request": "true"})
            assert page.status_code == 200, node
