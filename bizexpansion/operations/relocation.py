"""Relocation (207): on the original supply point, to a place that is free; the survey decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import Case, CaseDocument, Relocation, Survey
from bizexpansion.operations.acceptance import keep_survey
from bizexpansion.operations.low_voltage import LIVING
from bizexpansion.operations.preconditions import Answer, Question, precondition
from crm.audit.operation import operation
from crm.org.models import Staff
from customers.book.models import SupplyAccount


def advice() -> str:
    """What to do where the new place is fed from elsewhere."""
    return _(
        "The new place is not on the original supply point: close the old account (216) and apply for new supply"
        " (101, 102 or 104)."
    )


@precondition(
    "SAME",
    gettext_lazy("The new place is on the original supply point"),
    gettext_lazy("Rules of electricity supply, relocation (BG)"),
)
def same_supply_point(question: Question) -> Answer:
    """Elsewhere it is new supply; the clerk asks, the survey decides."""
    asked = question.application
    if not isinstance(asked, Relocation):
        return Answer(None, advice(), "is_on_supply_point")
    return Answer(asked.is_on_supply_point, advice(), "is_on_supply_point")


@precondition("PLACE", gettext_lazy("One home, one meter"), gettext_lazy("Business rules 4, 101 (confidence H)"))
def new_place_is_free(question: Question) -> Answer:
    """No other living account is supplied at the new address."""
    words = _("No other account is supplied at this address.")
    asked = question.application
    if not isinstance(asked, Relocation):
        return Answer(None, words)
    others = SupplyAccount.objects.filter(address=asked.new_address.strip(), status__in=LIVING)
    there = others.exclude(pk=asked.account_id).first()
    if there is None:
        return Answer(True, words)
    words = _("The account %(number)s is supplied at this address already.") % {"number": there.account_number}
    return Answer(False, words, "new_address")


@operation("bizexpansion.survey_relocation")
def survey_relocation(
    *,
    task_id: int,
    version: int | None = None,
    survey: Survey,
    papers: Sequence[CaseDocument] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Record what two surveyors found at the new place (A02). Where it is not on the original supply point the case
    ends with the advice to close the old account and apply for new supply."""
    if not survey.is_original_point:
        survey.can_supply, survey.refusal_reason = False, advice()
    return keep_survey(task_id, "survey_relocation", version, survey, papers, actor, now)
