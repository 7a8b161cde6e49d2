"""The work queue: the first page of everybody who handles tasks; dispatch and claim of several rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bizexpansion.filters import QueueFilter
from bizexpansion.models import Task
from bizexpansion.operations.bulk import BulkResult, assign_tasks, claim_tasks
from bizexpansion.queries.colleagues import colleagues, form_of
from bizexpansion.queries.queue import (
    BY_KEY,
    DESKS,
    ORDER,
    QueueRow,
    all_of_rows,
    default_desk,
    desk_counts,
    desk_tasks,
    gone_rows,
    queue_rows,
    visible_tasks,
)
from bizexpansion.rules import ASSIGN_TASK, VIEW_CASE, step_permission
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from crm.registries import navigation, permitted
from crm.web.keyset import Page, paginate
from crm.web.lists import ListPage, is_narrowed, open_filters
from crm.web.request import StaffRequest

MOST_REFRESHED = 300
MOST_AT_ONCE = 100


class WorkQueue(ListPage):
    """Open tasks in tabs, by deadline. Whoever has no tasks at all is led to the first page of his own."""

    permission = VIEW_CASE
    order = ORDER
    page_size = 25  # a screen of them; the next come as somebody scrolls
    goes_on = True
    counted = False  # the tabs say it
    filterset_class = QueueFilter
    template_name = "bizexpansion/queue.html"
    rows_template = "bizexpansion/queue_rows.html"

    def get(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The queue, or the way to another first page."""
        if not has_permission(request.user, VIEW_CASE):
            return redirect(_other_first_page(request.user))
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Task]:
        """The tasks of the tab; what a row shows is read of those on the page."""
        return desk_tasks(self.request.user, self.desk, self.now).only(*ORDER)

    def get_filtered(self) -> tuple[QuerySet[Task], QueueFilter | None]:
        """The tasks under the filters of the address; without any, nothing is made of them (see `extra`)."""
        if self.is_narrowed:
            return super().get_filtered()
        return self.get_queryset(), None

    def get_rows(self, page: Page[Any]) -> list[QueueRow]:
        """The tasks with their clocks."""
        self.shown = queue_rows(page.rows, self.now)
        return self.shown

    def row_extra(self) -> dict[str, Any]:
        """Whether rows can be chosen: to be dispatched, or to be taken."""
        user = self.request.user
        free = has_permission(user, ASSIGN_TASK) or _may_claim(user, [row.task for row in self.shown])
        return {"may_pick": free or "pick" in self.request.GET}

    def extra(self) -> dict[str, Any]:
        """The tabs, and what can be done with the rows on the page."""
        user = self.request.user
        return {
            "tabs": _tabs(self.counts, self.desk),
            "desk": self.desk,
            "may_assign": has_permission(user, ASSIGN_TASK),
            "may_claim": _may_claim(user, [row.task for row in self.shown]),
            "may_accept": has_permission(user, step_permission("accept")),
            "filters_drawn": "" if self.is_narrowed else _open_filters(self.request),
        }

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether a filter is in force."""
        return is_narrowed(QueueFilter, self.request)

    @cached_property
    def counts(self) -> dict[str, str]:
        """What the tabs say."""
        return desk_counts(self.request.user, self.now)

    @cached_property
    def desk(self) -> str:
        """The tab that the address names, else the one that this person begins with."""
        return self.request.GET.get("desk") or default_desk(self.counts)

    @cached_property
    def now(self) -> datetime:
        """The moment of this request."""
        return timezone.now()


@require_GET
def colleagues_of_rows(request: StaffRequest) -> HttpResponse:
    """To whom the rows that are chosen on the page can be given.

    Raises `NotPermitted` for who may not dispatch.
    """
    require(request.user, ASSIGN_TASK)
    tasks = list(visible_tasks(request.user).filter(pk__in=_numbers(request, "task")).select_related("case"))
    forms, departments = {form_of(task) for task in tasks}, {task.department_id for task in tasks}
    people = colleagues(forms, departments, today=timezone.localdate())
    return render(request, "bizexpansion/queue_colleagues.html", {"people": people})


@require_GET
def refresh(request: StaffRequest) -> HttpResponse:
    """The rows again, for a page that stands open. Rows that have left the list come back once, with who
    took them, in the place where they stood."""
    user, now = request.user, timezone.now()
    if not has_permission(user, VIEW_CASE):
        return HttpResponse(status=204)
    counts = desk_counts(user, now)
    desk = request.GET.get("desk") or default_desk(counts)
    shown = _shown(request)
    queryset = desk_tasks(user, desk, now).only(*ORDER)
    if is_narrowed(QueueFilter, request):
        queryset = QueueFilter(request.GET, queryset, request=request).qs
    size = min(max(WorkQueue.page_size, len(shown)), MOST_REFRESHED)
    page = paginate(queryset, order=ORDER, size=size)
    rows = queue_rows(page.rows, now)
    gone = gone_rows(user, shown, [row.task.pk for row in rows], now)
    context = {
        "page": page,
        "rows": merge_gone(rows, gone, shown),
        "rows_template": WorkQueue.rows_template,
        "tabs": _tabs(counts, desk),
        "may_pick": "pick" in request.GET,
    }
    query = request.GET.copy()
    for name in ("shown", "pick"):
        query.pop(name, None)
    request.GET = query  # type: ignore[assignment]  # what the page's own links are built from
    return render(request, "bizexpansion/queue_refresh.html", context)


@require_POST
def assign(request: StaffRequest) -> HttpResponse:
    """Hand the chosen rows to a colleague, or take them oneself (`claim`)."""
    chosen = [int(pk) for pk in request.POST.getlist("task")[:MOST_AT_ONCE] if pk.isdecimal()]
    back = redirect(_back_to_queue(request))
    if not chosen:
        messages.warning(request, _("Choose the rows first."))
        return back
    now = timezone.now()
    if "claim" in request.POST:
        result = claim_tasks(task_ids=all_of_rows(chosen), actor=request.user, now=now)
        words = ngettext("%(count)d task is yours now.", "%(count)d tasks are yours now.", len(result.done))
        _tell(request, result, words % {"count": len(result.done)})
        return back
    number = request.POST.get("assignee", "")
    person = Staff.objects.filter(pk=int(number), is_active=True).first() if number.isdecimal() else None
    if person is None:
        messages.warning(request, _("Choose to whom the tasks go."))
        return back
    result = assign_tasks(task_ids=all_of_rows(chosen), assignee=person, actor=request.user, now=now)
    words = ngettext(
        "%(count)d task dispatched to %(who)s.", "%(count)d tasks dispatched to %(who)s.", len(result.done)
    )
    _tell(request, result, words % {"count": len(result.done), "who": person.name})
    return back


def _shown(request: StaffRequest) -> list[int]:
    """The tasks that the page shows, as it says itself."""
    return _numbers(request, "shown")


def _numbers(request: StaffRequest, name: str) -> list[int]:
    return [int(pk) for pk in request.GET.getlist(name)[:MOST_REFRESHED] if pk.isdecimal()]


def merge_gone(rows: list[QueueRow], gone: list[QueueRow], shown: Sequence[int]) -> list[QueueRow]:
    """Put the rows that have gone back where they stood among those that are still there."""
    by_id = {row.task.pk: row for row in gone}
    merged = list(rows)
    for index, pk in enumerate(shown):
        if pk in by_id:
            merged.insert(min(index, len(merged)), by_id[pk])
    return merged


def _tabs(counts: Mapping[str, str], here: str) -> list[dict[str, Any]]:
    queue = reverse("work-queue")
    return [
        {
            "url": f"{queue}?desk={desk.key}",
            "label": desk.label,
            "count": counts[desk.key],
            "here": desk.key == here,
        }
        for desk in DESKS
    ]


def _open_filters(request: StaffRequest) -> SafeString:
    """The form of the filters, of which none is in force: the same for everybody on the same tab."""
    desk = request.GET.get("desk", "")
    return open_filters(QueueFilter, f"desk={desk}" if desk in BY_KEY else "", get_language())


def _may_claim(user: Staff, tasks: Sequence[Task]) -> bool:
    return any(
        task.assignee_id is None and has_permission(user, step_permission(task.node), task.department_id)
        for task in tasks
    )


def _tell(request: StaffRequest, result: BulkResult, done: str) -> None:
    if result.done:
        messages.success(request, done)
    tell_refused(request, result)


def tell_refused(request: StaffRequest, result: BulkResult) -> None:
    """Say of each task that was not handed over why not."""
    numbers = dict(visible_tasks(request.user).filter(pk__in=result.refused).values_list("pk", "case__case_number"))
    for pk, refusal in result.refused.items():
        words = str(refusal)
        if isinstance(refusal, InvalidInput):
            words = " ".join(str(one) for sentences in refusal.errors.values() for one in sentences)
        by = refusal.details.get("by", "")
        sentence = _("%(number)s: %(words)s %(by)s") % {"number": numbers.get(pk, pk), "words": words, "by": by}
        messages.warning(request, sentence.strip())


def _back_to_queue(request: StaffRequest) -> str:
    query = request.POST.get("query", "")
    return reverse("work-queue") + (f"?{query}" if query else "")


def _other_first_page(user: Any) -> str:
    for item in permitted(navigation, user):
        if item.url_name != "work-queue":
            return reverse(item.url_name)
    return reverse("floor")
