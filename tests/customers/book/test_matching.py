"""The forms in which names and addresses are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.book.matching import address_form, keys, name_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州博远精密电子有限公司", "博远精密电子（苏州）有限责任公司"),
        ("苏州博远精密电子有限公司", "苏州　博远精密电子 有限公司"),
        ("苏州博远精密电子有限公司", "江苏省苏州市博远精密电子有限公司"),
        ("ＡＢＢ电气(苏州)有限公司", "abb电气有限公司"),
        ("张 建国", "张建国"),
    ],
)
def test_one_firm_has_one_form(one: str, other: str) -> None:
    assert name_form(one) == name_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州博远电子有限公司", "苏州博远电气有限公司"),
        ("苏州博远电子有限公司", "苏州博远电子股份有限公司"),
        ("苏州博远电子有限公司", "苏州博远电子有限公司吴中分公司"),
        ("张建国", "张建华"),
    ],
)
def test_two_firms_have_two(one: str, other: str) -> None:
    assert name_form(one) != name_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江苏省苏州市姑苏区平江路18号3幢401室", "平江路１８号３栋401"),
        ("苏州市姑苏区平江路18号3幢401室", "平江区平江路18-3-401"),
        ("苏州工业园区星湖街218号", "星湖街218号"),
        ("苏州市吴中区木渎镇金山路12号", "吴中区木渎镇金山路１２号"),
        ("姑苏区平江街道平江路18号", "平江路18号"),
        ("平江路三号", "平江路3号"),
        ("三香路98号2号楼5单元301室", "苏州三香路98#2幢5-301"),
    ],
)
def test_one_place_has_one_form(one: str, other: str) -> None:
    assert address_form(one) == address_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平江路1号23室", "平江路12号3室"),
        ("平江路18号", "平江路18号2室"),
        ("三香路98号", "二香路98号"),
        ("平江路18号甲", "平江路18号乙"),
    ],
)
def test_two_places_have_two(one: str, other: str) -> None:
    assert address_form(one) != address_form(other)


def test_nothing_is_left_out_that_would_leave_nothing() -> None:
    assert name_form("苏州有限公司") == "苏州有限公司"
    assert name_form("苏州") == "苏州"


@given(st.text(max_size=60))
def test_any_text_has_a_form_and_the_form_is_its_own(text: str) -> None:
    assert address_form(address_form(text)) == address_form(address_form(address_form(text)))
    assert name_form(text) == name_form(f" {text}　")


@given(st.text(alphabet="苏州平江路号幢室弄12３４ -#（）", max_size=20))
def test_width_and_spaces_say_nothing(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" else c for c in text)
    assert address_form(text) == address_form(wide)


def test_a_customer_without_number_or_address_has_no_key() -> None:
    assert keys("张三", [""], [""]) == set()
    assert keys("", ["平江路18号"], []) == set()
    assert {kind for kind, _ in keys("张三", ["平江路18号"], ["ab"])} == {"ID", "NA"}
