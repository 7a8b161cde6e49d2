"""Long random walks over the ledgers of two accounts, by the rules of the short ones."""

from __future__ import annotations

import pytest

from tests.factories.book import make_account
from tests.factories.org import make_company
from tests.metering.ledger.test_random_walks import walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_ledger_agrees_with_itself_after_whatever_happened() -> None:
    company = make_company()
    walk([make_account(company["GS"]) for _ in range(2)], company, examples=60, steps=40)
