"""When a web process looks after garbage: between pages, never in the middle of one.

Django ties each request to itself, so what a page made (a thousand objects) is only found by the collector. Left
alone it comes when twenty pages have gathered, and whoever opens the next one waits for all of them: 15 ms.
What one page has left is found in half a millisecond, right after its answer was sent.
"""

from __future__ import annotations

import gc
from typing import Any

from django.core.signals import request_finished

YOUNG, OFTEN = 20_000, 50
"""How many objects a single request may leave before the collector comes after all; how many collections of a
generation bring one of the next."""


def collect_between_pages() -> None:
    """Begin. What is loaded so far lives as long as the process and is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OFTEN, OFTEN)
    request_finished.connect(collect_left)


def collect_left(**_signal: Any) -> None:
    """Collect what the request has left; once in a while also what outlived such a collection."""
    _young, middle, old = gc.get_count()
    gc.collect(2 if old > OFTEN else 1 if middle > OFTEN else 0)
