"""What the customer is told by SMS: taken in, plan replied, to be put right, energised.

Sent in office hours, to the person who acts for the customer, once for each visit of a step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.timezone import localtime

from bizexpansion.models import Case, CaseClock, SupplyPlan, application_of
from crm.messages.enums import Channel
from crm.messages.operations import MOBILE, send_message
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.workdays.calendar import load_calendar

Context = dict[str, str]


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
    handles("case.step_done", name="bizexpansion.tell_customer")(tell_customer)


def tell_customer(fact: Fact, *, now: datetime) -> None:
    """A step is done that the customer waits for: tell the customer, if a mobile number is known."""
    found = MESSAGES.get((fact.payload["node"], fact.payload["outcome"]))
    case = Case.objects.select_related("account").get(pk=fact.payload["case_id"])
    phone = mobile_of(case)
    if found is None or not phone:
        return
    template, words = found
    context = words(case)
    if context is None:
        return
    send_message(
        channel=Channel.SMS,
        recipient=phone,
        template=template,
        context={"number": case.case_number, **context},
        key=f"tell_customer:{fact.payload['task_id']}",
        department=case.department,
        record=case.account or case,
        now=now,
        not_before=next(iter(load_calendar(case.department_id).windows_from(now))).start,
    )


def mobile_of(case: Case) -> str:
    """The mobile number of whoever acts for the customer; empty where the application names none."""
    return next((phone for phone in application_of(case).telephones() if MOBILE.fullmatch(phone)), "")


def _promised(case: Case) -> Context | None:
    """Until when the plan is replied; nothing once that clock stands."""
    link = CaseClock.objects.select_related("clock").filter(case=case, timer="T1").order_by("-id").first()
    if link is None or link.clock.due_at is None:
        return None
    return {"due": localtime(link.clock.due_at).date().isoformat()}


def _plan(case: Case) -> Context | None:
    plan = SupplyPlan.objects.filter(case=case, valid_until__isnull=False).order_by("-id").first()
    return {"valid_until": plan.valid_until.isoformat()} if plan and plan.valid_until else None


def _nothing(case: Case) -> Context | None:
    return {}


def _account(case: Case) -> Context | None:
    return {"account": case.account.account_number} if case.account else None


MESSAGES: dict[tuple[str, str], tuple[str, Callable[[Case], Context | None]]] = {
    ("accept", "accepted"): ("case.accepted", _promised),
    ("reply_plan", "done"): ("case.plan_replied", _plan),
    ("inspect_interim", "failed"): ("case.rectification", _nothing),
    ("inspect_completion", "failed"): ("case.rectification", _nothing),
    ("energise", "done"): ("case.energised", _account),
    ("survey", "sign_later"): ("case.plan_replied", _plan),
    ("connect_supply", "done"): ("case.energised", _account),
}
