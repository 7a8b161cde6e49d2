"""Reduction (201), its restoration (202), and the end of a suspension (204): bounds, plan, seals, the book."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import TermState
from bizexpansion.models import (
    CapacityDraft,
    CapacityReduction,
    CapacityRestoration,
    Case,
    ReducedEquipment,
    Sealing,
    Term,
    Unsealing,
    application_of,
    asked_as,
)
from bizexpansion.models.reduction import standing_still
from bizexpansion.operations.capacity import LEAST_DAYS, resumption
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.expiry import end_term, expires, resume_term
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import Actor, operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import add_months
from customers.book.enums import ChangeRemark, StopKind
from customers.book.models import SupplyAccount, Transformer, TransformerStop
from customers.book.operations import (
    RestartedBefore,
    Swap,
    SwappedBefore,
    make_reduction_permanent,
    replace_transformers,
    restart_transformers,
    undo_replace_transformers,
    undo_restart_transformers,
)

REDUCTION_DAYS = "reduction.min_days"
REDUCTION_MONTHS = "reduction.max_months"
IDLE_MONTHS = "restoration.idle_months"


@precondition(
    "REDUCE",
    gettext_lazy("Reduction within its bounds"),
    gettext_lazy("Rules of electricity supply 1996 art. 23, 2024 art. 25 (UNCONFIRMED); business rules 3.4.9"),
)
def within_term(question: Question) -> Answer:
    """T16: at least so many days, at most so many months; after that a reduction counts as one for good."""
    least = int(get_parameter(REDUCTION_DAYS, on=question.day))
    months = int(get_parameter(REDUCTION_MONTHS, on=question.day))
    words = _("For a time: at least %(least)s days and at most %(months)s months, or for good.")
    words %= {"least": least, "months": months}
    asked = question.application
    if not isinstance(asked, CapacityReduction) or asked.ends_on is None:
        return Answer(None if asked is None else True, words)
    long_enough = (asked.ends_on - asked.starts_on).days >= least
    return Answer(long_enough and asked.ends_on <= add_months(asked.starts_on, months), words, "ends_on")


def _still(question: Question, kind: StopKind, nothing: str) -> Answer:
    """What stands still, in figures, or that nothing does."""
    if question.account is None:
        return Answer(None, nothing)
    rows = standing_still(question.account.pk, kind)
    if not rows:
        return Answer(False, nothing)
    words = _("No. %(number)s: %(plate)s kVA since %(day)s")
    said = [
        words % {"number": row.sequence, "plate": f"{row.plate_capacity:,.0f}", "day": row.stopped_on or "–"}
        for row in rows
    ]
    return Answer(True, "; ".join(said))


@precondition(
    "PAUSED", gettext_lazy("Something is suspended"), gettext_lazy("Rules of electricity supply (BG, ZT)")
)
def something_suspended(question: Question) -> Answer:
    """204 ends a suspension, whether or not its term has expired."""
    return _still(question, StopKind.SUSPENDED, _("Nothing is suspended on this account."))


@precondition(
    "REDUCED", gettext_lazy("Something is reduced for a time"), gettext_lazy("Rules of electricity supply (BG)")
)
def something_reduced(question: Question) -> Answer:
    """202 restores a reduction for a time; after two years it counts as one for good (then 111)."""
    return _still(question, StopKind.REDUCED, _("Nothing is reduced for a time on this account."))


@condition("perm")
def for_good(at: Situation) -> bool:
    """The reduction is for good, so that the contract follows."""
    return isinstance(at.application, CapacityReduction) and at.application.is_permanent


@condition("idle_long")
def idle_long(at: Situation) -> bool:
    """What runs again stood still so long that a test report is asked for (K, UNCONFIRMED)."""
    return stood_long(at.application, at.day)


def stood_long(asked: object, day: date) -> bool:
    """Whether one of the transformers that run again has stood still for so many months."""
    if not isinstance(asked, CapacityRestoration):
        return False
    months = int(get_parameter(IDLE_MONTHS, on=day))
    stopped = (row.stopped_on for row in restored_equipment(asked))
    return any(since is not None and add_months(since, months) <= day for since in stopped)


def reduced_equipment(asked: CapacityReduction) -> list[tuple[Transformer, ReducedEquipment]]:
    """The transformers of a reduction with what was asked for each."""
    rows = {row.number: row for row in asked.equipment.all()}
    found = Transformer.objects.filter(account_id=asked.account_id, sequence__in=rows).order_by("sequence")
    return [(unit, rows[unit.sequence]) for unit in found]


def restored_equipment(asked: CapacityRestoration) -> list[Transformer]:
    """The transformers that run again."""
    numbers = asked.equipment.values_list("number", flat=True)
    return list(Transformer.objects.filter(account_id=asked.account_id, sequence__in=numbers).order_by("sequence"))


@operation("bizexpansion.unseal_equipment")
def unseal_equipment(
    *, task_id: int, version: int | None = None, unsealing: Unsealing, actor: Staff, now: datetime
) -> Case:
    """The seals are off (A37), not before the day that was planned or asked for."""
    work = begin(task_id, "unseal_equipment", version=version, actor=actor, now=now)
    draft = CapacityDraft.objects.filter(case=work.case).order_by("-id").first()
    asked = application_of(work.case)
    planned = draft.acts_on if draft else asked.wanted_on  # type: ignore[attr-defined]
    if unsealing.unsealed_on and planned and unsealing.unsealed_on < planned:
        raise InvalidInput({"unsealed_on": _("The plan says %(day)s.") % {"day": planned.isoformat()}})
    work.keep(unsealing)
    return work.finish(note=unsealing.note)


def frame_of(context: EffectContext) -> dict[str, object]:
    """What the operations of the book take besides their own."""
    return {"account_id": context.account_id, "case_number": context.case.case_number, **context.frame}


def undo_swap(context: EffectContext, payload: Payload) -> None:
    """Take back what `replace_transformers` did."""
    before = SwappedBefore(**payload | {"remarks": {int(pk): one for pk, one in payload["remarks"].items()}})
    undo_replace_transformers(before=before, **frame_of(context))  # type: ignore[arg-type]


@effect("reduce_equipment", undo=undo_swap, label=gettext_lazy("the reduced capacity"))
def reduce_equipment(context: EffectContext) -> Payload:
    """A34 of 201: from the day of the seal the basic charge is lower (ZT); for good the contract too."""
    asked = asked_as(CapacityReduction, context.case)
    before = replace_transformers(
        swaps=[Swap(unit.pk, row.new_capacity) for unit, row in reduced_equipment(asked)],
        kind=StopKind.REDUCED,
        is_permanent=asked.is_permanent,
        from_day=context.record(Sealing).sealed_on,
        resume_on=asked.ends_on,
        **frame_of(context),  # type: ignore[arg-type]
    )
    return asdict(before)


def undo_restart(context: EffectContext, payload: Payload) -> None:
    """Take back what `restart_transformers` did, and let the terms run on."""
    before = [restarted(one) for one in payload["before"]]
    undo_restart_transformers(before=before, **frame_of(context))  # type: ignore[arg-type]
    for pk in payload["terms"]:
        resume_term(term_id=pk, **context.frame)


@effect("restore_capacity", undo=undo_restart, label=gettext_lazy("the restored capacity"))
def restore_capacity(context: EffectContext) -> Payload:
    """A37 of 202 and 204: the equipment runs, the running capacity rises; a suspension that was too short is billed
    in full."""
    asked, day = asked_as(CapacityRestoration, context.case), localtime(context.now).date()
    is_suspension = asked.kind == StopKind.SUSPENDED
    before = restart_transformers(
        transformer_ids=[row.pk for row in restored_equipment(asked)],
        restarted_on=context.record(Unsealing).unsealed_on,
        remark=ChangeRemark.RESTARTED if is_suspension else ChangeRemark.REDUCTION_ENDED,
        least_days=int(get_parameter(LEAST_DAYS, on=day)) if is_suspension else 0,
        **frame_of(context),  # type: ignore[arg-type]
    )
    return {"before": [plain(one) for one in before], "terms": end_done_terms(context)}


def end_done_terms(context: EffectContext) -> list[int]:
    """End the terms of the account whose stops have all ended; returns which."""
    ended = []
    terms = Term.objects.filter(account_id=context.account_id, state=TermState.RUNNING, timer__in=STOP_TIMERS)
    for term in terms.select_related("case").order_by("pk"):
        stops = TransformerStop.objects.filter(
            account_id=context.account_id, case_number=term.case_number, period__upper_inf=True
        )
        if not term.of_case.is_open and not stops.exists():
            end_term(term_id=term.pk, **context.frame)
            ended.append(term.pk)
    return ended


STOP_TIMERS = ("T15", "T16", "T17")


def plain(before: RestartedBefore) -> dict[str, object]:
    """As the payload of an effect keeps it."""
    values = asdict(before)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def restarted(values: dict[str, object]) -> RestartedBefore:
    """From the payload of an effect."""
    days = {name: date.fromisoformat(str(values[name])) if values[name] else None for name in _DAYS}
    return RestartedBefore(**values | days)  # type: ignore[arg-type]


_DAYS = ("stopped_on", "resume_on", "restarted_on")


def _restored_after(account: SupplyAccount, asked: CapacityRestoration) -> Decimal:
    """The running capacity (kVA) once the equipment runs again."""
    ids = [row.pk for row in restored_equipment(asked)]
    stops = TransformerStop.objects.filter(transformer_id__in=ids, period__upper_inf=True)
    return account.running_capacity + sum((one.capacity for one in stops), Decimal(0))


def capacities_after(account: SupplyAccount, asked: object) -> tuple[Decimal, Decimal]:
    """Contract and running capacity (kVA) of an account once 201 or 202 is carried out."""
    if isinstance(asked, CapacityReduction):
        less = sum(
            (unit.plate_capacity - (row.new_capacity or Decimal(0)) for unit, row in reduced_equipment(asked)),
            Decimal(0),
        )
        contract = account.contract_capacity - (less if asked.is_permanent else Decimal(0))
        return contract, account.running_capacity - less
    if isinstance(asked, CapacityRestoration):
        return account.contract_capacity, _restored_after(account, asked)
    raise TypeError(type(asked))


def _end_of_reduction(term: Term, day: date, actor: Actor, now: datetime) -> date | None:
    """T16: not restored at its end the reduction goes on and 202 is proposed; after two years it is for good."""
    stops = TransformerStop.objects.filter(
        account_id=term.of_account.pk, case_number=term.case_number, period__upper_inf=True
    )
    first = min((stop.period.lower for stop in stops), default=day)
    last = add_months(first, int(get_parameter(REDUCTION_MONTHS, on=day)))
    if day < last:
        return last
    number = term.case_number
    make_reduction_permanent(account_id=term.of_account.pk, case_number=number, from_day=day, actor=actor, now=now)
    return None


def _proposed_at_end(term: Term) -> str:
    return "202" if term.state == TermState.RUNNING else ""


expires(
    "T16",
    gettext_lazy("reduction of capacity"),
    begins=lambda case: not asked_as(CapacityReduction, case).is_permanent,
    ends_on=lambda case: asked_as(CapacityReduction, case).ends_on,
    at_end=_end_of_reduction,
    follow_up=_proposed_at_end,
    known=resumption,
)
