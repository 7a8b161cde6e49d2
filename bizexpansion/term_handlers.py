"""What the sweep's facts mean for the terms of cases: remind, let them end, tell that they have ended.

The clocks decide when (crm/clocks). These handlers run after the commit, perhaps twice: operation and keys make
it once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_noop

from bizexpansion.customer_messages import mobile_of
from bizexpansion.enums import TermState
from bizexpansion.models import Case, TemporaryRenewal, Term
from bizexpansion.operations.expiry import EXPIRIES, ends_within_case, expire_term
from bizexpansion.operations.plan_validity import validity_of
from bizexpansion.operations.temporary import TIMER
from crm.audit.operation import SYSTEM
from crm.messages.enums import Channel
from crm.messages.operations import MOBILE, notify, send_message
from crm.org.enums import Role
from crm.org.models import RoleAssignment
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.workdays.calendar import load_calendar
from customers.book.models import ContactPerson, SupplyAccount

CUSTOMERS_LANGUAGE = "zh-hans"


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
    handles("clock.due_soon", name="bizexpansion.remind_of_term")(remind_of_term)
    handles("clock.breached", name="bizexpansion.end_breached_term")(end_breached_term)
    handles("term.handed_over", name="bizexpansion.end_term_handed_over")(end_term_handed_over)
    handles("term.expired", name="bizexpansion.tell_term_expired")(tell_term_expired)
    handles("plan.extended", name="bizexpansion.tell_plan_extended")(tell_plan_extended)
    handles("temporary.extended", name="bizexpansion.tell_temporary_extended")(tell_temporary_extended)


def remind_of_term(fact: Fact, *, now: datetime) -> None:
    """A term ends soon: tell the customer and whoever looks after the account."""
    for term in _terms(clock_id=fact.payload["clock_id"], state=TermState.RUNNING):
        words = gettext_noop("%(account)s: the %(term)s ends on %(day)s (case %(number)s)")
        if term.case is None:
            words = gettext_noop("%(account)s: the %(term)s ends on %(day)s")
            _tell(term, "temporary.ends_soon", "due", words, key=fact.key, now=now)
            continue
        if not ends_within_case(term.timer):
            _tell(term, "term.ends_soon", "due", words, key=fact.key, now=now)
            continue
        validity = validity_of(term.of_case, now)
        if validity is not None and validity.is_open_on(localtime(now).date()):
            _tell(term, "plan.ends_soon", "due", words, key=fact.key, now=now, ask_by=validity.ask_by)
        else:
            _tell(term, "plan.ends_last", "due", words, key=fact.key, now=now)


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
        day, template = date.fromisoformat(fact.payload["day"]), "term.ended"
        if term.case is None:
            words = gettext_noop("%(account)s: the %(term)s has ended on %(day)s")
            template = "temporary.ended"
        elif ends_within_case(term.timer):
            words = gettext_noop("%(account)s: the %(term)s ended on %(day)s; abort case %(number)s, or plan anew")
            template = "plan.lapsed"
        _tell(term, template, "late", words, key=fact.key, now=now, day=day)


def tell_plan_extended(fact: Fact, *, now: datetime) -> None:
    """The customer has got a longer validity."""
    case = Case.objects.select_related("department", "account").get(pk=fact.payload["case_id"])
    opening = next(iter(load_calendar(case.department_id).windows_from(now))).start
    context = {"number": case.case_number, "day": date.fromisoformat(fact.payload["until"])}
    _text(case, case.account, "plan.extended", context, key=fact.key, now=now, not_before=opening)


def tell_temporary_extended(fact: Fact, *, now: datetime) -> None:
    """The customer is told the new last day; whoever is named as the approver sees what was granted."""
    rows = TemporaryRenewal.objects.select_related("account__department")
    renewal = rows.get(pk=fact.payload["renewal_id"])
    account, day = renewal.account, renewal.granted_until
    opening = next(iter(load_calendar(account.department_id).windows_from(now))).start
    if renewal.approved_by_id is not None:

        def title() -> str:
            words = gettext("%(account)s: you are named as having approved the temporary supply until %(day)s")
            return words % {"account": account.account_number, "day": day}

        url = reverse("temporary-extend", args=[account.account_number])
        lines: dict[str, Any] = {"kind": "task", "title": lazy(title, str)(), "url": url}
        notify({renewal.approved_by_id}, **lines, key=fact.key, now=now, not_before=opening)
    for term in _terms(account=account, timer=TIMER, state=TermState.RUNNING):
        context = {"account": account.account_number, "day": day}
        _text(term.case, account, "temporary.extended", context, key=fact.key, now=now, not_before=opening)


def _terms(**found: object) -> list[Term]:
    return list(Term.objects.select_related("clock", "case__department", "account__department").filter(**found))


def _tell(
    term: Term,
    template: str,
    kind: str,
    words: str,
    *,
    key: str,
    now: datetime,
    day: date | None = None,
    **more: date,
) -> None:
    """A message to the customer, a line in the inbox of the owner of the account, both in office hours."""
    number, label, day = term.case_number, EXPIRIES[term.timer].label, day or term.ends_on
    opening = next(iter(load_calendar(term.department.pk).windows_from(now))).start
    account = term.account.account_number if term.account else number

    def title() -> str:
        return gettext(words) % {"account": account, "term": label, "day": day, "number": number}

    of_case = ends_within_case(term.timer) or term.account is None
    url = reverse("case", args=[number]) if of_case else reverse("account", args=[account])
    notify(owners_of(term), kind=kind, title=lazy(title, str)(), url=url, key=key, now=now, not_before=opening)
    with translation.override(CUSTOMERS_LANGUAGE):
        what = str(label)
    context = {"number": number, "account": account, "what": what, "day": day, **more}
    _text(term.case, term.account, template, context, key=key, now=now, not_before=opening)


def _text(
    case: Case | None,
    account: SupplyAccount | None,
    template: str,
    context: dict[str, Any],
    *,
    key: str,
    now: datetime,
    not_before: datetime,
) -> None:
    """A message to whoever acts for the customer, without a case to a contact of the account, if a mobile number
    is known."""
    record = account or case
    phone = mobile_of(case) if case else _mobile_of_contacts(account)
    if phone and record:
        send_message(
            channel=Channel.SMS,
            recipient=phone,
            template=template,
            context=context,
            key=f"tell_term:{key}",
            department=record.department,
            record=record,
            now=now,
            not_before=not_before,
        )


def _mobile_of_contacts(account: SupplyAccount | None) -> str:
    """The first mobile number among the contacts of an account; empty where there is none."""
    contacts = ContactPerson.objects.filter(account=account).order_by("pk") if account else ()
    return next((one.phone for one in contacts if MOBILE.fullmatch(one.phone)), "")


def owners_of(term: Term) -> set[int]:
    """The owner of the case; without one, the customer managers of the department and who accepted the case."""
    case = term.case
    if case is not None and case.owner_id is not None:
        return {case.owner_id}
    managers = RoleAssignment.objects.filter(
        role=Role.R6, staff__is_active=True, staff__department__path__startswith=term.department.path
    )
    return {*managers.values_list("staff_id", flat=True), *([case.accepted_by_id] if case else ())}
