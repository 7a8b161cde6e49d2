"""The audit administrator's pages: the business log, the rows behind an entry, who saw whom."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from crm.audit.models import Change, Entry, Reveal
from crm.audit.operation import record_reveal
from crm.audit.queries import changes_of_entry, changes_of_row, columns_of, entries, reveals
from crm.audit.words import word_of
from crm.org.models import Staff
from crm.org.permissions import require
from crm.org.rules import VIEW_AUDIT
from crm.web.administration.filters import EntryFilter, RevealFilter
from crm.web.administration.places import AUDIT, tabs
from crm.web.keyset import Page
from crm.web.lists import ListPage
from crm.web.request import StaffRequest


class EntryList(ListPage):
    """Who did what, when, about which record; newest first."""

    permission = VIEW_AUDIT
    order = ("-id",)
    counted = False
    filterset_class = EntryFilter
    template_name = "administration/audit_entries.html"
    rows_template = "administration/audit_entry_rows.html"

    def get_queryset(self) -> QuerySet[Entry]:
        """The whole ledger."""
        return entries()

    def get_rows(self, page: Page[Any]) -> list[Any]:
        """Each with its word and the name behind the staff number."""
        return _with_words(page.rows)

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": tabs(AUDIT, self.request.user, "entries")}


class RevealList(ListPage):
    """Who was shown which personal field of whom, and why; newest first."""

    permission = VIEW_AUDIT
    order = ("-id",)
    counted = False
    filterset_class = RevealFilter
    template_name = "administration/audit_reveals.html"
    rows_template = "administration/audit_reveal_rows.html"

    def get_queryset(self) -> QuerySet[Reveal]:
        """The whole ledger."""
        return reveals()

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": tabs(AUDIT, self.request.user, "reveals")}


class EntryDetail(View):
    """One entry with the rows it wrote. Values that may be personal are masked until a reason is given."""

    def get(self, request: StaffRequest, pk: int) -> HttpResponse:
        """Masked."""
        return self._page(request, pk)

    def post(self, request: StaffRequest, pk: int) -> HttpResponse:
        """In clear, with the reason noted."""
        reason = request.POST.get("reason", "").strip()
        if not reason:
            return self._page(request, pk, error=_("Say why."), status=422)
        require(request.user, VIEW_AUDIT)
        entry = _find(pk)
        record_reveal(subject=entry, field_name="changes", reason=reason, actor=request.user, now=timezone.now())
        return self._page(request, pk, clear=True)

    def _page(
        self, request: StaffRequest, pk: int, *, clear: bool = False, error: str = "", status: int = 200
    ) -> HttpResponse:
        require(request.user, VIEW_AUDIT)
        context = {
            "entry": _with_words([_find(pk)])[0],
            "changes": _with_columns(changes_of_entry(pk), clear=clear),
            "clear": clear,
            "error": error,
        }
        return render(request, "administration/audit_entry.html", context, status=status)


class RowHistory(ListPage):
    """Everything that happened to one row of one table, newest first; personal values masked."""

    permission = VIEW_AUDIT
    order = ("-id",)
    counted = False
    template_name = "administration/audit_row.html"
    rows_template = "administration/audit_change_rows.html"

    def get_queryset(self) -> QuerySet[Change]:
        """The changes of the row in the address."""
        return changes_of_row(self.kwargs["table"], self.kwargs["row_id"])

    def get_rows(self, page: Page[Any]) -> list[Any]:
        """Each with its columns."""
        return _with_columns(page.rows, clear=False)

    def extra(self) -> dict[str, Any]:
        """Which row."""
        return {"table": self.kwargs["table"], "row_id": self.kwargs["row_id"]}


def _with_words(found: list[Entry]) -> list[Any]:
    names: dict[int | None, str] = dict(
        Staff.objects.filter(pk__in={entry.actor_id for entry in found}).values_list("pk", "name")
    )
    for entry in found:
        entry.word = word_of(entry.operation)  # type: ignore[attr-defined]
        entry.actor_name = names.get(entry.actor_id, "")  # type: ignore[attr-defined]
    return found


def _with_columns(changes: list[Change], *, clear: bool) -> list[Any]:
    for change in changes:
        change.columns = columns_of(change, clear=clear)  # type: ignore[attr-defined]
    return changes


def _find(pk: int) -> Entry:
    entry = Entry.objects.filter(pk=pk).first()
    if entry is None:
        raise Http404
    return entry
