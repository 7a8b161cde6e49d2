"""A batch order: how far its rows are, its list from and to a sheet, one row, and one step for many rows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.http import require_GET

from bizexpansion.forms.batch import SHEET_HELP, cell_fields
from bizexpansion.models import LIVE_ROWS, BatchApplication, Case, ListRowState, application_model, application_of
from bizexpansion.operations import batch as operations
from bizexpansion.operations.batch_list import LISTS, NUMBER, kind_of, problem_words, read_list
from bizexpansion.operations.work import graph_of
from bizexpansion.queries.batch import progress_of, row_views, rows_at, tasks_to_do
from bizexpansion.queries.case import find_case
from bizexpansion.row_entries import MOST, BulkEntry, suggest_meters
from bizexpansion.rules import VIEW_CASE, step_permission
from bizexpansion.views.accept import flow_or_404
from crm.errors import DomainError, InvalidInput, NotPermitted, OutOfScope
from crm.imports.sheets import write_sheet, write_template
from crm.org.permissions import has_permission, require
from crm.web.forms import PageForm
from crm.web.imports.files import XLSX
from crm.web.keyset import Page
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView
from customers.book.enums import Voltage


def batch_or_404(user: Any, number: str) -> tuple[Case, Any]:
    """A batch order that this person may see, and its application. Raises OutOfScope."""
    case = find_case(user, number)
    asked = application_of(case)
    if not isinstance(asked, BatchApplication):
        raise OutOfScope
    asked.case = case
    return case, asked


class RowFilter(django_filters.FilterSet):
    """Narrow the rows of a batch."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("state"), choices=ListRowState)
    step = django_filters.ChoiceFilter(label=gettext_lazy("step"), method="at_step")
    text = django_filters.CharFilter(label=gettext_lazy("building, name or number"), method="by_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.request.batch_case
        graph = graph_of(case)
        names = [(step.id, step.name) for step in graph.steps.values() if graph.batch_of(step.id)]
        self.filters["step"].extra["choices"] = names

    def at_step(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The rows that stand at a step."""
        return queryset.filter(number__in=rows_at(self.request.batch_case, value))

    def by_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """By place, customer, number in the list or account number."""
        words = value.strip()
        found = Q(building__icontains=words) | Q(name__icontains=words) | Q(account__account_number=words)
        return queryset.filter(found | Q(number=int(words)) if words.isdecimal() and len(words) < 5 else found)


class BatchPage(ListPage):
    """One progress page: rows by state and step, what waits, what can be done for many at once."""

    permission = VIEW_CASE
    order = ("number",)
    page_size = MOST
    filterset_class = RowFilter
    template_name = "bizexpansion/batch.html"
    rows_template = "bizexpansion/batch_rows.html"

    def get_queryset(self) -> QuerySet[Any]:
        """The rows of the order."""
        self.case, self.asked = batch_or_404(self.request.user, self.kwargs["number"])
        self.request.batch_case = self.case  # type: ignore[attr-defined]
        found: QuerySet[Any] = self.asked.rows().order_by().select_related("account")
        return found

    def get_rows(self, page: Page[Any]) -> list[Any]:
        """The rows with their open steps."""
        return row_views(self.case, graph_of(self.case), self.asked, page.rows)

    def extra(self) -> dict[str, Any]:
        """The progress, and what this person may do."""
        user, graph = self.request.user, graph_of(self.case)
        may_list = has_permission(user, step_permission(operations.DETERMINE), self.case.department_id)
        return {
            "case": self.case,
            "asked": self.asked,
            "flow": graph.flow,
            "progress": progress_of(self.case, graph, self.asked, user),
            "may_list": may_list and self.case.is_open,
            "sheet_form": SheetForm(),
        }


class SheetForm(PageForm):
    """A list, or corrections of it."""

    sheet = forms.FileField(label=gettext_lazy("list"), help_text=SHEET_HELP)


class ReadSheet(OperationFormView):
    """Hand in the list, or a second sheet with corrections."""

    form_class = SheetForm
    template_name = "bizexpansion/batch_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who determines the customers of a batch."""
        self.case, self.asked = batch_or_404(self.request.user, kwargs["number"])
        require(self.request.user, step_permission(operations.DETERMINE), self.case.department_id)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        """Read the file, make the one call."""
        upload = form.cleaned_data["sheet"]
        lines = read_list(kind_of(self.asked).columns, upload)
        return operations.read_batch_list(
            case_id=self.case.pk, lines=lines, name=upload.name or "", actor=self.request.user, now=self.now
        )

    def done(self, result: Any) -> HttpResponse:
        """How many rows are in order now, how many wait."""
        rows = self.asked.rows()
        waiting = rows.filter(state=ListRowState.WAITING).count()
        good = rows.filter(state=ListRowState.GOOD).count()
        words = _("The list has been read: %(good)d rows are in order, %(bad)d wait to be corrected.")
        messages.success(self.request, words % {"good": good + len(result.done), "bad": waiting})
        return redirect("case-batch", self.case.case_number)

    def replaced(self) -> str:
        """What becomes of the list that is there."""
        count = self.asked.rows().count()
        if not count:
            return ""
        if operations.may_replace_list(self.case):
            words = _(
                "A sheet without row numbers replaces the list of %(count)d rows; a sheet with them corrects these."
            )
        else:
            words = _("The list of %(count)d rows stays: rows that wait are corrected by their numbers.")
        return words % {"count": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case and where to go back to."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "title": _("Read a list in"),
            "sentence": self.replaced(),
            "submit_label": _("Read in"),
            "cancel_url": reverse("case-batch", args=[self.case.case_number]),
        }


class RowPage(OperationFormView):
    """One row that waits: its cells, to be corrected."""

    template_name = "bizexpansion/batch_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who determines the customers of a batch."""
        self.case, self.asked = batch_or_404(self.request.user, kwargs["number"])
        require(self.request.user, step_permission(operations.DETERMINE), self.case.department_id)
        self.row = self.asked.row(str(kwargs["row"]))
        if self.row is None:
            raise OutOfScope
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """A field for each column."""
        form = PageForm(**super().get_form_kwargs())
        form.fields = cell_fields(kind_of(self.asked).columns, self.row)
        return form

    def perform(self, form: Any) -> Any:
        """Make the one call; what is wrong still stands at the row, and at the fields of this page."""
        return operations.correct_batch_row(
            case_id=self.case.pk,
            number=self.row.number,
            cells=form.cleaned_data,
            actor=self.request.user,
            now=self.now,
        )

    def done(self, result: Any) -> HttpResponse:
        """Back to the list when it is in order, else the row again with what is wrong."""
        self.row.refresh_from_db()
        if self.row.state == ListRowState.WAITING:
            messages.warning(self.request, _("The row is kept; something is wrong with it still."))
            return redirect("case-batch-row", self.case.case_number, self.row.number)
        messages.success(self.request, _("Row %(number)d is in order.") % {"number": self.row.number})
        return redirect("case-batch", self.case.case_number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row and what is wrong with it."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "title": _("Correct row %(number)d") % {"number": self.row.number},
            "problems": problem_words(kind_of(self.asked).columns, self.row),
            "submit_label": _("Correct"),
            "cancel_url": reverse("case-batch", args=[self.case.case_number]),
        }


class DropForm(PageForm):
    """Why a row is dropped."""

    reason = forms.CharField(label=gettext_lazy("reason"), max_length=200)


class DropRow(OperationFormView):
    """Take one row out of the order."""

    form_class = DropForm
    template_name = "bizexpansion/batch_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who determines the customers of a batch."""
        self.case, self.asked = batch_or_404(self.request.user, kwargs["number"])
        require(self.request.user, step_permission(operations.DETERMINE), self.case.department_id)
        self.row = self.asked.row(str(kwargs["row"]))
        if self.row is None:
            raise OutOfScope
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        """Make the one call."""
        return operations.drop_batch_row(
            case_id=self.case.pk,
            number=self.row.number,
            reason=form.cleaned_data["reason"],
            actor=self.request.user,
            now=self.now,
        )

    def done(self, result: Any) -> HttpResponse:
        """Back to the list."""
        messages.success(self.request, _("Row %(number)d has been dropped.") % {"number": self.row.number})
        return redirect("case-batch", self.case.case_number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will happen, in words."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "title": _("Drop row %(number)d") % {"number": self.row.number},
            "sentence": _("%(row)s leaves the order; what has been done for it is undone.")
            % {"row": self.row.words},
            "submit_label": _("Drop"),
            "cancel_url": reverse("case-batch", args=[self.case.case_number]),
        }


class DoRows(View):
    """One step for the rows that stand at it, a page of them: filled in once, sent for all that are ticked."""

    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only a person with the role of the step."""
        self.case, self.asked = batch_or_404(self.request.user, kwargs["number"])
        self.graph, self.node = graph_of(self.case), kwargs["node"]
        if (
            self.node not in self.graph.steps
            or not self.graph.batch_of(self.node)
            or self.node == operations.CORRECT
        ):
            raise Http404
        require(self.request.user, step_permission(self.graph.steps[self.node].form), self.case.department_id)
        self.now = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: StaffRequest, **kwargs: Any) -> HttpResponse:
        """The form, with the rows ticked."""
        tasks = self.tasks()
        if not tasks:
            messages.info(request, _("No row stands at this step for you."))
            return redirect("case-batch", self.case.case_number)
        bulk = BulkEntry(tasks, request.user)
        if bulk.spec.key == "assign_meter":
            suggest_meters(bulk, self.voltages(tasks), self.case.department_id)
        return self.show(bulk)

    def post(self, request: StaffRequest, **kwargs: Any) -> HttpResponse:
        """Make the one call for all ticked rows; what is refused is told row by row."""
        tasks = self.tasks(request.POST.getlist("task"))
        if not tasks:
            messages.warning(request, _("Choose the rows first."))
            return redirect("case-batch-step", self.case.case_number, self.node)
        bulk = BulkEntry(tasks, request.user, request.POST)
        if not bulk.is_valid():
            return self.show(bulk, status=422)
        calls = bulk.calls(request.user, self.now)
        result = operations.complete_rows(case_id=self.case.pk, calls=calls, actor=request.user, now=self.now)
        self.tell(result, tasks)
        if result.refused and not result.done:
            return self.show(bulk, status=422)
        return redirect("case-batch", self.case.case_number)

    def tasks(self, only: Sequence[str] | None = None) -> list[Any]:
        """The open tasks of the step for this person, those that were sent or the first page of them."""
        found = tasks_to_do(self.case, self.node, self.request.user)
        if only is not None:
            found = found.filter(pk__in=[int(pk) for pk in only[:MOST] if pk.isdecimal()])
        tasks = list(found[:MOST])
        for task in tasks:
            task.case = self.case
        return tasks

    def voltages(self, tasks: Sequence[Any]) -> dict[str, str]:
        """The voltage of each row, by which its meter is chosen."""
        rows = self.asked.rows().filter(number__in=[int(task.instance) for task in tasks])
        return {row.key: getattr(row, "voltage", Voltage.V220) for row in rows}

    def tell(self, result: Any, tasks: Sequence[Any]) -> None:
        """What was done, and why not for the others."""
        if result.done:
            words = ngettext("%(count)d row done: %(step)s.", "%(count)d rows done: %(step)s.", len(result.done))
            values = {"count": len(result.done), "step": self.graph.steps[self.node].name}
            messages.success(self.request, words % values)
        rows = {task.pk: task.instance for task in tasks}
        for pk, refusal in result.refused.items():
            sentence = _("Row %(number)s: %(words)s") % {"number": rows[pk], "words": _refusal_words(refusal)}
            messages.warning(self.request, sentence)

    def show(self, bulk: BulkEntry, status: int = 200) -> HttpResponse:
        """The page."""
        words = {row.key: row.words for row in self.asked.rows().filter(state__in=LIVE_ROWS)}
        context = {
            "case": self.case,
            "bulk": bulk,
            "step_name": self.graph.steps[self.node].name,
            "rows": [(row, words.get(row.task.instance, row.task.instance)) for row in bulk.rows],
            "cancel_url": reverse("case-batch", args=[self.case.case_number]),
            "submit_label": bulk.spec.button,
        }
        return render(self.request, "bizexpansion/batch_step.html", context, status=status)


def _refusal_words(refusal: DomainError) -> str:
    if isinstance(refusal, InvalidInput):
        return " ".join(str(one) for sentences in refusal.errors.values() for one in sentences)
    return str(refusal)


@require_GET
def template(request: StaffRequest, code: str) -> FileResponse:
    """An empty workbook for the list of a flow, with what its columns mean."""
    graph = flow_or_404(code)
    model = application_model(graph.steps["accept"].form)
    if not issubclass(model, BatchApplication):
        raise Http404
    if not has_permission(request.user, step_permission(operations.DETERMINE)):
        raise NotPermitted
    return _send(lambda path: write_template(path, LISTS[model].columns), f"{graph.flow.name}.xlsx")


@require_GET
def waiting_rows(request: StaffRequest, number: str) -> FileResponse:
    """The rows that wait, with their numbers and what is wrong, to be corrected in the sheet."""
    case, asked = batch_or_404(request.user, number)
    operations.hand_back_rows(case_id=case.pk, actor=request.user, now=timezone.now())
    columns = [column for column in kind_of(asked).columns.columns if column is not NUMBER]

    def cells(row: Any) -> list[Any]:
        shown = [
            "******" + column.unseal(words)[-4:] if words and column.unseal else words
            for column in columns
            for words in (row.raw.get(column.key, ""),)
        ]
        said = " ".join(
            f"{label}: {reason}" if label else reason
            for label, reason in problem_words(kind_of(asked).columns, row)
        )
        return [str(row.number), *shown, said]

    def write(path: Path) -> None:
        rows = asked.rows().filter(state=ListRowState.WAITING)
        header = [NUMBER.names[0], *(column.names[0] for column in columns), _("what is wrong")]
        write_sheet(path, title=_("to be corrected"), header=header, rows=map(cells, rows))

    return _send(write, _("to be corrected %(number)s.xlsx") % {"number": case.case_number})


def _send(write: Callable[[Path], Any], name: str) -> FileResponse:
    """Write a workbook into a file without a name and send it."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write(Path(file.name))
        sent = Path(file.name).open("rb")  # noqa: SIM115 the response closes it
    response = FileResponse(sent, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "no-store, private"
    return response
