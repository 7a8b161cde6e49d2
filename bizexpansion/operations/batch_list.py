"""The list of a batch order: a sheet becomes rows, and every row is judged alone and among all others.

What a row holds is read from its kept original (`raw`), so that a corrected cell, a second sheet and the moment of
the decision all judge by the same rules. Nothing here costs a statement a row.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import BatchApplication, BatchRow, ListRowState
from bizexpansion.models.batch import MOST_ROWS
from crm.errors import InvalidInput
from crm.imports.columns import Column, digits, words_of
from crm.imports.errors import UnreadableFile
from crm.imports.importers import ColumnSet, Problem
from crm.imports.reading import open_file
from crm.wording import enumerated

NUMBER = Column(
    "number",
    gettext_lazy("number in the list"),
    digits(r"[1-9]\d{0,3}", gettext_lazy("This is not a number of the list.")),
    ("序号", "编号", "number"),
    note=gettext_lazy("empty in a new list; in a sheet of corrections the number that the row has"),
)
MASK = "*"
"""A personal number that went out masked and comes back so means: as before."""


@dataclass(frozen=True)
class ListKind:
    """What a list of one kind of order asks for.

    `fill` puts the values of a line into the row's own columns and says what does not fit together in it; `judge`
    looks at all rows at once and says by number what is wrong. `filled` are the columns that `fill` sets; `let_go`
    frees the account of a row that is dropped.
    """

    columns: ColumnSet
    fill: Callable[[BatchApplication, Any, Mapping[str, Any], datetime], list[Problem]]
    judge: Callable[[BatchApplication, Sequence[Any], datetime], Iterable[tuple[int, Problem]]]
    filled: tuple[str, ...]
    let_go: Callable[..., None]


@dataclass(frozen=True)
class ListLine:
    """A line of a sheet: its line there, its number in the list if it says one, its cells by column, as text."""

    line: int
    number: int | None
    cells: dict[str, str]


LISTS: dict[type[BatchApplication], ListKind] = {}


def kind_of(application: BatchApplication) -> ListKind:
    """What the list of an application asks for."""
    return LISTS[type(application)]


def read_list(columns: ColumnSet, upload: UploadedFile) -> list[ListLine]:
    """The lines of an XLSX or CSV file. Raises InvalidInput at `sheet`: unreadable, columns missing, too long."""
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            opened = open_file(Path(copy.name), name=upload.name or "")
            return _lines(columns, opened.rows())
        except UnreadableFile as error:
            raise InvalidInput({"sheet": str(error)}) from error


def _lines(columns: ColumnSet, rows: Iterable[tuple[int, Sequence[Any]]]) -> list[ListLine]:
    found = iter(rows)
    header = [str(cell if cell is not None else "").strip()[:80] for cell in next(found, (0, ()))[1]]
    mapping = columns.propose(header, {})
    lacking = columns.missing(mapping)
    if lacking:
        names = enumerated(column.names[0] for column in lacking)
        raise InvalidInput({"sheet": _("These columns are missing: %(names)s.") % {"names": names}})
    lines = []
    for line, cells in found:
        texts = {key: _text(cells[index]) for key, index in mapping.items() if index < len(cells)}
        if any(texts.values()):
            number = texts.pop(NUMBER.key, "")
            lines.append(ListLine(line, int(number) if number.isdecimal() else None, texts))
        if len(lines) > MOST_ROWS:
            raise InvalidInput({"sheet": _("A list holds at most %(most)d rows.") % {"most": MOST_ROWS}})
    if not lines:
        raise InvalidInput({"sheet": _("The list holds no rows.")})
    return lines


def _text(cell: Any) -> str:
    """A cell as it came, in words; what cannot be read is kept so that its owner sees it."""
    try:
        return words_of(cell)[:200]
    except ValueError:
        return str(cell)[:200]


def keep_cells(columns: ColumnSet, row: BatchRow, cells: Mapping[str, str]) -> None:
    """Put cells into the kept original; numbers that may not lie about in clear are sealed."""
    for key, words in cells.items():
        column = columns.column(key)
        if column is None or (column.seal is not None and MASK in words):
            continue
        row.raw[key] = column.seal(words) if column.seal is not None and words else words


def cells_of(columns: ColumnSet, row: BatchRow) -> list[str]:
    """The kept cells in the order of the columns, in clear."""
    found = []
    for column in columns.columns:
        words = row.raw.get(column.key, "")
        found.append(column.unseal(words) if column.unseal is not None and words else words)
    return found


def new_rows(application: BatchApplication, lines: Sequence[ListLine]) -> list[Any]:
    """The rows of a new list, numbered as they stand in it."""
    columns = kind_of(application).columns
    made = []
    for number, line in enumerate(lines, start=1):
        row = application.row_model()(application=application, number=number, raw={})
        keep_cells(columns, row, line.cells)
        made.append(row)
    return made


def write_rows(rows: Sequence[BatchRow], fields: Sequence[str]) -> None:
    """Write fields of rows that exist, as an upsert: bulk_update's CASE over a thousand keys takes many seconds."""
    if rows:
        model: Any = type(rows[0])
        model._default_manager.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )


def assess(application: BatchApplication, rows: Sequence[Any], now: datetime) -> None:
    """Judge the rows of a list that are not taken yet; `rows` are all of it, for they may contradict each other.

    A row with something wrong waits to be corrected, all its errors said at once; the others are in order.
    """
    kind = kind_of(application)
    mapping = {column.key: index for index, column in enumerate(kind.columns.columns)}
    open_rows = [row for row in rows if row.state in (ListRowState.WAITING, ListRowState.GOOD)]
    for row in open_rows:
        values, problems = kind.columns.read_row(cells_of(kind.columns, row), mapping)
        problems += kind.fill(application, row, values, now)
        row.problems = [_said(problem) for problem in problems]
    by_number = {row.number: row for row in open_rows}
    for number, problem in kind.judge(application, rows, now):
        if number in by_number:
            by_number[number].problems.append(_said(problem))
    for row in open_rows:
        row.state = ListRowState.WAITING if row.problems else ListRowState.GOOD


def _said(problem: Problem) -> dict[str, str]:
    return {"column": problem[0], "reason": str(problem[1])}


def problem_words(columns: ColumnSet, row: BatchRow) -> list[tuple[str, str]]:
    """(column in the reader's language, reason) of each error of a row; no column: the whole row."""
    return [
        (str(found.label) if (found := columns.column(one["column"])) else "", one["reason"])
        for one in row.problems
    ]
