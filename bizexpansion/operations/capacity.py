"""Suspension of transformers (203): its rules, its steps, and what sealing does to the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import (
    CapacityChange,
    CapacityDraft,
    Case,
    ChangeApplication,
    PowerCut,
    Sealing,
    SiteCheck,
    SuspensionDraft,
    Term,
    application_of,
    asked_as,
)
from bizexpansion.models.capacity import is_billed_by_demand
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.expiry import expires
from bizexpansion.operations.lookups import account_of
from bizexpansion.operations.plan_heads import keep_head
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import Actor, operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import add_months
from crm.workdays.calendar import load_calendar
from customers.book.enums import PowerState, RunStatus, StopKind
from customers.book.models import SupplyAccount, Transformer, TransformerStop
from customers.book.operations import (
    StoppedBefore,
    cut_power,
    lapse_stops,
    restore_power,
    stop_transformers,
    undo_stop_transformers,
)

NOTICE = "change.notice_days"
LEAST_DAYS = "suspension.min_days"
MOST_MONTHS = "suspension.max_months"


@precondition("NOTICE", gettext_lazy("Asked for in time"), gettext_lazy("NDRC price notice 1583 of 2016"))
def asked_in_time(question: Question) -> Answer:
    """T14: so many working days before the first day of the change."""
    notice = int(get_parameter(NOTICE, on=question.day))
    words = _("A change is asked for at least %(days)s working days before.") % {"days": notice}
    asked = question.application
    first: date | None = getattr(asked, "acts_on", None)
    if not isinstance(asked, ChangeApplication) or first is None:
        return Answer(None, words)
    calendar = load_calendar(asked.account.department_id)
    in_time = calendar.working_days_between(question.day, first) >= notice
    return Answer(in_time, words, getattr(asked, "acts_field", ""))


@precondition(
    "PAUSE",
    gettext_lazy("Suspension within its bounds"),
    gettext_lazy("Rules of electricity supply (BG, ZT); State Grid Jiangsu 2021-10-12"),
)
def within_quota(question: Question) -> Answer:
    """T15: at least 15 days each, at most 6 months in a calendar year, counted over all transformers: a day on
    which any of them stands still is used once. How months count as days is UNCONFIRMED."""
    least = int(get_parameter(LEAST_DAYS, on=question.day))
    months = int(get_parameter(MOST_MONTHS, on=question.day))
    account, year = question.account, question.day.year
    gone = _suspended_days(account.pk, year) if account else set()
    allowed = _days_allowed(gone or {question.day}, months)
    values = {"least": least, "months": months, "allowed": allowed, "used": len(gone)}
    words = _(
        "At least %(least)s days each, at most %(months)s months (%(allowed)s days) a year: "
        "%(used)s days are used this year, %(left)s are left."
    )
    words %= values | {"left": max(allowed - len(gone), 0)}
    asked = question.application
    if not isinstance(asked, CapacityChange):
        return Answer(None, words)
    if (asked.ends_on - asked.starts_on).days < least:
        return Answer(False, words, "ends_on")
    wanted = set(_each_day(asked.starts_on, asked.ends_on))
    for year in range(asked.starts_on.year, asked.ends_on.year + 1):
        own = {day for day in wanted if day.year == year} | _suspended_days(asked.account_id, year)
        if own and len(own) > _days_allowed(own, months):
            return Answer(False, words, "ends_on")
    return Answer(True, words)


def _days_allowed(stands_still: set[date], months: int) -> int:
    """So many months in days, counted from the first of these days: 6 months from 1 March are 184 days."""
    first = min(stands_still)
    return (add_months(first, months) - first).days


@precondition(
    "WHOLE",
    gettext_lazy("Whole transformers; all of them where demand is billed"),
    gettext_lazy("Rules of electricity supply 1996 art. 24 (K, 2024: UNCONFIRMED)"),
)
def whole_transformers(question: Question) -> Answer:
    """Billed by capacity: whole transformers. Billed by demand: all together (the rows are checked)."""
    if question.account is None:
        return Answer(None, _("Billed by capacity: whole transformers. Billed by demand: all of them together."))
    units = Transformer.objects.filter(account=question.account, run_status=RunStatus.RUNNING).order_by("sequence")
    if not units:
        return Answer(False, _("No transformer of this account is in operation."))
    said = ", ".join(f"{one.sequence} ({one.plate_capacity:,.0f} kVA)" for one in units)
    if is_billed_by_demand(question.account.pk, question.day):
        return Answer(True, _("Billed by demand: all of them together: %(units)s.") % {"units": said})
    return Answer(True, _("Billed by capacity: whole transformers of %(units)s.") % {"units": said})


def days_suspended(account_id: int, year: int) -> int:
    """On how many days of a calendar year any transformer of the account was, or is to be, suspended."""
    return len(_suspended_days(account_id, year))


def _suspended_days(account_id: int, year: int) -> set[date]:
    stops = TransformerStop.objects.filter(account_id=account_id, kind=StopKind.SUSPENDED)
    spans = [(stop.period.lower, stop.period.upper or stop.planned_until) for stop in stops]
    return days_within(spans, year)


def days_within(spans: Iterable[tuple[date, date | None]], year: int) -> set[date]:
    """The days of a calendar year that any of the spans covers; the day of its end is no longer in a span."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return {day for start, end in spans for day in _each_day(max(start, first), min(end or after, after))}


