"""The registry of demo builders: every app registers, in `AppConfig.ready`, what it adds to the demo data.

    from crm.local import builders
    builders.register("book", 20, build_book)

`seed_demo` runs them in their order. A builder is deterministic for a seed, safe to run twice (it tops up or says
what stands), and writes through operations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SeedRequest:
    """What is asked of a builder: how many supply accounts in all, the seed, the moment, where to report."""

    accounts: int
    seed: int
    now: datetime
    say: Callable[[str], None]


Builder = Callable[[SeedRequest], None]


@dataclass(frozen=True, order=True)
class Registered:
    """A builder in its place; the smaller `order` runs earlier."""

    order: int
    name: str
    build: Builder


_builders: dict[str, Registered] = {}


def register(name: str, order: int, build: Builder) -> None:
    """Add a builder; the same name again replaces it."""
    _builders[name] = Registered(order, name, build)


def registered() -> list[Registered]:
    """All builders in the order in which they run."""
    return sorted(_builders.values(), key=lambda entry: (entry.order, entry.name))
