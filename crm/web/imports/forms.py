"""Hand a file in; say which of its columns means what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from crm.imports.importers import Importer
from crm.imports.models import ImportBatch
from crm.web.forms import PageForm


class FileForm(PageForm):
    """One file, XLSX or CSV, as large as a page may send; larger ones go by the command."""

    file = forms.FileField(
        label=_("file"),
        help_text=_("XLSX or CSV (UTF-8 or GB18030), up to 20 MB"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    wide: ClassVar[Sequence[str]] = ("file",)

    def clean_file(self) -> UploadedFile:
        """The size; what is in it the operation judges."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("“%(name)s” has %(size)s; at most %(limit)s are accepted."),
                params={
                    "name": file.name,
                    "size": filesizeformat(file.size or 0),
                    "limit": filesizeformat(settings.UPLOAD_MAX_BYTES),
                },
            )
        return file


class ColumnsForm(PageForm):
    """For each column of the importer, in which column of the file it stands."""

    def __init__(self, *args: Any, batch: ImportBatch, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not in the file")), *((str(i), word or i + 1) for i, word in enumerate(batch.header))]
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
