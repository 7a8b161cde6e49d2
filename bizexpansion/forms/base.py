"""What the forms of all steps share: a form for the record, forms for its rows, forms for papers, sent as one.

entry = StepEntry(spec, case=case, task=task, user=user, data=request.POST, files=request.FILES)
if entry.is_valid():
    spec.operation(**entry.arguments(), task_id=task.pk, actor=user, now=now)
entry.add_refusal(error)          # shows an operation's refusal at the fields, also those of rows
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import MaterialKind
from bizexpansion.models import Case, CaseDocument, StepRecord, Task
from bizexpansion.queries.people import able_staff, read_able_staff
from crm.errors import DomainError, InvalidInput
from crm.org.models import Department
from crm.web.forms import DayInput, MomentInput, PageForm, QuickSelect, add_refusal
from crm.web.uploads import UploadField

_ROW_FIELD = re.compile(r"^(?P<relation>[a-z_]+)-(?P<index>\d+)-(?P<field>\w+)$")


def use_pickers(form: forms.BaseForm) -> None:
    """Days and moments get the browser's own pickers; long texts three lines."""
    for one in form.fields.values():
        if isinstance(one, forms.DateTimeField):
            one.widget = MomentInput()
        elif isinstance(one, forms.DateField):
            one.widget = DayInput()
        elif isinstance(one.widget, forms.Textarea):
            one.widget.attrs["rows"] = 3


class RecordForm(forms.ModelForm):
    """A form whose record an operation judges and saves.

    A link was chosen from what the form offers and has been read: it is not looked up again. The constraints of the
    table are told in their own words when the record is saved (`refusing_violations`), not asked for beforehand.
    """

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}

    def _post_clean(self) -> None:
        record: Any = self.instance
        record.validate_constraints = _ask_nothing
        try:
            super()._post_clean()  # type: ignore[misc]
        finally:
            del record.validate_constraints


def _ask_nothing(exclude: Any = None) -> None:
    """What `full_clean` of a record asks of the constraints of its table: see `RecordForm`."""


class StepForm(PageForm, RecordForm):
    """The form of a step's record. `case`, `user` and `department` narrow what can be chosen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        case: Case | None = None,
        task: Task | None = None,
        user: Any = None,
        department: Department | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.task, self.user = case, task, user
        self.department = case.department if case else department
        use_pickers(self)
        self.narrow()

    def narrow(self) -> None:
        """Limit the choices of this form to what fits the case; nothing by default."""

    def offer_people(self, form: str, *names: str) -> None:
        """Let fields choose from those who may do the step of `form` for the department; read once, when shown."""
        if self.department is None:
            return
        department = self.department
        people = able_staff(form, department)
        shown = cache(lambda: [(one.pk, str(one)) for one in read_able_staff(form, department)])
        for name in names:
            offered: Any = self.fields[name]
            offered.queryset = people
            nobody = [] if offered.empty_label is None else [("", offered.empty_label)]
            offered.choices = lambda nobody=nobody: [*nobody, *shown()]

    def record(self) -> Any:
        """The unsaved record with what was typed."""
        return self.instance

    def extra_arguments(self) -> dict[str, Any]:
        """What the operation takes beside the record, rows and papers; nothing by default."""
        return {}


class RowForm(RecordForm):
    """One row of a step's record."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_pickers(self)

    def counts(self) -> bool:
        """Whether a row that was touched is meant; always, but for papers."""
        return True


class RegisterRow(RowForm):
    """A row with registers of a meter: empty until somebody has read them; a register that the meter lacks is zero.

    A zero that stands there already looks as if it had been read.
    """

    register = re.compile(r"^((final|start)_)?(total|peak|flat|valley|reactive|demand)$")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = kwargs.get("initial") or {}
        self.registers = [name for name in self.fields if self.register.match(name)]
        for name in self.registers:
            self.fields[name].required = not self._meta.model._meta.get_field(name).has_default()
            self.initial[name] = known.get(name)

    def clean(self) -> dict[str, Any]:
        """What the meter does not have stands at zero."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.registers:
            if name in cleaned and cleaned[name] is None:
                cleaned[name] = Decimal(0)
        return cleaned


class PaperForm(RecordForm):
    """A paper of the list: whether it is handed in, and its file if there is one."""

    use_required_attribute = False
    present = forms.BooleanField(label=_("handed in"), required=False)
    upload = UploadField(label=_("file"), required=False)

    class Meta:
        model = CaseDocument
        fields: ClassVar = ["kind", "name", "copies"]
        widgets: ClassVar = {"kind": QuickSelect(kept="kind of paper")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["copies"].required = False

    def counts(self) -> bool:
        """A paper counts when it is ticked or its file is there."""
        cleaned = getattr(self, "cleaned_data", {})
        return bool(cleaned.get("present") or cleaned.get("upload"))

    def clean(self) -> dict[str, Any]:
        """A paper without a name bears that of its kind."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        cleaned["copies"] = cleaned.get("copies") or 1
        if kind and not cleaned.get("name"):
            cleaned["name"] = str(MaterialKind(kind).label)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        upload = self.cleaned_data.get("upload")
        self.instance.upload = upload if isinstance(upload, UploadedFile) else None


