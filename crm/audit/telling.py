"""Telling the audit triggers who acts, in which operation: only before a statement that may write, and with it.

Operations call operations; each row that they write bears the name and the entry of the innermost one. To set
that with a statement of its own at every beginning and end costs more than the writes. So the outermost operation
watches its connection: a statement that may write is sent together with the settings that it needs, where the
database does not hold them yet. Reading needs none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, models

from crm.writing import Writes

M = TypeVar("M", bound=models.Model)

# Who acts (key of the staff, empty for the system), the operation, its audit entry.
Settings = tuple[str, str, str]

NOBODY: Settings = ("", "", "")
SET = (
    "SELECT set_config('crm.actor', %s, true), set_config('crm.operation', %s, true),"
    " set_config('crm.entry', %s, true)"
)
# The numbers of an operation and of the first ones inside it; what is left over is a gap, as a refusal leaves one.
RESERVED = 12
RESERVE = (
    "SELECT set_config('crm.actor', %s, true), set_config('crm.operation', %s, true),"
    " set_config('crm.entry', reserved.ids[1]::text, true), reserved.ids"
    " FROM (SELECT array_agg(nextval(pg_get_serial_sequence('crm_audit_entry', 'id'))) AS ids"
    " FROM generate_series(1, %s)) AS reserved"
)
# None of these runs an audit trigger: no function that a SELECT of ours calls writes to an audited table; what is
# prepared (`crm.prepared`) are such SELECTs.
HARMLESS = ("SELECT", "EXECUTE", "SAVEPOINT", "RELEASE", "SET ")


@dataclass(eq=False)
class Teller:
    """What the database holds (`told`; None: unknown) and what it should hold (`wanted`), in one transaction."""

    told: Settings | None = NOBODY
    wanted: Settings = NOBODY
    ids: deque[int] = field(default_factory=deque)
    # What is to be written, and who writes it.
    _writes: Writes = field(default_factory=Writes)
    _writer: Settings = NOBODY
    # Whether what is being read has nothing to do with what waits.
    is_aside: bool = False
    # Rows that are locked and stand as they were read or stored, by table and key.
    _held: dict[str, dict[Any, models.Model]] = field(default_factory=dict)

    def hold(self, row: models.Model) -> None:
        """Keep a locked row as it stands, until something may have changed its table."""
        held = copy(row)
        held._state.fields_cache.clear()
        self._held.setdefault(row._meta.db_table, {})[row.pk] = held

    def held(self, model: type[M], key: Any) -> M | None:
        """A locked row as it stands, as if it had been read again."""
        found: Any = self._held.get(model._meta.db_table, {}).get(key)
        return copy(found)

    def let_go(self, row: models.Model) -> None:
        """The row is about to change."""
        self._held.get(row._meta.db_table, {}).pop(row.pk, None)

    def next_id(self, actor: str, operation: str) -> int:
        """The number of the entry of an operation that begins; from now on it is the one that acts."""
        if not self.ids:
            with connection.cursor() as cursor:
                cursor.execute(RESERVE, [actor, operation, RESERVED])
                self.ids.extend(cursor.fetchone()[3])
            self.told = (actor, operation, str(self.ids[0]))
        taken = self.ids.popleft()
        self.wanted = (actor, operation, str(taken))
        return taken

    def writes(self) -> Writes:
        """Where the operation that acts now leaves what it writes; what another one has left is sent before."""
        if self._writer != self.wanted:
            self.send()
            self._writer = self.wanted
        return self._writes

    def send(self) -> None:
        """Write what waits, in the name of whoever has left it."""
        if not self._writes:
            return
        writes, self._writes = self._writes, Writes()
        acting, self.wanted = self.wanted, self._writer
        held, self._held = self._held, {}  # of these rows `change_later` has told
        try:
            writes.send()
        finally:
            self.wanted, self._held = acting, held

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Let a statement through, together with the settings if it needs them (an `execute_wrapper`)."""
        text = sql.lstrip() if isinstance(sql, str) else ""
        if text.startswith("ROLLBACK"):
            self.told = None  # to what they were at the savepoint
            self._writes, self._held = Writes(), {}
            return execute(sql, params, many, context)
        if not self.is_aside:
            self.send()
        is_harmless = text.startswith(HARMLESS)
        if not is_harmless:
            self._held = {table: rows for table, rows in self._held.items() if table not in text}
        if self.told == self.wanted or is_harmless:
            return execute(sql, params, many, context)
        self.told = self.wanted
        if many or not text or not params or isinstance(params, Mapping):
            execute(SET, self.wanted, False, context)
            return execute(sql, params, many, context)
        return execute(f"{SET}; {text}", (*self.wanted, *params), many, context)


@contextmanager
def telling(is_inner: bool) -> Iterator[Teller]:
    """Watch the connection while an outermost operation runs in a transaction.

    `is_inner`: a transaction that goes on afterwards (of a test, of an import): then nobody acts any more.
    """
    teller = Teller()
    connection.execute_wrappers.insert(0, teller)
    try:
        yield teller
        if is_inner:
            with connection.cursor() as cursor:
                cursor.execute(SET, NOBODY)
    finally:
        connection.execute_wrappers.remove(teller)
