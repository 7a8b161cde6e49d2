"""The term (T13) of temporary supplies that came into the book without a case: imported, or corrected by hand.

The clock runs to the last day that the book says, with the same reminders and the same proposed end (108, 216) as
one that a case began. Facts of the book start and move it at once; a nightly run finds what came in by a file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.enums import TermState
from bizexpansion.models import Term
from bizexpansion.operations.expiry import begin_term_again, dismiss_proposals, extend_term, running_terms
from bizexpansion.operations.temporary import TIMER
from bizexpansion.voltages import class_of
from crm.audit.operation import SYSTEM, Actor, about, operation
from crm.clocks import orders
from crm.clocks.models import Clock
from crm.clocks.operations import move_clocks
from crm.clocks.queries import choose_rules_of
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.web.figures import day as day_words
from customers.book.enums import TemporaryKind
from customers.book.models import SupplyAccount
from customers.book.models.payment_terms import is_living
from customers.book.operations import set_temporary_end

MOST = 500


def register() -> None:
    """Listen to the book; called when the app is ready."""
    facts = ("book.account_archived", "book.account_corrected")
    handles(*facts, name="bizexpansion.keep_account_term")(follow_book)


def follow_book(fact: Fact, *, now: datetime) -> None:
    """An account has come into use, or its last day was corrected: its term follows."""
    changed = fact.payload.get("fields")
    if changed is not None and "temporary_until" not in changed:
        return
    account_id = fact.payload["account_id"]
    if SupplyAccount.objects.filter(_temporary(), pk=account_id).exists():
        keep_account_term(account_id=account_id, actor=SYSTEM, now=now)


def _temporary() -> Q:
    """Living temporary supplies with a last day."""
    return is_living() & ~Q(temporary=TemporaryKind.PERMANENT) & Q(temporary_until__isnull=False)


@operation("bizexpansion.keep_account_term")
def keep_account_term(*, account_id: int, actor: Actor, now: datetime) -> Term | None:
    """Let the term (T13) of a temporary supply end after the last day that stands in the book.

    One that runs is moved, one that is over begins again if the day lies later; without one it is started. Nothing
    happens while the case that began it is open, or where the account is not a living temporary supply (None).
    """
    rows = SupplyAccount.objects.select_for_update(of=("self",)).select_related("department")
    account = rows.filter(_temporary(), pk=account_id).first()
    if account is None or account.temporary_until is None:
        return None
    about(account, term=TIMER, until=account.temporary_until.isoformat())
    ends_on = account.temporary_until + account.temporary_until.resolution
    running = running_terms(account.pk, timer=TIMER)
    for term in running:
        if term.ends_on != ends_on and not (term.case and term.case.is_open):
            extend_term(term_id=term.pk, ends_on=ends_on, actor=actor, now=now)
    if running:
        return running[0]
    terms = Term.objects.filter(account=account, timer=TIMER).exclude(state=TermState.RUNNING)
    last = terms.select_related("clock").order_by("-pk").first()
    if last is None:
        return _start(account, ends_on, actor, now)
    if last.state == TermState.EXPIRED and (last.ends_on is None or last.ends_on >= ends_on):
        return last
    words = _("The temporary supply goes on until %(day)s.") % {"day": day_words(account.temporary_until)}
    dismiss_proposals(account.pk, TIMER, words, actor=actor, now=now)
    return begin_term_again(term_id=last.pk, ends_on=ends_on, actor=actor, now=now)


def grant_until(account_id: int, until: date, case_number: str, *, actor: Actor, now: datetime) -> None:
    """A temporary supply goes on until a later last day: account, term (T13) with its reminders, and what was
    proposed because the term was over (part of 107 and of a renewal)."""
    frame: dict[str, Any] = {"actor": actor, "now": now}
    set_temporary_end(account_id=account_id, until=until, case_number=case_number, **frame)
    keep_account_term(account_id=account_id, **frame)
    words = _("The temporary supply goes on until %(day)s.") % {"day": day_words(until)}
    dismiss_proposals(account_id, TIMER, words, **frame)


def _start(account: SupplyAccount, ends_on: date, actor: Actor, now: datetime) -> Term | None:
    """A clock for each limit in force, on the account alone; None where there is no limit to keep."""
    rules = choose_rules_of(
        [TIMER],
        on=localtime(now).date(),
        business="106" if account.temporary == TemporaryKind.UNMETERED else "105",
        voltage=class_of(account.voltage),
        department=account.department,
    )[TIMER]
    starts = [
        orders.Start(
            key=f"account:{account.pk}:{TIMER}:{place}",
            rule=rule,
            department=account.department,
            owner_kind="account",
            account_id=account.pk,
            until=ends_on,
        )
        for place, rule in enumerate(rules)
    ]
    move_clocks(orders=starts, actor=actor, now=now)
    clocks = Clock.objects.filter(key__in=[one.key for one in starts]).order_by("pk")
    made = Term.objects.bulk_create(Term(account=account, timer=TIMER, clock=clock) for clock in clocks)
    return made[0] if made else None


def accounts_without_term() -> list[int]:
    """Living temporary supplies whose last day no term keeps, by their keys; at most 500."""
    mine = Term.objects.filter(account=OuterRef("pk"), timer=TIMER)
    over = mine.filter(state=TermState.EXPIRED, clock__until__gt=OuterRef("temporary_until"))
    counted = mine.filter(state=TermState.EXPIRED, clock__until=None)
    rows = SupplyAccount.objects.filter(
        _temporary(), ~Exists(mine.filter(state=TermState.RUNNING)), ~Exists(over), ~Exists(counted)
    )
    return list(rows.order_by(F("temporary_until"), "pk").values_list("pk", flat=True)[:MOST])


def begin_account_terms(*, now: datetime) -> int:
    """Nightly: start the terms that nothing has started yet, each in an operation of its own; returns how many."""
    started = 0
    while keys := accounts_without_term():
        fresh = [keep_account_term(account_id=pk, actor=SYSTEM, now=now) for pk in keys]
        started += len([term for term in fresh if term is not None])
        if len(keys) < MOST or None in fresh:
            break
    return started
