"""A database of DATABASE_URL: made where missing, refused where it does not suit."""

import psycopg2
import pytest

from crm.local.database import check_version, prepare_database
from crm.local.places import LocalError
from tests.crm.local.conftest import in_maintenance, url_of


def test_a_missing_database_is_made_and_finds_chinese(missing: str) -> None:
    prepare_database(url_of(missing))
    connected = psycopg2.connect(url_of(missing))
    with connected.cursor() as cursor:
        cursor.execute("SELECT '苏州鑫盛华纺织' LIKE '%鑫盛%', show_trgm('鑫盛华') <> '{}'")
        assert cursor.fetchone() == (True, True)
    connected.close()


def test_a_database_that_cannot_search_chinese_is_refused(missing: str) -> None:
    in_maintenance(
        f"CREATE DATABASE {missing} TEMPLATE template0 ENCODING 'UTF8'"
        " LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    with pytest.raises(LocalError, match=r"cannot search Chinese: create it with LC_CTYPE 'C.UTF-8'"):
        prepare_database(url_of(missing))


def test_a_server_out_of_reach_is_told_in_one_line() -> None:
    with pytest.raises(LocalError) as refused:
        prepare_database("postgres://crm@127.0.0.1:1/crm")
    assert "does not let us in" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_address_of_something_else_is_told() -> None:
    with pytest.raises(LocalError, match="no address of a PostgreSQL database"):
        prepare_database("mysql://crm@127.0.0.1/crm")


def test_postgres_14_is_too_old_and_15_is_not() -> None:
    with pytest.raises(LocalError, match="PostgreSQL 15 or later is needed; DATABASE_URL leads to version 14"):
        check_version(140_019)
    check_version(150_000)
