"""Exchange of meters, instrument transformers and terminals at an existing account: S08, A36, A42, A38."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from math import prod

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from bizexpansion.errors import NotReady
from bizexpansion.models import (
    AssignedMeter,
    AssignedTransformer,
    Case,
    ExchangedMeter,
    MeterAssignment,
    MeterExchange,
    MeterMove,
    TerminalExchange,
    TerminalMove,
    application_of,
    asked_as,
)
from bizexpansion.operations.lookups import account_of, agreed_plan_if_any, known_of, standing_record
from bizexpansion.operations.metering import check_in_store
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated
from customers.book.enums import InstrumentTransformerKind, MeteringChange, MeteringMode, MeteringPointState
from customers.book.models import (
    CollectionTerminal,
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    Meter,
    MeteringPoint,
    MeterInstallation,
)

LIVE = (MeteringPointState.SET_UP, MeteringPointState.IN_USE)
CURRENT, VOLTAGE = InstrumentTransformerKind.CURRENT, InstrumentTransformerKind.VOLTAGE


@operation("bizexpansion.assign_exchange")
def assign_exchange(
    *,
    task_id: int,
    version: int | None = None,
    assignment: MeterAssignment,
    meters: Sequence[AssignedMeter] = (),
    transformers: Sequence[AssignedTransformer] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Set devices of the store aside for the metering points of an account where something is exchanged (S08)."""
    work = begin(task_id, "assign_exchange", version=version, actor=actor, now=now)
    errors: dict[str, object] = {}
    if not meters and not transformers and not points_given_up(work.case):
        errors["meters"] = _("Name at least one device.")
    check_assigned_devices(work, meters, transformers, errors)
    if errors:
        raise InvalidInput(errors)
    work.keep(assignment, meters=meters, transformers=transformers)
    return work.finish(note=assignment.note)


def check_assigned_devices(
    work: StepWork,
    meters: Sequence[AssignedMeter],
    transformers: Sequence[AssignedTransformer],
    errors: dict[str, object],
) -> None:
    """Devices of the store, for metering points where something is exchanged; no meter twice at a point."""
    points = set(points_concerned(work.case))
    given = [row.asset_number for row in meters] + [row.asset_number for row in transformers]
    if len(set(given)) != len(given) or len({row.metering_point for row in meters}) != len(meters):
        errors["meters"] = _("A device or a metering point is named twice.")
    for name, numbers in (
        ("meters", [row.metering_point for row in meters]),
        ("transformers", [row.metering_point for row in transformers]),
    ):
        for index, number in enumerate(numbers):
            if number not in points:
                errors[f"{name}-{index}-metering_point"] = _("Nothing is exchanged at this metering point.")
    check_in_store(work, "meters", Meter, [row.asset_number for row in meters], errors)
    fitted = [row.asset_number for row in transformers]
    check_in_store(work, "transformers", InstrumentTransformer, fitted, errors)


@operation("bizexpansion.exchange_meter")
def exchange_meter(
    *,
    task_id: int,
    version: int | None = None,
    exchange: MeterExchange,
    meters: Sequence[ExchangedMeter],
    actor: Staff,
    now: datetime,
) -> Case:
    """The old meters come down with their last readings, the new ones hang with their first (A36).

    Raises InvalidInput: other devices than were assigned, a reading that the meter cannot show or that lies below
    its first one, a multiplier that is not that of the instrument transformers.
    """
    work = begin(task_id, "exchange_meter", version=version, actor=actor, now=now)
    _check_assigned(work, meters)
    check_exchange(work, exchange, meters)
    work.keep(exchange, meters=meters)
    return work.finish(note=exchange.note)


@operation("bizexpansion.move_meter")
def move_meter(
    *,
    task_id: int,
    version: int | None = None,
    exchange: MeterExchange,
    meters: Sequence[ExchangedMeter],
    actor: Staff,
    now: datetime,
) -> Case:
    """The same meters hang at their new places and go on from the reading at which they came down (A36 of 218).

    Raises InvalidInput as `exchange_meter` does, and where a place is not named.
    """
    work = begin(task_id, "move_meter", version=version, actor=actor, now=now)
    asked = dict(asked_as(MeterMove, work.case).points.values_list("number", "new_position"))
    if sorted(row.metering_point for row in meters) != sorted(asked):
        points = enumerated(str(number) for number in sorted(asked))
        raise InvalidInput({"meters": _("These metering points are moved: %(numbers)s.") % {"numbers": points}})
    hung = hanging_meters(account_of(work.case).pk)
    for row in meters:
        row.asset_number, row.position = "", row.position.strip() or asked[row.metering_point]
        row.multiplier = hung[row.old_asset_number].multiplier if row.old_asset_number in hung else Decimal(1)
    check_exchange(work, exchange, meters)
    exchange.change_mode = MeteringChange.MOVED
    work.keep(exchange, meters=meters)
    return work.finish(note=exchange.note)


