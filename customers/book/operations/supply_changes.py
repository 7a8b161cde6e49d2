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
from crm.outbox.operations import emit
from customers.book.enums import (
    AccountStatus,
    ChangeRemark,
    MeteringPointState,
    PowerState,
    RunStatus,
)
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
    TransformerStop,
)
from customers.book.models.periods import days
from customers.book.operations.grading import record_grade_of_case
from customers.book.operations.locking import lock_account, require_case, store
from customers.book.operations.structure import StructureInUse
from customers.book.operations.terms import LaterTermsExist, set_account_price, set_capacity
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

    `rows` holds the changed rows by table and key, column by column as text; `added` the keys of new rows.
    """

    account: Values
    rows: dict[str, dict[str, Values]]
    added: dict[str, list[int]]
    capacity: dict[str, Any]


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
    return _add(account, change)


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
    contract_capacity: Decimal,
    running_capacity: Decimal,
    columns: Mapping[str, object],
    from_day: date,
    actor: Actor,
    now: datetime,
) -> BeforeChange:
    """The change is built and power is on (A18): new rows in use, changed rows as planned, removed rows out of use.

    Capacities (kVA) are in force from `from_day`; `columns` are those of the account itself that change with it
    (voltage, class, address). Equipment that goes bears the remark 04, equipment that comes 01. Returns how it
    stood before. Raises InvalidInput, LaterTermsExist, AccountBusy, AccountNotLiving.
    Inverse: `undo_supply_change`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, contract=str(contract_capacity), running=str(running_capacity))
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    names = ("contract_capacity", "running_capacity", "power_state", *columns)
    account_before = {name: text_of(account, name) for name in names}
    added = _add(account, change)
    before = {name: _texts(account, model) for name, model in (TABLES | {"stops": TransformerStop}).items()}
    _put_into_use(account, change, from_day)
    _rewrite(account, change)
    _take_out_of_use(account, change, from_day)
    capacity = _capacity_before(account, from_day)
    period = set_capacity(
        account_id=account.pk,
        contract_capacity=contract_capacity,
        running_capacity=running_capacity,
        from_day=from_day,
        case_number=case_number,
        actor=actor,
        now=now,
    )
    capacity["opened"] = period.pk
    account.refresh_from_db()
    store(account, power_state=PowerState.ON, **columns)
    rows = {name: _differing(before[name], model) for name, model in (TABLES | {"stops": TransformerStop}).items()}
    emit(
        "book.supply_changed",
        key=f"book.supply_changed:{account.pk}:{account.version}",
        payload={"account_id": account.pk, "department_id": account.department_id, "case": case_number},
        now=now,
    )
    return BeforeChange(account_before, rows, added, capacity)


