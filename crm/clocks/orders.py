"""What may be asked of clocks. An order names its clock by key, so that one batch can start a clock and use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm.clocks.enums import Holder
from crm.clocks.models import ClockRule
from crm.org.models import Department


@dataclass(frozen=True, kw_only=True)
class Order:
    """Something to be done to the clock that bears `key`."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Start(Order):
    """Begin a clock; one that bears the key already is left as it is.

    `parts` are the keys of the clocks that a total measures, `part_of` those of the totals that this clock
    uses up. `started_at` is the moment of the batch unless it is given. `until` is the day of the end, where a
    day was agreed instead of counted.
    """

    rule: ClockRule
    department: Department
    started_at: datetime | None = None
    owner_kind: str = "case"
    account_id: int | None = None
    until: date | None = None
    parts: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pause(Order):
    """Somebody else has the ball; `reason` is a PauseReason, or several joined by `+`."""

    reason: str
    holder: Holder | None = None
    note: str = ""
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class Resume(Order):
    """The ball is back."""

    note: str = ""
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class Stop(Order):
    """What was promised is done."""


@dataclass(frozen=True, kw_only=True)
class Continue(Order):
    """A stopped clock goes on: the fault was ours."""


@dataclass(frozen=True, kw_only=True)
class Agree(Order):
    """Another end is agreed: the term is extended, or cut short."""

    until: date


@dataclass(frozen=True, kw_only=True)
class Follow(Order):
    """Another limit applies from the start, for what decides on it is known only now (works outside)."""

    rule: ClockRule


@dataclass(frozen=True, kw_only=True)
class Cancel(Order):
    """The work was aborted."""


@dataclass(frozen=True, kw_only=True)
class HandOver(Order):
    """The clock outlives its case and goes on under the key `to`."""

    to: str
    owner_kind: str
    account_id: int | None = None
