"""Entity tags: what is read, compared, demanded and refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from crm.web.api.conditions import (
    MalformedCondition,
    PreconditionRequired,
    is_seen,
    is_unchanged,
    tag_of,
    tags_in,
)

TAG = tag_of(3, {"a": 1})


def asking(**headers: str) -> Request:
    return Request(APIRequestFactory().get("/", headers=headers))


def test_a_tag_tells_version_and_content() -> None:
    assert TAG.startswith('"3-')
    assert tag_of(3, {"a": 1}) == TAG
    assert tag_of(3, {"a": 2}) != TAG
    assert tag_of(4, {"a": 1}) != TAG


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        (TAG, True),
        (f'"1-x", {TAG}', True),
        (f' , "1-x" ,, {TAG} ,', True),
        ("*", True),
        (" * ", True),
        (tag_of(3, "in another language"), True),
        (f"W/{TAG}", False),
        (f'W/{TAG}, "2-y"', False),
        ('"2-x"', False),
        ('"33-x"', False),
        ('"3"', False),
        ('""', False),
    ],
)
def test_writing_compares_the_version_strongly(header: str, seen: bool) -> None:
    assert is_seen(asking(if_match=header), 3) is seen


@pytest.mark.parametrize(
    "header", ["", "3", "3-x", '"3-x', "*, *", f"{TAG} {TAG}", f"w/{TAG}", '"a b"', '"户"', ","]
)
def test_what_is_no_condition_is_told(header: str) -> None:
    with pytest.raises(MalformedCondition) as refusal:
        is_seen(asking(if_match=header), 3)
    assert (refusal.value.status, refusal.value.field) == (400, "If-Match")


def test_without_a_condition_a_write_is_refused() -> None:
    with pytest.raises(PreconditionRequired) as refusal:
        is_seen(asking(), 3)
    assert refusal.value.status == 428


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [(TAG, True), (f"W/{TAG}", True), ("*", True), (f'"x", {TAG}', True), (tag_of(3, "other"), False)],
)
def test_reading_compares_all_of_it_weakly(header: str, unchanged: bool) -> None:
    assert is_unchanged(asking(if_none_match=header), TAG) is unchanged
    assert is_unchanged(asking(), TAG) is False


@given(st.text(max_size=60))
def test_any_header_is_read_or_refused(header: str) -> None:
    with contextlib.suppress(MalformedCondition):
        tags_in(asking(if_match=header), "If-Match")


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters='"', min_codepoint=33, max_codepoint=126))))
def test_every_tag_of_a_list_is_found(contents: list[str]) -> None:
    tags = [f'"{content}"' for content in contents] or ['"x"']
    assert tags_in(asking(if_match=", ".join(tags)), "If-Match") == tags
