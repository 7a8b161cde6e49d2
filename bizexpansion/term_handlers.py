"""What the sweep's facts mean for terms that outlive their cases: remind, let them end, tell that they have ended.

The clocks decide when (crm/clocks). These handlers run after the commit, perhaps twice: operation and keys make
it once.
"""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop

from bizexpansion.customer_messages import mobile_of
from bizexpansion.enums import TermState
from bizexpansion.models import Term
from bizexpansion.operations.expiry import EXPIRIES, expire_term
from crm.audit.operation import SYSTEM
from crm.messages.enums import Channel
from crm.messages.operations import notify, send_message
from crm.org.enums import Role
from crm.org.models import RoleAssignment
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.workdays.calendar import load_calendar

CUSTOMERS_LANGUAGE = "zh-hans"


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
    handles("clock.due_soon", name="bizexpansion.remind_of_term")(remind_of_term)
    handles("clock.breached", name="bizexpansion.end_breached_term")(end_breached_term)
    handles("term.handed_over", name="bizexpansion.end_term_handed_over")(end_term_handed_over)
    handles("term.expired", name="bizexpansion.tell_term_expired")(tell_term_expired)


def remind_of_term(fact: Fact, *, now: datetime) -> None:
    """A term ends soon: tell the customer and whoever looks after the account."""
    for term in _terms(clock_id=fact.payload["clock_id"], state=TermState.RUNNING):
        words = gettext_noop("%(account)s: the %(term)s ends on %(day)s (case %(number)s)")
        _tell(term, "term.ends_soon", "due", words, key=fact.key, now=now)


def end_breached_term(fact: Fact, *, now: datetime) -> None:
    """The clock of a term has run out."""
    for term in _terms(clock_id=fact.payload["clock_id"]):
        expire_term(term_id=term.pk, actor=SYSTEM, now=now)


def end_term_handed_over(fact: Fact, *, now: datetime) -> None:
    """The case has closed; if the term ran out meanwhile, it ends now."""
    expire_term(term_id=fact.payload["term_id"], actor=SYSTEM, now=now)


def tell_term_expired(fact: Fact, *, now: datetime) -> None:
    """A term is over and its effect is in the book."""
    for term in _terms(pk=fact.payload["term_id"]):
        words = gettext_noop("%(account)s: the %(term)s has ended on %(day)s (case %(number)s)")
        day = date.fromisoformat(fact.payload["day"])
        _tell(term, "term.ended", "late", words, key=fact.key, now=now, day=day)


def _terms(**found: object) -> list[Term]:
    return list(Term.objects.select_related("clock", "case__department", "account").filter(**found))


def _tell(
    term: Term, template: str, kind: str, words: str, *, key: str, now: datetime, day: date | None = None
) -> None:
    """A message to the customer, a line in the inbox of the owner of the account, both in office hours."""
    case, label, day = term.case, EXPIRIES[term.timer].label, day or term.ends_on
    opening = next(iter(load_calendar(case.department_id).windows_from(now))).start

    def title() -> str:
        values = {"account": term.account.account_number, "term": label, "day": day, "number": case.case_number}
        return gettext(words) % values

    url = reverse("account", args=[term.account.account_number])
    notify(owners_of(term), kind=kind, title=lazy(title, str)(), url=url, key=key, now=now, not_before=opening)
    phone = mobile_of(case)
    if not phone:
        return
    with translation.override(CUSTOMERS_LANGUAGE):
        what = str(label)
    send_message(
        channel=Channel.SMS,
        recipient=phone,
        template=template,
        context={"number": case.case_number, "account": term.account.account_number, "what": what, "day": day},
        key=f"tell_term:{key}",
        department=case.department,
        record=term.account,
        now=now,
        not_before=opening,
    )


def owners_of(term: Term) -> set[int]:
    """The owner of the case; without one, the customer managers of the department and who accepted the case."""
    case = term.case
    if case.owner_id is not None:
        return {case.owner_id}
    managers = RoleAssignment.objects.filter(
        role=Role.R6, staff__is_active=True, staff__department__path__startswith=case.department.path
    )
    return {*managers.values_list("staff_id", flat=True), case.accepted_by_id}
