"""The words in which a flow is written down.

A flow is a tree of blocks: a step, blocks one after another (``seq``), blocks side by side that join again
(``par``), exactly one of several (``choose``), a block that is there only under a condition (``block.when(...)``)
and a block done once per row of a batch (``each``). What may go wrong at a step stands at the step, as its exits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

# A text for people: a string or a lazy translation. The engine never looks inside.
Label: TypeAlias = object


class ExitKind(StrEnum):
    """Where an outcome of a step leads."""

    NEXT = "next"
    BACK = "back"
    ABORT = "abort"


@dataclass(frozen=True, slots=True)
class Exit:
    """One named outcome of a step.

    ``waiting``: the outside wait in which the target opens again (somebody else holds the ball first).
    ``renews``: the way back was caused from outside, so clocks begin anew; otherwise the same clocks go on.
    """

    outcome: str
    kind: ExitKind = ExitKind.NEXT
    to: str = ""
    waiting: str = ""
    renews: bool = False
    label: Label = ""
    effects: tuple[str, ...] = ()


def forward(outcome: str, label: Label = "", *, effects: tuple[str, ...] = ()) -> Exit:
    """The step succeeded: go on with what follows."""
    return Exit(outcome, ExitKind.NEXT, label=label, effects=effects)


def back(outcome: str, to: str, label: Label = "", *, waiting: str = "", renews: bool | None = None) -> Exit:
    """The step failed: go back to the step ``to``; with ``waiting``, only after that outside wait.

    Clocks are renewed when somebody outside has to act first, unless ``renews`` says otherwise.
    """
    return Exit(outcome, ExitKind.BACK, to, waiting, bool(waiting) if renews is None else renews, label)


def abort(outcome: str, label: Label = "") -> Exit:
    """The step ends the whole case."""
    return Exit(outcome, ExitKind.ABORT, label=label)


DONE = forward("done")


class Block:
    """Any part of a flow."""

    __slots__ = ()

    def when(self, condition: str) -> When:
        """This block only if ``condition`` holds."""
        return When(condition, self)

    def parts(self) -> tuple[Block, ...]:
        """The blocks directly inside, in reading order."""
        return ()

    def steps(self) -> Iterator[Step]:
        """All steps inside, in reading order."""
        for part in self.parts():
            yield from part.steps()


@dataclass(frozen=True, slots=True)
class Step(Block):
    """One thing that somebody does.

    ``id`` is unique in the flow, ``code`` (the trade's code) need not be. ``wait`` names the outside wait in which
    the step opens: it is an intake, and completing it (or ``receive``) ends the wait. ``differs_from``: steps that
    must have been done by somebody else. ``effects`` happen on a forward exit and are compensated when the step is
    undone; once a step that ``seals`` has been done, nothing before it can be undone and the case not aborted.
    ``sent_by``: the step that names the person who does this one. ``low_form``: the form where the case is of low
    voltage, if such a customer is asked something else.
    """

    id: str
    code: str
    name: Label = ""
    roles: tuple[str, ...] = ()
    form: str = ""
    wait: str = ""
    exits: tuple[Exit, ...] = (DONE,)
    effects: tuple[str, ...] = ()
    differs_from: tuple[str, ...] = ()
    seals: bool = False
    sent_by: str = ""
    low_form: str = ""

    def steps(self) -> Iterator[Step]:
        """This step alone."""
        yield self

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which the step may be filled in."""
        return (self.form, self.low_form) if self.low_form else (self.form,)

    def form_at(self, *, low_voltage: bool) -> str:
        """The form for a case of high or of low voltage."""
        return self.low_form if low_voltage and self.low_form else self.form

    def exit(self, outcome: str) -> Exit | None:
        """The exit of that name, if there is one."""
        return next((exit for exit in self.exits if exit.outcome == outcome), None)

    def effects_of(self, outcome: str) -> tuple[str, ...]:
        """What happens when the step is left by ``outcome``; nothing unless it leads forward."""
        taken = self.exit(outcome)
        return self.effects + taken.effects if taken and taken.kind is ExitKind.NEXT else ()


@dataclass(frozen=True, slots=True)
class Seq(Block):
    """Blocks one after another."""

    blocks: tuple[Block, ...]

    def parts(self) -> tuple[Block, ...]:
        """The blocks in order."""
        return self.blocks


@dataclass(frozen=True, slots=True)
class Par(Block):
    """Branches side by side; what follows waits for all that are live."""

    branches: tuple[Block, ...]

    def parts(self) -> tuple[Block, ...]:
        """The branches."""
        return self.branches


@dataclass(frozen=True, slots=True)
class Choice(Block):
    """Exactly one of the alternatives, each under its own condition."""

    alternatives: tuple[When, ...]

    def parts(self) -> tuple[Block, ...]:
        """The alternatives."""
        return self.alternatives


@dataclass(frozen=True, slots=True)
class When(Block):
    """A block that is there only if the condition holds."""

    condition: str
    body: Block

    def parts(self) -> tuple[Block, ...]:
        """The body."""
        return (self.body,)


@dataclass(frozen=True, slots=True)
class Each(Block):
    """A block done once per row of the batch, rows side by side; what follows waits for all rows."""

    body: Block

    def parts(self) -> tuple[Block, ...]:
        """The body."""
        return (self.body,)


def seq(*blocks: Block) -> Block:
    """Blocks one after another; sequences inside are flattened."""
    flat: list[Block] = []
    for block in blocks:
        flat.extend(block.blocks if isinstance(block, Seq) else (block,))
    return flat[0] if len(flat) == 1 else Seq(tuple(flat))


def par(*branches: Block) -> Par:
    """Branches side by side, with a join."""
    return Par(branches)


def choose(*alternatives: When) -> Choice:
    """Exactly one of the alternatives."""
    return Choice(alternatives)


def each(body: Block) -> Each:
    """The body once per row of the batch."""
    return Each(body)


def renamed(block: Block, prefix: str) -> Block:
    """A copy of a fragment whose step ids begin with ``prefix``, for a flow that uses the fragment twice."""
    own = {step.id for step in block.steps()}

    def name(step_id: str) -> str:
        return prefix + step_id if step_id in own else step_id

    def copy(part: Block) -> Block:
        match part:
            case Step():
                exits = tuple(replace(exit, to=name(exit.to)) for exit in part.exits)
                differs = tuple(name(other) for other in part.differs_from)
                form, sent_by = part.form or part.id, name(part.sent_by)
                return replace(
                    part, id=name(part.id), form=form, exits=exits, differs_from=differs, sent_by=sent_by
                )
            case Seq(blocks):
                return Seq(tuple(copy(inner) for inner in blocks))
            case Par(branches):
                return Par(tuple(copy(inner) for inner in branches))
            case Choice(alternatives):
                return Choice(tuple(When(one.condition, copy(one.body)) for one in alternatives))
            case When(condition, body):
                return When(condition, copy(body))
            case Each(body):
                return Each(copy(body))
        raise TypeError(part)

    return copy(block)


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes/no fact of the case, computed when the step ``computed_at`` goes forward ("" = at the start).

    Its value is frozen where the flow forks on it; it is computed anew only if ``computed_at`` is done again.
    ``rule`` names how it is computed, where several flows mean different things by one name ("" = by its name).
    """

    name: str
    computed_at: str = ""
    label: Label = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ClockUse:
    """Which steps start and stop a clock (its limit, calendar and warning live elsewhere, under ``timer``).

    ``start`` and ``stop`` name steps, as "step" or "step:outcome"; of several, all that the case needs must have
    happened. Without an outcome a start asks for a forward exit, a stop takes any. A clock pauses while every open
    step that leads to its stop waits for somebody outside (``pauses=False``: never); a clock with ``parts`` runs
    exactly while one of those clocks runs, so it measures their sum.
    On the way back to a step after its start, a stopped clock continues if the fault was ours; if that was caused
    from outside (``renews``) a new one begins, unless the clock ``restarts`` only with its start step. On the way
    back before its start it begins anew when that is done again. ``outlives``: still running when the case ends, it
    is handed over.
    """

    timer: str
    start: tuple[str, ...]
    stop: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    pauses: bool = True
    restarts: bool = False
    outlives: bool = False


@dataclass(frozen=True, slots=True)
class Papers:
    """Sets of documents to be handed in at a step; ``required`` ones bar the step while they are missing.

    ``"A|B"`` asks for one of the two.
    """

    at: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Precondition:
    """A named rule that is checked when a step is done."""

    rule: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow: who may ask, what must be brought, which steps follow, which time is promised.

    ``implies``: pairs (a, b), a holds only if b holds. ``exactly_one``: groups of which one holds.
    ``excludes``: pairs that never hold together. A case is pinned to ``version``; ``renames`` says what steps of
    the version before are called here, for cases that are brought over.
    """

    code: str
    version: int
    name: Label
    body: Block
    family: str = ""
    profile: str = ""
    applicants: tuple[str, ...] = ()
    papers: tuple[Papers, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    conditions: tuple[Condition, ...] = ()
    implies: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, str], ...] = ()
    exactly_one: tuple[tuple[str, ...], ...] = ()
    clocks: tuple[ClockUse, ...] = field(default=())
    renames: tuple[tuple[str, str], ...] = ()
