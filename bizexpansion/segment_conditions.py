"""What a segment may ask of business expansion: open cases by family of flow, the latest application."""

from __future__ import annotations

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import OPEN_STATES, FlowFamily
from bizexpansion.flows import latest_flows
from bizexpansion.models import Case
from bizexpansion.rules import VIEW_CASE
from crm.registries.conditions import Asked, Choice, Condition, Day, Flag, conditions, on_column

GROUP = _("Business expansion")


def register() -> None:
    """Called when the app is ready."""
    for condition in (
        Condition("bizexpansion.open_case", _("has an open case"), Flag(), _has_open, GROUP, VIEW_CASE, order=300),
        Condition(
            "bizexpansion.open_family",
            _("has an open case of"),
            Choice(lambda: FlowFamily.choices),
            _has_open_of,
            GROUP,
            VIEW_CASE,
            order=301,
        ),
        Condition(
            "bizexpansion.last_accepted",
            _("latest application accepted"),
            Day(never=_("never")),
            _last_accepted,
            GROUP,
            VIEW_CASE,
            order=302,
        ),
    ):
        conditions.register(condition)


def _cases() -> QuerySet[Case]:
    """Of the account in the outer query."""
    return Case.objects.filter(account_id=OuterRef("pk"))


def _has_open(asked: Asked) -> Q:
    is_open = Q(Exists(_cases().filter(state__in=OPEN_STATES)))
    return is_open if asked.operator == "yes" else ~is_open


def _has_open_of(asked: Asked) -> Q:
    codes = [graph.flow.code for graph in latest_flows() if graph.flow.family in asked.value]
    return Q(Exists(_cases().filter(state__in=OPEN_STATES, flow_code__in=codes)))


def _last_accepted(asked: Asked) -> Q:
    if asked.operator == "never":
        return ~Q(Exists(_cases()))
    latest = _cases().order_by().values("account_id").annotate(last=Max(TruncDate("accepted_at")))
    return Q(Exists(latest.filter(on_column("last")(asked))))
