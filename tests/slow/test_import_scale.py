"""Large files: flat memory, and the measured seconds printed for the report (`-s`)."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from crm.imports.importers import importers
from crm.imports.models import ImportBatch
from crm.imports.operations import apply_batch, check_batch, open_batch, undo_batch
from crm.org.enums import Role
from crm.org.models import Staff
from customers.book.models import SupplyAccount
from tests.factories.import_files import account_row, write_csv, write_xlsx
from tests.factories.org import make_company, make_staff
from tests.memory import watch_memory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DISTRICTS = ("320571", "320508", "320506")
ROWS = 20_000
MEMORY_MB = 40  # measured 20 with 5,000 rows and with 20,000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_thousands_of_accounts_come_in_with_flat_memory(
    tmp_path: Path, settings: Any, now: datetime, kind: str
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    person = make_staff("B001", make_company()["MKT"], Role.MANAGER)
    rows = (account_row(index, district=DISTRICTS[index % 3]) for index in range(ROWS))
    path = write_csv(tmp_path / "a.csv", rows) if kind == "csv" else write_xlsx(tmp_path / "a.xlsx", rows)
    begun, python = time.monotonic(), time.process_time()
    with watch_memory() as memory:
        batch = take_in(path, person, now)
    seconds, python = time.monotonic() - begun, time.process_time() - python
    print(f"{kind}: {ROWS:,} rows, {seconds:.0f} s, Python {python:.0f} s, {memory.peak_mb:.1f} MB")
    assert batch.rows_good == SupplyAccount.objects.count() == ROWS
    assert memory.peak_mb < MEMORY_MB


@pytest.mark.django_db(transaction=True)
def test_a_book_that_was_emptied_takes_a_large_file_as_quickly_as_a_new_one(
    tmp_path: Path, settings: Any, now: datetime
) -> None:
    """After VACUUM of an emptied table the planner counts no rows in it, however many are written afterwards."""
    settings.MEDIA_ROOT = tmp_path / "media"
    person = make_staff("B001", make_company()["MKT"], Role.MANAGER)
    rows = [account_row(index, district=DISTRICTS[index % 3]) for index in range(20_000)]
    path = write_csv(tmp_path / "a.csv", rows)
    undo_batch(batch_id=take_in(path, person, now).pk, actor=person, now=now)
    with connection.cursor() as cursor:
        # Without TRUNCATE the pages stay: the state that a busy table is left in.
        for table in importers["accounts"].tables:
            cursor.execute(f"VACUUM (TRUNCATE off) {table}")
        cursor.execute("VACUUM (TRUNCATE off) book_searchterm")
        cursor.execute("SET statement_timeout = '300s'")  # joined row by row it was ten minutes
        try:
            batch = take_in(path, person, now)
            undo_batch(batch_id=batch.pk, actor=person, now=now)
        finally:
            cursor.execute("RESET statement_timeout")
    assert batch.rows_good == len(rows)
    assert not SupplyAccount.objects.exists()


def take_in(path: Path, person: Staff, now: datetime) -> ImportBatch:
    """The whole way of a file."""
    with path.open("rb") as file:
        batch = open_batch(kind="accounts", file=file, name=path.name, actor=person, now=now)
    check_batch(batch_id=batch.pk, actor=person, now=now)
    return apply_batch(batch_id=batch.pk, actor=person, now=now)