@operation("bizexpansion.exchange_terminal")
def exchange_terminal(
    *, task_id: int, version: int | None = None, exchange: TerminalExchange, actor: Staff, now: datetime
) -> Case:
    """Another terminal hangs and answers; the old one comes down (A42)."""
    work = begin(task_id, "exchange_terminal", version=version, actor=actor, now=now)
    errors: dict[str, object] = {}
    if not exchange.is_online:
        errors["is_online"] = _("The terminal has to answer before you leave.")
    old = exchange.old_asset_number
    if old and standing_terminal(account_of(work.case).pk, old) is None:
        errors["old_asset_number"] = _("No such terminal hangs at this account.")
    if old and old == exchange.asset_number:
        errors["asset_number"] = _("This is the old terminal.")
    if errors:
        raise InvalidInput(errors)
    work.keep(exchange)
    return work.finish(note=exchange.note)


@operation("bizexpansion.move_terminal")
def move_terminal(
    *, task_id: int, version: int | None = None, move: TerminalMove, actor: Staff, now: datetime
) -> Case:
    """The terminal hangs at its new place and answers (A38)."""
    work = begin(task_id, "move_terminal", version=version, actor=actor, now=now)
    if not move.is_online:
        raise InvalidInput({"is_online": _("The terminal has to answer before you leave.")})
    work.keep(move)
    return work.finish(note=move.note)


def live_points(account_id: int) -> dict[int, MeteringPoint]:
    """The metering points of an account that take a device, by their number."""
    points = MeteringPoint.objects.filter(account_id=account_id, state__in=LIVE).order_by("sequence")
    return {point.sequence: point for point in points}


def hanging_meters(account_id: int) -> dict[str, MeterInstallation]:
    """The meters that hang at an account, by asset number; one query."""
    rows = MeterInstallation.objects.filter(account_id=account_id, period__upper_inf=True)
    return {
        row.meter.asset_number: row
        for row in rows.select_related("meter", "metering_point").order_by("metering_point__sequence", "pk")
    }


def site_of(case: Case) -> tuple[dict[str, MeterInstallation], dict[int, MeteringPoint]]:
    """What hangs at the account of a case, and the metering points that take a device, before the exchange."""

    def read() -> tuple[dict[str, MeterInstallation], dict[int, MeteringPoint]]:
        account_id = account_of(case).pk
        return hanging_meters(account_id), live_points(account_id)

    return known_of(case, "site", read) or ({}, {})


def hung_by_point(hung: Mapping[str, MeterInstallation]) -> dict[int, set[str]]:
    """The asset numbers of hanging meters by the number of their metering point."""
    found: dict[int, set[str]] = {}
    for number, row in hung.items():
        found.setdefault(row.metering_point.sequence, set()).add(number)
    return found


def standing_terminal(account_id: int, asset_number: str = "") -> CollectionTerminal | None:
    """The terminal that hangs at an account, if the book knows it."""
    rows = CollectionTerminal.objects.filter(account_id=account_id, period__upper_inf=True)
    return (rows.filter(asset_number=asset_number) if asset_number else rows).order_by("-pk").first()


def points_concerned(case: Case) -> list[int]:
    """The numbers of the metering points where something may be exchanged: as the agreed plan says, or the
    application, or else all that take a device."""
    live = list(live_points(account_of(case).pk))
    asked = application_of(case).points_concerned()
    if asked is not None:
        return [number for number in live if number in asked]
    plan = agreed_plan_if_any(case)
    planned = {row.number: row.stays and row.exchanges_meter for row in plan.metering_points.all()} if plan else {}
    return [number for number in live if planned.get(number, True)]


def points_given_up(case: Case) -> set[int]:
    """The metering points that the agreed plan removes and where a meter still hangs."""
    plan = agreed_plan_if_any(case)
    removed = {row.number for row in plan.metering_points.all() if not row.stays} if plan else set()
    hung = hanging_meters(account_of(case).pk).values() if removed else ()
    return removed & {row.metering_point.sequence for row in hung}


def assigned_points(case: Case, given_up: Collection[int]) -> dict[int, str]:
    """Where something is exchanged, with the new meter of the point; "": the old one hangs again, or none."""
    points = dict.fromkeys((row.metering_point for row in assigned_transformers(case)), "")
    points |= dict.fromkeys(given_up, "")
    return points | {row.metering_point: row.asset_number for row in standing_assignment(case).meters.all()}


