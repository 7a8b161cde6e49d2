"""What completing a step costs: a limit on statements for every step of the longest flow."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from customers.book.enums import Importance
from tests.factories.bizexpansion import FULL, Walk, make_people
from tests.statements import Statements

pytestmark = pytest.mark.django_db

# Issue 3: completing a step takes under 40 statements; here with two sources, an important customer, all devices.
LIMIT = 39


# The application, the customer, the account, the case and its first clocks are all written at once.
ACCEPTANCE = 64


def statements(caught: Statements) -> int:
    """Those of the operation itself: from the moment at which it says who acts."""
    texts = [query["sql"] for query in caught.captured_queries]
    return len(texts) - next(index for index, text in enumerate(texts) if "crm.operation" in text)


def test_completing_a_step_takes_few_statements(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    spent: dict[str, int] = {}
    with Statements() as caught:
        walk.accept()
    assert statements(caught) <= ACCEPTANCE
    while nodes := walk.open_nodes():
        node = min(nodes)
        # the survey finds a higher grade of importance than was applied for; the archive writes it into the book
        changes = {"importance": Importance.FIRST} if node == "survey" else {}
        with Statements() as caught:
            walk.do(node, after=timedelta(minutes=30), **changes)
        spent[node] = statements(caught)
    assert {node: count for node, count in spent.items() if count > LIMIT} == {}
