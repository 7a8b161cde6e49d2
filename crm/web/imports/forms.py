"""Hand a file in; say which of its columns means what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.imports.importers import Importer
from crm.imports.models import ImportBatch
from crm.web.forms import PageForm


def too_large(file: UploadedFile) -> str:
    """The sentence that refuses a file larger than is accepted; empty for one that is not."""
    if (file.size or 0) <= settings.IMPORT_MAX_BYTES:
        return ""
    return gettext("“%(name)s” has %(size)s; at most %(limit)s are accepted.") % {
        "name": file.name,
        "size": filesizeformat(file.size or 0),
        "limit": filesizeformat(settings.IMPORT_MAX_BYTES),
    }


def letters(index: int) -> str:
    """What a spreadsheet calls its column, from 0: A, B, …, Z, AA."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name


class FileForm(PageForm):
    """One file, XLSX or CSV, as large as a page may send; larger ones go by the command."""

    file = forms.FileField(
        label=_("file"),
        help_text=_("XLSX or CSV (UTF-8 or GB18030), up to 200 MB"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    wide: ClassVar[Sequence[str]] = ("file",)

    def clean_file(self) -> UploadedFile:
        """The size; what is in it the operation judges."""
        file: UploadedFile = self.cleaned_data["file"]
        if sentence := too_large(file):
            raise forms.ValidationError(sentence)
        return file


class ColumnsForm(PageForm):
    """For each column of the importer, in which column of the file it stands."""

    def __init__(self, *args: Any, batch: ImportBatch, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("not in the file"))]
        choices += [
            (str(i), f"{letters(i)} · {word}" if word else letters(i)) for i, word in enumerate(batch.header)
        ]
        for column in importer.columns:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=column.required,
                initial=str(batch.mapping.get(column.key, "")),
                help_text=column.note,
            )

    def mapping(self) -> dict[str, int]:
        """Key of a column -> column of the file, from 0."""
        return {key: int(index) for key, index in self.cleaned_data.items() if index != ""}
