"""What a page leaves behind is gone as soon as its answer was sent."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished

from crm.garbage import OFTEN, collect_between_pages, collect_left


class Tied:
    """Something that holds itself, as a request does."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def collector_waits() -> Iterator[None]:
    """The collector does not come by itself."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collector_waits")
def test_what_a_page_left_is_collected_when_it_has_been_sent() -> None:
    left = weakref.ref(Tied())
    assert left() is not None
    collect_left()
    assert left() is None


@pytest.mark.usefixtures("collector_waits")
def test_what_outlived_some_pages_is_collected_in_the_end() -> None:
    """Something that another thread still needed while a page ended is old when nobody needs it any more."""
    tied = Tied()
    gc.collect(0)
    left = weakref.ref(tied)
    del tied
    for _page in range(OFTEN + 2):
        collect_left()
    assert left() is None


def test_a_web_process_collects_after_each_page() -> None:
    """Whether or not this process has served pages before (a live server of another test loads `crm.wsgi`)."""
    threshold, has_begun = gc.get_threshold(), request_finished.disconnect(collect_left)
    gc.set_threshold(700, 10, 10)
    try:
        collect_between_pages()
        assert gc.get_threshold()[0] > 700, "not in the middle of a page"
        assert request_finished.disconnect(collect_left)
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        if has_begun:
            request_finished.connect(collect_left)
