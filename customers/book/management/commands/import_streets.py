"""Brings the streets and towns of our districts in: `manage.py import_streets streets.csv.gz`."""

from __future__ import annotations

import csv
import gzip
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from customers.book.operations.streets import StreetRow, import_streets

COLUMNS = (("streetCode", "streetName", "areaCode", "areaName"), ("code", "name", "areaCode"))
"""Columns of an extract of one city and of the whole country's list (modood/Administrative-divisions-of-China)."""


class Command(BaseCommand):
    """Read the public list (CSV, UTF-8, also gzipped) and keep what belongs to our districts."""

    help = "Import streets and towns from the public list of administrative divisions, CSV or CSV.GZ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and one that names the districts where the first does not."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--areas", type=Path, help="list of districts (code, name), to match them by name too")

    def handle(self, *args: Any, file: Path, areas: Path | None = None, **options: Any) -> None:
        """Run the import and say how it went. Fails when the file is no such list."""
        try:
            done = import_streets(rows=_rows(file, areas), actor=SYSTEM, now=timezone.now())
        except InvalidInput as error:
            raise CommandError("; ".join(str(s) for s in error.errors["file"])) from error
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(
            _("%(taken)d streets and towns of our districts, %(removed)d removed, %(elsewhere)d of other places.")
            % {"taken": done.taken, "removed": done.removed, "elsewhere": done.elsewhere}
        )


def _rows(file: Path, areas: Path | None) -> Iterator[StreetRow]:
    names = {row["code"]: row["name"] for row in _read(areas, (("code", "name"),))} if areas else {}
    for row in _read(file, COLUMNS):
        area = row["areaCode"].strip()
        yield StreetRow(
            code=(row.get("streetCode") or row.get("code") or "").strip(),
            name=(row.get("streetName") or row.get("name") or "").strip(),
            district_code=area,
            district_name=(row.get("areaName") or names.get(area, "")).strip(),
        )


def _read(file: Path, known: tuple[tuple[str, ...], ...]) -> Iterator[dict[str, str]]:
    """The lines of a list. Raises InvalidInput naming `file` when its columns are none of the known ones."""
    with _open(file) as text:
        reader = csv.DictReader(text)
        if not any(set(reader.fieldnames or ()).issuperset(columns) for columns in known):
            raise InvalidInput({"file": f"{file.name}: {', '.join(known[-1])}?"})
        yield from reader


def _open(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")