def multipliers_of(
    points: Iterable[MeteringPoint], new: Mapping[int, Sequence[InstrumentTransformer]]
) -> dict[int, Decimal]:
    """The product of the ratios of the instrument transformers that are, or will be (`new`), built in at points, by
    their numbers; one query.

    A point is left out where the book does not know all that it takes: current and, on the high side, voltage
    transformers.
    """
    by_key = {point.pk: point for point in points}
    rows = InstrumentTransformerInstallation.objects.filter(metering_point__in=by_key, period__upper_inf=True)
    ratios: dict[int, dict[str, Decimal]] = {point.sequence: {} for point in by_key.values()}
    for row in rows.select_related("transformer"):
        ratios[by_key[row.metering_point_id].sequence][row.transformer.kind] = row.transformer.ratio
    found = {}
    for point in by_key.values():
        here = ratios[point.sequence] | {one.kind: one.ratio for one in new.get(point.sequence, ())}
        needed = (CURRENT, VOLTAGE) if point.mode == MeteringMode.HV_SIDE else (CURRENT,)
        if all(kind in here for kind in needed):
            found[point.sequence] = prod((here[kind] for kind in needed), start=Decimal(1)).quantize(
                Decimal("0.01")
            )
    return found


def standing_assignment(case: Case) -> MeterAssignment:
    """The devices that were set aside for the case. Raises NotReady."""

    def read() -> MeterAssignment:
        assignment = standing_record(case, MeterAssignment)
        prefetch_related_objects([assignment], "meters", "transformers")
        return assignment

    found = known_of(case, "assignment", read)
    if found is None:
        raise NotReady(details={"missing": "meterassignment"})
    return found


def assigned_transformers(case: Case) -> Sequence[AssignedTransformer]:
    """The instrument transformers that were set aside for the case, if any were."""
    try:
        return list(standing_assignment(case).transformers.all())
    except NotReady:
        return []


def new_transformers(case: Case) -> dict[int, list[InstrumentTransformer]]:
    """The same as the book knows them, by metering point."""
    rows = assigned_transformers(case)
    places = {row.asset_number: row.metering_point for row in rows}
    found: dict[int, list[InstrumentTransformer]] = {}
    devices = InstrumentTransformer.objects.filter(asset_number__in=places).order_by("pk") if places else []
    for one in devices:
        found.setdefault(places[one.asset_number], []).append(one)
    return found


def check_exchange(work: StepWork, exchange: MeterExchange, meters: Sequence[ExchangedMeter]) -> None:
    """Each row names what hangs at its point, with readings that can be. Raises InvalidInput by field."""
    errors: dict[str, object] = {}
    if not exchange.wiring_checked:
        errors["wiring_checked"] = _("Check the wiring before you leave.")
    hung, points = site_of(work.case)
    here_at = hung_by_point(hung)
    digits = dict(
        Meter.objects.filter(asset_number__in=[row.asset_number for row in meters]).values_list(
            "asset_number", "digits"
        )
    )
    concerned = [points[row.metering_point] for row in meters if row.metering_point in points]
    expected_at = multipliers_of(concerned, new_transformers(work.case))
    for index, row in enumerate(meters):
        key = f"meters-{index}"
        old = hung.get(row.old_asset_number)
        here = here_at.get(row.metering_point, {""})
        if row.old_asset_number not in here:
            errors[f"{key}-old_asset_number"] = _("The book knows another meter here: %(numbers)s.") % {
                "numbers": enumerated(sorted(filter(None, here))) or _("none")
            }
            continue
        if old is not None:
            _check_final(old, exchange, row, key, errors)
        if row.asset_number and row.start_total >= Decimal(10) ** digits.get(row.asset_number, 8):
            errors[f"{key}-start_total"] = _("The meter cannot show this reading.")
        expected = expected_at.get(row.metering_point)
        if expected is not None and row.multiplier != expected:
            errors[f"{key}-multiplier"] = _("The instrument transformers give %(multiplier)s.") % {
                "multiplier": expected.normalize().to_eng_string()
            }
    if errors:
        raise InvalidInput(errors)


def _check_final(
    old: MeterInstallation, exchange: MeterExchange, row: ExchangedMeter, key: str, errors: dict[str, object]
) -> None:
    """The last reading of a meter that hung there since a moment before."""
    if exchange.exchanged_at and exchange.exchanged_at <= old.period.lower:
        errors["exchanged_at"] = _("The old meter was hung at that moment or later.")
    if row.final_total >= Decimal(10) ** old.meter.digits:
        errors[f"{key}-final_total"] = _("The meter cannot show this reading.")
    elif row.final_total < old.start_reading and not row.has_rolled_over:
        errors[f"{key}-final_total"] = _("The meter was installed at %(reading)s kWh.") % {
            "reading": old.start_reading
        }


def _check_assigned(work: StepWork, meters: Sequence[ExchangedMeter]) -> None:
    """The new meters are those that were assigned, each at its point."""
    given_up = points_given_up(work.case)
    wanted = assigned_points(work.case, given_up)
    given = {row.metering_point: row.asset_number for row in meters}
    down = {row.metering_point for row in meters if row.comes_down}
    if given != wanted or len(meters) != len(wanted) or down != given_up:
        listed = enumerated(f"{point}: {number or _('the same meter')}" for point, number in sorted(wanted.items()))
        raise InvalidInput({"meters": _("Enter what was assigned: %(numbers)s.") % {"numbers": listed}})
