"""Forms around the papers of a case: hand in, judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import MaterialKind
from bizexpansion.models import CaseDocument
from crm.web.forms import PageForm
from crm.web.uploads import UploadField


class PaperUploadForm(PageForm):
    """One paper that is handed in outside a step's form."""

    kind = forms.ChoiceField(label=_("kind of paper"), choices=MaterialKind.choices)
    name = forms.CharField(label=_("name of the paper"), max_length=120, required=False)
    copies = forms.IntegerField(label=_("copies"), min_value=1, max_value=99, initial=1)
    upload = UploadField(
        label=_("file"), required=False, help_text=_("PDF, JPG, PNG, HEIC, DOCX or XLSX, at most 20 MB.")
    )

    def paper(self) -> CaseDocument:
        """The paper, not saved yet."""
        data: dict[str, Any] = self.cleaned_data
        paper = CaseDocument(
            kind=data["kind"],
            name=data["name"] or str(MaterialKind(data["kind"]).label),
            copies=data["copies"],
        )
        paper.upload = data["upload"] if isinstance(data["upload"], UploadedFile) else None
        return paper


class CheckPaperForm(PageForm):
    """Whether a paper is in order; a bad one needs an opinion."""

    wide = ("opinion",)
    good = forms.TypedChoiceField(
        label=_("verdict"),
        choices=[("yes", _("in order")), ("no", _("not in order"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("opinion"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300, required=False
    )
