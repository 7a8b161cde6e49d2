"""The searchable form: any text whatever is taken, and the database makes the same of it."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.search.normal import DROPPED, LONGEST, Query, normal
from crm.search.pinyin import readings

ANY = st.text(max_size=500)
STORABLE = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\x00"), max_size=60)


@given(ANY)
@example("%_\\'\"--;/*")
@example("\ud800\x00")
@example("😀" * 500)
@example("ﷺ" * 500)
def test_nothing_typed_is_an_error_and_nothing_left_is_special(typed: str) -> None:
    query = Query.of(typed)
    assert len(query.text) <= LONGEST
    assert not set(query.text) & set(DROPPED + "\x00%_\\'\" \u3000ABCXYZ")
    query.text.encode()
    for size in (2, 3):
        assert all(len(gram) == size and gram in query.text for gram in query.grams(size))
        assert bool(query.grams(size)) == (len(query.text) >= size)


@given(st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789王伟鑫盛", max_size=40), st.sampled_from(" -·（%\u3000"))
def test_width_case_spaces_and_punctuation_do_not_matter(text: str, between: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert normal(wide) == normal(text.upper()) == normal(between.join(text)) == normal(text)


@pytest.mark.django_db
@given(STORABLE)
@settings(max_examples=300, deadline=None)
@example("Ａ１３８ ’%_\\王·伟😀①ﬁ㎡℡")
def test_the_database_makes_the_same_of_it(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_search_text(%s)", [text])
        assert cursor.fetchone()[0] == normal(text)


@pytest.mark.parametrize(
    ("typed", "number", "letters", "code"),
    [
        ("１３８ 1234", True, False, True),
        ("w X", False, True, False),
        ("32050819800101012X", False, False, True),
        ("王", False, False, False),
        ("", False, False, False),
        ("²", True, False, True),
        ("٣", False, False, False),
    ],
)
def test_what_a_query_looks_like(typed: str, number: bool, letters: bool, code: bool) -> None:
    query = Query.of(typed)
    assert (query.is_number, query.is_letters, query.is_code) == (number, letters, code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("曾国藩", "zgf"), ("单雄信", "sxx"), ("仇英", "qy"), ("覃海洋", "qhy"), ("覃海洋", "thy"),
        ("尉迟恭", "ycg"), ("解晓东", "xxd"), ("区志强", "ozq"), ("查良镛", "zly"), ("曾国藩", "cgf"),
        ("王乐", "wl"), ("王乐", "wy"),
        ("重庆小面", "cqxm"), ("ktv欢唱", "ktvhc"), ("朴一", "py"), ("盖一", "gy"), ("翟一", "zy"), ("缪一", "my"),
    ],
)  # fmt: skip
def test_all_plausible_initials_of_a_name(name: str, initials: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_search_initials(%s)", [name])
        assert initials in cursor.fetchone()[0]


@pytest.mark.django_db
@given(st.text(st.sampled_from("曾单仇覃尉解区查重行乐长王伟a1😀"), max_size=30))
@settings(deadline=None)
def test_spellings_stay_few_and_each_as_long_as_the_name(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT crm_search_initials(%s)", [name])
        spelled = cursor.fetchone()[0]
    assert 1 <= len(spelled) <= 16
    assert {len(each) for each in spelled} == {min(len(name), 8)}


def test_readings_are_letters() -> None:
    known = {character: (letters, surname) for character, letters, surname in readings()}
    assert len(known) > 20_000
    assert all(
        (letters + surname).isalpha() and (letters + surname).isascii()
        for letters, surname in known.values()
        if letters
    )
    assert known["单"] == ("dc", "sdc")
