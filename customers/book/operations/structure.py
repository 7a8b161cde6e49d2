"""The technical structure of an account: supply points, sources, equipment, metering points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput
from customers.book.enums import AccountStatus, MeteringPointState
from customers.book.models import (
    MeteringPoint,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.operations.locking import lock_account, require_case, store
from customers.book.specs import GridLink, MeteringPointSpec, SupplyPointSpec

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
    _drop_surplus(account, supply_points)
    for point in supply_points:
        row = _write(SupplyPoint, account, point, omit=_CHILDREN)
        for source in point.sources:
            _write(PowerSource, account, source, supply_point=row)
    sources = {row.sequence: row for row in PowerSource.objects.filter(account=account)}
    points = {row.sequence: row for row in SupplyPoint.objects.filter(account=account)}
    for point in supply_points:
        for transformer in point.transformers:
            _write(
                Transformer,
                account,
                transformer,
                omit=("source",),
                supply_point=points[point.sequence],
                power_source=sources.get(transformer.source or 0),
            )
    _write_metering_points(account, supply_points, points, sources)
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
    _drop_surplus(account, ())
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
        PowerSource.objects.filter(pk=row.pk).update(**{name: getattr(link, name) for name in names})
    store(account)
    return tuple(before)


def _write(
    model: type[models.Model],
    account: SupplyAccount,
    spec: Any,
    *,
    omit: Sequence[str] = (),
    **related: Any,
) -> Any:
    """Create or correct the row of this `sequence`."""
    values = {field.name: getattr(spec, field.name) for field in fields(spec) if field.name not in omit}
    sequence = values.pop("sequence")
    row, _created = model._default_manager.update_or_create(
        account=account, sequence=sequence, defaults={**values, **related}
    )
    return row


def _write_metering_points(
    account: SupplyAccount,
    supply_points: Sequence[SupplyPointSpec],
    points: dict[int, SupplyPoint],
    sources: dict[int, PowerSource],
) -> None:
    """Main metering points first: a sub-meter names its parent."""
    flat: list[tuple[SupplyPointSpec, MeteringPointSpec]] = [
        (point, metering) for point in supply_points for metering in point.metering_points
    ]
    rows: dict[int, MeteringPoint] = {}
    for point, metering in sorted(flat, key=lambda pair: pair[1].parent is not None):
        rows[metering.sequence] = _write(
            MeteringPoint,
            account,
            metering,
            omit=("source", "parent"),
            number=f"{account.account_number}{metering.sequence:02d}",
            supply_point=points[point.sequence],
            power_source=sources.get(metering.source or 0),
            parent=rows.get(metering.parent or 0),
            state=MeteringPointState.SET_UP,
        )


def _drop_surplus(account: SupplyAccount, supply_points: Sequence[SupplyPointSpec]) -> None:
    """Take away rows whose sequence the plan does not hold; refuse where a device hangs."""
    keep: dict[str, set[int]] = {name: set() for name in _CHILDREN}
    for point in supply_points:
        for name in _CHILDREN:
            keep[name].update(child.sequence for child in getattr(point, name))
    surplus = MeteringPoint.objects.filter(account=account).exclude(sequence__in=keep["metering_points"])
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
    Transformer.objects.filter(account=account).exclude(sequence__in=keep["transformers"]).delete()
    PowerSource.objects.filter(account=account).exclude(sequence__in=keep["sources"]).delete()
    SupplyPoint.objects.filter(account=account).exclude(sequence__in=[p.sequence for p in supply_points]).delete()


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
