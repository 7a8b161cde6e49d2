"""Papers of a case: hand in, judge, fetch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bizexpansion.forms.papers import CheckPaperForm, PaperUploadForm
from bizexpansion.models import CaseDocument
from bizexpansion.operations.conditional import owed_papers
from bizexpansion.operations.desk import add_papers, check_paper
from bizexpansion.queries.case import find_case
from bizexpansion.queries.papers import find_paper
from bizexpansion.rules import HANDLE_PAPERS
from crm.errors import InvalidInput
from crm.org.permissions import require
from crm.web.request import StaffRequest
from crm.web.uploads import serve_stored
from crm.web.views.operation import OperationFormView


class AddPaper(OperationFormView):
    """Hand in a paper without ending a step."""

    form_class = PaperUploadForm
    template_name = "bizexpansion/paper_add.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the case."""
        self.case = find_case(self.request.user, kwargs["number"])
        require(self.request.user, HANDLE_PAPERS, self.case.department_id)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """What the customer still owes is what he brings."""
        owed = owed_papers(self.case)
        return super().get_initial() | ({"kind": owed[0].kind.split("|")[0]} if owed else {})

    def perform(self, form: Any) -> list[CaseDocument]:
        """File it; a refusal of the file stands at the file."""
        try:
            return add_papers(case_id=self.case.pk, papers=[form.paper()], actor=self.request.user, now=self.now)
        except InvalidInput as refusal:
            raise InvalidInput({key.rpartition("-")[2]: said for key, said in refusal.errors.items()}) from refusal

    def done(self, result: list[CaseDocument]) -> HttpResponse:
        """Back to the papers of the case."""
        messages.success(self.request, _("Filed: %(name)s.") % {"name": result[0].name})
        return redirect(f"{reverse('case', args=[self.case.case_number])}#papers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case and the way back."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "cancel_url": reverse("case", args=[self.case.case_number]),
        }


class CheckPaper(OperationFormView):
    """Say whether a paper is in order."""

    form_class = CheckPaperForm
    template_name = "bizexpansion/paper_check.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the paper."""
        self.paper = find_paper(self.request.user, kwargs["pk"])
        require(self.request.user, HANDLE_PAPERS, self.paper.case.department_id)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> CaseDocument:
        """Write the verdict."""
        return check_paper(paper_id=self.paper.pk, actor=self.request.user, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        """The papers of the case."""
        return f"{reverse('case', args=[self.paper.case.case_number])}#papers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The paper and the way back."""
        return super().get_context_data(**kwargs) | {"paper": self.paper, "cancel_url": self.get_success_url()}


@require_GET
def paper_file(request: StaffRequest, pk: int) -> FileResponse:
    """The file of a paper as a download, for those who may see the case."""
    paper = find_paper(request.user, pk)
    if not paper.path:
        raise Http404
    return serve_stored(paper.path, name=paper.file_name, kind=paper.content_type)
