"""A step as it was filled in: the record of a visit, label by label, with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.forms import ModelForm
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.forms.base import ResultSpec, StepSpec
from bizexpansion.models import Decision, Row, StepRecord, SupplyPlan, Task
from bizexpansion.operations.work import graph_of
from bizexpansion.queries.timeline import outcome_label
from bizexpansion.steps import spec_of
from crm.web.masks import mask_address, mask_bank_account, mask_identity, mask_name, mask_phone
from crm.wording import enumerated

# By the end of a name, the first that fits.
_MASKS = {
    "vat_number": mask_identity,
    "address_phone": mask_address,
    "bank_account": mask_bank_account,
    "address": mask_address,
    "phone": mask_phone,
}
HIDDEN = frozenset(
    {"id", "case", "task", "recorded_by", "recorded_at", "bank_cipher", "tax_cipher", "vat_bank_cipher"}
)


@dataclass(frozen=True)
class FilledRows:
    """The rows of one relation as a table."""

    label: Any
    columns: tuple[Any, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Filled:
    """What a visit left: (label, words) of every entry that says something, and its rows.

    `personal` names the labels whose words are personal data: mask them.
    """

    record: StepRecord
    entries: tuple[tuple[str, Any, str], ...]
    rows: tuple[FilledRows, ...]
    also_personal: frozenset[str] = frozenset()

    @property
    def personal(self) -> frozenset[str]:
        """The names of entries that hold personal data."""
        return self.record.personal | self.also_personal


def filled_form(task: Task, *, in_clear: bool = False) -> Filled | None:
    """The form of a visit as filled in, None where the visit left nothing. Needs `task.case`.

    Personal cells of rows are masked, unless it is a sheet that the customer signs (`in_clear`).

    One query for the record, one for the people or places it names, one for each relation of rows; where one step
    did the work of several, as many for each of the other records.
    """
    spec = spec_of(task)
    model: type[StepRecord] = spec.form._meta.model
    links = [column.name for column in _shown(model) if column.is_relation]
    record = model._default_manager.select_related(*links).filter(task=task).first()
    if record is None:
        return None
    entries, rows = _entries(record, _shown(model)), _rows(record, spec, in_clear)
    if isinstance(record, Decision):
        entries = [_decided(entry, task) for entry in entries]
    personal: frozenset[str] = frozenset()
    for one in spec.also:
        other = one.model._default_manager.filter(task=task).first()
        if other is not None:
            entries += _entries(other, [other._meta.get_field(name) for name in one.fields])
            rows += [
                table for table in (_table(other, *_of_result(each), in_clear) for each in one.rows) if table.lines
            ]
            personal |= other.personal
    return Filled(record, tuple(entries), tuple(rows), personal)


def _entries(record: models.Model, columns: Iterable[Any]) -> list[tuple[str, Any, str]]:
    said = ((column, words_of(record, column)) for column in columns)
    return [(column.name, column.verbose_name, words) for column, words in said if words]


def _decided(entry: tuple[str, Any, str], task: Task) -> tuple[str, Any, str]:
    """A decision by the name of the exit that was chosen."""
    name, label, words = entry
    return (
        (name, label, outcome_label(graph_of(task.case), task.node, words) or words) if name == "outcome" else entry
    )


def words_of(record: models.Model, column: models.Field[Any, Any]) -> str:
    """A value as a person reads it; empty for nothing."""
    value = getattr(record, column.name)
    if value in (None, "", []):
        return ""
    if isinstance(value, SupplyPlan):
        return _("version %(number)d") % {"number": value.number}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.choices:
        return str(getattr(record, f"get_{column.name}_display")())
    if isinstance(column, models.DateTimeField):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(column, models.DateField):
        return date_format(value, "Y-m-d")
    if isinstance(value, list):
        labels = dict(column.base_field.choices or ())  # type: ignore[attr-defined]
        return enumerated(str(labels.get(one, one)) for one in value)
    return str(value)


def masked_words(name: str, words: str) -> str:
    """A personal value as it is shown by default, by the kind of its entry."""
    mask = next((mask for ending, mask in _MASKS.items() if name.endswith(ending)), mask_name)
    return mask(words)


def _cell(row: Row, column: models.Field[Any, Any], in_clear: bool) -> str:
    words = words_of(row, column)
    return masked_words(column.name, words) if column.name in row.personal and not in_clear else words


def _shown(model: type[models.Model]) -> list[Any]:
    return [column for column in model._meta.concrete_fields if column.name not in HIDDEN]


def _rows(record: StepRecord, spec: StepSpec, in_clear: bool) -> list[FilledRows]:
    own = {relation.get_accessor_name() for relation in record._meta.related_objects}
    typed = [
        (row.name, row.label, _kept(row.form))
        for row in spec.rows
        if row.name in own  # the others belong to a record of `also`
    ]
    worked_out = [_of_result(row) for row in spec.results]
    tables = (_table(record, *one, in_clear) for one in [*typed, *worked_out])
    return [table for table in tables if table.lines]


def _kept(form: type[ModelForm[Any]]) -> list[str]:
    """The columns of a row in the order of its form; what is kept only sealed (an ID number) is no column."""
    columns = {column.name for column in form._meta.model._meta.concrete_fields}
    return [name for name in form.base_fields if name in columns and name != "id"]


def _of_result(row: ResultSpec) -> tuple[str, Any, list[str]]:
    return row.name, row.label, list(row.fields)


def _table(record: StepRecord, relation: str, label: Any, names: list[str], in_clear: bool) -> FilledRows:
    rows = getattr(record, relation).order_by("id")
    columns = [rows.model._meta.get_field(name) for name in names]
    lines = tuple(tuple(_cell(one, column, in_clear) for column in columns) for one in rows)
    return FilledRows(label, tuple(column.verbose_name for column in columns), lines)
