"""Printed papers of a case: receipt, registration form, reply of the supply plan, work order, one-time notice."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from bizexpansion.printing import case_to_print, print_sheet
from crm.web.request import StaffRequest


@require_GET
def application(request: StaffRequest, number: str) -> HttpResponse:
    """用电登记表, or 变更用电登记表, for the customer's signature."""
    return print_sheet(request, "application", case_to_print(request.user, number))


@require_GET
def receipt(request: StaffRequest, number: str) -> HttpResponse:
    """受理回执: what was taken in, owed and promised, and a code that opens the public progress page."""
    return print_sheet(request, "receipt", case_to_print(request.user, number))


@require_GET
def plan(request: StaffRequest, number: str) -> HttpResponse:
    """供电方案答复单. Raises NotReady while no plan is approved."""
    return print_sheet(request, "plan", case_to_print(request.user, number))


@require_GET
def work_order(request: StaffRequest, number: str) -> HttpResponse:
    """装拆工作单. Raises NotReady before devices are assigned."""
    return print_sheet(request, "work-order", case_to_print(request.user, number))


@require_GET
def notice(request: StaffRequest, number: str, task_id: int) -> HttpResponse:
    """The one-time notice 一次性告知书 of a visit."""
    return print_sheet(request, "notice", case_to_print(request.user, number), task_id)
