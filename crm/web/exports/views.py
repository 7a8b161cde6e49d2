"""Lists out of the system: say why, fetch one's own file while it is valid."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from crm.errors import NotPermitted, OutOfScope
from crm.imports.enums import ExportState
from crm.imports.exporting import find_export
from crm.imports.models import ExportJob
from crm.imports.operations import export_list
from crm.imports.rules import EXPORT, EXPORT_CLEAR
from crm.imports.storage import place_of
from crm.org.permissions import has_permission
from crm.web.forms import PageForm
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm(PageForm):
    """Why, and whether personal data are needed in clear."""

    reason = forms.CharField(label=_("What the list is needed for"), max_length=200)
    is_clear = forms.BooleanField(label=_("Personal data in clear"), required=False)
    wide: ClassVar[tuple[str, ...]] = ("reason",)


class ExportNew(OperationFormView):
    """Ask for the reason, then export the list with the filters of this address."""

    form_class = ExportForm
    template_name = "exports/new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only lists that this person may see and export."""
        if not has_permission(request.user, EXPORT):
            raise NotPermitted(details={"permission": EXPORT})
        listed = find_export(kwargs["key"])
        if listed is None:
            raise OutOfScope
        if listed.permission and not has_permission(request.user, listed.permission):
            raise NotPermitted(details={"permission": listed.permission})
        self.listed = listed
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Clear data only where the role allows it."""
        form = super().get_form(form_class)
        if not (self.listed.has_clear and has_permission(self.request.user, EXPORT_CLEAR)):
            del form.fields["is_clear"]
        return form

    def perform(self, form: Any) -> ExportJob:
        """Export."""
        return export_list(
            key=self.listed.key,
            query=self.request.GET.urlencode(),
            reason=form.cleaned_data["reason"],
            is_clear=form.cleaned_data.get("is_clear", False),
            actor=self.request.user,
            now=self.now,
        )

    def done(self, result: ExportJob) -> HttpResponse:
        """On to one's exports."""
        return redirect("export-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list's name."""
        return super().get_context_data(**kwargs) | {"listed": self.listed}


def _label(key: str) -> str:
    """What the list of an export is called."""
    listed = find_export(key)
    return str(listed.label) if listed else key


class ExportList(ListPage):
    """One's own exports, the newest first."""

    permission = EXPORT
    order = ("-pk",)
    template_name = "exports/list.html"
    rows_template = "exports/rows.html"

    def get_queryset(self) -> QuerySet[ExportJob]:
        """One's own."""
        return ExportJob.objects.filter(by=self.request.user)

    def get_rows(self, page: Any) -> list[Any]:
        """Each with the name of its list."""
        for job in page.rows:
            job.label = _label(job.key)
        return page.rows

    def extra(self) -> dict[str, Any]:
        """Whether something is still being written."""
        return {"is_waiting": self.get_queryset().filter(state=ExportState.WAITING).exists()}


@require_GET
def fetch(request: StaffRequest, pk: int) -> FileResponse:
    """The file, for the person who exported it, while it is valid."""
    if not has_permission(request.user, EXPORT):
        raise NotPermitted(details={"permission": EXPORT})
    job = ExportJob.objects.filter(
        pk=pk, by=request.user, state=ExportState.READY, expires_at__gte=timezone.now()
    ).first()
    if job is None or not place_of(job.path).exists():
        raise OutOfScope
    name = f"{_label(job.key)}-{timezone.localtime(job.at):%Y%m%d-%H%M}.xlsx"
    response = FileResponse(place_of(job.path).open("rb"), as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "no-store, private"
    return response
