"""Doing a step: its own form, sent as one operation; and looking at a step as it was filled in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET

from bizexpansion.drafting import draft_key, draft_subject, restore_entry
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import TaskState, material_label
from bizexpansion.errors import PapersMissing
from bizexpansion.filled import Filled, filled_form, masked_words
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Case, Task, application_of
from bizexpansion.operations.preconditions import look_up_at
from bizexpansion.operations.work import refuse_done
from bizexpansion.queries.batch import told_of_list
from bizexpansion.queries.case import find_case, find_task, find_task_to_do, step_name
from bizexpansion.queries.case_page import CasePage
from bizexpansion.queries.timeline import outcome_label
from bizexpansion.rules import step_permission
from bizexpansion.steps import open_entry, send_entry, spec_of
from bizexpansion.views.entry import entry_errors
from bizexpansion.views.photos import photo_context
from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.org.permissions import require
from crm.web import drafts
from crm.web.request import StaffRequest
from crm.wording import enumerated
from customers.book.enums import CustomerKind

MOST_VISITS = 20
# Entries that are personal only of a person: a firm's name and address stand on its licence.
PUBLIC_OF_FIRMS = frozenset({"applicant_name", "address", "postal_address", "vat_name", "vat_address_phone"})


class DoStep(View):
    """The form of one open step. Sent, it makes the step's operation; refused, it shows why and keeps all."""

    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the task; a person without the role of its step is refused."""
        find = find_task_to_do if request.method == "POST" else find_task
        self.task = find(self.request.user, kwargs["number"], kwargs["task_id"])
        self.case = self.task.case
        self.spec = spec_of(self.task)
        require(self.request.user, step_permission(self.spec.key), self.case.department_id)
        self.now = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: StaffRequest, **kwargs: Any) -> HttpResponse:
        """The form with what is known and this person's draft; what is done already is shown as filled in."""
        if self.task.state != TaskState.OPEN:
            messages.info(request, _("This step is done. It is shown as it was filled in."))
            return redirect("case-step", self.case.case_number, self.task.node)
        if self.task.assignee and self.task.assignee != request.user:
            messages.warning(request, _("This task is assigned to %(who)s.") % {"who": self.task.assignee.name})
            return redirect("case", self.case.case_number)
        draft = drafts.find_draft(request.user, draft_key(self.task), draft_subject(self.task))
        entry = open_entry(self.task, user=request.user)
        restore_entry(entry, draft)
        return self.show(entry, draft=draft)

    def post(self, request: StaffRequest, **kwargs: Any) -> HttpResponse:
        """Make the one call, or show why not."""
        entry = open_entry(self.task, user=request.user, data=request.POST, files=request.FILES)
        if not entry.is_valid():
            return self.show(entry, status=self._refused_status(entry))
        try:
            case = send_entry(entry, actor=request.user, now=self.now)
        except (OutOfScope, NotPermitted):
            raise
        except DomainError as error:
            show_refusal(entry, error)
            return self.show(entry, status=error.status)
        drafts.discard_draft(request.user, draft_key(self.task), draft_subject(self.task))
        messages.success(request, step_done_words(case, self.task))
        return redirect("case-batch" if self.task.instance and case.is_open else "case", case.case_number)

    def _refused_status(self, entry: StepEntry) -> int:
        """Of entries that do not fit: who did the step meanwhile says more than what is wrong with them now."""
        try:
            refuse_done(self.task)
        except DomainError as error:
            show_refusal(entry, error)
            return error.status
        return 422

    def show(self, entry: StepEntry, *, draft: Any = None, status: int = 200) -> HttpResponse:
        """The page."""
        page = CasePage(self.case, self.request.user, self.now, self.task.instance)
        step = next((one for one in page.steps if one.task.pk == self.task.pk), None)
        context = {
            "page": page,
            "case": self.case,
            "task": self.task,
            "step": step if step and step.may_do else None,
            "step_title": page.step_name(self.task.node),
            "row": application_of(self.case).row_words(self.task.instance),
            "moved_on": status == 409,
            "findings": [
                *look_up_at(self.case, page.graph.flow, self.task.node, self.now),
                *told_of_list(self.case, self.task.node),
            ],
            "earlier": earlier_steps(page, self.task),
            **photo_context(self.task, page.detail.documents),
            **entry_context(entry, self.task, draft),
        }
        return render(self.request, "bizexpansion/step.html", context, status=status)


