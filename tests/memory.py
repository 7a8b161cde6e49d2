"""How much memory a stretch of work takes, whatever the process did before."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Memory:
    """What Python held at most during the work beyond what it held before, in MB; 0 until it has ended."""

    peak_mb: float = 0.0


@contextmanager
def watch_memory() -> Iterator[Memory]:
    """The peak of the block alone: `ru_maxrss` is the peak of the whole run, so that other tests would count."""
    memory = Memory()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    try:
        yield memory
    finally:
        memory.peak_mb = (tracemalloc.get_traced_memory()[1] - before) / 2**20
        tracemalloc.stop()
