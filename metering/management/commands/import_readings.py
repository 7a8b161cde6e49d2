"""`manage.py import_readings [--path FILE_OR_FOLDER]`: daily readings into the book's accounts."""

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from metering.models import ReadingBatch
from metering.operations.readings import import_daily_readings

SOURCE = "tianchi_yangzhong"
FILE = Path("tianchi_yangzhong_daily") / "power_daily.csv.gz"
VARIABLE = "CRM_SHARED_DATA"
SHOWN_GAPS = 20


class Command(BaseCommand):
    """Load a file of daily readings and report what came in, what was missing, what never changes."""

    help = (
        "Load daily readings (record_date, user_id, power_consumption in kWh; plain or gzip). "
        f"The file is --path, or {FILE} in the folder {VARIABLE} (environment), or in ../shared/data."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file or its folder, and the name of the source."""
        parser.add_argument("--path", type=Path, help="the file, or the folder that holds it")
        parser.add_argument(
            "--source", default=SOURCE, help="name of the source whose series are mapped to accounts"
        )

    def handle(self, *args: Any, path: Path | None, source: str, **options: Any) -> None:
        """Do it; the same file a second time changes nothing."""
        file = find_file(path)
        begun = time.monotonic()
        self.stdout.write(f"Reading {file}")
        try:
            batch = import_daily_readings(
                path=file,
                source=source,
                actor=SYSTEM,
                now=timezone.now(),
                progress=self._show if self.stdout.isatty() else None,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self._report(batch, time.monotonic() - begun)

    def _show(self, batch: ReadingBatch) -> None:
        end = "\r" if batch.rows_done < batch.rows_total else "\n"
        self.stdout.write(f"  {batch.rows_done:,} of {batch.rows_total:,} rows", ending=end)
        self.stdout.flush()

    def _report(self, batch: ReadingBatch, seconds: float) -> None:
        self.stdout.write(
            f"Batch {batch.pk}: {batch.rows_total:,} rows in {seconds:.1f} s: {batch.inserted:,} new, "
            f"{batch.updated:,} corrected, {batch.unchanged:,} unchanged, {batch.missing:,} missing"
        )
        self.stdout.write(f"{batch.constant_series:,} series never change (marked as suspect)")
        for external_id, day in batch.gaps[:SHOWN_GAPS]:
            self.stdout.write(f"  gap: series {external_id}, {day}")
        if batch.missing > SHOWN_GAPS:
            self.stdout.write(f"  and {batch.missing - SHOWN_GAPS:,} more gaps (see the batch)")


def find_file(path: Path | None) -> Path:
    """The file of readings. Raises CommandError with the places looked at when there is none."""
    if path and path.is_file():
        return path
    folders = [path] if path else [Path(os.environ[VARIABLE])] if os.environ.get(VARIABLE) else []
    folders = folders or [settings.BASE_DIR.parent / "shared" / "data"]
    tried = [
        candidate for folder in folders for candidate in (folder / FILE, folder / "data" / FILE, folder / FILE.name)
    ]
    for candidate in tried:
        if candidate.is_file():
            return candidate
    raise CommandError(
        f"No file of readings: looked at {', '.join(map(str, tried))}. Give --path or set {VARIABLE}."
    )
