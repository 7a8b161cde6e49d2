"""Registries: order, duplicates, who is shown what."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from crm.org.permissions import grant
from crm.registries import DuplicateKey, NavigationItem, Registry, permitted
from tests.factories.org import make_company, make_staff


@dataclass(frozen=True)
class Thing:
    key: str
    order: int = 100


def test_entries_come_in_order_then_by_key() -> None:
    registry: Registry[Thing] = Registry("things")
    for thing in (Thing("b"), Thing("a"), Thing("first", 1)):
        registry.register(thing)
    assert [thing.key for thing in registry] == ["first", "a", "b"]
    registry.register(Thing("zero", 0))
    assert [thing.key for thing in registry] == ["zero", "first", "a", "b"]
    assert registry["a"] == Thing("a")
    assert len(registry) == 4


def test_a_key_is_registered_once() -> None:
    registry: Registry[Thing] = Registry("things")
    registry.register(Thing("a"))
    with pytest.raises(DuplicateKey, match="things: 'a' is registered twice"):
        registry.register(Thing("a", 5))
    assert [thing.order for thing in registry] == [100]


@pytest.mark.django_db
def test_only_what_the_roles_open_is_shown() -> None:
    grant("test.open_place", "R1")
    registry: Registry[NavigationItem] = Registry("navigation")
    registry.register(NavigationItem("all", "All", "floor"))
    registry.register(NavigationItem("some", "Some", "floor", permission="test.open_place"))
    hall = make_company()["GS-H"]
    assert [item.key for item in permitted(registry, make_staff("1", hall, "R1"))] == ["all", "some"]
    assert [item.key for item in permitted(registry, make_staff("2", hall, "R2"))] == ["all"]
