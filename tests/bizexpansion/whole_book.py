"""The book of customers row by row, to see that nothing of an aborted case stays in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.apps import apps

from customers.book.enums import DeviceState

Book = dict[str, Counter[tuple[Any, ...]]]
# The index by which people are found, and notes for the sweeps that score accounts and look for duplicates: what
# was undone is looked at again, too.
NOTES = {"searchterm", "qualitymark", "duplicatedue"}
# They tell that a row was written, not what it says.
COUNTERS = {"version"}
# What an aborted application may leave behind: the number that is never given out again, who it was, how it was
# graded, a contract marked void.
LEFT_BEHIND = {"supplyaccount", "customer", "contactperson", "contract", "accountgrade"}


def whole_book() -> Book:
    """Every row of every table of the book, without its key; devices in store are not the flow's doing."""
    book: Book = {}
    for model in apps.get_app_config("book").get_models():
        name = model._meta.model_name or ""
        if name in NOTES:
            continue
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in COUNTERS
        ]
        rows = model._default_manager.all()
        if name in ("meter", "instrumenttransformer"):
            rows = rows.exclude(state=DeviceState.IN_STORE)
        book[name] = Counter(tuple(map(repr, row)) for row in rows.values_list(*columns))
    return book


def assert_unchanged(before: Book, after: Book) -> None:
    """Every row is as before, and no row is new but what an aborted application leaves behind."""
    for name, rows in before.items():
        gone, new = rows - after[name], after[name] - rows
        assert not gone, f"{name}: {next(iter(gone))} is now {next(iter(new), None)}"
        assert not new or name in LEFT_BEHIND, f"{name}: {next(iter(new))}"
