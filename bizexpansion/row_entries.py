"""One step for many rows of a batch: what is typed once, and what every row has of its own.

The form of the step stands there once. Its rows (meters, readings) and the fields in `StepSpec.own` stand at each
row of the batch, under names that begin with the task (`t17-meters-0-asset_number`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Task
from bizexpansion.steps import spec_of
from crm.org.models import Staff
from customers.book.enums import DeviceState, MeterKind, Voltage
from customers.book.models import Meter

MOST = 50
"""So many rows are done at once: as many as a page shows."""
METER_KINDS = {Voltage.V220.value: MeterKind.SINGLE_PHASE, Voltage.V380.value: MeterKind.THREE_PHASE}


class RowEntry:
    """One row of the batch at the step: its part of the form, bound or not."""

    def __init__(self, task: Task, user: Staff, data: QueryDict | None) -> None:
        self.task, self.prefix = task, f"t{task.pk}-"
        self.chosen = data is not None and str(task.pk) in data.getlist("task")
        self.spec = spec_of(task)
        task.case.row = task.instance
        self.entry = StepEntry(
            self.spec, user=user, case=task.case, task=task, data=self._data(data), prefix=self.prefix
        )

    def _data(self, data: QueryDict | None) -> QueryDict | None:
        if data is None:
            return None
        own = data.copy()
        for name in (*self.spec.own, "version"):
            values = data.getlist(self.prefix + name)
            own.pop(name, None)
            if values:
                own.setlist(name, values)
        return own

    def cells(self) -> list[forms.BoundField]:
        """What the row has of its own, in the order of the columns."""
        fields = []
        for name in self.spec.own:
            bound = self.entry.form[name]
            bound.html_name = self.prefix + name
            bound.html_initial_name = f"initial-{self.prefix}{name}"
            fields.append(bound)
        for _spec, rows in self.entry.sets():
            for row in rows.forms:
                fields += [one for one in row.visible_fields() if one.name != "DELETE"]
        for bound in fields:
            bound.field.widget.attrs["aria-label"] = f"{bound.label} {self.task.instance}"
        return fields

    def hidden(self) -> list[Any]:
        """The management forms of its rows."""
        return [rows.management_form for _spec, rows in self.entry.sets()]

    def errors(self) -> list[str]:
        """What is wrong with this row, in words."""
        if not self.chosen:
            return []
        return [f"{self._label(name)}{' '.join(said)}" for name, said in self.entry.errors().items()]

    def _label(self, name: str) -> str:
        field = self.entry.form.fields.get(name)
        return f"{field.label}: " if field is not None and field.label else ""


class BulkEntry:
    """The form of a step for many rows: the part that is typed once, and the rows."""

    def __init__(self, tasks: Sequence[Task], user: Staff, data: QueryDict | None = None) -> None:
        self.spec = spec_of(tasks[0])
        self.rows = [RowEntry(task, user, data) for task in tasks]
        self.shared = self.rows[0].entry.form

    @property
    def shared_fields(self) -> list[forms.BoundField]:
        """What is typed once."""
        return [one for one in self.shared.visible_fields() if one.name not in self.spec.own]

    @property
    def columns(self) -> list[Any]:
        """The heads over what each row has of its own."""
        return [one.label for one in self.rows[0].cells()]

    @property
    def chosen(self) -> list[RowEntry]:
        """The rows that are ticked."""
        return [row for row in self.rows if row.chosen]

    def is_valid(self) -> bool:
        """Whether what was typed can be sent, row by row; every row is looked at."""
        verdicts = [row.entry.is_valid() for row in self.chosen]
        return all(verdicts)

    def calls(self, actor: Staff, now: Any) -> Mapping[int, Callable[[], Any]]:
        """Each chosen row's own operation, by its task."""
        return {row.task.pk: _call(row, actor, now) for row in self.chosen}


def _call(row: RowEntry, actor: Staff, now: Any) -> Callable[[], Any]:
    arguments = {**row.entry.arguments(), "task_id": row.task.pk}
    return lambda: row.spec.operation(**arguments, actor=actor, now=now)


def suggest_meters(bulk: BulkEntry, households: Mapping[str, str], department_id: int) -> None:
    """S08: offer each row the next meter of the store that fits its voltage (`households`: voltage by row)."""
    store = Meter.objects.filter(department_id=department_id, state=DeviceState.IN_STORE, reserved_for=None)
    free = {
        voltage: iter(store.filter(kind=kind).order_by("pk").values_list("asset_number", flat=True)[:MOST])
        for voltage, kind in METER_KINDS.items()
    }
    for row in bulk.rows:
        offered = free.get(households.get(row.task.instance, ""), iter(()))
        for one in row.entry.rows["meters"].forms:
            one.initial["asset_number"] = next(offered, "")
