"""Which handlers want which topics; each app registers its own from `AppConfig.ready`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from crm.outbox.models import Fact


class Handler(Protocol):
    """What happens because of a fact. Its database writes are undone when it raises, and tried again."""

    def __call__(self, fact: Fact, *, now: datetime) -> None: ...


_by_name: dict[str, Handler] = {}
_by_topic: dict[str, set[str]] = defaultdict(set)


def handles(*topics: str, name: str) -> Callable[[Handler], Handler]:
    """Register a handler for one or more topics.

    `name` (`app.verb_noun`) is stored with every delivery: it must stay the same when the function moves.
    Raises ValueError when another function already has the name.
    """

    def register(handler: Handler) -> Handler:
        if _by_name.get(name, handler) is not handler:
            raise ValueError(f"two outbox handlers are named {name}")
        _by_name[name] = handler
        for topic in topics:
            _by_topic[topic].add(name)
        return handler

    return register


def handler_names(topic: str) -> list[str]:
    """The handlers of a topic, in stable order."""
    return sorted(_by_topic.get(topic, ()))


def handler_named(name: str) -> Handler:
    """The handler with this name. Raises LookupError when no running code has it."""
    try:
        return _by_name[name]
    except KeyError:
        raise LookupError(f"no outbox handler is named {name}") from None