@require_GET
def step_as_filled(request: StaffRequest, number: str, node: str) -> HttpResponse:
    """Every visit of a step as it was filled in, the latest first; a fragment under htmx."""
    case = find_case(request.user, number)
    places = {"instance": request.GET["row"]} if "row" in request.GET else {}
    found = case.tasks.filter(node=node, **places).select_related("case", "done_by", "assignee", "team")
    tasks = list(found.order_by("-visit", "pk")[:MOST_VISITS])
    if not tasks:
        raise OutOfScope
    page = CasePage(case, request.user, timezone.now())
    visits = [(task, outcome_label(page.graph, node, task.outcome), masked(filled_form(task))) for task in tasks]
    context = {"page": page, "case": case, "node": node, "name": page.step_name(node), "visits": visits}
    part = bool(request.htmx)
    return render(request, "bizexpansion/step_filled.html" if part else "bizexpansion/step_page.html", context)


def entry_context(entry: StepEntry, task: Task | None, draft: Any, graph: Graph | None = None) -> dict[str, Any]:
    """What the templates of a form need; `graph` is the flow of a form at the counter."""
    return {
        "entry": entry,
        "form": entry.form,
        "errors": entry_errors(entry),
        "draft": draft,
        "draft_key": draft_key(task, graph),
        "draft_subject": draft_subject(task, entry),
    }


def show_refusal(entry: StepEntry, error: DomainError) -> None:
    """Put a refusal into the form; of missing papers it names each."""
    entry.add_refusal(error)
    if isinstance(error, PapersMissing):
        names = enumerated(material_label(kind) for kind in error.details.get("missing", []))
        entry.form.add_error(None, _("Missing: %(names)s.") % {"names": names})


def step_done_words(case: Case, task: Task) -> str:
    """What happened, and where the case is now."""
    done = _("%(step)s is done.") % {"step": step_name(case, task.node)}
    if not case.is_open:
        return done + " " + _("The case has ended: %(state)s.") % {"state": case.get_state_display()}
    tokens = Marking.from_json(case.marking).open.values()
    nodes = [one.node for one in tokens if not task.instance or one.instance == task.instance]
    names = enumerated(str(step_name(case, node)) for node in dict.fromkeys(nodes))
    if not names:
        return done
    return done + " " + _("Open now: %(steps)s.") % {"steps": names}


def earlier_steps(page: CasePage, task: Task) -> list[tuple[Task, Any, str]]:
    """What has been done before this step, the latest first: task, name, outcome."""
    done = [row for row in page.detail.tasks if row.task.done_by_id and row.task.pk != task.pk]
    done.sort(key=lambda row: row.task.closed_at or row.task.opened_at, reverse=True)
    latest = {row.task.node: row for row in reversed(done)}
    rows = sorted(latest.values(), key=lambda row: row.task.closed_at or row.task.opened_at, reverse=True)
    return [(row.task, row.name, outcome_label(page.graph, row.task.node, row.task.outcome)) for row in rows]


def masked(filled: Filled | None) -> dict[str, Any] | None:
    """A filled form with personal entries masked."""
    if filled is None:
        return None
    is_firm = getattr(filled.record, "applicant_kind", "") == CustomerKind.ORGANISATION
    personal = filled.personal - (PUBLIC_OF_FIRMS if is_firm else frozenset())
    return {
        "facts": [
            (label, masked_words(name, words) if name in personal else words)
            for name, label, words in filled.entries
            if name != "note"
        ],
        "note": next((words for name, _label, words in filled.entries if name == "note"), ""),
        "tables": filled.rows,
        "record": filled.record,
    }
