"""A typed, ordered list that higher rooms fill and lower rooms read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Registered(Protocol):
    """What a registry holds: something with a key and a place in the order."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...


T = TypeVar("T", bound=Registered)


class DuplicateKey(ValueError):
    """Two apps registered the same key: a mistake in the code, found at start-up."""


class Registry(Generic[T]):
    """Entries by key, iterated by `order`, then key. Filled in `AppConfig.ready`, only read afterwards.

    navigation.register(NavigationItem("queue", _("Work queue"), "work-queue", "bizexpansion.view_case"))
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}
        self._ordered: tuple[T, ...] | None = None

    def register(self, entry: T) -> T:
        """Add an entry and return it. Raises `DuplicateKey` when the key is taken."""
        if entry.key in self._entries:
            raise DuplicateKey(f"{self.name}: {entry.key!r} is registered twice")
        self._entries[entry.key] = entry
        self._ordered = None
        return entry

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def get(self, key: str) -> T | None:
        """The entry with this key, or None."""
        return self._entries.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[T]:
        if self._ordered is None:
            self._ordered = tuple(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.key)))
        return iter(self._ordered)
