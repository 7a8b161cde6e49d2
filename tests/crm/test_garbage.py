"""What a page leaves behind is gone as soon as its answer was sent."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished

from crm.garbage import OFTEN, collect_left


class Tied:
    """Something that holds itself, as a request does."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def collector_waits() -> Iterator[None]:
    """The collector does not come by itself."""
    gc.collect()
    gc.disable()
    request_finished.connect(collect_left)
    yield
    request_finished.disconnect(collect_left)
    gc.enable()


@pytest.mark.usefixtures("collector_waits")
def test_what_a_page_left_is_collected_when_it_has_been_sent() -> None:
    left = weakref.ref(Tied())
    assert left() is not None
    request_finished.send(sender=None)
    assert left() is None


@pytest.mark.usefixtures("collector_waits")
def test_what_outlived_some_pages_is_collected_in_the_end() -> None:
    """Something that another thread still needed while a page ended is old when nobody needs it any more."""
    tied = Tied()
    gc.collect(0)
    left = weakref.ref(tied)
    del tied
    for _page in range(OFTEN + 2):
        request_finished.send(sender=None)
    assert left() is None
