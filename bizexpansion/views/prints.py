"""Printed papers of a case: registration form, reply of the supply plan, work order, one-time notice."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from bizexpansion.filled import filled_form
from bizexpansion.models import Application, Case, application_of
from bizexpansion.queries.case import find_case, step_name
from bizexpansion.queries.of_customer import flow_name
from bizexpansion.queries.prints import (
    printed_application,
    printed_notice,
    printed_plan,
    printed_receipt,
    printed_work_order,
)
from bizexpansion.queries.progress import sign
from bizexpansion.rules import HANDLE_PAPERS
from crm.org.permissions import require
from crm.web.request import StaffRequest


@require_GET
def application(request: StaffRequest, number: str) -> HttpResponse:
    """用电登记表, or 变更用电登记表, for the customer's signature."""
    case = _case(request, number)
    asked = application_of(case)
    if not isinstance(asked, Application):
        papers = case.documents.filter(task=asked.task_id)
        return _sheet(request, "change", case, {"filled": filled_form(asked.task), "papers": papers})
    return _sheet(request, "application", case, printed_application(case))


@require_GET
def receipt(request: StaffRequest, number: str) -> HttpResponse:
    """受理回执: what was taken in, owed and promised, and a code that opens the public progress page."""
    case = _case(request, number)
    address = request.build_absolute_uri(reverse("progress", args=[sign(case.case_number)]))
    return _sheet(request, "receipt", case, {"progress_url": address, **printed_receipt(case, timezone.now())})


@require_GET
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """供电方案答复单. Raises NotReady while no plan is approved."""
    case = _case(request, number)
    return _sheet(request, "plan", case, {"printed": printed_plan(case)})


@require_GET
def work_order(request: StaffRequest, number: str) -> HttpResponse:
    """装拆工作单. Raises NotReady before devices are assigned."""
    case = _case(request, number)
    return _sheet(request, "work_order", case, printed_work_order(case))


@require_GET
def notice(request: StaffRequest, number: str, task_id: int) -> HttpResponse:
    """The one-time notice 一次性告知书 of a visit."""
    case = _case(request, number)
    found = printed_notice(case, task_id)
    if found is None:
        raise Http404
    given = found["notice"]
    context = {
        **found,
        "step_name": step_name(case, given.task.node),
        "name": case.account.name if case.account else case.title,
        "note": given.note,
        "at": given.told_at,
        "by": given.told_by,
    }
    return _sheet(request, "notice", case, context)


def _case(request: StaffRequest, number: str) -> Case:
    """The case, for people who handle its papers: a printed sheet shows names in clear."""
    case = find_case(request.user, number)
    require(request.user, HANDLE_PAPERS, case.department_id)
    return case


def _sheet(request: StaffRequest, name: str, case: Case, context: dict[str, Any]) -> HttpResponse:
    head = {"case": case, "flow_name": flow_name(case), "printed_at": timezone.now(), "department": case.department}
    return render(request, f"bizexpansion/prints/{name}.html", head | context)
