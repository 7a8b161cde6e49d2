"""The rows of a segment as its page shows them and as the browser sends them back; nothing is kept in between.

The form carries its own structure: `item` names what stands at the top in order (`r1`, `g2`, …), `g2-item` what
stands in a group, and each row brings `r1-field`, `r1-op`, `r1-value`, `r1-to`, `r1-not`. A button `do` asks for
one more row (`add`, `add:g2`), one more group (`group`), one less (`remove:r1`), or for the operators and the
entry of another field (`field:r1`). So the page needs no script of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import QueryDict

from crm.registries import permitted
from crm.registries.conditions import Condition, Operator, conditions
from customers.book.criteria import ALL, ANY, Group, Row, Vocabulary, read_criteria, row_error

MAX_KEYS = 80
PAIRED = ("numbers", "days")


@dataclass
class BuilderRow:
    """One row of the page. `place` is its number as errors name it; `error` what is wrong with it."""

    key: str
    row: Row
    place: str = ""
    error: str = ""
    is_new: bool = False

    @property
    def condition(self) -> Condition | None:
        """What it asks."""
        return self.row.condition

    @property
    def operators(self) -> list[Operator]:
        """The ways to compare."""
        return list(self.condition.kind.offered()) if self.condition else []

    @property
    def operator(self) -> Operator | None:
        """The one chosen; the first when none is."""
        return self.row.operator or next(iter(self.operators), None)

    @property
    def entry(self) -> str:
        """What is typed beside it."""
        return self.operator.entry if self.operator else "nothing"

    @property
    def unit(self) -> str:
        """The unit of the number."""
        return str(getattr(self.condition.kind, "unit", "")) if self.condition else ""

    @property
    def chosen(self) -> list[str]:
        """The values ticked."""
        return [str(value) for value in self.row.value] if isinstance(self.row.value, list) else []

    @property
    def typed(self) -> str:
        """The first value typed."""
        value = self.row.value[0] if isinstance(self.row.value, list) and self.row.value else self.row.value
        return "" if value is None or isinstance(value, list | dict) else _plain(value)

    @property
    def typed_to(self) -> str:
        """The second value typed."""
        value = self.row.value
        return _plain(value[1]) if isinstance(value, list) and len(value) > 1 else ""

    @property
    def is_blank(self) -> bool:
        """Nothing is chosen or typed yet: the preview leaves it out."""
        if not self.row.field:
            return True
        return self.entry != "nothing" and self.row.value in (None, "", [], ["", ""])


@dataclass
class BuilderGroup:
    """A group of rows on the page; the root is one too."""

    key: str
    match: str = ALL
    negated: bool = False
    items: list[BuilderRow | BuilderGroup] = field(default_factory=list)
    place: str = ""

    is_group = True

    @property
    def prefix(self) -> str:
        """What the names of its entries begin with."""
        return f"{self.key}-" if self.key else ""

    def as_json(self, *, leave_blank_out: bool = False) -> dict[str, Any]:
        """The criteria, unchecked."""
        items = []
        for item in self.items:
            if isinstance(item, BuilderGroup):
                group = item.as_json(leave_blank_out=leave_blank_out)
                if group["items"] or not leave_blank_out:
                    items.append(group)
            elif not (leave_blank_out and item.is_blank):
                items.append(item.row.as_json())
        return {"match": self.match, "not": self.negated, "items": items}

    def rows(self) -> Iterator[BuilderRow]:
        """All rows, also those in groups."""
        for item in self.items:
            if isinstance(item, BuilderGroup):
                yield from item.rows()
            else:
                yield item


class Builder:
    """The whole of it, with what the selects offer to this person."""

    def __init__(self, root: BuilderGroup, user: Any) -> None:
        self.root = root
        self.user = user
        self.vocabulary = Vocabulary()
        self.focus = ""
        self._number()

    @classmethod
    def from_criteria(cls, criteria: Group, user: Any) -> Builder:
        """What stands in a segment."""
        serial = iter(range(1, 10_000))

        def group(stored: Group, key: str) -> BuilderGroup:
            shown = BuilderGroup(key, stored.match, stored.negated)
            for item in stored.items:
                number = next(serial)
                if isinstance(item, Group):
                    shown.items.append(group(item, f"g{number}"))
                else:
                    shown.items.append(BuilderRow(f"r{number}", item))
            return shown

        return cls(group(criteria, ""), user)

    @classmethod
    def from_post(cls, data: QueryDict, user: Any) -> Builder:
        """What the browser sent, with the button `do` carried out."""
        builder = cls(_read_group(data, "", is_root=True), user)
        builder._do(data.get("do", ""))
        builder._number()
        return builder

    def criteria(self, *, leave_blank_out: bool = False) -> Group:
        """As a value. Raises InvalidInput where there is too much."""
        return read_criteria(self.root.as_json(leave_blank_out=leave_blank_out))

    def judge(self) -> None:
        """Say at each row what is wrong with it."""
        for row in self.root.rows():
            row.error = row_error(row.place, row.row, self.vocabulary)

    def offered(self) -> list[tuple[str, list[Condition]]]:
        """The conditions that this person may ask, under their headings."""
        asked = permitted(conditions, self.user)
        return [(heading, list(entries)) for heading, entries in groupby(asked, key=lambda entry: str(entry.group))]

    def _number(self) -> None:
        """Give each row and group the place by which errors and labels name it."""
        for number, item in enumerate(self.root.items, start=1):
            item.place = str(number)
            if isinstance(item, BuilderGroup):
                for inner, row in enumerate(item.items, start=1):
                    row.place = f"{number}.{inner}"

    def _do(self, action: str) -> None:
        verb, _colon, key = action.partition(":")
        groups = {item.key: item for item in self.root.items if isinstance(item, BuilderGroup)}
        if verb == "add":
            groups.get(key, self.root).items.append(self._new_row())
        elif verb == "group":
            self.root.items.append(BuilderGroup(self._free("g"), ANY, items=[self._new_row()]))
        elif verb == "remove":
            for group in (self.root, *groups.values()):
                group.items = [item for item in group.items if item.key != key]
            self.focus = "add"
        elif verb == "field":
            for row in self.root.rows():
                if row.key == key:
                    first = next(iter(row.operators), None)
                    row.row = Row(row.row.field, first.code if first else "", None, row.row.negated)

    def _new_row(self) -> BuilderRow:
        return BuilderRow(self._free("r"), Row(), is_new=True)

    def _free(self, letter: str) -> str:
        taken = {row.key for row in self.root.rows()} | {item.key for item in self.root.items}
        return next(key for number in range(1, 1000) if (key := f"{letter}{number}") not in taken)


def _read_group(data: QueryDict, key: str, *, is_root: bool) -> BuilderGroup:
    group = BuilderGroup(key)
    group.match = ANY if data.get(f"{group.prefix}match") == ANY else ALL
    group.negated = not is_root and f"{group.prefix}not" in data
    for name in list(dict.fromkeys(data.getlist(f"{group.prefix}item")))[:MAX_KEYS]:
        if not name[1:].isascii() or not name[1:].isdecimal() or len(name) > 6:
            continue
        if name[0] == "r":
            group.items.append(BuilderRow(name, _read_row(data, name)))
        elif name[0] == "g" and is_root:
            group.items.append(_read_group(data, name, is_root=False))
    return group


def _read_row(data: QueryDict, key: str) -> Row:
    row = Row(data.get(f"{key}-field", "")[:80], data.get(f"{key}-op", "")[:20], None, f"{key}-not" in data)
    operator = BuilderRow(key, row).operator
    entry = operator.entry if operator else "nothing"
    value: Any = None
    if entry == "choices":
        value = data.getlist(f"{key}-value")
    elif entry in PAIRED:
        value = [data.get(f"{key}-value", ""), data.get(f"{key}-to", "")]
    elif entry != "nothing":
        value = data.get(f"{key}-value", "")
    return Row(row.field, operator.code if operator else row.op, value, row.negated)


def _plain(value: Any) -> str:
    """A stored number without zeros behind the point, as somebody would type it."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if text.replace(".", "", 1).isdecimal() and "." in text else text
