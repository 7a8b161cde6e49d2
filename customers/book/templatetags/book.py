"""Tags of the book's pages. `{% load book %}`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.registries import Condition
from crm.web import figures
from crm.web.templatetags.crm_web import chip
from customers.book.builder import Builder
from customers.book.enums import AccountStatus, PowerState, RunStatus
from customers.book.models import MeteringPoint, SupplyAccount, Transformer

register = template.Library()

_ACCOUNT = {
    AccountStatus.NORMAL: "done",
    AccountStatus.NEW_SUPPLY_OPEN: "running",
    AccountStatus.CHANGE_OPEN: "open",
    AccountStatus.CLOSED: "none",
    AccountStatus.VOIDED: "aborted",
}
_RUN = {RunStatus.RUNNING: "done", RunStatus.STOPPED: "paused", RunStatus.REMOVED: "none"}
_POWER = {PowerState.ON: "done", PowerState.RESTORED: "done", PowerState.CUT: "none", PowerState.TO_RESTORE: "soon"}


@register.simple_tag
def account_status(account: SupplyAccount) -> SafeString:
    """{% account_status account %}: the status as a chip."""
    return chip(_ACCOUNT[AccountStatus(account.status)], account.get_status_display())


@register.simple_tag
def power_state(account: SupplyAccount) -> SafeString:
    """{% power_state account %}: energised or not, as a chip."""
    return chip(_POWER[PowerState(account.power_state)], account.get_power_state_display())


@register.simple_tag
def run_status(transformer: Transformer) -> SafeString:
    """{% run_status transformer %}: running, stopped or removed, as a chip."""
    return chip(_RUN[RunStatus(transformer.run_status)], transformer.get_run_status_display())


@register.filter
def labels_of(condition: Condition, builder: Builder) -> Iterable[tuple[str, Any]]:
    """{% for value, label in condition|labels_of:builder %}: what may be ticked, read once a page."""
    return builder.vocabulary.labels(condition).items()


@register.filter
def span(period: Any) -> str:
    """{{ contract.term|span }}: 2026-03-02 – 2029-03-01 (the last day, not the open end), or "since"."""
    first = _day(period.lower)
    if period.upper is None:
        return _("since %(first)s") % {"first": first}
    last = period.upper - date.resolution if isinstance(period.upper, date) else period.upper
    return f"{first} – {_day(last)}"


def _day(value: Any) -> str:
    return figures.day(value).split(" ")[0]


@register.simple_tag
def metering_words(point: MeteringPoint) -> str:
    """{% metering_words point %}: mode, wiring and class of a metering point."""
    return " · ".join(
        str(word)
        for word in (point.get_mode_display(), point.get_wiring_display(), point.get_device_class_display())
    )