@dataclass(frozen=True)
class RowSpec:
    """Rows of a step: the relation's name, their form, how many empty ones to offer."""

    name: str
    form: type[RowForm]
    label: Any
    minimum: int = 1
    extra: int = 1
    maximum: int = 60


@dataclass(frozen=True)
class ResultSpec:
    """Rows that the operation works out: shown with the filled-in step, never typed."""

    name: str
    label: Any
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Also:
    """Another record that a visit leaves where one step does the work of several: what is shown of it."""

    model: type[StepRecord]
    fields: tuple[str, ...]
    rows: tuple[ResultSpec, ...] = ()


@dataclass(frozen=True)
class StepSpec:
    """How one step is filled in: its form, its rows, and the operation that takes them.

    `record` is the operation's argument for the record. `papers` are the kinds that the step usually takes;
    empty: it takes none. `prefill` gives what is known already. `own`: the entries that every row of a batch has of
    its own where many rows are done at once. `also`: the other records of the visit, as they are shown.
    """

    key: str
    form: type[StepForm]
    operation: Callable[..., Any]
    record: str
    rows: tuple[RowSpec, ...] = ()
    papers: tuple[str, ...] = ()
    prefill: Callable[[Case], Mapping[str, Any]] | None = None
    button: Any = field(default=_("Done"))
    results: tuple[ResultSpec, ...] = ()
    own: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()


def _usual(spec: StepSpec, user: Any) -> dict[str, Any]:
    """What mostly is so, to be changed where it is not: done today, or now; surveyed by whoever writes it down."""
    fields, past = spec.form.base_fields, getattr(spec.form._meta.model, "past", ())
    asked = {name: fields[name] for name in past if name in fields and fields[name].required}
    days = [name for name, field in asked.items() if isinstance(field, forms.DateField)]
    moments = [name for name, field in asked.items() if isinstance(field, forms.DateTimeField)]
    own = {"surveyor": user.pk} if "surveyor" in fields and user is not None else {}
    return {**dict.fromkeys(days, timezone.localdate()), **dict.fromkeys(moments, this_minute()), **own}


def this_minute() -> datetime:
    """Now, as precisely as people write it down."""
    return timezone.now().replace(second=0, microsecond=0)


