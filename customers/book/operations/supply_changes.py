"""A living account gets another supply: rows added, changed and removed under it, another capacity, other terms.

In three moves, as the trade does it: `prepare_supply_change` sets up what is new (not in use yet), so that meters
can be hung; `carry_out_supply_change` puts the new into use and the old out of it when power comes on; and
`archive_supply_change` writes the terms. The first two have inverses that restore every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.outbox.operations import emit_at_end
from crm.writing import store_rows
from customers.book.enums import (
    AccountStatus,
    ChangeRemark,
    MeteringPointState,
    PowerState,
    RunStatus,
)
from customers.book.models import (
    MeteringPoint,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.operations.grading import record_grade_of_case
from customers.book.operations.locking import day_of, lock_account, require_case, store
from customers.book.operations.running import shift_capacity
from customers.book.operations.structure import StructureInUse
from customers.book.operations.terms import put_prices
from customers.book.queries.under import under_account
from customers.book.specs import PriceSpec, StructureChange, SupplyPointSpec

TABLES: dict[str, type[models.Model]] = {
    "supply_points": SupplyPoint,
    "sources": PowerSource,
    "transformers": Transformer,
    "metering_points": MeteringPoint,
}
_CHILDREN = ("sources", "transformers", "metering_points")
# How a row of each table stands that waits to be put into use.
_WAITING: dict[str, dict[str, Any]] = {
    "supply_points": {"is_active": False},
    "sources": {"is_active": False},
    "transformers": {"run_status": RunStatus.STOPPED},
    "metering_points": {"state": MeteringPointState.SET_UP},
}
Values = dict[str, str | None]


@dataclass(frozen=True)
class BeforeChange:
    """How an account stood before a change of supply: what `undo_supply_change` takes.

    `rows` holds the changed rows by table and key, column by column as text; `added` the keys of new rows;
    `capacity` what was added to the capacities, and from which day.
    """

    account: Values
    rows: dict[str, dict[str, Values]]
    added: dict[str, list[int]]
    capacity: dict[str, str]


@operation("book.prepare_supply_change")
def prepare_supply_change(
    *, account_id: int, case_number: str, change: StructureChange, actor: Actor, now: datetime
) -> dict[str, list[int]]:
    """Set up under the account what a change adds (S04, S08): sources and equipment not in use, metering points
    "set up". What is there already stays. Returns the keys of the new rows by table.

    Raises InvalidInput where a number is used by a row that is no more, AccountBusy, AccountNotLiving. Inverse:
    `drop_prepared_change` with what was returned.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    return _Standing(account).add(change)


