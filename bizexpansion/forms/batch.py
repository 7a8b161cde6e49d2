"""Forms of batch orders: the application with its list, the determination of customers, the archive."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.forms.acceptance import ApplicationForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    BatchArchive,
    BatchDetermination,
    BuildingSection,
    Case,
    ClosingBatch,
    HouseholdBatch,
    RowDetermination,
    application_of,
)
from bizexpansion.operations.batch_list import LISTS, MASK, NUMBER, ListLine, assess, new_rows, read_list
from bizexpansion.rules import VIEW_CASE
from crm.errors import InvalidInput
from crm.imports.importers import ColumnSet
from crm.web.forms import Section
from customers.book.models import ReadingSection
from customers.book.validators import clean_credit_code

SHEET_HELP = gettext_lazy("XLSX or CSV after the template; it may follow later.")


def cell_fields(columns: ColumnSet, row: Any) -> dict[str, forms.Field]:
    """A text field for each column of a list, with the row's own words and what is wrong with them."""
    said: dict[str, list[str]] = {}
    for one in row.problems:
        said.setdefault(one["column"], []).append(one["reason"])
    fields: dict[str, forms.Field] = {}
    for column in columns.columns:
        if column is NUMBER:
            continue
        words = row.raw.get(column.key, "")
        if words and column.unseal is not None:
            words = MASK * 6 + column.unseal(words)[-4:]
        wrong = " ".join(said.get(column.key, ()))
        help_text = _("Wrong: %(what)s") % {"what": wrong} if wrong else column.note
        fields[column.key] = forms.CharField(
            label=column.label, required=column.required, max_length=200, initial=words, help_text=help_text
        )
        if wrong:
            fields[column.key].widget.attrs["aria-invalid"] = "true"
    return fields


class BatchForm(ApplicationForm):
    """What applications for a batch share: the list comes along, or follows before the customers are determined."""

    sheet = forms.FileField(label=gettext_lazy("list"), required=False, help_text=SHEET_HELP)
    lines: list[ListLine]

    def clean_sheet(self) -> UploadedFile | None:
        """The lines of the file. Raises ValidationError where it cannot be read; nothing is kept then."""
        upload: UploadedFile | None = self.cleaned_data.get("sheet")
        self.lines = []
        if upload is not None:
            try:
                self.lines = read_list(LISTS[self._meta.model].columns, upload)
            except InvalidInput as error:
                raise ValidationError([str(one) for one in error.errors["sheet"]]) from error
        return upload

    def extra_arguments(self) -> dict[str, Any]:
        """The rows of the list, each judged."""
        rows = new_rows(self.instance, self.lines)
        assess(self.instance, rows, timezone.now())
        upload = self.cleaned_data.get("sheet")
        self.instance.sheet_name = (upload.name or "")[:120] if upload else ""
        return {**super().extra_arguments(), "list_rows": rows}


class HouseholdBatchForm(BatchForm):
    """低压批量新装登记: the developer, the complex, the list. `project` is typed as a case number."""

    project = forms.CharField(
        label=gettext_lazy("case of the residential complex (103)"), max_length=16, required=False
    )

    sections = (
        Section(
            gettext_lazy("Developer or organiser"),
            ("applicant_name", "credit_code", "contact_name", "contact_phone", "mode"),
        ),
        Section(gettext_lazy("The complex"), ("district", "address", "project", "network_ready", "network_basis")),
        Section(gettext_lazy("Households"), ("household_count", "wanted_on", "sheet")),
        Section(gettext_lazy("Checked by the clerk"), ("identity_checked", "note")),
    )
    wide = ("network_basis", "note")

    class Meta:
        model = HouseholdBatch
        fields: ClassVar[Any] = [
            "applicant_name", "credit_code", "contact_name", "contact_phone", "mode", "district", "address",
            "network_ready", "network_basis", "household_count", "wanted_on", "identity_checked", "note",
        ]  # fmt: skip

    def clean_credit_code(self) -> str:
        """The number of the developer in its stored form."""
        return clean_credit_code(self.cleaned_data["credit_code"])

    def clean_project(self) -> Case | None:
        """The case of the complex, if the person may see it. Raises ValidationError."""
        number = self.cleaned_data["project"].strip()
        if not number:
            return None
        cases = Case.objects.restrict(self.user, VIEW_CASE).filter(case_number=number, flow_code="103")
        found: Case | None = cases.first()
        if found is None:
            raise ValidationError(_("There is no such case of a residential complex."))
        return found

    def record(self) -> HouseholdBatch:
        """The application with the complex that was looked up."""
        self.instance.project = self.cleaned_data.get("project")
        return self.instance


class BatchClosingForm(BatchForm):
    """批量销户登记: who organises the demolition, its notice, the list of accounts."""

    sections = (
        Section(gettext_lazy("Organiser"), ("applicant_name", "contact_name", "contact_phone", "mode")),
        Section(gettext_lazy("Demolition"), ("district", "address", "notice_number", "notice_on")),
        Section(gettext_lazy("Accounts"), ("account_count", "wanted_on", "sheet")),
        Section(gettext_lazy("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )
    wide = ("note",)

    class Meta:
        model = ClosingBatch
        fields: ClassVar[Any] = [
            "applicant_name", "contact_name", "contact_phone", "mode", "district", "address", "notice_number",
            "notice_on", "account_count", "wanted_on", "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip


class DeterminationForm(StepForm):
    """A25: go on with the rows that are in order, or hand the whole list back."""

    wide = ("note",)
    is_complete = forms.TypedChoiceField(
        label=gettext_lazy("decision"),
        choices=[
            ("yes", gettext_lazy("Go on with the rows in order; the others wait")),
            ("no", gettext_lazy("Hand the whole list back")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    class Meta:
        model = BatchDetermination
        fields: ClassVar = ["is_complete", "note"]


class RowDeterminationForm(StepForm):
    """A25 of a row that waits: its cells as they came, to be corrected; an ID number shows its last four only."""

    wide = ("note", "address")

    class Meta:
        model = RowDetermination
        fields: ClassVar = ["note"]

    def narrow(self) -> None:
        """A field for each column of the list, with what is wrong beneath it."""
        if self.case is None or self.task is None:
            return
        row = application_of(self.case).row(self.task.instance)  # type: ignore[attr-defined]
        self.fields = cell_fields(LISTS[type(row.application)].columns, row) | self.fields

    def extra_arguments(self) -> dict[str, Any]:
        """The cells as they are typed now."""
        return {
            "cells": {name: value for name, value in self.cleaned_data.items() if name not in ("note", "version")}
        }


class BatchArchiveForm(StepForm):
    """A20 of a batch."""

    wide = ("note",)

    class Meta:
        model = BatchArchive
        fields: ClassVar = ["billing_starts_on", "data_checked", "note"]


class BuildingSectionRow(RowForm):
    """Where the meters of a building are read."""

    class Meta:
        model = BuildingSection
        fields: ClassVar = ["building", "reading_section"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = ReadingSection.objects.filter(is_active=True).select_related("department")
        self.fields["reading_section"].queryset = sections  # type: ignore[attr-defined]
