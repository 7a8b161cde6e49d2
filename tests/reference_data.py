"""What migrations seed (parameters, clock rules, the calendar) is there in every test, whatever went before.

The rows are copied aside once, when the test database has been made. After a transactional test only the tables
that it changed are emptied and put back: Django would truncate all of the two hundred and fifty, for a second.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

SCHEMA = "test_reference_rows"
# The ledgers of what happened begin empty, whatever the migrations did.
NOT_REFERENCE = ("django_migrations", "django_session", "axes_", "crm_audit_", "crm_search_")


def copy_aside() -> None:
    """Remember every seeded row of this database; run once after the migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA])
        if cursor.fetchone():
            return
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _filled(cursor, _tables(cursor)):
            if not table.startswith(NOT_REFERENCE):
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')


def put_back() -> None:
    """Bring the database back to what the migrations left.

    Keys to other tables are checked once at the end, but for the few that are not deferred: those rows go first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        seeded = {row[0] for row in cursor.fetchall()}
        filled = _filled(cursor, _tables(cursor)) - {"django_migrations"}
        changed = {table for table in seeded if _differs(cursor, table)}
        cursor.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND NOT condeferred")
        first = {row[0] for row in cursor.fetchall()}
        emptied = sorted((filled - seeded) | changed, key=lambda table: (table not in first, table))
        for table in emptied:
            cursor.execute(f'ALTER TABLE public."{table}" DISABLE TRIGGER USER; DELETE FROM public."{table}"')
        for table in sorted(changed):
            columns = _stored_columns(cursor, table)
            cursor.execute(
                f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE'
                f' SELECT {columns} FROM {SCHEMA}."{table}"'
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in emptied:
            cursor.execute(f'ALTER TABLE public."{table}" ENABLE TRIGGER USER')


def _tables(cursor: CursorWrapper) -> list[str]:
    """Our tables; partitions are emptied with the table that they belong to."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace"
    )
    return [row[0] for row in cursor.fetchall()]


def _filled(cursor: CursorWrapper, tables: Iterable[str]) -> set[str]:
    """Those that have a row."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")" for table in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return {row[0] for row in cursor.fetchall()}


def _differs(cursor: CursorWrapper, table: str) -> bool:
    """Whether a table no longer holds exactly its seeded rows."""
    now, then = f'SELECT t::text FROM public."{table}" t', f'SELECT t::text FROM {SCHEMA}."{table}" t'
    cursor.execute(f"SELECT EXISTS (({now}) EXCEPT ALL ({then})) OR EXISTS (({then}) EXCEPT ALL ({now}))")
    return bool(cursor.fetchone()[0])


def _stored_columns(cursor: CursorWrapper, table: str) -> str:
    """The columns that may be written: all but the generated ones."""
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [f'public."{table}"'],
    )
    return str(cursor.fetchone()[0])
