"""Parsers of cells: whatever comes in, a value in its stored form comes out, or a sentence; never an error."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.imports.columns import (
    Column,
    Reject,
    amount,
    choice,
    code,
    day,
    digits,
    header_word,
    neutral,
    text,
    words_of,
)
from customers.book.enums import AccountClass
from customers.book.validators import ACCOUNT_NUMBER

cells = (
    st.text(max_size=60)
    | st.integers()
    | st.floats(allow_nan=True)
    | st.booleans()
    | st.none()
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
)
PARSERS = {
    "text": text(30),
    "digits": digits(ACCOUNT_NUMBER, "no account number"),
    "amount": amount(Decimal("0.01"), Decimal(1000)),
    "day": day,
    "choice": choice(AccountClass),
}


@pytest.mark.parametrize("name", PARSERS)
@given(cell=cells)
def test_any_cell_gives_a_value_or_a_sentence(name: str, cell: object) -> None:
    column = Column("x", "x", PARSERS[name], ("x",), required=True)
    try:
        outcome = column.value(cell)  # type: ignore[arg-type]
    except Reject as reason:
        outcome = str(reason)
    assert outcome not in (None, "") or name == "text"


@given(value=st.text(max_size=200))
def test_a_text_is_in_one_form_after_one_pass(value: str) -> None:
    parse = text(200)
    try:
        once = parse(value)
    except Reject:
        return
    assert parse(once) == once
    assert "\x00" not in once
    assert once == once.strip()


@given(value=st.dates(date(1900, 1, 2), date(2099, 12, 31)))
def test_a_day_is_read_in_every_form_that_spreadsheets_write(value: date) -> None:
    serial = (value - date(1899, 12, 30)).days
    forms: list[object] = [
        value,
        datetime(value.year, value.month, value.day, 13, tzinfo=UTC),
        f"{value:%Y-%m-%d}",
        f"{value.year}/{value.month}/{value.day}",
        f"{value.year}年{value.month}月{value.day}日",
        f"{value:%Y%m%d}",
        f"{value:%Y-%m-%d} 00:00:00",
    ]
    if serial > 9999:
        forms += [serial, float(serial), str(serial)]
    assert {day(form) for form in forms} == {value}  # type: ignore[arg-type]


@given(value=st.decimals(Decimal("0.01"), Decimal(1000), places=2))
def test_an_amount_keeps_its_value(value: Decimal) -> None:
    assert PARSERS["amount"](str(value)) == value
    assert PARSERS["amount"](f"{value:,}") == value


@pytest.mark.parametrize(
    "cell", [float("nan"), float("inf"), "1e400", "0.001", "-1", "１２.３.４", date(2026, 1, 1)]
)
def test_what_is_no_amount_is_refused(cell: object) -> None:
    with pytest.raises(Reject):
        PARSERS["amount"](cell)


def test_a_number_that_a_spreadsheet_has_rounded_is_not_believed() -> None:
    asset = digits(r"^\d{22}$", "22 digits")
    assert asset("3242000000000000000001") == "3242000000000000000001"
    for rounded in (3.242e21, "3.242E+21", "3.242e21"):
        with pytest.raises(Reject, match=r"rounded|文本"):
            asset(rounded)


def test_a_number_cell_is_a_number_without_its_point() -> None:
    assert PARSERS["digits"](3200000019.0) == "3200000019"
    assert PARSERS["digits"]("３２００００００１９") == "3200000019"


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3"])
def test_a_name_is_never_a_formula(cell: str) -> None:
    with pytest.raises(Reject):
        text(50)(cell)


@given(value=st.text(max_size=40))
def test_what_is_written_is_never_computed(value: str) -> None:
    assert not neutral(value).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert neutral(value).endswith(value)


def test_a_choice_is_known_by_code_and_by_word() -> None:
    assert {PARSERS["choice"](word) for word in ("03", "low voltage, resident", "Low Voltage,  Resident")} == {"03"}


@given(value=st.text(max_size=40))
def test_a_header_is_compared_in_one_form(value: str) -> None:
    assert header_word(unicodedata.normalize("NFKC", value)) == header_word(value)


def test_a_huge_cell_is_refused() -> None:
    with pytest.raises(Reject):
        words_of("x" * 2001)
    assert words_of(timedelta(hours=1)) == "1:00:00"


@pytest.mark.parametrize("cell", [3.20599194001010e17, 3.2e21, "3.2E+21", "3.255e21", "1.38E+10"])
def test_a_number_that_a_spreadsheet_has_rounded_is_refused_with_the_reason(cell: object) -> None:
    with pytest.raises(Reject, match=r"15|round|舍入"):
        code(cell)  # type: ignore[arg-type]


def test_what_nobody_can_see_is_left_out() -> None:
    assert text(20)("王\u200b小\u202e明\ufeff") == "王小明"
