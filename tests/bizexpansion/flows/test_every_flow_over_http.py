"""Every flow that has a table: from the counter to the archive, aborted from every phase, as its row says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from bizexpansion.enums import CaseState, EffectState
from bizexpansion.models import EffectRecord
from crm.audit.models import Entry
from crm.clocks.models.clock import FINAL_STATES
from tests.bizexpansion.flows.office import Office, Table, all_tables, problems
from tests.factories.bizexpansion import make_people

pytestmark = pytest.mark.django_db
TABLES = all_tables()
every_table = pytest.mark.parametrize("table", TABLES, ids=lambda one: one.id)


@pytest.fixture
def opened(now: datetime) -> Callable[[Table], Office]:
    """An office in which the application of a table has been accepted."""

    company = make_people()

    def accepted(table: Table) -> Office:
        office = Office(company, table, now)
        answer = office.accept()
        assert answer.status_code == 302, problems(answer)
        return office

    return accepted


@every_table
def test_from_the_counter_to_the_archive(table: Table, opened: Callable[[Table], Office]) -> None:
    office = opened(table).run()
    assert office.case.state == CaseState.CLOSED
    table.archived(office)
    assert set(office.case.effects.values_list("state", flat=True)) <= {EffectState.SEALED}
    states = set(office.case.clocks.values_list("clock__state", flat=True))
    assert states <= set(FINAL_STATES)
    for node, person in office.signed.items():
        others = {office.signed.get(other) for other in office.step(node).differs_from}
        assert person not in others, node
    written = Entry.objects.filter(subject_type="bizexpansion.case", subject_id=office.case.pk, parent_id=None)
    assert written.count() == len(office.signed) + 1


@every_table
def test_abort_from_every_phase_leaves_the_book_as_it_was(table: Table, opened: Callable[[Table], Office]) -> None:
    """Before every step the case is aborted, looked at, and taken up again as if nothing had been."""
    office = opened(table)
    while not office.step(node := office.open_nodes()[0]).seals:
        moment, mark = office.now, transaction.savepoint()
        office.abort()
        assert office.case.state == CaseState.ABORTED, node
        assert table.book(office) == office.before, node
        assert not EffectRecord.objects.filter(case=office.case, state=EffectState.APPLIED).exists(), node
        assert not office.case.clocks.exclude(clock__state__in=FINAL_STATES).exists(), node
        transaction.savepoint_rollback(mark)
        office.now = moment
        office.case.refresh_from_db()
        office.must(node)
