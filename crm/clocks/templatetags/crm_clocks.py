"""`{% load crm_clocks %}`: the chip and the bar of a clock."""

from __future__ import annotations

from typing import Any

from django import template

from crm.clocks.queries import ClockChip

register = template.Library()


@register.inclusion_tag("crm_clocks/_chip.html")
def clock_chip(chip: ClockChip | None) -> dict[str, Any]:
    """{% clock_chip chip %}: colour, icon and word, the exact deadline, and a mark where it is provisional."""
    return {"one": chip}


@register.inclusion_tag("crm_clocks/_bar.html")
def clock_bar(chip: ClockChip | None) -> dict[str, Any]:
    """{% clock_bar chip %}: who used the time so far."""
    return {"one": chip}