@operation("book.drop_prepared_change")
def drop_prepared_change(
    *, account_id: int, case_number: str, added: Mapping[str, Sequence[int]], actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `prepare_supply_change`. A metering point at which a device once hung stays, as "removed", so that its
    history can be read. Raises StructureInUse where one still hangs."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    _drop(account, added)
    return account


@operation("book.carry_out_supply_change")
def carry_out_supply_change(
    *,
    account_id: int,
    case_number: str,
    change: StructureChange,
    contract_added: Decimal,
    running_added: Decimal,
    columns: Mapping[str, object],
    from_day: date,
    actor: Actor,
    now: datetime,
) -> BeforeChange:
    """The change is built and power is on (A18): new rows in use, changed rows as planned, removed rows out of use.

    The capacities grow by `contract_added` and `running_added` (kVA, below zero: they fall) from `from_day` on;
    `columns` are those of the account itself that change with it (voltage, class, address). Equipment that goes
    bears the remark 04, equipment that comes 01. Returns how it stood before. Raises InvalidInput, AccountBusy,
    AccountNotLiving. Inverse: `undo_supply_change`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, contract=str(contract_added), running=str(running_added))
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    names = ("power_state", *columns)
    account_before = {name: text_of(account, name) for name in names}
    standing = _Standing(account)
    added = standing.add(change)
    before = standing.texts()
    standing.put_into_use(change, from_day)
    standing.rewrite(change)
    standing.take_out_of_use(change, from_day)
    rows = standing.save(before)
    shift_capacity(
        account,
        running=running_added,
        contract=contract_added,
        from_day=from_day,
        case_number=case_number,
        now=now,
        columns={"power_state": PowerState.ON, **columns},
    )
    emit_at_end(
        "book.supply_changed",
        key=f"book.supply_changed:{account.pk}:{account.version}",
        payload={"account_id": account.pk, "department_id": account.department_id, "case": case_number},
        now=now,
    )
    capacity = {"contract": str(contract_added), "running": str(running_added), "from": from_day.isoformat()}
    return BeforeChange(account_before, rows, added, capacity)


@operation("book.undo_supply_change")
def undo_supply_change(
    *, account_id: int, case_number: str, before: BeforeChange, actor: Actor, now: datetime
) -> SupplyAccount:
    """The case came to nothing after it was carried out: every row and the capacity stand as before."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    for name, model in TABLES.items():
        for pk, values in before.rows.get(name, {}).items():
            _restore(model, int(pk), values)
    _drop(account, before.added)
    shift_capacity(
        account,
        running=-Decimal(before.capacity["running"]),
        contract=-Decimal(before.capacity["contract"]),
        from_day=date.fromisoformat(before.capacity["from"]),
        case_number=case_number,
        now=now,
    )
    columns = {name: _value(SupplyAccount, name, text) for name, text in before.account.items()}
    store(account, **columns)
    return account


@operation("book.archive_supply_change")
def archive_supply_change(
    *,
    account_id: int,
    case_number: str,
    prices: Sequence[PriceSpec],
    columns: Mapping[str, object],
    importance: str,
    from_day: date,
    actor: Actor,
    now: datetime,
) -> SupplyAccount:
    """The terms of a changed supply (A20): these prices and no others from `from_day`, the grade of importance, and
    the account's columns that only the papers decide. There is no inverse: the archive seals the case.

    Raises InvalidInput, LaterTermsExist, AccountBusy, AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    if not prices:
        raise InvalidInput({"prices": _("At least one price is needed.")})
    put_prices(account, prices, from_day, case_number, today=day_of(now), no_others=True)
    values = dict(columns)
    if importance != account.importance:
        record_grade_of_case(account, importance, actor=actor, now=now)
        values |= {"importance": importance, "importance_until": None}
    changed = {name: value for name, value in values.items() if getattr(account, name) != value}
    if changed:
        store(account, **changed)
    return account


class _Standing:
    """The rows under a locked account by table and `sequence`, read in one query, written once for each table."""

    def __init__(self, account: SupplyAccount) -> None:
        self.account = account
        under = under_account(account.pk)
        found: dict[str, Iterable[Any]] = {
            "supply_points": under.points,
            "sources": under.sources,
            "transformers": under.transformers,
            "metering_points": under.metering_points,
        }
        self.rows = {name: {row.sequence: row for row in rows} for name, rows in found.items()}
        self.metered = {one.metering_point_id for one in under.meters if one.period.upper is None}

    def add(self, change: StructureChange) -> dict[str, list[int]]:
        """Create the rows of `change.added` that are not there yet; the keys of those that were created."""
        made = {"supply_points": self._create("supply_points", [(None, spec) for spec in change.added])}
        for name in _CHILDREN:
            made[name] = self._create(name, _children(change.added, name))
        return made

    def _create(self, name: str, specs: Sequence[tuple[SupplyPointSpec | None, Any]]) -> list[int]:
        fresh = []
        for point, spec in specs:
            row = self.rows[name].get(spec.sequence)
            if row is None:
                fresh.append(TABLES[name](account=self.account, **self._values(name, point, spec)))
            elif name != "supply_points" and not _waits(name, row):
                words = _("The number %(number)s belongs to a row that is there, or was there before.")
                raise InvalidInput({name: words % {"number": spec.sequence}})
        if not fresh:
            return []
        for row in TABLES[name]._default_manager.bulk_create(fresh):
            self.rows[name][row.sequence] = row  # type: ignore[attr-defined]
        return [row.pk for row in fresh]

    def _values(self, name: str, point: SupplyPointSpec | None, spec: Any) -> dict[str, Any]:
        values = _columns(spec, (*_CHILDREN, "source", "parent")) | _WAITING[name]
        if point is not None:
            values["supply_point_id"] = self.key("supply_points", point.sequence)
        if name in ("transformers", "metering_points"):
            values["power_source_id"] = self.key("sources", spec.source)
        if name == "metering_points":
            values["number"] = f"{self.account.account_number}{spec.sequence:02d}"
        return values

    def key(self, name: str, sequence: Any) -> int | None:
        """The key of a row by its number within the account."""
        row = self.rows[name].get(sequence or 0)
        return row.pk if row is not None else None

    def texts(self) -> dict[str, dict[int, Values]]:
        """Every row as text, column by column."""
        return {name: {row.pk: _row_texts(row) for row in rows.values()} for name, rows in self.rows.items()}

    def put_into_use(self, change: StructureChange, day: date) -> None:
        """The new rows work from this day on, and points that were out of operation while their meter was away."""
        for spec in change.added:
            self.rows["supply_points"][spec.sequence].is_active = True
        for _point, spec in _children(change.added, "sources"):
            self.rows["sources"][spec.sequence].is_active = True
        for _point, spec in _children(change.added, "transformers"):
            row = self.rows["transformers"][spec.sequence]
            row.run_status, row.change_remark = RunStatus.RUNNING, ChangeRemark.NEW
            row.installed_on = row.first_run_on = day
        new = {spec.sequence for _point, spec in _children(change.added, "metering_points")}
        for row in self.rows["metering_points"].values():
            is_back = row.state == MeteringPointState.STOPPED and row.pk in self.metered
            if row.sequence in new or is_back:
                row.state = MeteringPointState.IN_USE

    def rewrite(self, change: StructureChange) -> None:
        """The changed columns; `supply_point` and `power_source` are given as numbers within the account."""
        links = {"supply_point": "supply_points", "power_source": "sources"}
        for name, rows in change.changed.items():
            for sequence, columns in rows.items():
                if sequence not in self.rows[name]:
                    raise InvalidInput({name: _("The account has no row with this number.")})
                row = self.rows[name][sequence]
                for column, value in columns.items():
                    if column in links:
                        setattr(row, f"{column}_id", self.key(links[column], value))
                    else:
                        setattr(row, column, value)

    def take_out_of_use(self, change: StructureChange, day: date) -> None:
        """Rows that are no more keep their place in the history. Equipment that stands still is not removed."""
        gone = {
            name: [row for sequence, row in self.rows[name].items() if sequence in change.removed.get(name, ())]
            for name in TABLES
        }
        for row in (*gone["supply_points"], *gone["sources"]):
            row.is_active = False
        for row in gone["transformers"]:
            if row.run_status == RunStatus.STOPPED:
                raise InvalidInput({"transformers": _("Equipment that stands still is put back into use first.")})
            row.run_status, row.change_remark = RunStatus.REMOVED, ChangeRemark.REMOVED
            row.stopped_on, row.plan_resume_on = day, None
        for row in gone["metering_points"]:
            row.state = MeteringPointState.REMOVED

    def save(self, before: Mapping[str, Mapping[int, Values]]) -> dict[str, dict[str, Values]]:
        """Write what is other than before, at most one update a table; returns those columns as they were."""
        found: dict[str, dict[str, Values]] = {}
        for name, rows in self.rows.items():
            other = {row.pk: _differing(before[name][row.pk], row) for row in rows.values()}
            changed = [row for row in rows.values() if other[row.pk]]
            if changed:
                columns = sorted({column for row in changed for column in other[row.pk]})
                store_rows(changed, columns)
            found[name] = {str(row.pk): other[row.pk] for row in changed}
        return found


def _children(points: Sequence[SupplyPointSpec], name: str) -> list[tuple[SupplyPointSpec | None, Any]]:
    return [(point, child) for point in points for child in getattr(point, name)]


def _columns(spec: Any, omit: Sequence[str]) -> dict[str, Any]:
    return {one.name: getattr(spec, one.name) for one in fields(spec) if one.name not in omit}


def _waits(name: str, row: Any) -> bool:
    """Whether a row waits to be put into use: not in use, and never was."""
    if any(getattr(row, column) != value for column, value in _WAITING[name].items()):
        return False
    return name != "transformers" or (row.first_run_on is None and row.stopped_on is None)


def _drop(account: SupplyAccount, added: Mapping[str, Sequence[int]]) -> None:
    """Take new rows away, what hangs below first."""
    points = MeteringPoint.objects.filter(account=account, pk__in=added.get("metering_points", ()))
    hanging = Q(meterinstallations__period__upper_inf=True) | Q(
        instrumenttransformerinstallations__period__upper_inf=True
    )
    if points.filter(hanging).exists():
        raise StructureInUse
    used = Q(meterinstallations__isnull=False) | Q(instrumenttransformerinstallations__isnull=False)
    kept = list(points.filter(used).values_list("pk", flat=True).distinct())
    points.filter(pk__in=kept).update(state=MeteringPointState.REMOVED)
    points.exclude(pk__in=kept).delete()
    for name in ("transformers", "sources", "supply_points"):
        TABLES[name]._default_manager.filter(account=account, pk__in=added.get(name, ())).delete()


def text_of(row: models.Model, name: str) -> str | None:
    """A column as text that `_value` reads again; None for nothing."""
    column: Any = row._meta.get_field(name)
    return None if getattr(row, column.attname) is None else column.value_to_string(row)


def _value(model: type[models.Model], name: str, text: str | None) -> Any:
    column: Any = model._meta.get_field(name)
    return (
        None
        if text is None
        else column.target_field.to_python(text)
        if column.is_relation
        else column.to_python(text)
    )


def _row_texts(row: models.Model) -> Values:
    return {column.name: text_of(row, column.name) for column in row._meta.concrete_fields if column.name != "id"}


def _differing(before: Values, row: models.Model) -> Values:
    """Those columns of a row that are other now, as they were."""
    now = _row_texts(row)
    return {name: text for name, text in before.items() if now[name] != text}


def _restore(model: type[models.Model], pk: int, values: Values) -> None:
    row = model._default_manager.get(pk=pk)
    for name, text in values.items():
        setattr(row, model._meta.get_field(name).attname, _value(model, name, text))  # type: ignore[union-attr]
    row.save(update_fields=list(values))
