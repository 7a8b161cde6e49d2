"""When does a total over parallel branches pause? (workflows.md 3.4, ruling 2, low voltage)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from crm.clocks.arithmetic import Pause


@dataclass(frozen=True, slots=True)
class Branch:
    """One parallel branch of a case: when it was live, and when it waited for the customer."""

    live_from: datetime
    live_to: datetime | None = None
    waits: tuple[Pause, ...] = ()

    def is_live(self, moment: datetime) -> bool:
        """Whether the branch had begun and not yet ended at `moment`."""
        return self.live_from <= moment and (self.live_to is None or moment < self.live_to)

    def waits_at(self, moment: datetime) -> bool:
        """Whether the branch waited for the customer at `moment`."""
        return any(wait.holds_at(moment) for wait in self.waits)


def every_live_branch_waits(live: Collection[str], waiting: Collection[str]) -> bool:
    """Ruling 2: the total pauses only while at least one branch is live and every live one waits."""
    return bool(live) and set(live) <= set(waiting)


def common_waits(branches: Sequence[Branch]) -> tuple[Pause, ...]:
    """The pauses of a total over parallel branches: when every live branch waited (ruling 2)."""
    edges = {branch.live_from for branch in branches}
    edges |= {branch.live_to for branch in branches if branch.live_to is not None}
    for wait in chain.from_iterable(branch.waits for branch in branches):
        edges |= {edge for edge in (wait.start, wait.end) if edge is not None}
    pauses: list[Pause] = []
    since: datetime | None = None
    for edge in sorted(edges):
        live = [branch for branch in branches if branch.is_live(edge)]
        all_wait = bool(live) and all(branch.waits_at(edge) for branch in live)
        if all_wait and since is None:
            since = edge
        elif not all_wait and since is not None:
            pauses.append(Pause(since, edge))
            since = None
    if since is not None:
        pauses.append(Pause(since))
    return tuple(pauses)
