"""The list of cases, and the page of one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from bizexpansion.drafting import draft_key, draft_subject, restore_entry
from bizexpansion.filters import CaseListFilter
from bizexpansion.models import BatchApplication, Case, application_of
from bizexpansion.queries.batch import Progress, progress_of
from bizexpansion.queries.case import find_case
from bizexpansion.queries.case_list import CaseRow, case_rows
from bizexpansion.queries.case_page import CasePage
from bizexpansion.queries.diagram import drawing_of
from bizexpansion.queries.timeline import timeline
from bizexpansion.rules import HANDLE_PAPERS, VIEW_CASE, step_permission
from bizexpansion.steps import open_entry, spec_of
from bizexpansion.views.actions import actions_for, steps_to_take_back, task_actions_for
from bizexpansion.views.photos import photo_context
from bizexpansion.views.steps import entry_context
from crm.org.permissions import has_permission
from crm.web import drafts
from crm.web.keyset import Page
from crm.web.lists import ListPage
from crm.web.request import StaffRequest


class CaseList(ListPage):
    """Cases, the latest first."""

    permission = VIEW_CASE
    order = ("-pk",)
    export_key = "cases"
    filterset_class = CaseListFilter
    template_name = "bizexpansion/cases.html"
    rows_template = "bizexpansion/case_rows.html"

    def get_queryset(self) -> QuerySet[Case]:
        """What this person may see."""
        return Case.objects.restrict(self.request.user, VIEW_CASE).select_related("account__customer", "department")

    def get_rows(self, page: Page[Any]) -> list[CaseRow]:
        """The cases with their open steps."""
        return case_rows(page.rows)

    def extra(self) -> dict[str, Any]:
        """Whether a new application can be accepted from here."""
        return {"may_accept": has_permission(self.request.user, step_permission("accept"))}


@require_GET
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Where a case stands, who holds the ball until when, what this person can do, and all that happened."""
    found = find_case(request.user, number)
    page = CasePage(found, request.user, timezone.now())
    context = {
        "page": page,
        "case": found,
        "entries": timeline(page.detail.events, page.graph),
        "actions": actions_for(page),
        "steps": [(step, spec_of(step.task).button, task_actions_for(page, step)) for step in page.my_steps],
        "take_back": steps_to_take_back(page),
        "others": [(step, task_actions_for(page, step)) for step in page.other_steps],
        "may_handle_papers": has_permission(request.user, HANDLE_PAPERS, found.department_id) and found.is_open,
        "documents": page.detail.documents,
        "notices": page.detail.notices,
        "may_print": has_permission(request.user, HANDLE_PAPERS, found.department_id),
        "batch": _batch(page),
    }
    return render(request, "bizexpansion/case.html", context | _first_form(page))


@require_GET
def flow_drawing(request: StaffRequest, code: str, version: int) -> HttpResponse:
    """A version of a flow as BPMN 2.0 with its picture, in the reader's language.

    Nothing of any case is in it, so a browser keeps it for a day (the address names version and language).
    """
    try:
        drawing = drawing_of(code, version, get_language() or settings.LANGUAGE_CODE)
    except LookupError as error:
        raise Http404 from error
    return HttpResponse(
        drawing, content_type="application/xml", headers={"Cache-Control": "private, max-age=86400"}
    )


def _batch(page: CasePage) -> Progress | None:
    """How far the rows are; None for a case that has none."""
    asked = application_of(page.case) if page.graph.batch else None
    return progress_of(page.case, page.graph, asked, page.user) if isinstance(asked, BatchApplication) else None


def _first_form(page: CasePage) -> dict[str, Any]:
    """The form of the first step that this person can do, right there if it has no rows of its own."""
    if not page.my_steps:
        return {}
    task = page.my_steps[0].task
    if spec_of(task).rows:
        return {}
    draft = drafts.find_draft(page.user, draft_key(task), draft_subject(task))
    entry = open_entry(task, user=page.user)
    restore_entry(entry, draft)
    return {"task": task, **photo_context(task, page.detail.documents), **entry_context(entry, task, draft)}
