"""Tags and filters of every page. `{% load crm_web %}`; the list with examples is docs/components.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.forms import BoundField
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from crm import wording
from crm.org.models import Department
from crm.web import figures, masks
from crm.web.icons import icon_svg

register = template.Library()

# state -> (colour, icon); the word comes from the caller, so that colour never stands alone.
CHIPS: dict[str, tuple[str, str]] = {
    "late": ("red", "alert-triangle"),
    "soon": ("orange", "clock-exclamation"),
    "running": ("blue", "clock"),
    "paused": ("secondary", "player-pause"),
    "done": ("green", "check"),
    "open": ("azure", "circle-dot"),
    "waiting": ("secondary", "hourglass"),
    "returned": ("purple", "arrow-back-up"),
    "aborted": ("secondary", "ban"),
    "green": ("green", "leaf"),
    "important": ("yellow", "star"),
    "warning": ("orange", "alert-circle"),
    "info": ("blue", "info-circle"),
    "none": ("secondary", "minus"),
}

ALERTS: dict[str, tuple[str, str]] = {
    "success": ("success", "circle-check"),
    "info": ("info", "info-circle"),
    "warning": ("warning", "alert-triangle"),
    "error": ("danger", "alert-circle"),
}


@register.filter
def enumerated(words: Iterable[object]) -> str:
    """甲、乙, or a, b, as the reader's language writes it."""
    return wording.enumerated(words)


@register.filter
def money(value: Any) -> str:
    """{{ fee|money }} → ¥1,204.50"""
    return figures.money(value)


@register.filter
def kva(value: Any) -> str:
    """{{ capacity|kva }} → 630 kVA"""
    return figures.quantity(value, "kVA")


@register.filter
def kwh(value: Any) -> str:
    """{{ energy|kwh }} → 12,480 kWh"""
    return figures.quantity(value, "kWh")


@register.filter
def kw(value: Any) -> str:
    """{{ load|kw }} → 8 kW"""
    return figures.quantity(value, "kW")


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ date|day }} → 2026-11-25 周三"""
    return figures.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """{{ at|moment }} → 2026-11-25 周三 17:30"""
    return figures.moment(value)


@register.filter
def short_moment(value: datetime | None) -> str:
    """{{ at|short_moment }} → 11-25 17:30"""
    return figures.short_moment(value)


@register.filter
def clock_time(value: datetime | None) -> str:
    """{{ at|clock_time }} → 14:03"""
    return figures.clock_time(value)


@register.filter
def masked_name(value: str | None) -> str:
    """{{ person.name|masked_name }} → 张*"""
    return masks.mask_name(value or "")


@register.filter
def masked_phone(value: str | None) -> str:
    """{{ person.phone|masked_phone }} → 138****5678"""
    return masks.mask_phone(value or "")


@register.filter
def masked_id(value: str | None) -> str:
    """{{ person.id_number|masked_id }} → 320***********12"""
    return masks.mask_identity(value or "")


@register.filter
def masked_bank(value: str | None) -> str:
    """{{ account.bank_number|masked_bank }} → ************5678"""
    return masks.mask_bank_account(value or "")


@register.filter
def masked_address(value: str | None) -> str:
    """{{ point.address|masked_address }} → 姑苏区平江路**"""
    return masks.mask_address(value or "")


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """{% icon "clock" %}: a Tabler outline icon, inline, coloured like the text."""
    return icon_svg(name, css_class)


@register.simple_tag
def chip(state: str, word: Any, title: Any = "") -> SafeString:
    """{% chip "late" "超期 1 个工作日" %}: colour, icon and word. The states are the keys of `CHIPS`."""
    return _chip(state, str(word), str(title or ""))


@lru_cache(maxsize=4096)
def _chip(state: str, word: str, title: str) -> SafeString:
    """A list shows the same few chips again and again."""
    colour, icon_name = CHIPS[state]
    return format_html(
        '<span class="chip chip-{}"{}>{}<span>{}</span></span>',
        colour,
        format_html(' title="{}"', title) if title else "",
        icon_svg(icon_name),
        word,
    )


@register.simple_tag
def share_bar(parts: Sequence[tuple[Any, ...]], label: str) -> SafeString:
    """{% share_bar parts label %}: who used the time so far, without an inline style.

    `parts` is a sequence of (kind, amount, …) with kind one of us, customer, third, left; `label` is the
    sentence for screen readers and the tooltip (for example 我方 11 · 客户 9 · 其他 2).
    """
    return _share_bar(tuple((kind, float(amount)) for kind, amount, *_ in parts), str(label))


@lru_cache(maxsize=4096)
def _share_bar(parts: tuple[tuple[str, float], ...], label: str) -> SafeString:
    total = sum(amount for _, amount in parts) or 1.0
    rectangles, x = [], 0.0
    for kind, amount in parts:
        width = 100 * amount / total
        rectangles.append((f"{x:.2f}", f"{width:.2f}", kind))
        x += width
    return format_html(
        '<svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{0}">'
        "<title>{0}</title>{1}</svg>",
        label,
        format_html_join("", '<rect x="{}" y="0" width="{}" height="8" class="share-{}"></rect>', rectangles),
    )


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """{% qr case.number %}: a QR code as an image that the content policy allows (data:)."""
    uri = segno.make(str(text), error="m").svg_data_uri(border=1, scale=3, omitsize=False)
    return format_html('<img class="qr" src="{}" alt="{}">', uri, label or text)


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: Any) -> str:
    """{% query_with after=token %}: the present address query with some values replaced (None removes)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def draft_url(name: str, form_key: str, subject: str = "") -> str:
    """{% draft_url "draft-save" form_key subject %}: the address under which a draft is kept."""
    return reverse(name, args=[form_key, subject] if subject else [form_key])


@register.filter
def department_name(department: Department | None) -> str:
    """{{ person.department|department_name }}: in the reader's language."""
    return "" if department is None else str(department)


@register.filter
def alert_colour(level: str) -> str:
    """The colour of a message by Django's level."""
    return ALERTS.get(level, ALERTS["info"])[0]


@register.filter
def alert_icon(level: str) -> str:
    """The icon of a message by Django's level."""
    return ALERTS.get(level, ALERTS["info"])[1]


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """The address that takes an action back (see `crm.web.flash.done_with_undo`)."""
    return (extra_tags or "").removeprefix("undo:") if (extra_tags or "").startswith("undo:") else ""


@register.filter
def print_url(extra_tags: str | None) -> str:
    """The address of what is to be printed now (see `crm.web.flash.done_with_print`)."""
    return (extra_tags or "").removeprefix("print:") if (extra_tags or "").startswith("print:") else ""


@register.filter
def theirs(field: BoundField) -> Any:
    """The value that somebody else saved meanwhile, where it differs (see `crm.web.forms`)."""
    return getattr(field.form, "theirs", {}).get(field.name)


@register.filter
def is_known(field: BoundField) -> bool:
    """Whether the value was filled in from what the company already knows."""
    return not field.form.is_bound and field.name in getattr(field.form, "known", ())


@register.filter
def is_wide(field: BoundField) -> bool:
    """Whether the field takes the whole width of the form."""
    wide = getattr(field.form, "wide", ())
    return field.name in wide or field.widget_type in ("textarea", "checkboxselectmultiple", "radioselect")
