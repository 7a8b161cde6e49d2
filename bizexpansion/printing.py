"""The printed papers of a case: which there are, and what stands on each. Pages and API hand out the same sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bizexpansion.filled import filled_form
from bizexpansion.models import Application, Case, application_of
from bizexpansion.queries.case import find_case, step_name
from bizexpansion.queries.case_page import CasePage
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
from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require

Sheet = tuple[str, dict[str, Any]]

SHEETS: Mapping[str, Any] = {
    "receipt": _("receipt of acceptance"),
    "application": _("registration form"),
    "plan": _("reply of the supply plan"),
    "work-order": _("work order"),
    "notice": _("one-time notice"),
}


def case_to_print(user: Staff, number: str) -> Case:
    """The case, for people who handle its papers: a printed sheet shows names in clear. Raises OutOfScope,
    NotPermitted."""
    case = find_case(user, number)
    require(user, HANDLE_PAPERS, case.department_id)
    return case


def sheets_of(page: CasePage) -> list[tuple[str, int | None]]:
    """What can be printed of a case now: kind, and of a notice the step at which it was given."""
    found: list[tuple[str, int | None]] = [("receipt", None), ("application", None)]
    found += [("plan", None)] if page.plan_is_approved else []
    found += [("work-order", None)] if page.has_devices else []
    return found + [("notice", one.task_id) for one in page.detail.notices]


def print_sheet(request: HttpRequest, kind: str, case: Case, task_id: int | None = None) -> HttpResponse:
    """One sheet. Raises OutOfScope for a sheet that there is not, NotReady for one that has nothing to say yet."""
    now = timezone.now()
    template, context = _made(kind, case, task_id, now, request.build_absolute_uri)
    head = {"case": case, "flow_name": flow_name(case), "printed_at": now, "department": case.department}
    return render(request, f"bizexpansion/prints/{template}.html", head | context)


def _made(kind: str, case: Case, task_id: int | None, now: datetime, absolute: Callable[[str], str]) -> Sheet:
    match kind:
        case "receipt":
            address = absolute(reverse("progress", args=[sign(case.case_number)]))
            return "receipt", {"progress_url": address, **printed_receipt(case, now)}
        case "application":
            return _application(case)
        case "plan":
            return "plan", {"printed": printed_plan(case)}
        case "work-order":
            return "work_order", printed_work_order(case)
        case "notice" if task_id is not None:
            return _notice(case, task_id)
    raise OutOfScope


def _application(case: Case) -> Sheet:
    """用电登记表, or 变更用电登记表, for the customer's signature."""
    asked = application_of(case)
    if isinstance(asked, Application):
        return "application", printed_application(case)
    papers = case.documents.filter(task=asked.task_id)
    return "change", {"filled": filled_form(asked.task, in_clear=True), "papers": papers}


def _notice(case: Case, task_id: int) -> Sheet:
    """The one-time notice 一次性告知书 of a visit."""
    found = printed_notice(case, task_id)
    if found is None:
        raise OutOfScope
    given = found["notice"]
    return "notice", {
        **found,
        "step_name": step_name(case, given.task.node),
        "name": case.account.name if case.account else case.title,
        "note": given.note,
        "at": given.told_at,
        "by": given.told_by,
    }
