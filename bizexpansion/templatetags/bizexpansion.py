"""`{% load bizexpansion %}`: how a case looks."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from bizexpansion.enums import CaseState, Verdict
from bizexpansion.models import Case, CaseDocument
from crm.web.templatetags.crm_web import chip
from customers.book.enums import Voltage

register = template.Library()

STATES = {
    CaseState.IN_PROGRESS: "open",
    CaseState.SUSPENDED: "paused",
    CaseState.CLOSED: "done",
    CaseState.ABORTED: "aborted",
}
VERDICTS = {Verdict.UNCHECKED: "none", Verdict.GOOD: "done", Verdict.BAD: "late"}


@register.simple_tag
def case_state(case: Case) -> SafeString:
    """{% case_state case %}: the state as a chip."""
    return chip(STATES[CaseState(case.state)], case.get_state_display())


@register.simple_tag
def paper_verdict(paper: CaseDocument) -> SafeString:
    """{% paper_verdict paper %}: what the checker says, as a chip."""
    return chip(VERDICTS[Verdict(paper.verdict)], paper.get_verdict_display(), paper.opinion)


@register.filter
def voltage_words(case: Case) -> Any:
    """{{ case|voltage_words }} → 10 kV"""
    return dict(Voltage.choices).get(case.voltage, case.voltage)


@register.filter
def without_delete(fields: Any) -> list[Any]:
    """{{ row.visible_fields|without_delete }}: the fields of a row but for the box that strikes it out."""
    return [field for field in fields if field.name != "DELETE"]
