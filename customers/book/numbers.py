"""Numbers that the book gives out, each from a PostgreSQL sequence: unique under concurrency, gaps allowed."""

from __future__ import annotations

from django.db import connection
from stdnum.iso7064 import mod_11_10

ACCOUNT_SEQUENCE = "book_account_number_seq"
CUSTOMER_SEQUENCE = "book_customer_number_seq"
CONTRACT_SEQUENCE = "book_contract_number_seq"


def account_number_for(serial: int) -> str:
    """The account number of a serial (0 to 9,999,999): 32, seven digits, check digit (see validators)."""
    if not 0 <= serial <= 9_999_999:
        raise ValueError("account serial outside seven digits")
    body = f"32{serial:07d}"
    return body + mod_11_10.calc_check_digit(body)


def allocate_account_numbers(count: int = 1) -> list[str]:
    """New account numbers 户号, never given out twice, not even after a rollback.

    Numbers that an import has brought in are passed over.
    """
    numbers: list[str] = []
    while len(numbers) < count:
        drawn = [account_number_for(serial) for serial in _next(ACCOUNT_SEQUENCE, count - len(numbers))]
        taken = _taken(drawn)
        numbers += [number for number in drawn if number not in taken]
    return numbers


def allocate_customer_numbers(count: int = 1) -> list[str]:
    """New customer numbers: K and nine digits."""
    return [f"K{serial:09d}" for serial in _next(CUSTOMER_SEQUENCE, count)]


def allocate_contract_number(year: int) -> str:
    """A new contract number: HT, year, seven digits."""
    return f"HT{year}{_next(CONTRACT_SEQUENCE, 1)[0]:07d}"


def _taken(numbers: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_number FROM book_supplyaccount WHERE account_number = ANY(%s)", [numbers])
        return {row[0] for row in cursor.fetchall()}


def _next(sequence: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [row[0] for row in cursor.fetchall()]
