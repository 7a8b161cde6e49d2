"""Where the administration pages stand: the menu, and the tabs that each administrator sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.clocks.rules import VIEW_CLOCK, VIEW_RULE, VIEW_SWEEP
from crm.messages.rules import VIEW_OUTGOING
from crm.org.permissions import has_permission
from crm.org.rules import VIEW_AUDIT, VIEW_STAFF
from crm.outbox.rules import VIEW_DELIVERY
from crm.parameters.rules import VIEW_PARAMETER
from crm.registries import NavigationItem, navigation
from crm.workdays.rules import VIEW_CALENDAR


@dataclass(frozen=True)
class Place:
    """One tab: its key, its word, the name of its address, who may open it."""

    key: str
    label: Any
    url_name: str
    permission: str


ADMINISTRATION = (
    Place("staff", _("Staff and roles"), "staff-list", VIEW_STAFF),
    Place("parameters", _("Parameters"), "parameter-list", VIEW_PARAMETER),
    Place("deliveries", _("Deliveries"), "delivery-list", VIEW_DELIVERY),
)
CALENDAR = (
    Place("year", _("Working calendar"), "calendar", VIEW_CALENDAR),
    Place("rules", _("Time limits"), "clock-rule-list", VIEW_RULE),
    Place("shifts", _("Moved deadlines"), "calendar-shifts", VIEW_CLOCK),
    Place("sweep", _("Put aside by the sweep"), "clock-put-aside", VIEW_SWEEP),
)
AUDIT = (
    Place("entries", _("Business log"), "audit-entry-list", VIEW_AUDIT),
    Place("reveals", _("Reveals of personal data"), "audit-reveal-list", VIEW_AUDIT),
)


def tabs(places: tuple[Place, ...], user: Any, here: str) -> list[dict[str, Any]]:
    """The tabs that `user` may open, for components/tabs.html."""
    return [
        {"label": place.label, "url": reverse(place.url_name), "count": None, "here": place.key == here}
        for place in places
        if has_permission(user, place.permission)
    ]


def register() -> None:
    """Put the pages into the menu."""
    navigation.register(
        NavigationItem("messages", _("Outgoing messages"), "outgoing-message-list", VIEW_OUTGOING, 800, "send")
    )
    navigation.register(
        NavigationItem("administration", _("Administration"), "administration", VIEW_STAFF, 900, "settings")
    )
    navigation.register(
        NavigationItem("calendar", _("Working calendar"), "calendar", VIEW_CALENDAR, 890, "calendar")
    )
    navigation.register(NavigationItem("audit", _("Audit"), "audit-entry-list", VIEW_AUDIT, 910, "eye-check"))