class StepEntry:
    """A step's form with its rows and papers, bound or not; `prefix`es keep them apart in one post.

    Without a task it is the registration form of the flow `flow_code`. With a `prefix` it is one row of a batch
    among others: its rows have names of their own, and no papers are taken.
    """

    def __init__(
        self,
        spec: StepSpec,
        *,
        user: Any,
        case: Case | None = None,
        task: Task | None = None,
        department: Department | None = None,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        flow_code: str = "",
        prefix: str = "",
    ) -> None:
        self.spec, self.task, self.flow_code, self.prefix = spec, task, flow_code, prefix
        known = dict(spec.prefill(case)) if spec.prefill and case and data is None else {}
        if task is not None and data is None:
            initial = {**_usual(spec, user), **known, **(initial or {})}
        start = {**known, **(initial or {}), "version": task.version if task else None}
        row_values = {row.name: start.pop(row.name, []) for row in spec.rows}
        known = {name: value for name, value in known.items() if name not in row_values and value not in (None, "")}
        self.form = spec.form(
            data, files, case=case, task=task, user=user, department=department, initial=start, known=known
        )
        self.rows = {row.name: self._formset(row, data, files, row_values[row.name]) for row in spec.rows}
        self.papers = self._papers(data, files)

    @property
    def is_bound(self) -> bool:
        """Whether something was sent."""
        return self.form.is_bound

    @property
    def is_multipart(self) -> bool:
        """Whether the page must send files."""
        return self.papers is not None

    def sets(self) -> list[tuple[RowSpec, BaseFormSet]]:
        """The row forms with their descriptions, for the template."""
        return [(row, self.rows[row.name]) for row in self.spec.rows]

    def is_valid(self) -> bool:
        """Every part is looked at, so that all errors show at once."""
        parts: list[Any] = [self.form, *self.rows.values(), *([self.papers] if self.papers is not None else [])]
        verdicts = [part.is_valid() for part in parts]
        return all(verdicts)

    def arguments(self) -> dict[str, Any]:
        """What the operation takes, but for task, actor and moment."""
        arguments: dict[str, Any] = {self.spec.record: self.form.record(), **self.form.extra_arguments()}
        if self.task is not None:
            arguments["version"] = self.form.cleaned_data.get("version")
        else:
            arguments["flow_code"] = self.flow_code
        for name, rows in self.rows.items():
            arguments[name] = [one.instance for one in self._used(rows)]
        if self.papers is not None:
            arguments["papers"] = [one.instance for one in self._used(self.papers)]
        return arguments

    def errors(self) -> dict[str, list[str]]:
        """All errors of a bound entry by field, those of rows as `relation-0-field`."""
        return {name: [sentence for sentence, _code in said] for name, said in self.coded_errors().items()}

    def coded_errors(self) -> dict[str, list[tuple[str, str]]]:
        """The same, each sentence with its stable code; for the API."""
        found = {name: _coded(said) for name, said in self.form.errors.as_data().items()}
        for name, rows in [*self.rows.items(), *([("papers", self.papers)] if self.papers is not None else [])]:
            for index, row in enumerate(rows.forms):
                found |= {f"{name}-{index}-{key}": _coded(said) for key, said in row.errors.as_data().items()}
            if rows.non_form_errors():
                found[name] = _coded(rows.non_form_errors().as_data())
        return found

    def add_refusal(self, error: DomainError) -> None:
        """Show a refusal: at the record's fields, at rows (`relation-0-field`, or `relation`), else on top."""
        if not isinstance(error, InvalidInput):
            add_refusal(self.form, error)
            return
        for name, sentences in error.errors.items():
            if name in self.rows:
                self.rows[name].non_form_errors().extend(sentences)
            elif not self._add_to_row(name, sentences):
                add_refusal(self.form, InvalidInput({name: sentences}))

    def _add_to_row(self, name: str, sentences: Sequence[Any]) -> bool:
        found = _ROW_FIELD.match(name)
        rows = (self.rows | {"papers": self.papers}).get(found["relation"]) if found else None
        if rows is None or found is None:
            return False
        used = self._used(rows)
        index = int(found["index"])
        if index >= len(used):
            return False
        target = found["field"] if found["field"] in used[index].fields else None
        for sentence in sentences:
            used[index].add_error(target, sentence)
        return True

    @staticmethod
    def _used(rows: BaseFormSet) -> list[Any]:
        """The row forms that somebody filled in and did not strike out; of papers, those that are there."""
        struck: Any = rows._should_delete_form  # type: ignore[attr-defined]
        return [one for one in rows.forms if one.has_changed() and not struck(one) and one.counts()]

    def _formset(
        self, row: RowSpec, data: Mapping[str, Any] | None, files: Any, known: Sequence[Mapping[str, Any]]
    ) -> BaseFormSet:
        extra = 0 if self.prefix and not row.minimum else max(row.extra, row.minimum if not known else 0)
        made: BaseFormSet = _rows_of(row.form, extra, row.maximum)(
            data, files, prefix=self.prefix + row.name, initial=list(known)
        )
        return made

    def _papers(self, data: Mapping[str, Any] | None, files: Any) -> BaseFormSet | None:
        if not self.spec.papers or self.prefix:
            return None
        known = [{"kind": kind, "copies": 1} for kind in self.spec.papers]
        return _papers_of()(data, files, prefix="papers", initial=known if data is None else [])


@cache
def _rows_of(form: type[RowForm], extra: int, maximum: int) -> Any:
    """The class of the rows of a step; a class takes longer to make than its forms."""
    return formset_factory(
        form,
        extra=extra,
        min_num=0,
        max_num=maximum,
        absolute_max=maximum + 1,
        validate_max=True,
        can_delete=True,
    )


@cache
def _papers_of() -> Any:
    """The class of the papers of a step."""
    return formset_factory(PaperForm, extra=1, max_num=40, can_delete=True)


def _coded(errors: Sequence[ValidationError]) -> list[tuple[str, str]]:
    """Sentence and code of each error."""
    return [(str(sentence), one.code or "invalid") for one in errors for sentence in one.messages]


def flatten(spec: StepSpec, payload: Mapping[str, Any]) -> dict[str, Any]:
    """From nested values (JSON of the API) to what a browser would have sent.

    `{"note": "…", "sources": [{"number": 1, …}]}` becomes `note=…&sources-TOTAL_FORMS=1&sources-0-number=1`.
    """
    names = [row.name for row in spec.rows] + (["papers"] if spec.papers else [])
    data = {name: value for name, value in payload.items() if name not in names}
    for name in names:
        rows = payload.get(name) or []
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for index, row in enumerate(rows):
            data |= {f"{name}-{index}-{key}": value for key, value in row.items()}
            if name == "papers":
                data[f"{name}-{index}-present"] = "on"
    return data
