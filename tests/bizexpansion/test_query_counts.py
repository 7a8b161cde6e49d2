"""What completing a step costs: a limit on statements for every step of the longest flow."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.bizexpansion import FULL, Walk, make_people

pytestmark = pytest.mark.django_db

LIMIT = 40
# These take some statements per device, price or row of the supply plan; here for two sources.
BOOK_STEPS = {
    "accept": 95,
    "sign_contract": 50,
    "fix_metering_plan": 80,
    "assign_meter": 60,
    "issue_meter": 55,
    "install_meter": 75,
    "energise": 45,
    "archive": 65,
}


def statements(caught: CaptureQueriesContext) -> int:
    """Those of the operation itself: from the moment at which it says who acts."""
    texts = [query["sql"] for query in caught.captured_queries]
    return len(texts) - next(index for index, text in enumerate(texts) if "crm.operation" in text)


def test_completing_a_step_takes_few_statements(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    spent: dict[str, int] = {}
    with CaptureQueriesContext(connection) as caught:
        walk.accept()
    spent["accept"] = statements(caught)
    while nodes := walk.open_nodes():
        node = min(nodes)
        with CaptureQueriesContext(connection) as caught:
            walk.do(node, after=timedelta(minutes=30))
        spent[node] = statements(caught)
    assert {node: count for node, count in spent.items() if count > BOOK_STEPS.get(node, LIMIT)} == {}
