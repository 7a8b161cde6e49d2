"""The quality of the book: numbers of the departments, the accounts and findings behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from crm.org.permissions import has_permission, require
from crm.web.keyset import Page
from crm.web.lists import ListPage
from customers.book.filters import FindingFilter, ScoreFilter
from customers.book.models import AccountQuality, QualityFinding
from customers.book.queries.quality import (
    department_lines,
    in_queue,
    months_of,
    rule_lines,
    visible_findings,
    visible_scores,
)
from customers.book.rules import MEND_QUALITY, VIEW_QUALITY

DESKS: dict[str, Any] = {
    "open": gettext_lazy("All open"),
    "mine": gettext_lazy("Mine"),
    "unassigned": gettext_lazy("Unassigned"),
    "aside": gettext_lazy("Set aside"),
}


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Each department's scores, how they spread, what is wrong most often, and the months before."""
    require(request.user, VIEW_QUALITY)
    lines = department_lines(request.user)
    context = {
        "tabs": quality_tabs("overview"),
        "lines": lines,
        "rules": rule_lines(lines),
        "months": months_of(request.user),
    }
    return render(request, "book/quality/overview.html", context)


class ScoreList(ListPage):
    """Accounts by score, the worst first: by completeness, or by correctness with `?by=correctness`."""

    permission = VIEW_QUALITY
    filterset_class = ScoreFilter
    template_name = "book/quality/accounts.html"
    rows_template = "book/quality/account_rows.html"

    def get_queryset(self) -> QuerySet[AccountQuality]:
        """What this person may see."""
        return visible_scores(self.request.user)

    def get_order(self) -> Sequence[str]:
        """The worst first."""
        return (self._by(), "account_id")

    def extra(self) -> dict[str, Any]:
        """The tabs, and by which score."""
        return {"tabs": quality_tabs("accounts"), "by": self._by()}

    def _by(self) -> str:
        return "correctness" if self.request.GET.get("by") == "correctness" else "completeness"


class FindingList(ListPage):
    """The work queue: findings by urgency, of one desk."""

    permission = VIEW_QUALITY
    order = ("-priority", "id")
    filterset_class = FindingFilter
    template_name = "book/quality/findings.html"
    rows_template = "book/quality/finding_rows.html"

    def get_queryset(self) -> QuerySet[QualityFinding]:
        """What this person may see on this desk."""
        return findings_of_desk(self.request)

    def get_rows(self, page: Page[QualityFinding]) -> list[QualityFinding]:
        """With what the address of the finding must keep."""
        self.keep = queue_query(self.request)
        return page.rows

    def extra(self) -> dict[str, Any]:
        """The tabs, the desks, what may be done."""
        desk, query = desk_of(self.request), self.request.GET.copy()
        query.pop("after", None)
        desks = []
        for key, label in DESKS.items():
            query["desk"] = key
            desks.append({"label": label, "url": f"?{query.urlencode()}", "here": key == desk, "count": None})
        return {
            "tabs": quality_tabs("findings"),
            "desks": desks,
            "desk": desk,
            "keep": self.keep,
            "may_mend": has_permission(self.request.user, MEND_QUALITY),
        }


def findings_of_desk(request: HttpRequest) -> QuerySet[QualityFinding]:
    """The findings on the desk that the request names."""
    rows, desk, today = visible_findings(request.user), desk_of(request), timezone.localdate()
    if desk == "aside":
        return rows.filter(care__aside_until__gt=today)
    if desk == "mine":
        rows = rows.filter(care__assignee=request.user.pk)
    elif desk == "unassigned":
        rows = rows.filter(care__assignee__isnull=True)
    return in_queue(rows, today)


def desk_of(request: HttpRequest) -> str:
    """The desk that the request names."""
    desk = request.GET.get("desk", "")
    return desk if desk in DESKS else "open"


def queue_query(request: HttpRequest) -> str:
    """Desk and filters of the queue as they stand in the address, to find the way back and the next finding."""
    query = request.GET.copy()
    for name in list(query):
        if name not in {"desk", *FindingFilter.base_filters}:
            query.pop(name)
    return query.urlencode()


def quality_tabs(here: str) -> list[dict[str, Any]]:
    """The three pages of quality."""
    pages = (
        ("overview", _("Departments"), "quality"),
        ("accounts", _("Accounts"), "quality-accounts"),
        ("findings", _("Findings to mend"), "quality-findings"),
    )
    return [
        {"label": label, "url": reverse(name), "here": key == here, "count": None} for key, label, name in pages
    ]
