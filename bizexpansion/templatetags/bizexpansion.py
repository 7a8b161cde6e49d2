"""`{% load bizexpansion %}`: how a case looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bizexpansion.engine.diagram import NodeState
from bizexpansion.enums import CaseState, Verdict
from bizexpansion.models import BatchRow, Case, CaseDocument, ListRowState
from bizexpansion.operations.preconditions import Finding
from bizexpansion.queries.diagram import Node
from crm.web.templatetags.crm_web import chip
from crm.wording import enumerated
from customers.book.enums import Voltage

register = template.Library()

STATES = {
    CaseState.IN_PROGRESS: "open",
    CaseState.SUSPENDED: "paused",
    CaseState.CLOSED: "done",
    CaseState.ABORTED: "aborted",
}
ROW_STATES = {
    ListRowState.WAITING: "late",
    ListRowState.GOOD: "none",
    ListRowState.TAKEN: "open",
    ListRowState.ARCHIVED: "done",
    ListRowState.DROPPED: "aborted",
}
MOST_IN_A_LINE = 7
VERDICTS = {Verdict.UNCHECKED: "none", Verdict.GOOD: "done", Verdict.BAD: "late"}


@register.filter
def to_check(findings: Iterable[Finding]) -> list[Finding]:
    """{{ findings|to_check }}: the preconditions that nobody can answer yet."""
    return [one for one in findings if one.answer.met is None]


@register.filter
def answered(findings: Iterable[Finding]) -> list[Finding]:
    """{{ findings|answered }}: the others, what bars the application first."""
    return sorted((one for one in findings if one.answer.met is not None), key=lambda one: not one.is_unmet)


@register.simple_tag
def case_state(case: Case) -> SafeString:
    """{% case_state case %}: the state as a chip."""
    return chip(STATES[CaseState(case.state)], case.get_state_display())


@register.simple_tag
def row_state(row: BatchRow) -> SafeString:
    """{% row_state row %}: how far a row of a batch is, as a chip."""
    return chip(ROW_STATES[ListRowState(row.state)], row.get_state_display())


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


@register.filter
def is_tight(rows: Any) -> bool:
    """{% if rows|is_tight %}: the fields of a row fit into one line."""
    row = rows.forms[0] if rows.forms else rows.empty_form
    return len(row.visible_fields()) <= MOST_IN_A_LINE


@register.simple_tag
def course_list(case: Case, nodes: Iterable[Node]) -> SafeString:
    """{% course_list case course.nodes %}: the steps that a case has to take, and who holds them; a flow has forty,
    so they are written out here."""
    address, marked = reverse("case-step", args=[case.case_number, "STEP"]), []
    for node in nodes:
        if node.state == NodeState.NOT_NEEDED:
            continue
        name: Any = node.name
        if node.has_record:
            name = format_html('<a href="{}">{}</a>', address.replace("STEP", node.id), name)
        holder = format_html(' <span class="quiet">{}</span>', node.holder) if node.holder else ""
        marked.append((chip(node.chip, node.word), name, holder))
    return format_html_join("", "<li>{} {}{}</li>", marked)


@register.inclusion_tag("bizexpansion/time_left.html")
def time_left(step: Any) -> dict[str, Any]:
    """{% time_left step %}: what is left of the promised time, with the deadline. `step` has `task` and `chip`."""
    state, word, title = what_is_left(step)
    clock = step.chip
    due_at = clock.due_at if clock and not clock.clock.is_final else None
    provisional = bool(clock and clock.provisional)
    return {"state": state, "word": word, "title": title, "due_at": due_at, "provisional": provisional}


def what_is_left(step: Any) -> tuple[str, str, str]:
    """State, word and title of what is left.

    Somebody outside holds the ball: the word says for what we wait. The ball is with us, but no promise runs
    (between two assessed nodes): it says that no limit runs.
    """
    task, clock = step.task, step.chip
    title = clock.name if clock else ""
    if task.waiting_for and (clock is None or clock.due_at is None):
        return "paused", gettext("Paused · %(reason)s") % {"reason": task.get_waiting_for_display()}, title
    if clock is None or (clock.due_at is None and not clock.is_late):
        return "none", gettext("no limit"), title
    return clock.state, clock.word, title


@register.filter
def typed_words(field: BoundField) -> str:
    """What was typed into a field or chosen there, as a person reads it: no codes."""
    value = field.value()
    if value is True or value == "on":
        return gettext("yes")
    asked = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    pairs: Iterable[tuple[Any, Any]] = flatten_choices(getattr(field.field, "choices", ()))
    labels = {str(key): str(said) for key, said in pairs}
    words = enumerated(labels.get(one, one) for one in asked)
    return words.replace("T", " ") if isinstance(field.field, forms.DateTimeField) else words
