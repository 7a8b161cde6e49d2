"""Files into the system: hand in, assign the columns, look at what would happen, take in, undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.imports.enums import BatchState, RowState
from crm.imports.errors import BatchBusy, BuiltOn
from crm.imports.importers import Importer, importers
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.operations import (
    discard_batch,
    hand_back_rows,
    open_batch,
    request_apply,
    request_check,
    request_undo,
)
from crm.imports.progress import read_progress
from crm.imports.rules import IMPORT
from crm.org.permissions import has_permission
from crm.web.imports.files import bad_rows_file, problem_sentences, template_file
from crm.web.imports.forms import ColumnsForm, FileForm
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView


def require_import(user: Any) -> None:
    """Refuse a person whose role brings no files in."""
    if not has_permission(user, IMPORT):
        raise NotPermitted(details={"permission": IMPORT})


def importer_or_404(kind: str) -> Importer:
    """The importer of a kind. Raises OutOfScope."""
    if kind not in importers:
        raise OutOfScope
    return importers[kind]


def batch_or_404(user: Any, pk: int) -> ImportBatch:
    """A batch that this person may see. Raises NotPermitted, OutOfScope."""
    require_import(user)
    batch = ImportBatch.objects.restrict(user, IMPORT).select_related("by", "department").filter(pk=pk).first()
    if batch is None:
        raise OutOfScope
    return batch


class BatchList(ListPage):
    """Every import of one's department, the newest first."""

    permission = IMPORT
    order = ("-at", "-pk")
    template_name = "imports/list.html"
    rows_template = "imports/list_rows.html"

    def get_queryset(self) -> QuerySet[ImportBatch]:
        """What this person may see."""
        return ImportBatch.objects.restrict(self.request.user, IMPORT).select_related("by", "department")

    def extra(self) -> dict[str, Any]:
        """What can be imported."""
        return {"importers": list(importers)}


