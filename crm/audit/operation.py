"""The frame of every write: one transaction, one actor, one moment, one audit entry.

    @operation("bizexpansion.accept_application")
    def accept_application(*, form: ..., actor: Staff, now: datetime) -> Case:
        ...
        about(case, flow="104")
        return case

The decorator opens the transaction, sees to it that the database knows who acts (`telling`), runs the function
and writes one `Entry`. An operation called by another one is part of it: same transaction, an
entry of its own that names its parent and is written together with it. A refusal (any exception) leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import connection, models, transaction

from crm.audit.models import Entry, Reveal
from crm.audit.telling import Teller, telling
from crm.writing import Parts, Writes, store_rows

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)


class Actor(Protocol):
    """Whoever acts: a member of staff, or the system itself (`SYSTEM`)."""

    @property
    def pk(self) -> Any: ...
    @property
    def number(self) -> Any: ...


@dataclass(frozen=True)
class SystemActor:
    """The sweep, an import, a migration: acts without a person, and passes every permission check."""

    number: str = "system"
    pk: None = None


SYSTEM = SystemActor()


@dataclass
class _Frame:
    entry_id: int
    operation: str
    actor: Any
    now: datetime
    teller: Teller
    reason: str = ""
    # The savepoints inside which the operation runs: what happens in a deeper one may be taken back alone.
    savepoints: tuple[str, ...] = ()
    subject: models.Model | None = None
    details: dict[str, Any] = field(default_factory=dict)
    # Entries of the operations inside this one, to be written with its own.
    inner: list[Entry] = field(default_factory=list)
    # What is left for the end, by who does it (`at_end`).
    left: dict[Callable[[list[Any]], None], list[Any]] = field(default_factory=dict)


_known: set[str] = set()
_current: ContextVar[_Frame | None] = ContextVar("crm_operation", default=None)


def operation(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a named operation. It must take the keywords `actor` and `now` (aware)."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor: Any = kwargs["actor"]
            now = kwargs["now"]
            if not isinstance(now, datetime) or now.tzinfo is None:
                raise ValueError(f"{name} needs an aware `now`")
            parent = _current.get()
            # Part of a greater operation: who catches a refusal and goes on makes a savepoint of its own.
            with transaction.atomic(savepoint=parent is None), _teller(parent) as teller:
                before = teller.wanted
                entry_id = teller.next_id(str(actor.pk or ""), name)
                frame = _Frame(entry_id, name, actor, now, teller, savepoints=_savepoints())
                token = _current.set(frame)
                try:
                    result = function(*args, **kwargs)
                finally:
                    _current.reset(token)
                    teller.wanted = before
                _finish(frame, parent)
                return result

        run.operation_name = name  # type: ignore[attr-defined]
        _known.add(name)
        return run

    return decorate


def known_operations() -> frozenset[str]:
    """The names of all operations that running code has loaded."""
    return frozenset(_known)


def about(subject: models.Model, *, reason: str = "", **details: Any) -> None:
    """Say, inside an operation, which record it concerns, why, and what a reader of the log should know.

    Details must hold nothing personal. Outside an operation this is an error.
    """
    frame = _current.get()
    if frame is None:
        raise RuntimeError("about() outside an operation")
    frame.subject = subject
    frame.reason = reason or frame.reason
    frame.details.update(details)


def at_end(work: Callable[[list[Any]], None], items: Iterable[Any]) -> None:
    """Let `work` take these items at the end of the operation that runs, in one go with those of the operations
    inside it; at once where none runs, or in a savepoint that may be taken back alone."""
    frame = _current.get()
    if frame is None or frame.savepoints != _savepoints():
        work(list(items))
    else:
        frame.left.setdefault(work, []).extend(items)


def add_later(
    rows: Iterable[models.Model],
    *,
    refusing: AbstractContextManager[None] | None = None,
    then: Callable[[], None] | None = None,
) -> None:
    """Insert rows together with what else the operation writes, before the next statement of any kind.

    They have no keys until then: whoever needs one asks for `write_now`. `refusing` turns what the database refuses
    into words; `then` is called when the keys are there. Outside an operation it happens at once.
    """
    frame = _current.get()
    writes = frame.teller.writes() if frame is not None else Writes()
    writes.add(rows, refusing=refusing, then=then)
    if frame is None:
        writes.send()


def change_later(row: models.Model, names: Iterable[str]) -> None:
    """Store fields of a row as `add_later` stores new ones; plain values, as they are when they are written."""
    frame = _current.get()
    if frame is not None:
        frame.teller.let_go(row)
    if frame is None:
        store_rows([row], names)
    elif not frame.teller.writes().change(row, names):
        frame.teller.send()
        frame.teller.writes().change(row, names)


def add_parts_later(parts: Parts) -> None:
    """Send SQL of one's own along with what else is written later."""
    frame = _current.get()
    writes = frame.teller.writes() if frame is not None else Writes()
    writes.add_parts(parts)
    if frame is None:
        writes.send()


