"""The course of a case, drawn with bpmn-js: marked steps, a step's form by a click, the list that says the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, OpenPage
from tests.factories.bizexpansion import FULL, Walk, make_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(transactional_db: None) -> Walk:
    """An important customer's case: sent back once, some steps open at us, one outside, one late."""
    walk = Walk(make_people(), timezone.localtime() - timedelta(days=2), FULL)
    walk.accept()
    walk.run_until("review_contract", "collect_fee", "review_design", "assign_meter", "track_grid_project")
    walk.do("review_contract", passed=False, note="产权分界点描述有误")
    return walk


def test_the_course_is_drawn_and_marked(open_page: OpenPage, walk: Walk) -> None:
    for size in (DESK, PHONE):
        is_drawn_and_marked(open_page, walk, size)
    is_a_list_without_its_library(open_page, walk)


def is_drawn_and_marked(open_page: OpenPage, walk: Walk, size: Any) -> None:
    """At one size of the screen."""
    page: Page = open_page(f"/cases/{walk.case.case_number}/", number="Y001", size=size)
    page.locator(".course").scroll_into_view_if_needed()
    page.wait_for_selector(".course[data-drawn]")
    shapes = page.locator(".course-drawing .djs-shape")
    assert shapes.and_(page.locator(".is-done")).count() >= 8
    assert shapes.and_(page.locator(".is-returned")).get_attribute("data-element-id") == "draft_contract"
    assert shapes.and_(page.locator(".is-waiting")).count() >= 1
    assert page.locator(".course-drawing text", has_text="起草").count() >= 1, "names in Chinese"
    box = page.locator('[data-element-id="draft_contract"]').bounding_box()
    paper = page.locator(".course-drawing").bounding_box()
    assert box is not None
    assert paper is not None
    assert paper["x"] <= box["x"] <= paper["x"] + paper["width"]
    page.get_by_role("button", name="整个流程").click()
    page.locator('[data-element-id="survey"] .djs-hit').click()
    page.wait_for_selector("#step-panel caption, #step-panel h2, #step-panel .visit")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "nothing pushes the page aside"
    )


def is_a_list_without_its_library(open_page: OpenPage, walk: Walk) -> None:
    """What is read where nothing can be drawn."""
    page: Page = open_page("/floor/", number="Y001")
    page.route("**/bpmn-navigated-viewer*", lambda route: route.abort())
    page.goto(f"/cases/{walk.case.case_number}/")
    page.locator(".course-list").scroll_into_view_if_needed()
    page.wait_for_selector(".course-list[open]")
    assert page.locator(".course-list li").count() > 20