def _each_day(first: date, after: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range(max((after - first).days, 0)))


@condition("partial")
def something_runs_on(at: Situation) -> bool:
    """Running capacity is left, so that power comes back after the sealing."""
    return at.latest(SuspensionDraft).remaining_capacity > 0


@operation("bizexpansion.check_site")
def check_site(*, task_id: int, version: int | None = None, check: SiteCheck, actor: Staff, now: datetime) -> Case:
    """Record what two people found on site (A02). Where the change is not possible the case ends."""
    work = begin(task_id, "survey_change", version=version, actor=actor, now=now)
    work.keep(check)
    if check.is_possible:
        return work.finish("feasible", note=check.note)
    return work.finish("infeasible", note=check.refusal_reason)


@operation("bizexpansion.draft_suspension")
def draft_suspension(
    *, task_id: int, version: int | None = None, draft: SuspensionDraft, actor: Staff, now: datetime
) -> Case:
    """Plan a suspension (A03): sealed not before the wanted day; what runs on follows from what is stopped."""
    work = begin(task_id, "draft_suspension", version=version, actor=actor, now=now)
    case, account = work.case, account_of(work.case)
    asked = asked_as(CapacityChange, case)
    if draft.seal_on and not asked.starts_on <= draft.seal_on < asked.ends_on:
        raise InvalidInput({"seal_on": _("Sealed between the first day that is asked for and the last.")})
    _check_length(asked, "seal_on", draft.seal_on, now)
    stopped = sum((row.plate_capacity for row in _equipment(asked)), Decimal(0))
    draft.remaining_capacity = max(account.running_capacity - stopped, Decimal(0))
    work.keep(draft)
    keep_head(work, billing_scheme=draft.billing_note)
    return work.finish(note=draft.note)


@operation("bizexpansion.record_power_cut")
def record_power_cut(
    *, task_id: int, version: int | None = None, cut: PowerCut, actor: Staff, now: datetime
) -> Case:
    """Power is off (A26)."""
    work = begin(task_id, "cut_power", version=version, actor=actor, now=now)
    work.keep(cut)
    return work.finish(note=cut.note)


@operation("bizexpansion.seal_equipment")
def seal_equipment(
    *, task_id: int, version: int | None = None, sealing: Sealing, actor: Staff, now: datetime
) -> Case:
    """The transformers are sealed off (A34), not before the planned day."""
    work = begin(task_id, "seal_equipment", version=version, actor=actor, now=now)
    planned = planned_day(work.case)
    if sealing.sealed_on and sealing.sealed_on < planned:
        raise InvalidInput({"sealed_on": _("The plan says %(day)s.") % {"day": planned.isoformat()}})
    asked = application_of(work.case)
    if isinstance(asked, CapacityChange):
        _check_length(asked, "sealed_on", sealing.sealed_on, now)
    work.keep(sealing)
    return work.finish(note=sealing.note)


