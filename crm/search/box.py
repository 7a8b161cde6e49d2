"""The box: ask every source that a person may use, group what they find, exact numbers first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crm.registries import SearchHit, permitted, search_sources
from crm.search.normal import LONGEST


@dataclass
class Group:
    """Hits of one kind under one heading."""

    label: str
    hits: list[SearchHit] = field(default_factory=list)

    @property
    def has_exact(self) -> bool:
        """Whether what was typed is a number of one of these records."""
        return any(hit.exact for hit in self.hits)


@dataclass(frozen=True)
class Found:
    """All that was found for `text`, which is cut to the length that was looked at."""

    text: str
    groups: list[Group]

    @property
    def meant(self) -> SearchHit | None:
        """The one record that can have been meant: the only exact one, else the only one."""
        hits = [hit for group in self.groups for hit in group.hits]
        candidates = [hit for hit in hits if hit.exact] or hits
        return candidates[0] if len(candidates) == 1 else None


def find(user: Any, typed: str) -> Found:
    """What a person may see of what he typed; any text whatever, never an error."""
    text = typed.replace("\x00", "").strip()[:LONGEST]
    groups: dict[str, Group] = {}
    if text:
        for source in permitted(search_sources, user):
            for hit in source.find(user, typed):
                label = str(hit.group or source.label)
                groups.setdefault(label, Group(label)).hits.append(hit)
    return Found(text, sorted(groups.values(), key=lambda group: not group.has_exact))
