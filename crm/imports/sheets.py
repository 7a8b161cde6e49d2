"""Writes XLSX row by row in constant memory: the template, the bad rows to mend, exported lists.

Text is written as text: no cell is ever a formula or a link, whatever it begins with, and what would be
computed when the sheet is saved as CSV gets an apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Choices
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from crm.imports.columns import neutral
from crm.imports.importers import ColumnSet
from crm.wording import enumerated

_WIDTH = 18
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_sheet(
    path: Path,
    *,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    watermark: str = "",
) -> int:
    """One sheet; how many rows. The watermark stands in the first row, and on every printed page."""
    with Workbook(str(path), dict(_OPTIONS)) as book:
        sheet = book.add_worksheet(title[:31])
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        first = 0
        if watermark:
            sheet.set_header(f"&C{watermark}".replace("&&", "&")[:255])
            sheet.set_footer(f"&C{watermark}  &P / &N"[:255])
            sheet.write_string(0, 0, watermark, book.add_format({"italic": True, "font_color": "#666666"}))
            first = 1
        sheet.set_column(0, max(0, len(header) - 1), _WIDTH)
        for column, word in enumerate(header):
            sheet.write_string(first, column, neutral(word), bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, first + count, column, cell, day)
    return count


def _write(sheet: Worksheet, row: int, column: int, cell: Any, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_string(row, column, _("yes") if cell else _("no"))
    elif isinstance(cell, int | float | Decimal) and abs(float(cell)) < 1e15:
        sheet.write_number(row, column, float(cell))
    elif isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        sheet.write_string(row, column, f"{local:%Y-%m-%d %H:%M}")
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_string(row, column, neutral(str(cell))[:32_000])


def write_template(path: Path, importer: ColumnSet) -> None:
    """An empty sheet with the columns (as text, so that no number is rounded), and one that explains them."""
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet(_("Data"))
        sheet.set_column(0, len(importer.columns) - 1, _WIDTH, text)
        for index, column in enumerate(importer.columns):
            sheet.write_string(0, index, _title(column.names[0], column.required), bold)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(_("Columns"))
        notes.set_column(0, 3, 28)
        for index, word in enumerate((_("Column"), _("Meaning"), _("Required"), _("Note"))):
            notes.write_string(0, index, word, bold)
        for line, column in enumerate(importer.columns, start=1):
            allowed = getattr(column.parse, "choices", None)
            note = str(column.note) or (enumerated(_words(allowed)) if allowed else "")
            required = _("yes") if column.required else ""
            for index, word in enumerate((column.names[0], str(column.label), required, note)):
                notes.write_string(line, index, word)


def _title(word: str, required: bool) -> str:
    return f"*{word}" if required else word


def _words(choices: type[Choices]) -> list[str]:
    return [str(member.label) for member in choices if member.value]
