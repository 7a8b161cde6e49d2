"""Words and data of the metering blocks. `{% load metering %}`"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.web import figures
from crm.web.templatetags.crm_web import chip
from metering.queries.bills import BillLine
from metering.queries.load import COMPARED_DAYS, LoadStory

register = template.Library()


@register.simple_tag
def load_sentence(story: LoadStory) -> str:
    """What the chart shows, in one sentence."""
    words = {
        "days": COMPARED_DAYS,
        "last": f"{story.last_day:%Y-%m-%d}",
        "energy": figures.quantity(story.recent, "kWh"),
        "percent": abs(story.change or 0),
    }
    if story.change is None:
        return _("In the %(days)d days to %(last)s: %(energy)s; nothing to compare it with a year before.") % words
    if story.change > 0:
        return _("In the %(days)d days to %(last)s: %(energy)s, %(percent)s %% more than a year before.") % words
    if story.change < 0:
        return _("In the %(days)d days to %(last)s: %(energy)s, %(percent)s %% less than a year before.") % words
    return _("In the %(days)d days to %(last)s: %(energy)s, as much as a year before.") % words


@register.simple_tag
def year_sentence(story: LoadStory) -> str:
    """Twelve months against the year before; nothing where too few days were read."""
    if story.year is None:
        return ""
    words = {"energy": figures.quantity(story.year, "kWh"), "percent": abs(story.year_change or 0)}
    if story.year_change is None:
        return _("In twelve months: %(energy)s; too few days of the year before were read to compare.") % words
    if story.year_change > 0:
        return _("In twelve months: %(energy)s, %(percent)s %% more than the year before.") % words
    if story.year_change < 0:
        return _("In twelve months: %(energy)s, %(percent)s %% less than the year before.") % words
    return _("In twelve months: %(energy)s, as much as the year before.") % words


@register.filter
def as_json(data: dict[str, Any]) -> str:
    """The data of a chart as text for a hidden element; htmx drops script elements, those with data too."""
    return json.dumps(data, ensure_ascii=False)


@register.filter
def percent(value: Decimal | None) -> str:
    """{{ change|percent }} → +8.3 %"""
    return figures.NOTHING if value is None else f"{'−' if value < 0 else '+'}{abs(value)} %"


@register.filter
def unsigned(value: Decimal) -> Decimal:
    """{{ amount|unsigned }}: without its sign, where the column says which side it is."""
    return abs(value)


@register.simple_tag
def payment_chip(line: BillLine, today: date) -> SafeString:
    """Paid (late or not), partly paid, due, overdue: always with the word."""
    due_on = line.bill.due_on
    if line.is_taken_back:
        return chip("aborted", _("reversed"))
    if line.is_paid and line.paid_on and line.paid_on > due_on:
        return chip("done", _("paid %(days)d days late") % {"days": (line.paid_on - due_on).days})
    if line.is_paid:
        return chip("done", _("paid"))
    return open_chip(line.open_amount, due_on, today)


@register.simple_tag
def open_chip(open_amount: Decimal, due_on: date, today: date) -> SafeString:
    """What is left to pay, and for how long it is overdue."""
    left = figures.money(open_amount)
    if due_on < today:
        days = (today - due_on).days
        return chip("late", _("%(left)s overdue for %(days)d days") % {"left": left, "days": days})
    return chip("waiting", _("%(left)s to pay") % {"left": left})
