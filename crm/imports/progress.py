"""How far a run is. It stands in the cache, because what a transaction writes nobody sees before its end."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache

KEEP_SECONDS = 3600
Report = Callable[[int, int], None]


def report_progress(batch_id: int, done: int, total: int) -> None:
    """Say that `done` of `total` parts (rows or steps) are through."""
    cache.set(f"imports:progress:{batch_id}", (done, total), KEEP_SECONDS)


def read_progress(batch_id: int) -> tuple[int, int]:
    """(done, total); (0, 0) when nothing is known."""
    done, total = cache.get(f"imports:progress:{batch_id}") or (0, 0)
    return done, total
