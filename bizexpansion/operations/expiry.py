"""What happens when a term ends (docs/recipes/let-a-term-end.md).

A flow lets a clock outlive its case (`ClockUse(..., outlives=True)`); a family says here what its end means, with
one call of `expires`. The rest is common: the clock is handed to the book when the case closes, the sweep of the
platform's clocks warns 30 and 7 days before (customer and owner are told) and finds the end, once; then comes the
effect, and a case is proposed where one should follow. A term may also end within its case (T12): then it is
proposed to abort that case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import ClockEvent, ClockEventKind
from bizexpansion.enums import OPEN_STATES, FollowUpState, TermState
from bizexpansion.models import Case, CaseClock, FollowUp, Term
from bizexpansion.rules import DECIDE_FOLLOW_UP
from crm.audit.operation import Actor, about, add_later, operation
from crm.clocks import orders
from crm.clocks.models import Clock
from crm.clocks.operations import move_clocks
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end
from customers.book.models import SupplyAccount, TransformerStop

AtEnd = Callable[[Term, date, Actor, datetime], date | None]


@dataclass(frozen=True)
class Expiry:
    """What the end of one kind of term means."""

    timer: str
    label: Any
    ends_on: Callable[[Case], date | None]
    begins: Callable[[Case], bool]
    at_end: AtEnd | None
    follow_up: Callable[[Term], str]
    known: Callable[[Term], Mapping[str, Any]]
    within_case: bool


ABORT = ""
"""In the place of a flow: the case itself is proposed to be aborted."""

EXPIRIES: dict[str, Expiry] = {}


class FollowUpDecided(DomainError):
    """Somebody has taken the proposal up or dismissed it meanwhile."""

    code = "follow_up_decided"
    message = gettext_lazy("Somebody has decided on this proposal meanwhile.")


def expires(
    timer: str,
    label: Any,
    *,
    ends_on: Callable[[Case], date | None] = lambda case: None,
    begins: Callable[[Case], bool] = lambda case: True,
    at_end: AtEnd | None = None,
    follow_up: str | Callable[[Term], str] = "",
    known: Callable[[Term], Mapping[str, Any]] = lambda term: {},
    within_case: bool = False,
) -> None:
    """Say what the end of a kind of term means. `label` names the term in the middle of a sentence ("suspension").

    `ends_on` gives the day from which the term is over, where a day was agreed in the case (None: the limit of the
    clock's rule counts from its start); `begins` says whether there is a term at all. `at_end(term, day, actor,
    now)` changes the book from that day on; the day that it returns is the new end of a term that goes on.
    `follow_up` is the flow of the case that should follow, `known` what its counter form knows beforehand.
    `within_case`: the term ends while its case is open, which is then proposed to be aborted.
    """
    if timer in EXPIRIES:
        raise ValueError(f"the end of {timer} is stated twice")
    code = follow_up if callable(follow_up) else lambda term: follow_up
    EXPIRIES[timer] = Expiry(timer, label, ends_on, begins, at_end, code, known, within_case)


def agreed_end(case: Case, timer: str) -> date | None:
    """The day of the end of a term, where the case has agreed on one."""
    expiry = EXPIRIES.get(timer)
    return expiry.ends_on(case) if expiry else None


def ends_within_case(timer: str) -> bool:
    """Whether a clock is the term of an open case and not one of its account."""
    expiry = EXPIRIES.get(timer)
    return expiry is not None and expiry.within_case


def begins(case: Case, timer: str) -> bool:
    """Whether a case begins a term of this kind at all (a reduction for good has no end)."""
    expiry = EXPIRIES.get(timer)
    return expiry is None or expiry.begins(case)


def keep_terms(
    case: Case,
    graph: Graph,
    events: Iterable[ClockEvent],
    links: Sequence[CaseClock],
    *,
    actor: Any,
    now: datetime,
) -> None:
    """Let the terms of a case follow its clocks: begun, taken back, handed to the book (within a transition)."""
    outliving = {use.timer for use in graph.flow.clocks if use.outlives}
    for event in events:
        within = ends_within_case(event.timer)
        if not within and (event.timer not in outliving or case.account_id is None):
            continue
        place = (event.timer, event.instance, event.round)
        clocks = [link.clock for link in links if (link.timer, link.instance, link.round) == place]
        terms = Term.objects.filter(clock__in=clocks)
        match event.kind:
            case ClockEventKind.START:
                add_later(
                    Term(account_id=case.account_id, case=case, timer=event.timer, clock=one) for one in clocks
                )
            case ClockEventKind.CONTINUE:
                terms.filter(state=TermState.ENDED).update(state=TermState.RUNNING, ended_at=None)
            case ClockEventKind.STOP:
                terms.filter(state=TermState.RUNNING).update(state=TermState.ENDED, ended_at=now)
                if within and case.plan_lapsed_on is not None:
                    _close_proposal(case, terms, actor, now)
            case ClockEventKind.HAND_OVER:
                _hand_over(clocks, now)


def _close_proposal(case: Case, terms: QuerySet[Term], actor: Any, now: datetime) -> None:
    """The case was aborted, as proposed; or it goes on with a plan that is made anew."""
    decided = {"decided_by_id": actor.pk, "decided_at": now}
    proposed = FollowUp.objects.filter(term__in=terms, flow_code=ABORT, state=FollowUpState.OPEN)
    if not case.is_open:
        proposed.update(state=FollowUpState.TAKEN_UP, case=case, **decided)
        return
    words = _("The supply plan is made anew.")
    proposed.update(state=FollowUpState.DISMISSED, dismissed_because=words, **decided)
    case.plan_lapsed_on = None
    case.save(update_fields=["plan_lapsed_on"])


def _hand_over(clocks: Sequence[Clock], now: datetime) -> None:
    """The heirs run on for the account; one that is over already will not be found by the sweep again."""
    for clock in clocks:
        for term in Term.objects.filter(clock=clock):
            term.clock_id = clock.successor_id  # type: ignore[assignment]  # handed over: there is one
            term.save(update_fields=["clock"])
            emit_at_end(
                "term.handed_over", key=f"term.handed_over:{term.pk}", payload={"term_id": term.pk}, now=now
            )


@operation("bizexpansion.expire_term")
def expire_term(*, term_id: int, actor: Actor, now: datetime) -> Term:
    """A term is over: its effect on the book, the end of its clock, the proposal of what should follow.

    Nothing happens while its case is open (the hand-over asks again), before its end, or a second time.
    """
    found = Term.objects.get(pk=term_id)
    expiry = EXPIRIES[found.timer]
    if expiry.within_case:
        Case.objects.select_for_update(of=("self",)).get(pk=found.of_case.pk)
    else:
        SupplyAccount.objects.select_for_update(of=("self",)).get(pk=found.of_account.pk)
    term = Term.objects.select_for_update(of=("self",)).select_related("clock", "case", "account").get(pk=term_id)
    about(term.account or term.of_case, term=term.timer, case=term.case_number)
    day, due_at, is_over = term.ends_on, term.clock.due_at, is_ripe(term, expiry)
    if term.state != TermState.RUNNING or not is_over or day is None or due_at is None or now <= due_at:
        return term
    later = expiry.at_end(term, day, actor, now) if expiry.at_end is not None else None
    if expiry.within_case:  # the clock goes on with its case, late
        term.state, term.ended_at = TermState.EXPIRED, now
        term.save(update_fields=["state", "ended_at"])
    elif later is not None:
        move_clocks(orders=[orders.Agree(key=term.clock.key, until=later)], actor=actor, now=now)
    else:
        move_clocks(orders=[orders.Stop(key=term.clock.key)], actor=actor, now=now)
        term.state, term.ended_at = TermState.EXPIRED, now
        term.save(update_fields=["state", "ended_at"])
    _propose(term, expiry, day)
    payload = {"term_id": term.pk, "day": day.isoformat()}
    emit_at_end("term.expired", key=f"term.expired:{term.pk}:{day.isoformat()}", payload=payload, now=now)
    return term


def is_ripe(term: Term, expiry: Expiry) -> bool:
    """A term within its case ends while that is open, every other one once it is closed or there was none."""
    return (term.case is not None and term.case.is_open) == expiry.within_case


def _propose(term: Term, expiry: Expiry, day: date) -> None:
    """The case that should follow, unless it is on its way already; or the end of the case itself."""
    flow_code = ABORT if expiry.within_case else expiry.follow_up(term)
    if not expiry.within_case:
        running = Case.objects.filter(account_id=term.account_id, flow_code=flow_code, state__in=OPEN_STATES)
        if not flow_code or running.exists():
            return
    about_it = {"account_id": term.account_id, "department_id": term.department.pk, "due_on": day}
    FollowUp.objects.get_or_create(term=term, flow_code=flow_code, defaults=about_it)


@operation("bizexpansion.end_term")
def end_term(*, term_id: int, actor: Actor, now: datetime) -> Term:
    """A term has done its work before its time, because its case was undone in the book (204, 206, 209, 216).

    Ended or expired already: nothing happens. Inverse: `resume_term`.
    """
    term = _locked_term(term_id)
    about(term.account or term.of_case, term=term.timer, case=term.case_number)
    if term.state == TermState.RUNNING:
        move_clocks(orders=[orders.Stop(key=term.clock.key)], actor=actor, now=now)
        term.state, term.ended_at = TermState.ENDED, now
        term.save(update_fields=["state", "ended_at"])
    return term


@operation("bizexpansion.resume_term")
def resume_term(*, term_id: int, actor: Actor, now: datetime) -> Term:
    """The case that ended a term came to nothing: it runs on to its own last day. Running: nothing happens."""
    term = _locked_term(term_id)
    about(term.account or term.of_case, term=term.timer, case=term.case_number)
    if term.state == TermState.ENDED:
        move_clocks(orders=[orders.Continue(key=term.clock.key)], actor=actor, now=now)
        term.state, term.ended_at = TermState.RUNNING, None
        term.save(update_fields=["state", "ended_at"])
    return term


@operation("bizexpansion.extend_term")
def extend_term(*, term_id: int, ends_on: date, actor: Actor, now: datetime) -> date | None:
    """Another end is agreed (107; 201 by the company): reminders and effect move with it. Returns the end before.

    Called with what it returned it is its own inverse. Raises InvalidInput where the term has ended.
    """
    term = _locked_term(term_id)
    about(term.account or term.of_case, term=term.timer, ends_on=ends_on.isoformat())
    if term.state != TermState.RUNNING:
        raise InvalidInput({"ends_on": _("This term has ended.")})
    before = term.ends_on
    move_clocks(orders=[orders.Agree(key=term.clock.key, until=ends_on)], actor=actor, now=now)
    return before


@operation("bizexpansion.begin_term_again")
def begin_term_again(*, term_id: int, ends_on: date, actor: Actor, now: datetime) -> Term:
    """A term that is over was agreed anew: another of its kind runs for the account, with reminders and end.

    The clock of the old one keeps its end and its breach. Running: nothing happens.
    """
    old = _locked_term(term_id)
    about(old.account or old.of_case, term=old.timer, ends_on=ends_on.isoformat())
    if old.state == TermState.RUNNING:
        return old
    rounds = Term.objects.filter(account=old.account, timer=old.timer).count()
    key = f"account:{old.of_account.pk}:{old.timer}:{rounds}"
    start = orders.Start(
        key=key,
        rule=old.clock.rule,
        department=old.clock.department,
        owner_kind="account",
        account_id=old.account_id,
        until=ends_on,
    )
    move_clocks(orders=[start], actor=actor, now=now)
    return Term.objects.create(
        account=old.account, case=old.case, timer=old.timer, clock=Clock.objects.get(key=key)
    )


def dismiss_proposals(account_id: int, timer: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """What was proposed because terms of a kind are over is not needed any more (part of an operation)."""
    rows = FollowUp.objects.filter(account_id=account_id, term__timer=timer, state=FollowUpState.OPEN)
    rows.update(state=FollowUpState.DISMISSED, dismissed_because=reason, decided_by_id=actor.pk, decided_at=now)


def running_terms(*account_ids: int, timer: str = "") -> list[Term]:
    """The terms of one kind, or of all, that run for these accounts, the earliest first."""
    terms = Term.objects.filter(account_id__in=account_ids, state=TermState.RUNNING)
    if timer:
        terms = terms.filter(timer=timer)
    return list(terms.select_related("clock", "case").order_by("pk"))


@operation("bizexpansion.dismiss_follow_up")
def dismiss_follow_up(*, follow_up_id: int, reason: str, actor: Staff, now: datetime) -> FollowUp:
    """The proposed case is not needed; say why. Raises FollowUpDecided, InvalidInput, OutOfScope."""
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("account")
    row = rows.filter(pk=follow_up_id).first()
    if row is None:
        raise OutOfScope
    require(actor, DECIDE_FOLLOW_UP, row.department_id)
    about(row.account or row, reason=reason, flow=row.flow_code)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    if row.state != FollowUpState.OPEN:
        raise FollowUpDecided
    row.state, row.dismissed_because = FollowUpState.DISMISSED, reason.strip()
    row.decided_by, row.decided_at = actor, now
    row.save()
    return row


def take_up(case: Case, units: Collection[int] | None, *, actor: Any, now: datetime) -> None:
    """A case of the proposed flow was accepted for the account: that is what was proposed (part of acceptance).

    Of the ends of several stops it is that of the transformers, `units`, that the case puts back into use.
    """
    if case.account_id is None:
        return
    rows = FollowUp.objects.filter(account_id=case.account_id, flow_code=case.flow_code, state=FollowUpState.OPEN)
    if units is not None:
        stops = TransformerStop.objects.filter(
            account_id=case.account_id, case_number=OuterRef("term__case__case_number")
        )
        rows = rows.filter(~Exists(stops) | Q(Exists(stops.filter(transformer__sequence__in=units))))
    rows.update(state=FollowUpState.TAKEN_UP, case=case, decided_by=actor, decided_at=now)


def propose_again(case: Case) -> None:
    """The case that took a proposal up was aborted: it stands again (part of the abort)."""
    FollowUp.objects.filter(case=case, state=FollowUpState.TAKEN_UP).update(
        state=FollowUpState.OPEN, case=None, decided_by=None, decided_at=None
    )


def _locked_term(term_id: int) -> Term:
    return Term.objects.select_for_update(of=("self",)).select_related("clock", "case", "account").get(pk=term_id)