class HandIn(OperationFormView):
    """Hand a file in."""

    form_class = FileForm
    template_name = "imports/new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for those who may."""
        require_import(request.user)
        self.importer = importer_or_404(kwargs["kind"])
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> ImportBatch:
        """Judge and keep the file."""
        file = form.cleaned_data["file"]
        try:
            return open_batch(
                kind=self.importer.key, file=file, name=file.name or "", actor=self.request.user, now=self.now
            )
        except DomainError as error:
            error.field = error.field or "file"
            raise

    def done(self, result: ImportBatch) -> HttpResponse:
        """On to the columns."""
        return redirect("import-columns", pk=result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The importer's words."""
        return super().get_context_data(**kwargs) | {"importer": self.importer}


class Columns(OperationFormView):
    """Say which column means what; afterwards a worker looks at every row."""

    form_class = ColumnsForm
    template_name = "imports/columns.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only one's own department's batch."""
        self.batch = batch_or_404(request.user, kwargs["pk"])
        self.importer = importer_or_404(self.batch.kind)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is made from the file's header."""
        return super().get_form_kwargs() | {"batch": self.batch, "importer": self.importer}

    def perform(self, form: Any) -> ImportBatch:
        """Fix the columns, start the check."""
        return request_check(batch_id=self.batch.pk, mapping=form.mapping(), actor=self.request.user, now=self.now)

    def done(self, result: ImportBatch) -> HttpResponse:
        """On to the batch, which shows how far the check is."""
        return redirect("import-batch", pk=result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The batch."""
        same = ImportBatch.objects.restrict(self.request.user, IMPORT).filter(
            sha256=self.batch.sha256, state=BatchState.DONE
        )
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "importer": self.importer,
            "repeated": self.batch.repeated_heads(),
            "same": same.exclude(pk=self.batch.pk).order_by("-pk").first(),
        }


class Batch(ListPage):
    """One batch: its figures, what it waits for, and its rows by state with the column and reason of each error."""

    permission = IMPORT
    order = ("line",)
    template_name = "imports/batch.html"
    rows_template = "imports/batch_rows.html"

    def get_queryset(self) -> QuerySet[ImportRow]:
        """The rows of the chosen state; the bad ones first of all."""
        self.batch = batch_or_404(self.request.user, self.kwargs["pk"])
        wanted = self.request.GET.get("state", RowState.BAD.value)
        self.state = wanted if wanted in RowState.values else RowState.BAD.value
        return ImportRow.objects.filter(batch=self.batch, state=self.state)

    def get_rows(self, page: Any) -> list[Any]:
        """Each row with its errors in words."""
        importer = importer_or_404(self.batch.kind)
        for row in page.rows:
            row.sentences = problem_sentences(importer, row)
        return page.rows

    def extra(self) -> dict[str, Any]:
        """Figures, tabs, and what can be done now."""
        batch = self.batch
        here = reverse("import-batch", args=[batch.pk])
        figures = (
            (RowState.BAD, batch.rows_bad),
            (RowState.GOOD, batch.rows_good),
            (RowState.UNCHANGED, batch.rows_unchanged),
            *([(RowState.KEPT, batch.rows_kept)] if batch.rows_kept else []),
        )
        tabs = [
            {"label": state.label, "url": f"{here}?state={state}", "count": count, "here": state == self.state}
            for state, count in figures
        ]
        return {
            "batch": batch,
            "importer": importer_or_404(batch.kind),
            "tabs": tabs,
            "may_undo_rest": "rest" in self.request.GET or bool(batch.error),
            **progress_of(batch),
        }


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """How far the worker is: rows read, or the share of the steps of writing."""
    done, total = read_progress(batch.pk) if batch.is_moving else (0, 0)
    return {
        "rows_read": done if not total else 0,
        "share": done * 100 // total if total else 0,
        "polled": batch.is_moving,
    }


@require_GET
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The part of the page that polls; when the worker is through, the page is loaded anew."""
    batch = batch_or_404(request.user, pk)
    response = render(request, "imports/progress.html", {"batch": batch, **progress_of(batch)})
    if not batch.is_moving:
        response.headers["HX-Refresh"] = "true"
    return response


def _act(request: StaffRequest, pk: int, operation: Callable[..., ImportBatch], sentence: str) -> HttpResponse:
    batch_or_404(request.user, pk)
    try:
        operation(batch_id=pk, actor=request.user, now=timezone.now())
    except (OutOfScope, NotPermitted):
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("import-batch", pk=pk)


@require_POST
def apply(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the good rows in."""
    return _act(request, pk, request_apply, _("The good rows are being taken in."))


@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an import back, a large one by a worker; where records were changed since, ask about the others."""
    batch_or_404(request.user, pk)
    try:
        batch = request_undo(batch_id=pk, actor=request.user, now=timezone.now())
    except BuiltOn as error:
        messages.error(request, str(error))
        rest = "" if "count" not in error.details else "?rest=1"
        return redirect(reverse("import-batch", args=[pk]) + rest)
    except BatchBusy as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _undone(batch))
    return redirect("import-batch", pk=pk)


@require_POST
def undo_rest(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an import back but for the records that were changed since."""
    return _act(request, pk, partial(request_undo, keep_changed=True), _("The others are undone."))


def _undone(batch: ImportBatch) -> str:
    return _("The import is being undone.") if batch.is_moving else _("The import is undone.")


@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a file up."""
    return _act(request, pk, discard_batch, _("The file is discarded."))


@require_GET
def template(request: StaffRequest, kind: str) -> FileResponse:
    """An empty workbook with the columns and what they mean."""
    require_import(request.user)
    return template_file(importer_or_404(kind))


@require_GET
def bad_rows(request: StaffRequest, pk: int) -> FileResponse:
    """The bad rows as a workbook to mend and hand in again."""
    return bad_rows_file(hand_back_rows(batch_id=pk, actor=request.user, now=timezone.now()))
