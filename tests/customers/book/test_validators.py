"""Numbers that people type: check digits catch every single wrong digit; the stored form is stable."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from customers.book.numbers import account_number_for
from customers.book.validators import (
    ACCOUNT_NUMBER,
    clean_account_number,
    clean_asset_number,
    clean_credit_code,
    clean_id_card,
    clean_phone,
    validate_account_number,
    validate_asset_number,
    validate_capacity,
    validate_phone,
)

serials = st.integers(0, 9_999_999)
births = st.dates(date(1900, 1, 1), date(2026, 11, 25))
CREDIT_CODE = "91110000600037341L"  # a public example of GB 32100


def id_card_of(born: date, order: int) -> str:
    body = f"320508{born:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


@given(serials)
def test_every_number_given_out_is_valid(serial: int) -> None:
    number = account_number_for(serial)
    assert re.match(ACCOUNT_NUMBER, number)
    assert clean_account_number(f" {number[:5]}\u3000{number[5:]} ") == number


@given(serials, serials)
def test_different_serials_give_different_numbers(one: int, other: int) -> None:
    assert (account_number_for(one) == account_number_for(other)) == (one == other)


@given(serials, st.integers(2, 9), st.integers(1, 9))
def test_one_wrong_digit_in_an_account_number_is_always_caught(serial: int, place: int, by: int) -> None:
    number = account_number_for(serial)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(ValidationError) as refusal:
        clean_account_number(wrong)
    assert refusal.value.code == "account_number_check"


@pytest.mark.parametrize("serial", [-1, 10_000_000])
def test_serials_end_at_seven_digits(serial: int) -> None:
    with pytest.raises(ValueError, match="seven digits"):
        account_number_for(serial)


@pytest.mark.parametrize(
    "number", ["", "32", "3112345678", "320000001", "32000000171", "32abc00017", "３２0000001"]
)
def test_malformed_account_numbers(number: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_account_number(number)
    assert refusal.value.code == "account_number"


@given(births, st.integers(1, 999))
def test_identity_cards(born: date, order: int) -> None:
    number = id_card_of(born, order)
    assert clean_id_card(number.lower()) == number


@given(births, st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_in_an_identity_card_is_always_caught(born: date, order: int, place: int, by: int) -> None:
    number = id_card_of(born, order)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(ValidationError):
        clean_id_card(wrong)


@pytest.mark.parametrize(
    "number", ["", "32050819800101", "320508198013010019", "320508198002300018", "A20508198001010019"]
)
def test_malformed_identity_cards(number: str) -> None:
    with pytest.raises(ValidationError):
        clean_id_card(number)


def test_nobody_is_born_tomorrow() -> None:
    number = id_card_of(date(2026, 11, 26), 1)
    assert clean_id_card(number, today=date(2026, 11, 26)) == number
    with pytest.raises(ValidationError):
        clean_id_card(number, today=date(2026, 11, 25))


def test_credit_code() -> None:
    assert clean_credit_code(f" {CREDIT_CODE.lower()} ") == CREDIT_CODE
    for place in range(17):
        letter = "1" if CREDIT_CODE[place] != "1" else "2"
        with pytest.raises(ValidationError):
            clean_credit_code(CREDIT_CODE[:place] + letter + CREDIT_CODE[place + 1 :])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("0512-68251234", "0512-68251234"),
        ("051268251234", "051268251234"),
        ("010-65551234-801", "010-65551234-801"),
        ("４００-820-8820", "400-820-8820"),
        ("95598", "95598"),
        ("13800000000", "13800000000"),
    ],
)
def test_phones(typed: str, stored: str) -> None:
    assert clean_phone(typed) == stored
    validate_phone(typed)


@given(st.text(max_size=20))
def test_phone_is_refused_or_stays_what_it_became(text: str) -> None:
    try:
        stored = clean_phone(text)
    except ValidationError:
        return
    assert clean_phone(stored) == stored


@pytest.mark.parametrize("number", ["1" * 21, "1" * 23, "A" * 22, ""])
def test_asset_numbers_have_22_digits(number: str) -> None:
    assert clean_asset_number("1" * 22) == "1" * 22
    with pytest.raises(ValidationError):
        validate_asset_number(number)


@pytest.mark.parametrize("value", ["-5", "0", "1000000000", "1000000.01"])
def test_impossible_capacities(value: str) -> None:
    validate_capacity(Decimal("0.01"))
    validate_capacity(Decimal(1_000_000))
    with pytest.raises(ValidationError):
        validate_capacity(Decimal(value))
