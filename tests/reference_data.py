"""What migrations seed (parameters, clock rules, the calendar) outlives the flush between transactional tests.

The rows are copied aside once, when the test database has been made, and put back after every flush.
"""

from __future__ import annotations

from django.db import connection, transaction

SCHEMA = "test_reference_data"
NOT_REFERENCE = ("django_", "auth_", "axes_", "crm_audit_", "crm_search_")


def copy_aside() -> None:
    """Remember every seeded row of this database; run once after the migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [SCHEMA])
        if cursor.fetchone():
            return
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in connection.introspection.table_names(cursor):
            if table.startswith(NOT_REFERENCE):
                continue
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')


def put_back() -> None:
    """Fill the flushed tables again; their foreign keys are deferred, so order does not matter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'ALTER TABLE public."{table}" DISABLE TRIGGER USER')
        with transaction.atomic():
            for table in tables:
                columns = _stored_columns(table)
                cursor.execute(
                    f'INSERT INTO public."{table}" ({columns}) OVERRIDING SYSTEM VALUE'
                    f' SELECT {columns} FROM {SCHEMA}."{table}"'
                )
        for table in tables:
            cursor.execute(f'ALTER TABLE public."{table}" ENABLE TRIGGER USER')


def _stored_columns(table: str) -> str:
    """The columns that may be written: all but the generated ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [f'public."{table}"'],
        )
        return str(cursor.fetchone()[0])
