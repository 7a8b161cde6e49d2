"""`{% load queue_lines %}`: a line of the work queue.

Everybody's first page shows fifty of them and is drawn again every half minute: written out here a line costs a
third of what it costs as a template.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from bizexpansion.models import Case
from bizexpansion.queries.queue import QueueRow
from bizexpansion.templatetags.bizexpansion import what_is_left
from crm.clocks.queries import ClockChip
from crm.org.models import Staff
from crm.web.figures import short_moment
from crm.web.templatetags.crm_web import chip, department_name, share_bar

register = template.Library()
NOTHING = SafeString("")
NO_DEADLINE = SafeString('<span class="quiet">–</span>')


@register.simple_tag
def queue_line(row: QueueRow, may_pick: bool) -> SafeString:
    """{% queue_line row may_pick %}: time left, case, customer, business and step, holder, deadline, shares."""
    key, number = str(row.task.pk), row.task.case.case_number
    shown = NOTHING if row.gone else format_html('<input type="hidden" name="shown" value="{}">', key)
    return format_html(
        '<tr data-href="{0}" data-task="{1}"{2}>{3}<td class="nowrap left">{4}{5}</td>'
        '<td class="nowrap"><a href="{0}">{6}</a></td>'
        '<td class="who"><div><span class="name" title="{7}">{7}</span>{8}</div></td>'
        '<td><span class="quiet">{9} ·</span> {10}{11}</td><td class="holder">{12}</td>'
        '<td class="nowrap deadline">{13}</td><td class="shares">{14}</td></tr>',
        reverse("case", args=[number]),
        key,
        SafeString(' class="gone"') if row.gone else NOTHING,
        _box(row, key, number) if may_pick else NOTHING,
        chip(*what_is_left(row)),
        shown,
        number,
        row.customer,
        _marks(row.task.case),
        str(row.flow_name),
        str(row.step_name),
        _more_of_step(row, number),
        _holder(row),
        _deadline(row.chip),
        share_bar(row.chip.bar, row.chip.shares.label) if row.chip else NOTHING,
    )


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


def _box(row: QueueRow, key: str, number: str) -> SafeString:
    if row.gone:
        return SafeString('<td class="pick"></td>')
    return format_html(
        '<td class="pick"><input type="checkbox" class="form-check-input" name="task" value="{}"'
        ' aria-label="{}"></td>',
        key,
        gettext("Choose %(number)s") % {"number": number},
    )


def _marks(case: Case) -> SafeString:
    """Green channel, important, urged; nothing for most cases."""
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
