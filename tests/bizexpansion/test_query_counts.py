"""What completing a step costs: a limit on statements for every step of the longest flow.

Every step of every other flow is counted where it is walked (`flows/test_every_flow_over_http.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from customers.book.enums import Importance
from tests.bizexpansion.statements import counted_statements, too_costly
from tests.factories.bizexpansion import FULL, Walk, make_people

pytestmark = pytest.mark.django_db


def test_completing_a_step_takes_few_statements(now: datetime) -> None:
    """Here with two sources, an important customer, all devices."""
    walk = Walk(make_people(), now, FULL)
    spent: dict[str, int] = {}
    with counted_statements() as statements:
        walk.accept()
    spent["accept"] = statements.count
    while nodes := walk.open_nodes():
        node = min(nodes)
        # the survey finds a higher grade of importance than was applied for; the archive writes it into the book
        changes = {"importance": Importance.FIRST} if node == "survey" else {}
        with counted_statements() as statements:
            walk.do(node, after=timedelta(minutes=30), **changes)
        spent[node] = statements.count
    assert too_costly(spent) == {}
