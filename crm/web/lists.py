"""Lists: filters as chips, keyset paging, rows that open. One base view for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views import View
from django_filters import FilterSet

from crm.errors import NotPermitted
from crm.imports.rules import EXPORT
from crm.org.permissions import has_permission
from crm.web.keyset import Page, paginate
from crm.web.request import StaffRequest
from crm.wording import enumerated

OF = "of."
"""Leads the names under which an export remembers of what a list is (the number in the address of its page)."""


@dataclass(frozen=True)
class FilterChip:
    """A filter in force: what it says and the address without it."""

    label: Any
    value: str
    remove: str


def filter_chips(filterset: FilterSet, request: HttpRequest) -> list[FilterChip]:
    """The filters that narrow the list now, in the order of the form."""
    chips: list[FilterChip] = []
    if not filterset.form.is_valid():
        return chips
    for name, field in filterset.form.fields.items():
        value = filterset.form.cleaned_data.get(name)
        if field.widget.is_hidden or value in (None, "", [], ()) or (hasattr(value, "exists") and not value):
            continue
        query = request.GET.copy()
        for key in [k for k in query if k == name or k.startswith(f"{name}_")] + ["after"]:
            query.pop(key, None)
        chips.append(FilterChip(field.label or name, _words(field, value), f"?{query.urlencode()}"))
    return chips


def is_narrowed(filterset_class: type[FilterSet], request: HttpRequest) -> bool:
    """Whether the address names a filter that narrows the list; fields that the form hides do not."""
    filters = filterset_class.base_filters
    return any(request.GET[name] for name in request.GET if name in filters and not _is_hidden(filters[name]))


def _is_hidden(one: Any) -> bool:
    widget = one.extra.get("widget")
    return isinstance(widget, type) and issubclass(widget, HiddenInput)


@lru_cache(maxsize=64)
def open_filters(filterset_class: type[FilterSet], hidden: str, language: str | None) -> SafeString:
    """The form of filters of which none is in force, drawn once: for filters that offer everybody the same.

    `hidden` are the values of fields that the form hides, as an address query; the caller knows all that there are.
    """
    filterset = filterset_class(QueryDict(hidden))
    return render_to_string("components/filter_form.html", {"filter": filterset})


def _words(field: Any, value: Any) -> str:
    values = value if isinstance(value, list | tuple | QuerySet) else [value]
    choices: dict[str, Any] = {}
    for key, word in getattr(field, "choices", ()):
        choices.update({str(k): w for k, w in word} if isinstance(word, list | tuple) else {str(key): word})
    if isinstance(value, slice):
        return f"{value.start or ''} – {value.stop or ''}"
    return enumerated(str(choices.get(str(getattr(each, "pk", each)), each)) for each in values)


class ListPage(View):
    """A list of records. Subclasses say:

    - `permission`: who may open it; the rows are what `get_queryset` leaves after `.restrict(...)`;
    - `get_queryset()`: the rows with everything that a row shows (select_related), unordered;
    - `order`: keyset order, ending in a unique column;
    - `goes_on = True` where the next rows come by themselves as somebody scrolls down to the end;
    - `counted = False` where even a capped count would read too much (ledgers without an end);
    - `export_key` where the exported sheet says more than the page (`crm.imports.exporting`); every other list is
      exported as its page shows it (`crm.web.list_sheets`), which is why who may see what must be decided by
      `permission` and `get_queryset`, and not by overriding `dispatch`;
    - `filterset_class` (optional), `template_name` (extends crm_web/list.html), `rows_template`.

    A request with `after` from htmx answers with rows only.
    """

    permission: ClassVar[str] = ""
    order: ClassVar[Sequence[str]] = ("pk",)
    page_size: ClassVar[int] = 50
    counted: ClassVar[bool] = True
    goes_on: ClassVar[bool] = False
    filterset_class: ClassVar[type[FilterSet] | None] = None
    template_name: ClassVar[str] = "crm_web/list.html"
    rows_template: ClassVar[str] = ""
    export_key: ClassVar[str] = ""

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that this person may see."""
        raise NotImplementedError

    def get_order(self) -> Sequence[str]:
        """The keyset order of this request."""
        return self.order

    def get_rows(self, page: Page[Any]) -> list[Any]:
        """What the rows template iterates over; override to add what needs a query for the whole page."""
        return page.rows

    def row_extra(self) -> dict[str, Any]:
        """More for the rows, the first ones and those that come later."""
        return {}

    def extra(self) -> dict[str, Any]:
        """More for the full page."""
        return {}

    request: StaffRequest

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or only the further rows for htmx."""
        if self.permission and not has_permission(request.user, self.permission):
            raise NotPermitted(details={"permission": self.permission})
        queryset, filterset = self.get_filtered()
        further = bool(request.GET.get("after")) and bool(request.htmx)
        page = paginate(
            queryset,
            order=self.get_order(),
            after=request.GET.get("after"),
            size=self.page_size,
            count=self.counted and not further,
        )
        context = {"page": page, "rows": self.get_rows(page), "rows_template": self.rows_template}
        context |= {"goes_on": self.goes_on} | self.row_extra()
        if further:
            return render(request, "components/rows.html", context)
        context |= {"filter": filterset, "chips": filter_chips(filterset, request) if filterset else []}
        if has_permission(request.user, EXPORT):
            context["export_url"] = self._export_url()
        return render(request, self.template_name, context | self.extra())

    def get_filtered(self) -> tuple[QuerySet[Any], FilterSet | None]:
        """The rows under the filters of the address."""
        queryset = self.get_queryset()
        if self.filterset_class is None:
            return queryset, None
        filterset = self.filterset_class(self.request.GET, queryset, request=self.request)
        return filterset.qs, filterset

    def _export_url(self) -> str:
        """Where this list is exported as it stands here: its name, its filters, and of what it is the list."""
        match = self.request.resolver_match
        key = self.export_key or (match.url_name if match else "")
        if not key:
            return ""
        query = self.request.GET.copy()
        query.pop("after", None)
        if not self.export_key and match:
            query.update({f"{OF}{name}": str(value) for name, value in match.kwargs.items()})
        return f"{reverse('export-new', args=[key])}?{query.urlencode()}"
