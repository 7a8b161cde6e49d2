"""The door for importers: an app says which columns it reads and how staged rows become records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from crm.audit.operation import Actor
from crm.imports.columns import Cell, Column, Reject, header_word
from crm.registries import Registry

Problem = tuple[str, str]
"""(key of a column, reason) of a bad row."""


class ApplyRows(Protocol):
    """The operation that writes the rows of a staged table as records."""

    def __call__(self, *, staged: str, report: Callable[[int, int], None], actor: Actor, now: datetime) -> int:
        """One transaction, one audit entry, whose id it returns; `report(done, total)` between its steps."""
        ...


@dataclass(frozen=True, kw_only=True)
class ColumnSet:
    """The columns of a kind of sheet: found in a file by the words over them, and read cell by cell."""

    columns: Sequence[Column]
    _by_word: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def column(self, key: str) -> Column | None:
        """The column of a key."""
        return next((column for column in self.columns if column.key == key), None)

    def propose(self, header: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
        """Which column of the file means what: as remembered, else by the words of the header."""
        if not self._by_word:
            self._by_word.update({header_word(name): c.key for c in self.columns for name in (c.key, *c.names)})
        mapping: dict[str, int] = {}
        for words in (remembered, self._by_word):
            for index, title in enumerate(header):
                key = words.get(header_word(title))
                if key and key not in mapping and index not in mapping.values() and self.column(key):
                    mapping[key] = index
        return mapping

    def missing(self, mapping: Mapping[str, int]) -> list[Column]:
        """Required columns that no column of the file is assigned to."""
        return [column for column in self.columns if column.required and column.key not in mapping]

    def read_row(self, cells: Sequence[Cell], mapping: Mapping[str, int]) -> tuple[dict[str, Any], list[Problem]]:
        """The values of one row, and what is wrong with single cells."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for column in self.columns:
            index = mapping.get(column.key, -1)
            cell = cells[index] if 0 <= index < len(cells) else None
            try:
                values[column.key] = column.value(cell)
            except Reject as reason:
                problems.append((column.key, str(reason)))
        return values, problems


@dataclass(frozen=True, kw_only=True)
class Importer(ColumnSet):
    """What an app registers in `AppConfig.ready` so that files of one kind can be brought in.

    - `columns`, the one of `name_column` naming a row in lists (an account number, nothing personal);
    - `context(actor)` is made once per run (districts, scope) and handed to `check_row`;
    - `check_row(values, context)` completes the values of one row in place and returns its problems;
    - `extra` are further staged columns (name, SQL type) that `check_row` fills;
    - `judge(staged, batch_id)` looks at all staged rows at once: moves rows out of the staged table and writes
      what was wrong to `crm_imports_row`;
    - `apply(staged, report, actor, now)` is the one operation that writes the staged rows as records;
    - `tables` are those it writes, in the order of writing; undoing goes backwards;
    - `record_of` says for each of them by a query over its row `t` to which records (by key) the row belongs.
    - `record_sequence` is the sequence of the records' keys, taken while reading.
    """

    key: str
    label: Any
    name_column: str
    record_sequence: str
    context: Callable[[Actor], Any]
    check_row: Callable[[dict[str, Any], Any], list[Problem]]
    judge: Callable[[str, int], None]
    apply: ApplyRows
    tables: Sequence[str]
    record_of: Mapping[str, str]
    extra: Sequence[tuple[str, str]] = ()
    url: Callable[[str], str] | None = None
    order: int = 100

    def staged_columns(self) -> list[tuple[str, str]]:
        """Name and SQL type of what a staged row holds beside its line and record."""
        return [*((column.key, column.sql) for column in self.columns), *self.extra]


importers: Registry[Importer] = Registry("importers")
follows_its_record: set[str] = set()
"""Tables whose rows are computed from records: they go with an import that is undone and do not hold it."""
