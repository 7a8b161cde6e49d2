"""A clock's life: start, pause, resume, stop, continue, cancel, hand over; one clock, or many at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from crm.audit.operation import Actor, about, operation
from crm.clocks.branches import every_live_branch_waits
from crm.clocks.enums import Holder, PauseReason
from crm.clocks.models import Clock, ClockRule
from crm.clocks.operations.bench import Bench
from crm.clocks.orders import Cancel, Continue, HandOver, Order, Pause, Resume, Start, Stop
from crm.org.models import Department


@operation("clocks.move_clocks")
def move_clocks(*, orders: Sequence[Order], actor: Actor, now: datetime) -> dict[str, Clock]:
    """Carry out many orders at one moment, in their order; totals follow once, at the end.

    What each order means, and what it refuses, is said at the operation of its name below. Returns the
    clocks by key. A constant number of statements, however many orders.
    """
    if not orders:
        return {}
    bench = Bench(orders, actor=actor, now=now)
    bench.carry_out(orders)
    about(bench.by_key[orders[0].key], orders=[f"{type(one).__name__.lower()} {one.key}" for one in orders])
    return bench.by_key


@operation("clocks.start_clock")
def start_clock(
    *,
    rule: ClockRule,
    key: str,
    started_at: datetime,
    department: Department,
    actor: Actor,
    now: datetime,
    owner_kind: str = "case",
    account_id: int | None = None,
    parts: Sequence[Clock] = (),
    part_of: Sequence[Clock] = (),
) -> Clock:
    """Start a clock, or return the one that already bears `key`: called twice, there is one clock.

    `parts` are the clocks that a total measures, `part_of` the totals that this clock uses up. A total runs
    only while a part runs. Raises ClockKeyTaken where the key names a clock of another rule, ValueError
    where `started_at` lies after `now`.
    """
    if started_at > now:
        raise ValueError("a clock cannot start in the future")
    order = Start(
        key=key,
        rule=rule,
        department=department,
        started_at=started_at,
        owner_kind=owner_kind,
        account_id=account_id,
        parts=tuple(one.key for one in parts),
        part_of=tuple(one.key for one in part_of),
    )
    return _one(order, actor, now)


@operation("clocks.pause_clock")
def pause_clock(
    *,
    clock: Clock,
    reason: str,
    actor: Actor,
    now: datetime,
    holder: Holder | None = None,
    note: str = "",
    document: str = "",
) -> Clock:
    """Somebody else has the ball: the clock stands still and has no deadline.

    `reason` is a PauseReason, or several joined by `+` where several are waited for. A total is left alone:
    its parts decide. Paused already for the same reason: nothing happens; for another: a new span begins.
    Raises PauseNotAllowed where the rule does not list the reason, ClockEnded, ClockGoesBack.
    """
    order = Pause(key=clock.key, reason=reason, holder=holder, note=note, document=document)
    return _one(order, actor, now, reason=note, pause=reason)


@operation("clocks.resume_clock")
def resume_clock(*, clock: Clock, actor: Actor, now: datetime, note: str = "", document: str = "") -> Clock:
    """The ball is back: the clock runs on and its deadline is computed anew. Running already: nothing happens.

    Raises ClockEnded, ClockGoesBack.
    """
    return _one(Resume(key=clock.key, note=note, document=document), actor, now, reason=note)


@operation("clocks.stop_clock")
def stop_clock(*, clock: Clock, actor: Actor, now: datetime) -> Clock:
    """What was promised is done. Stopped after the deadline is a breach, whether or not the sweep came by.

    A clock that stood still is judged as if the ball had come back at this moment. Stopped already: nothing
    happens. Raises ClockEnded where it was cancelled or handed over, ClockGoesBack.
    """
    return _one(Stop(key=clock.key), actor, now)


@operation("clocks.continue_clock")
def continue_clock(*, clock: Clock, actor: Actor, now: datetime) -> Clock:
    """Take up a stopped clock again, because the fault was ours (workflows.md 3.4, ruling 4).

    The time between counts as a pause. Running or paused: nothing happens. Raises ClockEnded where it was
    cancelled or handed over, ClockGoesBack.
    """
    return _one(Continue(key=clock.key), actor, now)


@operation("clocks.cancel_clock")
def cancel_clock(*, clock: Clock, reason: str, actor: Actor, now: datetime) -> Clock:
    """The work was aborted. A deadline that had passed before stays a breach. Ended already: nothing happens."""
    return _one(Cancel(key=clock.key), actor, now, reason=reason)


@operation("clocks.hand_over_clock")
def hand_over_clock(
    *, clock: Clock, key: str, owner_kind: str, actor: Actor, now: datetime, account_id: int | None = None
) -> Clock:
    """The clock outlives its case: end it here, and let a successor run on under `key` for the book.

    The successor has the same rule, start, pauses and deadline; a breach is not counted twice. Returns the
    successor, also when called again. Raises ClockEnded where the clock was stopped or cancelled.
    """
    order = HandOver(key=clock.key, to=key, owner_kind=owner_kind, account_id=account_id)
    done = _one(order, actor, now, to=key)
    return Clock.objects.select_related("rule").get(predecessor=done)


@operation("clocks.set_waiting")
def set_waiting(
    *, clock: Clock, live: Collection[str], waiting: Collection[str], actor: Actor, now: datetime
) -> Clock:
    """Pause or resume a total over parallel branches: it stands still only while every live one waits.

    workflows.md 3.4, ruling 2 (low voltage). `live` and `waiting` name branches.
    """
    if every_live_branch_waits(live, waiting):
        return pause_clock(clock=clock, reason=PauseReason.ALL_WAIT, actor=actor, now=now)
    return resume_clock(clock=clock, actor=actor, now=now)


def _one(order: Order, actor: Actor, now: datetime, *, reason: str = "", **details: str) -> Clock:
    """One order on a bench of its own."""
    bench = Bench([order], actor=actor, now=now)
    clock = bench.by_key[order.key]
    about(clock, reason=reason, key=order.key, **details)
    bench.carry_out([order])
    return clock