@operation("book.undo_supply_change")
def undo_supply_change(
    *, account_id: int, case_number: str, before: BeforeChange, actor: Actor, now: datetime
) -> SupplyAccount:
    """The case came to nothing after it was carried out: every row and the capacity stand as before."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    for name, model in (TABLES | {"stops": TransformerStop}).items():
        for pk, values in before.rows.get(name, {}).items():
            _restore(model, int(pk), values)
    _drop(account, before.added)
    _restore_capacity(before.capacity)
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
    standing = AccountPrice.objects.filter(account=account, period__upper_inf=True)
    for row in standing.exclude(sequence__in=[price.sequence for price in prices]):
        if row.period.lower >= from_day:
            raise LaterTermsExist
        row.period = days(row.period.lower, from_day)
        row.save(update_fields=["period"])
    for price in prices:
        set_account_price(
            account_id=account.pk, price=price, from_day=from_day, case_number=case_number, actor=actor, now=now
        )
    values = dict(columns)
    if importance != account.importance:
        record_grade_of_case(account, importance, actor=actor, now=now)
        values |= {"importance": importance, "importance_until": None}
    changed = {name: value for name, value in values.items() if getattr(account, name) != value}
    if changed:
        store(account, **changed)
    return account


def _add(account: SupplyAccount, change: StructureChange) -> dict[str, list[int]]:
    """Create the rows of `change.added` that are not there yet; the keys of those that were created."""
    made: dict[str, list[int]] = {name: [] for name in TABLES}
    points = {row.sequence: row for row in SupplyPoint.objects.filter(account=account)}
    for spec in change.added:
        if spec.sequence not in points:
            values = _columns(spec, _CHILDREN) | _WAITING["supply_points"]
            points[spec.sequence] = SupplyPoint.objects.create(account=account, **values)
            made["supply_points"].append(points[spec.sequence].pk)
    for name in _CHILDREN:
        model = TABLES[name]
        rows: Iterable[Any] = model._default_manager.filter(account=account)
        standing = {row.sequence: row for row in rows}
        sources = {row.sequence: row for row in PowerSource.objects.filter(account=account)}
        for point, child in _children(change.added, name):
            row = standing.get(child.sequence)
            if row is None:
                row = _create(account, name, child, points[point.sequence], sources)
                made[name].append(row.pk)
            elif not _waits(name, row):
                words = _("The number %(number)s belongs to a row that is there, or was there before.")
                raise InvalidInput({name: words % {"number": child.sequence}})
    return made


def _create(
    account: SupplyAccount, name: str, spec: Any, point: SupplyPoint, sources: Mapping[int, PowerSource]
) -> Any:
    values = _columns(spec, ("source", "parent")) | _WAITING[name] | {"supply_point": point}
    if name != "sources":
        values["power_source"] = sources.get(spec.source or 0)
    if name == "metering_points":
        values["number"] = f"{account.account_number}{spec.sequence:02d}"
    return TABLES[name]._default_manager.create(account=account, **values)


def _children(points: Sequence[SupplyPointSpec], name: str) -> list[tuple[SupplyPointSpec, Any]]:
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


def _put_into_use(account: SupplyAccount, change: StructureChange, day: date) -> None:
    """The new rows work from this day on, and points that were out of operation while their meter was away."""
    numbers = {name: [child.sequence for _point, child in _children(change.added, name)] for name in _CHILDREN}
    at = [spec.sequence for spec in change.added]
    SupplyPoint.objects.filter(account=account, sequence__in=at).update(is_active=True)
    PowerSource.objects.filter(account=account, sequence__in=numbers["sources"]).update(is_active=True)
    Transformer.objects.filter(account=account, sequence__in=numbers["transformers"]).update(
        run_status=RunStatus.RUNNING, change_remark=ChangeRemark.NEW, installed_on=day, first_run_on=day
    )
    hanging = MeterInstallation.objects.filter(account=account, period__upper_inf=True)
    back = Q(state=MeteringPointState.STOPPED, pk__in=hanging.values("metering_point_id"))
    points = MeteringPoint.objects.filter(account=account)
    points.filter(Q(sequence__in=numbers["metering_points"]) | back).update(state=MeteringPointState.IN_USE)


def _rewrite(account: SupplyAccount, change: StructureChange) -> None:
    """The changed columns; `supply_point` and `power_source` are given as numbers within the account."""
    links: dict[str, dict[Any, int]] = {
        "supply_point": {row.sequence: row.pk for row in SupplyPoint.objects.filter(account=account)},
        "power_source": {row.sequence: row.pk for row in PowerSource.objects.filter(account=account)},
    }
    for name, rows in change.changed.items():
        for sequence, columns in rows.items():
            values = {
                f"{column}_id" if column in links else column: links[column].get(value)
                if column in links
                else value
                for column, value in columns.items()
            }
            done = TABLES[name]._default_manager.filter(account=account, sequence=sequence).update(**values)
            if not done:
                raise InvalidInput({name: _("The account has no row with this number.")})


def _take_out_of_use(account: SupplyAccount, change: StructureChange, day: date) -> None:
    """Rows that are no more keep their place in the history."""
    gone = {name: list(change.removed.get(name, ())) for name in TABLES}
    SupplyPoint.objects.filter(account=account, sequence__in=gone["supply_points"]).update(is_active=False)
    PowerSource.objects.filter(account=account, sequence__in=gone["sources"]).update(is_active=False)
    equipment = Transformer.objects.filter(account=account, sequence__in=gone["transformers"])
    for stop in TransformerStop.objects.filter(transformer__in=equipment, period__upper_inf=True):
        if stop.period.lower >= day:
            raise LaterTermsExist
        stop.period = days(stop.period.lower, day)
        stop.save(update_fields=["period"])
    equipment.update(
        run_status=RunStatus.REMOVED, change_remark=ChangeRemark.REMOVED, stopped_on=day, plan_resume_on=None
    )
    MeteringPoint.objects.filter(account=account, sequence__in=gone["metering_points"]).update(
        state=MeteringPointState.REMOVED
    )


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


def _texts(account: SupplyAccount, model: type[models.Model]) -> dict[str, Values]:
    return {str(row.pk): _row_texts(row) for row in model._default_manager.filter(account=account)}


def _row_texts(row: models.Model) -> Values:
    return {column.name: text_of(row, column.name) for column in row._meta.concrete_fields if column.name != "id"}


def _differing(before: Mapping[str, Values], model: type[models.Model]) -> dict[str, dict[str, Any]]:
    """Of the rows that stood before, those columns that are other now."""
    found: dict[str, Values] = {}
    for row in model._default_manager.filter(pk__in=[int(pk) for pk in before]):
        now, then = _row_texts(row), before[str(row.pk)]
        other = {name: text for name, text in then.items() if now[name] != text}
        if other:
            found[str(row.pk)] = other
    return found


def _restore(model: type[models.Model], pk: int, values: Values) -> None:
    row = model._default_manager.get(pk=pk)
    for name, text in values.items():
        setattr(row, model._meta.get_field(name).attname, _value(model, name, text))  # type: ignore[union-attr]
    row.save(update_fields=list(values))


def _capacity_before(account: SupplyAccount, day: date) -> dict[str, Any]:
    """The period in force on a day, as far as opening another one changes it."""
    row = CapacityPeriod.objects.filter(account=account, period__contains=day).first()
    return {"standing": row.pk, **_row_texts(row)} if row else {}


def _restore_capacity(before: Mapping[str, Any]) -> None:
    """Undo what `set_capacity` did: the opened period is gone, the one before runs on as it did."""
    if before["opened"] != before.get("standing"):
        CapacityPeriod.objects.filter(pk=before["opened"]).delete()
    if "standing" in before:
        values = {name: text for name, text in before.items() if name not in ("standing", "opened")}
        _restore(CapacityPeriod, before["standing"], values)
