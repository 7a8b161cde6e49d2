"""How long a replied plan stands (T12): extended at the customer's wish, void when it has lapsed.

1996 art. 21: a year at high voltage, three months at low; a longer validity is asked for ten days before the end,
and is not longer than the first. That the rules of 2024 keep this is UNCONFIRMED (regulations.md 1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import EventKind, TermState
from bizexpansion.errors import CaseNotOpen, NotReady
from bizexpansion.models import Case, PlanExtension, SupplyPlan, Term
from bizexpansion.operations.expiry import expires, extend_term
from bizexpansion.operations.lapsed import SOURCE, VALIDITY, refuse_lapsed
from bizexpansion.operations.lookups import current_plan
from bizexpansion.operations.moves import record_event
from bizexpansion.operations.parameters import plan_valid_months
from bizexpansion.operations.work import lock_case
from bizexpansion.rules import EXTEND_PLAN
from crm.audit.operation import SYSTEM, Actor, about, operation
from crm.errors import InvalidInput, StaleVersion
from crm.org.models import Staff
from crm.org.permissions import require
from crm.outbox.operations import emit_at_end
from crm.parameters.queries import get_parameters
from crm.web.figures import day as day_words
from crm.workdays.arithmetic import add_months

NOTICE_DAYS, TIMES = "plan.extension_notice_days", "plan.extension_times"


@dataclass(frozen=True)
class Validity:
    """Until when a replied plan stands, and what may be asked for.

    `ask_by` is the last day to ask for more, `longest` the last day that may be granted, `left` how often more may
    be asked for, `notice` and `months` the limits (calendar days, months) that say so.
    """

    term: Term
    plan: SupplyPlan
    ends_on: date
    ask_by: date
    longest: date
    left: int
    notice: int
    months: int

    @property
    def sentence(self) -> str:
        """The rule with the figures of this plan and its source, for the clerk."""
        values = {
            "ends": day_words(self.ends_on),
            "ask": day_words(self.ask_by),
            "longest": day_words(self.longest),
            "notice": self.notice,
            "months": self.months,
            "source": SOURCE,
        }
        if self.left < 1:
            return _("Valid until %(ends)s; extended already, and only once (%(source)s).") % values
        return (
            _(
                "Valid until %(ends)s. An extension is asked for %(notice)s days before the end, by %(ask)s, and "
                "by %(months)s months at most, until %(longest)s (%(source)s)."
            )
            % values
        )

    def is_open_on(self, day: date) -> bool:
        """Whether more may still be asked for on a day."""
        return self.left > 0 and day <= self.ask_by


def validity_of(case: Case, now: datetime) -> Validity | None:
    """The running validity of the plan of a case; None before the reply, and after the formalities are done."""
    running = Term.objects.filter(case=case, timer=VALIDITY, state=TermState.RUNNING)
    term = running.select_related("clock", "case", "account").first()
    if term is None or term.ends_on is None:
        return None
    plan, day = current_plan(case), localtime(now).date()
    found = get_parameters([NOTICE_DAYS, TIMES], on=day, department=case.department_id)
    if (NOTICE_DAYS, "") not in found or (TIMES, "") not in found:
        raise NotReady(details={"missing": NOTICE_DAYS})
    notice, months = int(found[NOTICE_DAYS, ""]), plan_valid_months(case, now)
    return Validity(
        term=term,
        plan=plan,
        ends_on=term.ends_on,
        ask_by=term.ends_on - timedelta(days=notice),
        longest=add_months(term.ends_on, months),
        left=int(found[TIMES, ""]) - plan.extensions.count(),
        notice=notice,
        months=months,
    )


@operation("bizexpansion.extend_supply_plan")
def extend_supply_plan(
    *,
    case_id: int,
    version: int | None = None,
    asked_on: date,
    asked_by: str,
    reason: str,
    until: date | None = None,
    actor: Staff,
    now: datetime,
) -> Case:
    """The customer has asked in time for a longer validity: plan and clock (T12) end on `until`.

    `asked_on` is the day of the request, `until` the new last day; None grants as long as the rule allows. The
    same request sent twice extends once. Raises CaseNotOpen, PlanLapsed, NotReady (no plan stands), InvalidInput.
    """
    case = lock_case(case_id)
    require(actor, EXTEND_PLAN, case.department_id)
    about(case, reason=reason)
    said = {"asked_on": asked_on, "asked_by": asked_by.strip(), "reason": reason.strip()}
    if PlanExtension.objects.filter(plan__case=case, **said).exists():
        return case
    if not case.is_open:
        raise CaseNotOpen(details={"state": case.state})
    if version is not None and version != case.version:
        raise StaleVersion(details={"version": case.version, "state": case.state})
    refuse_lapsed(case)
    validity = validity_of(case, now)
    if validity is None:
        raise NotReady(details={"missing": "supplyplan"})
    until = until or validity.longest
    errors = _trouble(validity, asked_on, until, localtime(now).date())
    errors |= {
        name: _("This field is required.")
        for name, words in (("asked_by", asked_by), ("reason", reason))
        if not words.strip()
    }
    if errors:
        raise InvalidInput(errors)
    extension = _write(validity, said, until, actor, now)
    extend_term(term_id=validity.term.pk, ends_on=until, actor=actor, now=now)
    case.version += 1
    case.save(update_fields=["version"])
    days = {"before": validity.ends_on.isoformat(), "until": until.isoformat()}
    record_event(case, EventKind.EXTENDED, actor, now, note=reason.strip(), details=days)
    payload = {"case_id": case.pk, "case_number": case.case_number, "until": until.isoformat()}
    emit_at_end("plan.extended", key=f"plan.extended:{extension.pk}", payload=payload, now=now)
    return case


def _trouble(validity: Validity, asked_on: date, until: date, today: date) -> dict[str, object]:
    """What is wrong with the days of a request, by field, with the figures."""
    if validity.left < 1 or asked_on > validity.ask_by:
        return {"asked_on": validity.sentence}
    if asked_on > today:
        return {"asked_on": _("This day lies ahead.")}
    values = {"ends": day_words(validity.ends_on), "longest": day_words(validity.longest), "source": SOURCE}
    if until <= validity.ends_on or until > validity.longest:
        return {"until": _("The new end lies after %(ends)s and not after %(longest)s (%(source)s).") % values}
    return {}


def _write(validity: Validity, said: dict[str, Any], until: date, actor: Staff, now: datetime) -> PlanExtension:
    plan = validity.plan
    plan.valid_until = until
    plan.save(update_fields=["valid_until"])
    return PlanExtension.objects.create(
        plan=plan,
        **said,
        ended_before=validity.ends_on,
        valid_until=until,
        extended_by=actor,
        extended_at=now,
    )


def _lapse(term: Term, day: date, actor: Actor, now: datetime) -> None:
    """The plan is void; the case waits for somebody to abort it, or to plan anew on the grid's account."""
    case = term.of_case
    case.plan_lapsed_on = day
    case.version += 1
    case.save(update_fields=["plan_lapsed_on", "version"])
    record_event(case, EventKind.LAPSED, SYSTEM, now, details={"day": day.isoformat()})


expires(VALIDITY, gettext_lazy("validity of the supply plan"), at_end=_lapse, within_case=True)
