"""The pages of a batch order, on a desk and on a phone: the list, a row, many rows at once."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bizexpansion.models import Case
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables.batch import TABLES
from tests.browser.conftest import DESK, PHONE, serious_faults
from tests.factories.bizexpansion import make_people
from tests.factories.sheets import HOUSEHOLD, xlsx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SHOTS = os.environ.get("BATCH_SHOTS", "")


def brought_to_contracts(now: datetime) -> tuple[Office, Case]:
    """Twelve households whose contracts are to be drafted, and two that wait to be corrected."""
    office = Office(make_people(), TABLES[0], now)
    places = [(f"住户{n}", "", "", f"{n // 6 + 1}幢", "1单元", f"{n}01室", "") for n in range(14)]
    rows = [(*place, "" if n in (3, 9) else "8") for n, place in enumerate(places)]
    office.accept(sheet=xlsx(HOUSEHOLD, rows), household_count="14")
    office.must("determine_batch")
    office.run("draft_contract", "correct_row")
    return office, office.case


def test_the_pages_of_a_batch_fit_desk_and_phone(open_page: Any, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 10**7
    _office, case = brought_to_contracts(timezone.now())
    number = case.case_number
    pages = {
        "accept112": ("/accept/112/", "Y001"),
        "accept103": ("/accept/103/", "Y001"),
        "accept217": ("/accept/217/", "Y001"),
        "list": (f"/cases/{number}/batch/", "Y001"),
        "row": (f"/cases/{number}/batch/rows/4/", "Y001"),
        "drop": (f"/cases/{number}/batch/rows/1/drop/", "Y001"),
        "sheet": (f"/cases/{number}/batch/sheet/", "Y001"),
        "case": (f"/cases/{number}/", "Y012"),
        "many": (f"/cases/{number}/batch/steps/draft_contract/", "Y012"),
        "queue": ("/?desk=team", "Y012"),
    }
    for name, (path, person) in pages.items():
        for label, size in (("d", DESK), ("p", PHONE)):
            page = open_page(path, number=person, size=size, bypass_csp=True)
            page.wait_for_load_state("networkidle")
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{label}.png"), full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, label)
            if label == "d":
                assert serious_faults(page) == [], name
