"""Supply that rests for a time: temporary removal (208), its term, and the re-installation (209)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import ClosingGround, TermState
from bizexpansion.models import Case, RefitCheck, TemporaryRemoval, Term, asked_as
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.expiry import end_term, expires, resume_term, running_terms
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameter
from crm.web.figures import day as day_words
from crm.workdays.arithmetic import add_months
from customers.book.operations import rest_points, resume_supply, set_points_up_again, undo_resume_supply

REMOVED = "T18"
MOST_MONTHS = "removal.max_months"
CODE_BG = gettext_lazy("Rules of electricity supply 1996 (BG)")


@precondition("AWAY", gettext_lazy("Removed for at most six months"), CODE_BG)
def comes_back_in_time(question: Question) -> Answer:
    """T18: the meter is back before the longest term is over."""
    months = int(get_parameter(MOST_MONTHS, on=question.day))
    latest = add_months(question.day, months)
    words = _("The meter is back within %(months)s months, by %(day)s at the latest.")
    words %= {"months": months, "day": day_words(latest)}
    asked = question.application
    if not isinstance(asked, TemporaryRemoval):
        return Answer(None, words)
    return Answer(question.day < asked.back_on <= latest, words, "back_on")


@precondition("REMOVED", gettext_lazy("A temporary removal is open, within its period"), CODE_BG)
def is_removed(question: Question) -> Answer:
    """An open 208; after its period, or without one, this is a new supply."""
    account = question.account
    if account is None:
        return Answer(None, _("Look up the account number first, if there is one."))
    for term in running_terms(account.pk, timer=REMOVED):
        if term.ends_on is not None and not term.of_case.is_open:
            values = {"number": term.case_number, "day": day_words(term.ends_on)}
            if question.day >= term.ends_on:
                break
            return Answer(True, _("Removed by case %(number)s; the meter is to be back before %(day)s.") % values)
    over = Term.objects.filter(account=account, timer=REMOVED, state=TermState.EXPIRED).exists()
    said = _("The period of the removal is over.") if over else _("No meter of this account is removed for a time.")
    advice = _("Apply for a new supply (101, 102).")
    return Answer(False, f"{said} {advice}")


expires(
    REMOVED,
    gettext_lazy("temporary removal of the meter"),
    ends_on=lambda case: asked_as(TemporaryRemoval, case).back_on,
    follow_up="216",
    known=lambda term: {"ground": ClosingGround.EXPIRED, "reason": _("The meter was not asked back in time.")},
)


@condition("refit_fee")
def refit_costs(at: Situation) -> bool:
    """The site check says that a fee is due."""
    return at.latest(RefitCheck).is_fee_due


@condition("refit_terminal")
def refit_terminal(at: Situation) -> bool:
    """The site check wants a terminal."""
    return at.latest(RefitCheck).needs_terminal


@operation("bizexpansion.check_refit")
def check_refit(
    *, task_id: int, version: int | None = None, check: RefitCheck, actor: Staff, now: datetime
) -> Case:
    """Record what two people found where a meter is to come back (A02)."""
    work = begin(task_id, "check_refit", version=version, actor=actor, now=now)
    if check.is_possible and not check.is_place_fit:
        raise InvalidInput({"is_place_fit": _("Meter box and service line must be sound first.")})
    work.keep(check)
    if check.is_possible:
        return work.finish("feasible", note=check.note)
    return work.finish("infeasible", note=check.refusal_reason)


def _rest(context: EffectContext, payload: Payload) -> None:
    number = context.case.case_number
    rest_points(account_id=context.account_id, points=payload["points"], case_number=number, **context.frame)


@effect("set_points_up", undo=_rest, label=gettext_lazy("the metering points that were set up again"))
def set_points_up(context: EffectContext) -> Payload:
    """S08 of 209: the points that were left out of operation take meters again."""
    number = context.case.case_number
    return {"points": set_points_up_again(account_id=context.account_id, case_number=number, **context.frame)}


def _rest_again(context: EffectContext, payload: Payload) -> None:
    for term_id in payload["terms"]:
        resume_term(term_id=term_id, **context.frame)
    number = context.case.case_number
    undo_resume_supply(account_id=context.account_id, points=payload["points"], case_number=number, **context.frame)


@effect("resume_supply", undo=_rest_again, label=gettext_lazy("the supply that was resumed"))
def resume(context: EffectContext) -> Payload:
    """A18 of 209: power 04 restored, points in use; the removal has done its work and its term ends."""
    number = context.case.case_number
    points = resume_supply(account_id=context.account_id, case_number=number, **context.frame)
    terms = [term.pk for term in running_terms(context.account_id, timer=REMOVED)]
    for term_id in terms:
        end_term(term_id=term_id, **context.frame)
    return {"points": points, "terms": terms}
