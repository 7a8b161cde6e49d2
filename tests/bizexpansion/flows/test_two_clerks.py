"""Two clerks at each kind of action: both have the page open, both send it at the same moment, one is told.

A kind is what a step does: its form, and its effects on the book. Each is raced once, in the first flow that has
it; what a flow has in common with an earlier one is done by one clerk. Where branches begin, a step of each is sent
at the same moment. When its own kinds are done, a manager ends the case while a clerk sends the next page: whoever
comes first, the book is as it was. What the desk and the control of a case do is raced in
tests/bizexpansion/test_concurrency.py, the ledger in tests/metering/ledger/test_races.py.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client
from django.urls import reverse

from bizexpansion.engine.definition import Step
from bizexpansion.enums import CaseState, EffectState
from bizexpansion.errors import CaseSealed
from bizexpansion.flows import get_flow
from bizexpansion.models import Case
from bizexpansion.operations import control
from crm.audit.models import Entry
from tests.bizexpansion.flows.office import Office, Sheet, Table, all_tables, problems
from tests.bizexpansion.flows.phases import assert_aborted
from tests.bizexpansion.invariants import check_case
from tests.bizexpansion.whole_book import whole_book
from tests.factories.bizexpansion import make_people
from tests.factories.html_forms import fields_of
from tests.races import at_once

# These are walked to their end, so that every step of them is raced or done: a change, the rows of a batch, a test.
WHOLE = ("109", "112", "304")
# A new complex and works for a municipal body belong to no account, a list to none until its rows are determined:
# two applications are two cases.
WITHOUT_ACCOUNT = ("103", "112", "217", "301")
# Raced in `make test` too: an increase, a suspension, a removal for a time.
QUICK = ("110", "203", "208")
SLOW = pytest.mark.slow


def kinds_of(step: Step) -> set[str]:
    """What a step does: its form and its effects, also those of one of its exits."""
    effects = {*step.effects, *(effect for one in step.exits for effect in one.effects)}
    return {f"form {step.form}", *(f"effect {effect}" for effect in effects)}


@cache
def shares() -> list[tuple[Table, frozenset[str]]]:
    """Which kinds are raced in which table: the whole flows first, then those with the most steps."""
    first = {(table.code, table.profile): table for table in reversed(all_tables())}
    steps = {key: get_flow(table.code, profile=table.profile).steps for key, table in first.items()}
    found, raced = [], set[str]()
    for key in sorted(first, key=lambda key: (key[0] not in WHOLE, -len(steps[key]), key)):
        kinds = set().union(*map(kinds_of, steps[key].values()))
        found.append((first[key], frozenset(kinds - raced)))
        raced |= kinds
    return found


def races() -> list[Any]:
    """A parameter for each table that has kinds of its own."""
    return [
        pytest.param(table, kinds, id=f"{table.code}-{table.profile}", marks=() if table.code in QUICK else SLOW)
        for table, kinds in shares()
        if kinds
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("table", "kinds"), races())
def test_one_of_two_does_it_and_the_other_is_told(
    table: Table, kinds: frozenset[str], now: datetime, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 10**7
    office = Office(make_people(), table, now)
    steps, left, branched = 0, set(kinds) - kinds_of(office.step("accept")), False
    accepted_at_two_counters(office)
    while office.case.is_open and (left or table.code in WHOLE):
        nodes = office.open_nodes()
        if len(set(nodes)) > 1 and not branched:
            branched = sent_beside_each_other(office, *list(dict.fromkeys(nodes))[:2])
            steps += 2
            continue
        sheet = office.opened(nodes[0])
        if kinds_of(office.step(nodes[0])) & left:
            answers = sent_together(office, sheet, sheet)
            assert sorted(one.status_code for one in answers) == [302, 409], (nodes[0], *map(problems, answers))
            left -= kinds_of(office.step(nodes[0]))
        else:
            answer = office.send(sheet)
            assert answer.status_code == 302, (nodes[0], problems(answer))
        check_case(office.case)
        steps += 1
    assert_done_once(office, steps)
    if office.case.is_open:
        ended_while_a_page_is_sent(office)
    else:
        assert office.case.state == CaseState.CLOSED
        office.table.archived(office)


def assert_done_once(office: Office, steps: int) -> None:
    """One entry in the audit log for each thing that was done."""
    written = Entry.objects.filter(subject_type="bizexpansion.case", subject_id=office.case.pk, parent_id=None)
    assert written.count() == steps + 1


def accepted_at_two_counters(office: Office) -> None:
    """The same application at two counters, each with its own page."""
    url, filled = reverse("accept", args=[office.table.code]), dict(office.table.accept(office))
    clerk = office.company.who("R1")

    def counter() -> Any:
        client = Client()
        client.force_login(clerk)
        data = fields_of(client.get(url).content.decode(), "accept-form") | own_copies(filled)
        return lambda: client.post(url, data)

    before = Case.objects.count()
    with time_machine.travel(office.now):
        answers = at_once(counter(), counter())
    codes = sorted(one.status_code for one in answers)
    # what the second is told stands at the top, or at the row of the account that the first has taken
    expected = ([302, 302],) if office.table.code in WITHOUT_ACCOUNT else ([302, 409], [302, 422])
    assert codes in expected, [*map(problems, answers)]
    assert Case.objects.count() - before == codes.count(302)
    office.case = Case.objects.order_by("-pk")[0]
    check_case(office.case)


def own_copies(filled: dict[str, Any]) -> dict[str, Any]:
    """The same values; a file is read by each who sends it."""
    found = dict(filled)
    for name, value in filled.items():
        if isinstance(value, UploadedFile):
            value.seek(0)
            found[name] = SimpleUploadedFile(str(value.name), value.read())
    return found


def sent_together(office: Office, *sheets: Sheet) -> list[Any]:
    """Pages from as many counters at once."""
    with time_machine.travel(office.now):
        answers = at_once(*(partial(send, sheet) for sheet in sheets))
    for sheet in sheets:
        office.signed[sheet.task.node] = sheet.person.number
    office.case.refresh_from_db()
    return answers


def send(sheet: Sheet) -> Any:
    """Send a page from a counter of its own."""
    client = Client()
    client.force_login(sheet.person)
    return client.post(sheet.url, sheet.data)


def sent_beside_each_other(office: Office, one: str, other: str) -> bool:
    """Two branches do not hinder each other."""
    answers = sent_together(office, office.opened(one), office.opened(other))
    assert [answer.status_code for answer in answers] == [302, 302], (one, other, *map(problems, answers))
    check_case(office.case)
    return True


def ended_while_a_page_is_sent(office: Office) -> None:
    """The manager ends the case, a clerk sends his page: the book is as it was, unless it has the data already."""
    sealed = office.case.effects.filter(state=EffectState.SEALED).exists()
    sheet, manager = office.opened(office.open_nodes()[0]), office.company.who("MGR")
    office.book_before["readingsection"] = whole_book()["readingsection"]  # one was just founded to be chosen

    def end() -> Any:
        return control.abort_case(case_id=office.case.pk, reason="客户撤销", actor=manager, now=office.now)

    with time_machine.travel(office.now):
        ended, answer = at_once(end, partial(send, sheet))
    office.case.refresh_from_db()
    if sealed or (office.step(sheet.task.node).seals and isinstance(ended, CaseSealed)):
        assert (type(ended), answer.status_code) == (CaseSealed, 302)
        check_case(office.case)
    else:
        assert isinstance(ended, Case), ended
        assert answer.status_code in (302, 409), problems(answer)
        assert_aborted(office)
