"""See to it that a PostgreSQL database is there and fit for us, whoever runs the server."""

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection, parse_dsn

from crm.local.places import LocalError

OLDEST_POSTGRES = 15
MAINTENANCE_DATABASE = "postgres"


def prepare_database(url: str) -> None:
    """Create the database of an address where it is missing, and check that the server suits us.

    Raises `LocalError` when the server is out of reach or older than PostgreSQL 15, or when the database cannot be
    created or cannot search Chinese.
    """
    connected = _connect_or_create(url)
    try:
        check_version(connected.server_version)
        _check_chinese(connected)
    finally:
        connected.close()


def has_tables(url: str) -> bool:
    """Say whether migrations ever ran in a database."""
    connected = _connect(url)
    try:
        with connected.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations')")
            return cursor.fetchone() != (None,)
    finally:
        connected.close()


def prepare_role(superuser_url: str, role: str, password: str) -> None:
    """Create the role of the application on an embedded server: no superuser, so that it cannot by-pass a rule."""
    connected = _connect(superuser_url)
    try:
        with connected.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                statement = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
                cursor.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
    finally:
        connected.close()


def _connect(url: str, **changes: str) -> connection:
    connected = psycopg2.connect(url, connect_timeout=10, **changes)
    connected.autocommit = True
    return connected


def _connect_or_create(url: str) -> connection:
    try:
        return _connect(url)
    except psycopg2.ProgrammingError as error:
        raise LocalError(f"DATABASE_URL is no address of a PostgreSQL database: {first_line(error)}") from error
    except psycopg2.OperationalError as error:
        name = parse_dsn(url).get("dbname", "")
        if not name or not _create_if_missing(url, name):
            raise LocalError(f"PostgreSQL does not let us in: {first_line(error)}") from error
    return _connect(url)


def _create_if_missing(url: str, name: str) -> bool:
    """Create a database that does not exist; say whether it was created."""
    try:
        connected = _connect(url, dbname=MAINTENANCE_DATABASE)
    except psycopg2.OperationalError:
        return False
    try:
        with connected.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is not None:
                return False
            cursor.execute(
                "SELECT encoding = pg_char_to_encoding('UTF8') AND datctype NOT IN ('C', 'POSIX')"
                " FROM pg_database WHERE datname = 'template1'"
            )
            # A server set up with ctype C would hand it down; see _check_chinese.
            suits = cursor.fetchone() == (True,)
            unlike = "" if suits else " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
            cursor.execute(sql.SQL("CREATE DATABASE {}" + unlike).format(sql.Identifier(name)))
            return True
    except psycopg2.Error as error:
        raise LocalError(
            f"the database {name} does not exist and cannot be created: {first_line(error)}"
        ) from error
    finally:
        connected.close()


def check_version(number: int) -> None:
    """Raise `LocalError` for a server that is too old; 180006 is the number of version 18.6."""
    major = number // 10_000
    if major < OLDEST_POSTGRES:
        raise LocalError(f"PostgreSQL {OLDEST_POSTGRES} or later is needed; DATABASE_URL leads to version {major}")


def _check_chinese(connected: connection) -> None:
    """Check that trigrams of Chinese text exist: with ctype C pg_trgm finds nothing, and says nothing."""
    try:
        with connected.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("SELECT show_trgm('鑫盛华') <> '{}'")
            finds = cursor.fetchone() == (True,)
    except psycopg2.Error as error:
        raise LocalError(f"the extension pg_trgm is missing and cannot be created: {first_line(error)}") from error
    if not finds:
        name = connected.info.dbname
        raise LocalError(f"the database {name} cannot search Chinese: create it with LC_CTYPE 'C.UTF-8'")


def first_line(error: Exception) -> str:
    """Return the first line of a driver's message."""
    return str(error).strip().split("\n")[0]
