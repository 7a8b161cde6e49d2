"""`{% load report_cells %}`: the cells of a report with a hundred lines, four times as quick as templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from bizexpansion.queries.ontime import Month, OnTimeRow

register = template.Library()
NUMBER = '<td class="number">{}</td>'
NONE = "–"


@register.simple_tag
def on_time_cells(row: OnTimeRow, nodes: Iterable[tuple[int, int, str]], month: Month, kind: str) -> SafeString:
    """{% on_time_cells row nodes month kind %}: the figures, each with the way to its orders."""
    address = (
        reverse("report-on-time-cases")
        + "?"
        + urlencode(
            {"month_key": month.key, "kind_key": kind, "flow": row.flow_code, "department": str(row.department.pk)}
        )
    )
    late = _link(f"{address}&verdict=late", row.late) if row.late else "0"
    rate = format_html("<b>{}</b>", NONE if row.rate is None else f"{row.rate}%")
    figures = [_link(address, row.closed), str(row.judged), late, rate]
    figures += [_of_node(judged, broken, f"{address}&timer={timer}") for judged, broken, timer in nodes]
    return format_html_join("", NUMBER, ((one,) for one in figures))


def _of_node(judged: int, late: int, address: str) -> str:
    if not judged:
        return NONE
    return format_html("{} / {}", str(judged), _link(address, late)) if late else str(judged)


def _link(address: str, number: int) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, str(number))