@contextmanager
def reading_aside() -> Iterator[None]:
    """What is read inside does not depend on what waits to be written, which need not be sent before."""
    frame = _current.get()
    if frame is None or frame.teller.is_aside:
        yield
        return
    frame.teller.is_aside = True
    try:
        yield
    finally:
        frame.teller.is_aside = False


def hold_row(row: models.Model) -> None:
    """Remember, for the outermost operation, a row that it has locked, as the row stands: read, or just stored.

    It is forgotten as soon as a statement may change its table, or takes back to a savepoint.
    """
    frame = _current.get()
    if frame is not None:
        frame.teller.hold(row)


def held_row(model: type[M], key: Any) -> M | None:
    """A row that the outermost operation has locked and that stands as it was: a copy, with nothing read along."""
    frame = _current.get()
    return frame.teller.held(model, key) if frame is not None else None


def write_now() -> None:
    """Write what waits; the new rows have their keys then."""
    frame = _current.get()
    if frame is not None:
        frame.teller.send()


def current_entry_id() -> int:
    """The number of the audit entry of the operation that runs. Outside an operation this is an error."""
    frame = _current.get()
    if frame is None:
        raise RuntimeError("no entry outside an operation")
    return frame.entry_id


@operation("audit.record_reveal")
def record_reveal(*, subject: models.Model, field_name: str, reason: str, actor: Actor, now: datetime) -> Reveal:
    """Note that `actor` is shown a personal field of `subject` in clear, and why. Call it before showing.

    Raises ValueError without a reason. Source: 个人信息保护法 art. 51 (least privilege, internal control).
    """
    if not reason.strip():
        raise ValueError("a reveal needs a reason")
    about(subject, field=field_name)
    return Reveal.objects.create(
        at=now,
        actor_id=actor.pk,
        actor_number=actor.number,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        field=field_name,
        reason=reason.strip(),
    )


def _teller(parent: _Frame | None) -> AbstractContextManager[Teller]:
    """What tells the audit triggers who acts: one for the outermost operation and all inside it."""
    return nullcontext(parent.teller) if parent else telling(is_inner=bool(_savepoints()))


def _savepoints() -> tuple[str, ...]:
    """The savepoints that are open now, outermost first."""
    return tuple(name for name in connection.savepoint_ids if name)


def _finish(frame: _Frame, parent: _Frame | None) -> None:
    """Do what was left for the end and write the entry, with those of the operations inside; leave it to the parent
    where they share its fate."""
    entries = [*frame.inner, _entry(frame, parent)]
    if parent is not None and parent.savepoints == frame.savepoints:
        parent.inner += entries
        for work, items in frame.left.items():
            parent.left.setdefault(work, []).extend(items)
    else:
        token = _current.set(frame)
        try:
            for work, items in list(frame.left.items()):
                work(items)
            add_later(sorted(entries, key=lambda one: one.pk))
            write_now()
        finally:
            _current.reset(token)


def _entry(frame: _Frame, parent: _Frame | None) -> Entry:
    return Entry(
        id=frame.entry_id,
        at=frame.now,
        actor_id=frame.actor.pk,
        actor_number=frame.actor.number,
        operation=frame.operation,
        subject_type=frame.subject._meta.label_lower if frame.subject else "",
        subject_id=frame.subject.pk if frame.subject else None,
        reason=frame.reason,
        details=frame.details,
        parent_id=parent.entry_id if parent else None,
    )
