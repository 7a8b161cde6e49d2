"""The technical structure of an account: supply points, sources, equipment, metering points."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, change_later, operation
from crm.errors import DomainError, InvalidInput
from crm.writing import store_rows
from customers.book.enums import AccountStatus, MeteringPointState
from customers.book.models import (
    MeteringPoint,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.operations.locking import lock_account, require_case, store
from customers.book.queries.under import under_account
from customers.book.specs import GridLink, SupplyPointSpec

_CHILDREN = ("sources", "transformers", "metering_points")


class StructureInUse(DomainError):
    """The structure cannot be taken away: something has been installed at it."""

    code = "structure_in_use"
    message = _("A metering point of this account has had a device; the structure stays.")


@operation("book.add_supply_structure")
def add_supply_structure(
    *,
    account_id: int,
    case_number: str,
    supply_points: Sequence[SupplyPointSpec],
    actor: Actor,
    now: datetime,
) -> SupplyAccount:
    """Build what the supply plan says under an account whose new supply is in progress.

    Sources are not yet in use, equipment not yet running, metering points "set up"; the archive turns them
    on. Rows are matched by their `sequence`: called again it corrects values, adds what is new, and takes
    away what the plan no longer holds. Raises InvalidInput, StructureInUse, AccountBusy, AccountNotLiving.
    Inverse: `remove_supply_structure`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    _check(supply_points)
    standing = _Standing(account)
    _drop_surplus(standing, supply_points)
    points = standing.write(SupplyPoint, {spec.sequence: _values(spec, *_CHILDREN) for spec in supply_points})
    under = [(points[spec.sequence], spec) for spec in supply_points]
    sources = standing.write(
        PowerSource,
        {one.sequence: _values(one, supply_point_id=point.pk) for point, spec in under for one in spec.sources},
    )
    standing.write(
        Transformer,
        {
            one.sequence: _values(
                one, "source", supply_point_id=point.pk, power_source_id=_key(sources, one.source)
            )
            for point, spec in under
            for one in spec.transformers
        },
    )
    _write_metering_points(standing, under, sources)
    return account