def _check_length(asked: CapacityChange, field: str, day: date | None, now: datetime) -> None:
    """Refuse a suspension of fewer days than the least (供电营业规则: 15), from the day of sealing to its end."""
    least = int(get_parameter(LEAST_DAYS, on=localtime(now).date()))
    if day and (asked.ends_on - day).days < least:
        words = _("Fewer than %(least)s days would be left: they would be billed in full.")
        raise InvalidInput({field: words % {"least": least}})


def planned_day(case: Case) -> date:
    """The day for which the latest plan of a case says that equipment is sealed."""
    suspension = SuspensionDraft.objects.filter(case=case).order_by("-id").first()
    return suspension.seal_on if suspension else CapacityDraft.objects.filter(case=case).latest("id").acts_on


def _frame(context: EffectContext) -> dict[str, object]:
    return {"account_id": context.account_id, "case_number": context.case.case_number, **context.frame}


def _power_as_before(context: EffectContext, payload: Payload, known: PowerState) -> None:
    """Power is as it was; `known` where an older effect did not note it."""
    before = PowerState(payload.get("before", known))
    if before == PowerState.CUT:
        cut_power(**_frame(context))  # type: ignore[arg-type]
    else:
        restore_power(**_frame(context), state=before)  # type: ignore[arg-type]


def _power_on(context: EffectContext, payload: Payload) -> None:
    _power_as_before(context, payload, PowerState.ON)


def _power_off(context: EffectContext, payload: Payload) -> None:
    _power_as_before(context, payload, PowerState.CUT)


def _power(context: EffectContext) -> str:
    return SupplyAccount.objects.values_list("power_state", flat=True).get(pk=context.account_id)


@effect("cut_power", undo=_power_on, label=gettext_lazy("the de-energising"))
def cut_off(context: EffectContext) -> Payload:
    """A26: power is off."""
    before = _power(context)
    cut_power(**_frame(context))  # type: ignore[arg-type]
    return {"before": before}


@effect("restore_power", undo=_power_off, label=gettext_lazy("the energising"))
def bring_back(context: EffectContext) -> Payload:
    """A18: what runs on has power again; of what was never cut nothing changes."""
    before = _power(context)
    restore_power(**_frame(context))  # type: ignore[arg-type]
    return {"before": before}


def _run_again(context: EffectContext, payload: Payload) -> None:
    before = StoppedBefore({int(pk): remark for pk, remark in payload["remarks"].items()})
    undo_stop_transformers(before=before, **_frame(context))  # type: ignore[arg-type]


@effect("suspend_equipment", undo=_run_again, label=gettext_lazy("the sealed transformers"))
def suspend_equipment(context: EffectContext) -> Payload:
    """A34: the transformers stand still from the day of the seal; the basic charge falls from that day (ZT)."""
    asked = asked_as(CapacityChange, context.case)
    before = stop_transformers(
        transformer_ids=[row.pk for row in _equipment(asked)],
        kind=StopKind.SUSPENDED,
        stopped_on=context.record(Sealing).sealed_on,
        resume_on=asked.ends_on,
        **_frame(context),  # type: ignore[arg-type]
    )
    return asdict(before)


def _count_again(term: Term, day: date, actor: Actor, now: datetime) -> None:
    """T15: from the end of a suspension the contract capacity is billed again, whether or not anybody asks."""
    number = term.case_number
    lapse_stops(account_id=term.of_account.pk, case_number=number, lapsed_on=day, actor=actor, now=now)


def resumption(term: Term) -> dict[str, object]:
    """What the counter form of 204 (202) knows: the equipment of the case that stands still."""
    stops = TransformerStop.objects.filter(account_id=term.account_id, case_number=term.case_number)
    still = stops.filter(transformer__run_status=RunStatus.STOPPED).select_related("transformer")
    return {
        "reason": _("The term of case %(number)s is over.") % {"number": term.case_number},
        "equipment": [{"number": stop.transformer.sequence} for stop in still],
    }


expires(
    "T15",
    gettext_lazy("suspension of transformers"),
    ends_on=lambda case: asked_as(CapacityChange, case).ends_on,
    at_end=_count_again,
    follow_up="204",
    known=resumption,
)


def _equipment(asked: CapacityChange) -> list[Transformer]:
    numbers = asked.equipment.values_list("number", flat=True)
    return list(Transformer.objects.filter(account_id=asked.account_id, sequence__in=numbers).order_by("sequence"))
