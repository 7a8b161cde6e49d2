"""`{% load queue_lines %}`: a line of the work queue.

Everybody's first page shows a screen of them and is drawn again every half minute: written out here a line costs a
quarter of what it costs as a template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from bizexpansion.flows import get_flow
from bizexpansion.models import Case
from bizexpansion.queries.queue import QueueRow
from bizexpansion.templatetags.bizexpansion import what_is_left
from crm.clocks.queries import ClockChip
from crm.org.models import Staff
from crm.web.figures import short_moment
from crm.web.templatetags.crm_web import chip, department_name, share_bar

register = template.Library()
NOTHING = SafeString("")
GONE = SafeString(' class="gone"')
BOX = (
    '<td class="pick"><input type="checkbox" class="form-check-input" name="task" value="{}" aria-label="{}"></td>'
)
NO_BOX = SafeString('<td class="pick"></td>')
NO_DEADLINE = SafeString('<span class="quiet">–</span>')
LINE = (
    '<tr data-href="{url}" data-task="{key}"{gone}>{box}<td class="nowrap left">{left}{shown}</td>'
    '<td class="nowrap"><a href="{url}">{number}</a></td>'
    '<td class="who"><div><span class="name" title="{who}">{who}</span>{marks}</div></td>'
    '<td>{step}{more}</td><td class="holder">{holder}</td>'
    '<td class="nowrap deadline">{deadline}</td><td class="shares">{shares}</td></tr>\n'
)


@register.simple_tag
def queue_lines(rows: Sequence[QueueRow], may_pick: bool) -> SafeString:
    """{% queue_lines rows may_pick %}: time left, case, customer, business and step, holder, deadline, shares."""
    if not rows:
        return NOTHING
    first = rows[0].task.case.case_number
    before, _number, after = reverse("case", args=[first]).partition(first)  # asked once, not for each line
    words = gettext("Choose %(number)s") if may_pick else ""
    language = get_language()
    return SafeString("".join(_line(row, before, after, words, language) for row in rows))


def _line(row: QueueRow, before: str, after: str, choose: str, language: str | None) -> SafeString:
    """One line: `before` and `after` stand around the number in its address, `choose` are the words of its box."""
    task, case = row.task, row.task.case
    key, number = str(task.pk), case.case_number
    is_gone = bool(row.gone)
    return format_html(
        LINE,
        url=f"{before}{number}{after}",
        key=key,
        gone=GONE if is_gone else NOTHING,
        box=_box(is_gone, key, choose % {"number": number}) if choose else NOTHING,
        left=chip(*what_is_left(row)),
        shown=NOTHING if is_gone else format_html('<input type="hidden" name="shown" value="{}">', key),
        number=number,
        who=row.customer,
        marks=_marks(case),
        step=_step(case.flow_code, case.flow_version, task.node, language),
        more=_more_of_step(row, number) if row.rows > 1 or task.visit > 1 else NOTHING,
        holder=_holder(row),
        deadline=_deadline(row.chip),
        shares=share_bar(row.chip.bar, row.chip.shares.label) if row.chip else NOTHING,
    )


@lru_cache(maxsize=2048)
def _step(code: str, version: int, node: str, language: str | None) -> SafeString:
    """Business and step, in the reader's language: a list names the same ones again and again."""
    graph = get_flow(code, version)
    return format_html('<span class="quiet">{} ·</span> {}', str(graph.flow.name), str(graph.steps[node].name))


@register.simple_tag
def left_chip(row: QueueRow) -> SafeString:
    """{% left_chip row %}: the time left alone."""
    return chip(*what_is_left(row))


@register.simple_tag
def people_options(people: Iterable[Staff]) -> SafeString:
    """{% people_options people %}: to whom rows can be dispatched."""
    return format_html_join(
        "",
        '<option value="{}">{} {} · {}</option>',
        ((one.pk, one.name, one.number, department_name(one.department)) for one in people),
    )


def _box(is_gone: bool, key: str, words: str) -> SafeString:
    return NO_BOX if is_gone else format_html(BOX, key, words)


def _marks(case: Case) -> SafeString:
    """Green channel, important, urged; nothing for most cases."""
    if not (case.is_green_channel or case.is_important or case.urged_count):
        return NOTHING
    marks = []
    if case.is_green_channel:
        marks.append(chip("green", gettext("green channel")))
    if case.is_important:
        marks.append(chip("important", gettext("important")))
    if case.urged_count:
        words = ngettext("urged once", "urged %(n)s times", case.urged_count) % {"n": case.urged_count}
        marks.append(chip("warning", words))
    return SafeString("".join(marks))


def _more_of_step(row: QueueRow, number: str) -> SafeString:
    """For how many rows of a batch the line stands, and which visit of the step it is."""
    rows = visit = NOTHING
    if row.rows > 1:
        rows = format_html(
            ' <a class="text-decoration-underline" href="{}?step={}">{}</a>',
            reverse("case-batch", args=[number]),
            row.task.node,
            ngettext("%(n)s row", "%(n)s rows", row.rows) % {"n": row.rows},
        )
    if row.task.visit > 1:
        visit = format_html(" {}", chip("returned", gettext("visit %(n)s") % {"n": row.task.visit}))
    return format_html("{}{}", rows, visit)


def _holder(row: QueueRow) -> str:
    """Who holds the step, or what became of it."""
    task = row.task
    if row.gone:
        return format_html("<b>{}</b>", row.gone)
    if row.waits:
        return str(task.get_holder_display())
    return row.assignee or format_html('<span class="quiet">{}</span>', row.team or task.get_role_display())


def _deadline(clock: ClockChip | None) -> SafeString:
    if clock is None or clock.due_at is None:
        return NO_DEADLINE
    due = _due(clock.due_at)
    if not clock.provisional:
        return due
    title = gettext("The calendar of that year is not published yet.")
    return due + format_html(' <span class="quiet" title="{}">{}</span>', title, gettext("provisional"))


@lru_cache(maxsize=1024)
def _due(due_at: datetime) -> SafeString:
    """Many lines are due at the same close of business."""
    return format_html('<time datetime="{}">{}</time>', localtime(due_at).isoformat(), short_moment(due_at))