@operation("book.remove_supply_structure")
def remove_supply_structure(*, account_id: int, case_number: str, actor: Actor, now: datetime) -> SupplyAccount:
    """Undo `add_supply_structure`: nothing remains under the account. Raises StructureInUse.

    Where a device once hung (installed and taken back in an aborted case) the metering point stays, as
    "removed", because its history must stay readable.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    _drop_surplus(_Standing(account), ())
    return account


@operation("book.link_to_grid")
def link_to_grid(
    *, account_id: int, links: Sequence[GridLink], actor: Actor, now: datetime
) -> tuple[GridLink, ...]:
    """Say where the grid's systems hang the account's power sources (A19).

    Returns what stood before, which is also the argument that undoes it. Raises InvalidInput for a source
    that the account does not have.
    """
    account = lock_account(account_id, actor=actor)
    about(account, sources=[link.source for link in links])
    standing = {row.sequence: row for row in PowerSource.objects.filter(account=account)}
    before = []
    for link in links:
        row = standing.get(link.source)
        if row is None:
            raise InvalidInput({"source": _("The account has no such power source.")})
        names = [field.name for field in fields(link) if field.name != "source"]
        before.append(GridLink(source=link.source, **{name: getattr(row, name) for name in names}))
        for name in names:
            setattr(row, name, getattr(link, name))
        change_later(row, names)
    store(account)
    return tuple(before)


class _Standing:
    """The rows that stand under a locked account, by kind and `sequence`; read at once, a kind written at once."""

    def __init__(self, account: SupplyAccount) -> None:
        self.account, under = account, under_account(account.pk)
        self._rows: dict[type[models.Model], dict[int, Any]] = {
            SupplyPoint: {row.sequence: row for row in under.points},
            PowerSource: {row.sequence: row for row in under.sources},
            Transformer: {row.sequence: row for row in under.transformers},
            MeteringPoint: {row.sequence: row for row in under.metering_points},
        }

    def rows(self, model: type[models.Model]) -> dict[int, Any]:
        """The rows of a kind by sequence."""
        return self._rows[model]

    def surplus(self, model: type[models.Model], keep: Collection[int]) -> list[int]:
        """The keys of the rows whose sequence is not to be kept; they are forgotten here."""
        gone = [sequence for sequence in self.rows(model) if sequence not in keep]
        return [self._rows[model].pop(sequence).pk for sequence in gone]

    def write(self, model: type[models.Model], specs: dict[int, dict[str, Any]]) -> dict[int, Any]:
        """Create or correct the row of each sequence; at most one insert and one update. Returns all rows."""
        rows, fresh, changed = self.rows(model), [], []
        for sequence, values in specs.items():
            row = rows.get(sequence)
            if row is None:
                rows[sequence] = model(**{"account": self.account, "sequence": sequence, **values})
                fresh.append(rows[sequence])
            elif any(getattr(row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(row, name, value)
                changed.append(row)
        if fresh:
            model._default_manager.bulk_create(fresh)
        if changed:
            names = sorted({name for values in specs.values() for name in values})
            store_rows(changed, names)
        return rows


def _values(spec: Any, *omit: str, **related: Any) -> dict[str, Any]:
    """The columns of a row as its spec says."""
    names = (field.name for field in fields(spec) if field.name not in (*omit, "sequence"))
    return {name: getattr(spec, name) for name in names} | related


def _key(rows: dict[int, Any], sequence: int | None) -> int | None:
    row = rows.get(sequence or 0)
    return row.pk if row is not None else None


def _write_metering_points(
    standing: _Standing, under: Sequence[tuple[SupplyPoint, SupplyPointSpec]], sources: dict[int, PowerSource]
) -> None:
    """Main metering points first: a sub-meter names its parent."""
    account = standing.account
    for is_sub in (False, True):
        rows = standing.rows(MeteringPoint)
        specs = {
            one.sequence: _values(
                one,
                "source",
                "parent",
                number=f"{account.account_number}{one.sequence:02d}",
                supply_point_id=point.pk,
                power_source_id=_key(sources, one.source),
                parent_id=_key(rows, one.parent),
                state=MeteringPointState.SET_UP,
            )
            for point, spec in under
            for one in spec.metering_points
            if (one.parent is not None) is is_sub
        }
        if specs:
            standing.write(MeteringPoint, specs)


def _drop_surplus(standing: _Standing, supply_points: Sequence[SupplyPointSpec]) -> None:
    """Take away rows whose sequence the plan does not hold; refuse where a device hangs."""
    keep: dict[str, set[int]] = {name: set() for name in _CHILDREN}
    for point in supply_points:
        for name in _CHILDREN:
            keep[name].update(child.sequence for child in getattr(point, name))
    if points := standing.surplus(MeteringPoint, keep["metering_points"]):
        _drop_metering_points(points)
    for model, kept in (
        (Transformer, keep["transformers"]),
        (PowerSource, keep["sources"]),
        (SupplyPoint, {point.sequence for point in supply_points}),
    ):
        if gone := standing.surplus(model, kept):
            model.objects.filter(pk__in=gone).delete()


def _drop_metering_points(keys: Sequence[int]) -> None:
    """Where a device once hung the point stays as "removed"; the others go, sub-meters first."""
    surplus = MeteringPoint.objects.filter(pk__in=keys)
    used = models.Q(meterinstallations__isnull=False) | models.Q(instrumenttransformerinstallations__isnull=False)
    hanging = models.Q(meterinstallations__period__upper_inf=True) | models.Q(
        instrumenttransformerinstallations__period__upper_inf=True
    )
    if surplus.filter(hanging).exists():
        raise StructureInUse
    once_used = list(surplus.filter(used).values_list("pk", flat=True).distinct())
    MeteringPoint.objects.filter(pk__in=once_used).update(state=MeteringPointState.REMOVED)
    surplus.exclude(pk__in=once_used).filter(parent__isnull=False).delete()
    surplus.exclude(pk__in=once_used).delete()


def _check(supply_points: Sequence[SupplyPointSpec]) -> None:
    """Sequences are unique in the account, capacities positive, references point to something."""
    if not supply_points:
        raise InvalidInput({"supply_points": _("At least one supply point is needed.")})
    errors: dict[str, object] = {}
    sources = {source.sequence for point in supply_points for source in point.sources}
    meters = {metering.sequence for point in supply_points for metering in point.metering_points}
    for name, children in (
        ("supply_points", list(supply_points)),
        *((name, [child for point in supply_points for child in getattr(point, name)]) for name in _CHILDREN),
    ):
        numbers = [asdict(child)["sequence"] for child in children]
        if len(set(numbers)) != len(numbers):
            errors[name] = _("A number within the account occurs twice.")
    for point in supply_points:
        if any(source.capacity <= Decimal(0) for source in point.sources):
            errors["sources"] = _("A source needs a capacity above zero.")
        if any(transformer.plate_capacity <= Decimal(0) for transformer in point.transformers):
            errors["transformers"] = _("Receiving equipment needs a plate capacity above zero.")
        fed = {child.source for child in point.transformers} | {child.source for child in point.metering_points}
        if not fed - {None} <= sources:
            errors["sources"] = _("The account has no such power source.")
        if any(m.parent and (m.parent not in meters or not m.relation) for m in point.metering_points):
            errors["metering_points"] = _("A sub-meter needs its main metering point and their relation.")
    if errors:
        raise InvalidInput(errors)
