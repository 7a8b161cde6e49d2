"""Two clerks at every step of a flow: both have the page open, both send it at the same moment, one is told.

What the book says at the end is what one of them alone would have left. The steps that all flows share are raced in
tests/bizexpansion/test_concurrency.py, the ledger by itself in tests/metering/ledger/test_races.py.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from bizexpansion.enums import CaseState
from crm.audit.models import Entry
from tests.bizexpansion.flows.office import Office, Sheet, Table, all_tables, problems
from tests.bizexpansion.invariants import check_case
from tests.factories.bizexpansion import make_people
from tests.races import at_once

# A change at low voltage, the rows of a batch, the test and exchange of a meter.
KINDS = ("109", "112", "304")


def raced() -> list[Any]:
    """The first table of each of the flows."""
    first = {table.code: table for table in reversed(all_tables())}
    return [pytest.param(first[code], id=code) for code in KINDS]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", raced())
def test_one_of_two_does_it_and_the_other_is_told(table: Table, now: datetime, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 10**7
    office = Office(make_people(), table, now)
    answer = office.accept()
    assert answer.status_code == 302, problems(answer)
    steps = 0
    while office.case.is_open:
        sheet = office.opened(office.open_nodes()[0])
        answers = sent_twice(office, sheet)
        assert sorted(one.status_code for one in answers) == [302, 409], (sheet.task.node, *map(problems, answers))
        check_case(office.case)
        steps += 1
    assert office.case.state == CaseState.CLOSED
    office.table.archived(office)
    written = Entry.objects.filter(subject_type="bizexpansion.case", subject_id=office.case.pk, parent_id=None)
    assert written.count() == steps + 1


def sent_twice(office: Office, sheet: Sheet) -> list[Any]:
    """The same page from two counters at once."""

    def send() -> Any:
        client = Client()
        client.force_login(sheet.person)
        return client.post(sheet.url, sheet.data)

    with time_machine.travel(office.now):
        answers = at_once(send, send)
    office.signed[sheet.task.node] = sheet.person.number
    office.case.refresh_from_db()
    return answers
