"""A file from the clerk's disk into the book and back, by hand, with a worker in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from crm.imports.enums import BatchState
from crm.imports.models import ImportBatch
from crm.org.enums import Role
from customers.book.models import SupplyAccount
from tests.browser.conftest import PHONE, OpenPage, serious_faults
from tests.factories.import_files import account_row, write_csv
from tests.factories.org import make_company, make_staff

# Slow: once, beside two busy test workers, the page waited a minute in vain for the worker process.
pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 300_000
StartWorker = Callable[[], None]


@pytest.fixture
def start_worker(settings: Any, tmp_path: Path, transactional_db: None) -> Iterator[StartWorker]:
    """`start_worker()` starts a Celery worker of the queue `imports`, on this test's database and files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        base = {"DATABASE_URL": _database_url(), "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "crm",
            "worker",
            "-Q",
            "imports",
            "-P",
            "solo",
            "-l",
            "ERROR",
        ]
        started.append(subprocess.Popen(command, env=os.environ | base, cwd=settings.BASE_DIR))

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def _database_url() -> str:
    here = connection.settings_dict
    person = quote(here["USER"]) + (f":{quote(here['PASSWORD'])}" if here["PASSWORD"] else "")
    return f"postgres://{person}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


def test_a_file_goes_in_by_hand_and_is_undone(
    open_page: OpenPage, start_worker: StartWorker, tmp_path: Path
) -> None:
    make_staff("1001", make_company()["YQ"], Role.R16, name="张三")
    rows = [account_row(index) for index in range(20)] + [account_row(30, district="火星")]
    rows[3][11] = "3.2E+21"
    path = write_csv(tmp_path / "用户.csv", rows, encoding="gb18030")

    page = open_page("/imports/", number="1001")
    page.locator("a[href*='/imports/new/accounts/']").first.click()
    page.set_input_files("input[type=file]", path)
    page.locator(".form-foot button[type=submit]").click()
    expect(page.locator("#id_meter_asset_number option:checked")).to_have_text("L · 电能表资产编号")
    page.locator(".form-foot button[type=submit]").click()
    expect(page.locator("#progress progress")).to_be_visible()
    fits_the_phone(open_page(page.url.removeprefix(origin(page)), number="1001", size=PHONE))

    start_worker()
    take_in = page.locator("form[action$='/apply/'] button")
    expect(take_in).to_contain_text("19", timeout=PATIENCE)  # the page has loaded itself anew
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").first).to_contain_text("表号")
    expect(page.locator("tbody tr").first).to_contain_text("舍入")
    fits_the_phone(open_page(page.url.removeprefix(origin(page)), number="1001", size=PHONE))
    assert serious_faults(open_page(page.url.removeprefix(origin(page)), number="1001", bypass_csp=True)) == []

    with page.expect_download() as bad:
        page.locator("a[href$='/bad-rows/']").click()
    [_header, first, second] = CalamineWorkbook.from_path(str(bad.value.path())).get_sheet_by_index(0).to_python()
    assert (first[11], second[4]) == ("3.2E+21", "火星")
    assert "舍入" in first[-1]

    take_in.click()
    undo = page.locator("button[data-opens=undo]")
    expect(undo).to_be_visible(timeout=PATIENCE)
    assert SupplyAccount.objects.count() == 19
    undo.click()
    page.locator("dialog#undo button[type=submit]").click()
    expect(undo).to_have_count(0)
    assert ImportBatch.objects.get().state == BatchState.UNDONE
    assert not SupplyAccount.objects.exists()


def origin(page: Page) -> str:
    """The part of an address before its path."""
    return page.url.split("/imports/")[0]


def fits_the_phone(page: Page) -> None:
    """Nothing makes the page wider than the phone."""
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
