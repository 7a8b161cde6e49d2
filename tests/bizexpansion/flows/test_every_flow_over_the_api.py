"""Every flow that has a table, from the counter to the archive over the API: no step needs a page.

The tables are those of the pages (test_every_flow_over_http.py), and so is what the book must say at the end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bizexpansion.enums import CaseState
from tests.bizexpansion.flows.api_office import ApiOffice
from tests.bizexpansion.flows.office import Table, all_tables
from tests.bizexpansion.invariants import check_case
from tests.factories.bizexpansion import make_people

pytestmark = pytest.mark.django_db
# Two short ones in `make test`: a change of papers, a service.
QUICK = ("303", "204")


def walks() -> list[Any]:
    """The first table of each flow; of the quick ones without the mark."""
    first = {table.code: table for table in reversed(all_tables())}
    return [
        pytest.param(table, id=table.id, marks=() if code in QUICK else pytest.mark.slow)
        for code, table in sorted(first.items())
    ]


@pytest.mark.parametrize("table", walks())
def test_from_the_counter_to_the_archive(table: Table, now: datetime) -> None:
    office = ApiOffice(make_people(), table, now)
    answer = office.accept()
    assert answer.status_code == 201, answer.json()
    while office.case.is_open:
        office.must(office.open_nodes()[0])
    assert office.case.state == CaseState.CLOSED
    check_case(office.case)
    office.table.archived(office)
