"""What is known already when a step's form opens: from the application, the survey, the plan, the assignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.forms import model_to_dict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bizexpansion.enums import CheckGroup, CountersignUnit, PlanState, ProjectFlag, RowChange, TaskState
from bizexpansion.forms.prefill_devices import transformers_asked
from bizexpansion.models import (
    AccountMerge,
    AccountSplit,
    Case,
    ChangeApplication,
    Energising,
    FieldJob,
    MeterAssignment,
    SplitMeter,
    SupplyPlan,
    Survey,
    application_of,
)
from bizexpansion.operations.contract import USUAL_ATTACHMENTS, contract_types
from bizexpansion.operations.fees import amount_due
from bizexpansion.operations.lookups import (
    account_of,
    agreed_plan_if_any,
    has_several_sources,
    points_to_fit,
    rows_seen,
    standing_record,
    temporary_end,
)
from bizexpansion.operations.metering import hung_meters
from bizexpansion.operations.price_rules import agreed_ahead
from bizexpansion.operations.standing import RELATIONS, Standing, standing_of
from crm.prepared import Prepared
from customers.book.enums import (
    BasicChargeMode,
    ContractAttachment,
    ContractOperation,
    ContractStatus,
    DeviceClass,
    MeteringMode,
    MeterKind,
    PowerFactorStandard,
    PriceStrategy,
    SourceKind,
    SourceNature,
    SupplyPointKind,
    Voltage,
    Wiring,
)
from customers.book.models import PowerSource

Known = Mapping[str, Any]


SENT: Prepared[FieldJob] = Prepared(
    lambda case: FieldJob.objects.filter(case_id=case, task__node="dispatch_survey").order_by("-id"), int
)


def survey(case: Case) -> Known:
    """The surveyors who were sent, and what the customer asks for."""
    application = application_of(case)
    asked = application.headline()
    job = SENT.one(case.pk)
    people = {"surveyor": job.leader_id, "second_surveyor": job.companion_id} if job else {}
    return people | {
        "approved_capacity": application.wanted_capacity,
        "voltage": asked.voltage,
        "source_count": asked.source_count,
        "importance": asked.importance,
    }


def plan(case: Case) -> Known:
    """The version before, if there is one; otherwise what the survey found, with rows to match."""
    before = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if before is not None:
        return _plan_again(before)
    found = standing_record(case, Survey)
    application = case.application
    count = found.source_count or 1
    capacities = [application.first_source_capacity, application.second_source_capacity]
    sources = [
        {
            "number": number,
            "supply_point": 1,
            "voltage": found.voltage,
            "capacity": capacities[number - 1] if number <= 2 else None,
            "nature": SourceNature.MAIN if number == 1 else application.second_source_nature,
            "substation": found.substation,
            "line": found.line if number == 1 else "",
        }
        for number in range(1, count + 1)
    ]
    units = [row.unit_capacity for row in application.transformers.order_by("id") for _one in range(row.count)]
    return {
        "approved_capacity": found.approved_capacity,
        "voltage": found.voltage,
        "source_count": count,
        "importance": found.importance,
        "project_flag": found.project_flag or ProjectFlag.NONE,
        "is_fee_due": count > 1,
        "supply_points": [{"number": 1, "own_source_interlock": application.own_generation_interlock}],
        "sources": sources,
        "transformers": [
            {"number": number, "supply_point": 1, "source": min(number, count), "capacity": unit}
            for number, unit in enumerate(units, start=1)
        ],
        "metering_points": [
            {"number": number, "supply_point": 1, "source": number, "voltage": found.voltage}
            for number in range(1, count + 1)
        ],
        "prices": [{"tariff_class": application.tariff_class}],
    }


def plan_low_voltage(case: Case) -> Known:
    """The version before, or one service line and one metering point as the survey found them."""
    before = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if before is not None:
        return _plan_again(before)
    found = standing_record(case, Survey)
    asked: Any = application_of(case)
    single = found.voltage == Voltage.V220
    return {
        "approved_capacity": found.approved_capacity,
        "voltage": found.voltage,
        "importance": found.importance,
        "project_flag": found.project_flag or ProjectFlag.NONE,
        "supply_points": [{"number": 1, "kind": SupplyPointKind.LOW_VOLTAGE, "name": _("Low-voltage service")}],
        "sources": [
            {
                "number": 1,
                "kind": SourceKind.PUBLIC_TRANSFORMER,
                "voltage": found.voltage,
                "capacity": found.approved_capacity,
                "substation": found.substation,
                "line": found.line,
            }
        ],
        "metering_points": [
            {
                "number": 1,
                "name": _("Main meter"),
                "voltage": found.voltage,
                "mode": MeteringMode.LV_SUPPLY,
                "wiring": Wiring.SINGLE_PHASE if single else Wiring.FOUR_WIRE,
                "device_class": DeviceClass.V if single else DeviceClass.IV,
                "meter_kind": MeterKind.SINGLE_PHASE if single else MeterKind.THREE_PHASE,
            }
        ],
        "prices": [
            {
                "tariff_class": asked.tariff_class,
                "strategy": PriceStrategy.ONE_PART,
                "basic_charge_mode": BasicChargeMode.NONE,
                "power_factor_standard": PowerFactorStandard.NONE,
                "is_time_of_use": False,
            }
        ],
    }


def usual_schemes() -> dict[str, Any]:
    """The usual words for one line of the public network to one meter."""
    return {
        "access_scheme": _("Service line from the public low-voltage network"),
        "receiving_scheme": _("One home, one meter"),
        "metering_scheme": _("Supplied and metered at low voltage"),
        "billing_scheme": _("One-part price of the class of use"),
    }


def plan_of_service(case: Case) -> Known:
    """As every plan of low voltage, in the usual words."""
    return {**usual_schemes(), **plan_low_voltage(case)}


def _schemes_of_change(standing: Standing, voltage: str, capacity: Decimal | None) -> Known:
    """The usual words for a change: supplied and metered as today, with the capacity afterwards, kVA."""
    source = standing.sources[0] if standing.sources else None
    line = " ".join(part for part in (source.substation, source.line) if part) if source else ""
    values = {"line": line or _("the present line"), "voltage": Voltage(voltage).label if voltage else ""}
    point = standing.metering_points[0] if standing.metering_points else None
    return {
        "access_scheme": _("Supplied by %(line)s at %(voltage)s") % values,
        "receiving_scheme": _("%(capacity)s kVA after the change; equipment as listed") % {"capacity": capacity},
        "metering_scheme": str(point.get_mode_display()) if point else "",
        "billing_scheme": _("Prices as listed"),
    }


def change_plan(case: Case) -> Known:
    """The version before, if there is one; otherwise how the account stands, and what the survey found right."""
    before = SupplyPlan.objects.filter(case=case).order_by("-number").first()
    if before is not None:
        return _plan_again(before)
    found, account = standing_record(case, Survey), account_of(case)
    standing = standing_of(account)
    rows = {name: [_values(row) for row in getattr(standing, name)] for name in (*RELATIONS, "prices")}
    asked = application_of(case)
    if isinstance(asked, AccountMerge):
        _take_in(asked, rows)
    if isinstance(asked, AccountSplit):
        _give_away(asked, rows)
    told = agreed_ahead(account, found.approved_capacity, localdate())
    return {
        "approved_capacity": found.approved_capacity,
        "voltage": found.voltage,
        "importance": found.importance or account.importance,
        "project_flag": found.project_flag or ProjectFlag.NONE,
        "needs_terminal": False,
        **_schemes_of_change(standing, found.voltage, found.approved_capacity),
        **({"billing_scheme": told} if told else {}),
        **rows,
    }


def _take_in(asked: AccountMerge, rows: dict[str, list[Any]]) -> None:
    """A merge: the equipment of the others comes under the account that stays; its first source carries all."""
    number = max((row["number"] for row in rows["transformers"]), default=0)
    for other in asked.others():
        for unit in standing_of(other).transformers:
            number += 1
            values = {"number": number, "change": RowChange.ADD, "supply_point": 1, "source": 1}
            rows["transformers"].append({**_values(unit), **values})
    if rows["sources"]:
        first = rows["sources"][0]
        first["capacity"] = max(first["capacity"], asked.wanted_capacity)


def _give_away(asked: AccountSplit, rows: dict[str, list[Any]]) -> None:
    """A split: transformers that go with the new accounts leave; one source of low voltage carries what is left."""
    gone = {unit for share in asked.parts() for unit in share.units}
    for row in rows["transformers"]:
        if row["number"] in gone:
            row["change"] = RowChange.REMOVE
    if len(rows["sources"]) == 1:
        rows["sources"][0]["capacity"] = asked.wanted_capacity


def split_points(case: Case) -> Known:
    """A metering point for each new account, as the first one of the account that is split."""
    asked = application_of(case)
    known: dict[str, Any] = {}
    first = standing_of(account_of(case)).metering_points[0]
    if isinstance(asked, AccountSplit):
        alike = {name: getattr(first, name) for name in ("mode", "wiring", "device_class", "multiplier")}
        known["points"] = [{"number": one.number, "name": one.name[:60], **alike} for one in asked.parts()]
    return known


def split_assignment(case: Case) -> Known:
    """A row for each new account, and for each metering point of the old one that gets another meter."""
    asked = application_of(case)
    new = [{"number": one.number} for one in asked.parts()] if isinstance(asked, AccountSplit) else []
    return {**assignment(case), "new_meters": new}


def split_installation(case: Case) -> Known:
    """The meters that were assigned to the new accounts."""
    rows = SplitMeter.objects.filter(assignment=standing_record(case, MeterAssignment)).order_by("number")
    return {"meters": [{"asset_number": row.asset_number} for row in rows]}


def _plan_again(before: SupplyPlan) -> Known:
    head = ("approved_capacity", "voltage", "source_count", "importance", "project_flag", "access_scheme")
    more = ("receiving_scheme", "metering_scheme", "billing_scheme", "participants")
    flags = ("has_hidden_works", "is_fee_due", "needs_terminal", "temporary_until", "daily_hours")
    known: dict[str, Any] = {name: getattr(before, name) for name in (*head, *more, *flags)}
    for name in ("supply_points", "sources", "transformers", "metering_points", "prices"):
        known[name] = _rows(getattr(before, name).order_by("id"))
    return known


def _rows(rows: models.QuerySet[Any]) -> Sequence[Known]:
    return [_values(row) for row in rows]


def _values(row: models.Model) -> dict[str, Any]:
    return model_to_dict(row, exclude=["id", "plan", "is_metered"])


def countersign(case: Case) -> Known:
    """A row for each department."""
    return {"opinions": [{"unit": unit.value, "agrees": True} for unit in CountersignUnit]}


def receipt(case: Case) -> Known:
    """The amount that is due, and who pays."""
    return {"amount": amount_due(case), "payer": case.title}


def inspection(case: Case) -> Known:
    """A row for each group of the inspection."""
    return {"items": [{"group": group.value} for group in CheckGroup]}


def contract_draft(case: Case) -> Known:
    """Type by voltage, boundary by the plan, attachments by its sources (workflows.md 5)."""
    attachments = list(USUAL_ATTACHMENTS)
    if has_several_sources(case):
        attachments.append(ContractAttachment.DUAL_SOURCE)
    account, agreed, last = account_of(case), agreed_plan_if_any(case), temporary_end(case)
    attachments += [one for one in application_of(case).attachments if one not in attachments]
    planned = agreed.sources.order_by("number").first() if agreed else None
    source = planned or PowerSource.objects.filter(account=account).order_by("sequence").first()
    starts_on = application_of(case).named_day()
    return {
        "kind": contract_types(case)[0],
        "valid_from": starts_on or localdate(),
        **({"valid_until": last + date.resolution} if last else {}),
        **_renewed_from(case),
        "ownership_boundary": source.ownership_boundary if source else "",
        "attachments": attachments,
    }


def _renewed_from(case: Case) -> Known:
    """A renewed contract begins where the one before ends, or today where that is over."""
    asked = application_of(case)
    if not isinstance(asked, ChangeApplication) or asked.contract_operation != ContractOperation.RENEWAL:
        return {}
    ends = [one.term.upper for one in asked.account.contracts.filter(status=ContractStatus.VALID)]
    return {"valid_from": max([localdate(), *(end for end in ends if end)])}


def metering_plan(case: Case) -> Known:
    """Whether the plan wants a terminal."""
    return {"needs_terminal": _agreed(case).needs_terminal}


def assignment(case: Case) -> Known:
    """A row for each metering point that gets a meter, and for each instrument transformer of the plan."""
    return {
        "meters": [{"metering_point": number} for number in points_to_fit(case)],
        "transformers": transformers_asked(case, ratios={}),
    }


def surveyors(case: Case) -> Known:
    """The surveyors who were sent."""
    job = SENT.one(case.pk)
    return {"surveyor": job.leader_id, "second_surveyor": job.companion_id} if job else {}


def issue(case: Case) -> Known:
    """The fitter who was sent."""
    sent = {"task__node__endswith": "dispatch_fitting", "task__instance__in": rows_seen(case)}
    job = case.fieldjob_set.filter(**sent).order_by("-id").first()
    return {"issued_to": job.leader_id} if job else {}


def installation(case: Case) -> Known:
    """The meters that were assigned."""
    return {"meters": [{"asset_number": number} for number in _assigned(case)]}


def readings(case: Case) -> Known:
    """The meters that hang, with the reading at which they were hung."""
    return {"readings": [{"asset_number": number, "total": total} for number, total in hung_meters(case).items()]}


def topology(case: Case) -> Known:
    """Substation and line of the first source."""
    source = _agreed(case).sources.order_by("number").first()
    return {"substation": source.substation, "line": source.line} if source else {}


def archive(case: Case) -> Known:
    """Billing begins on the day on which power came on."""
    on = Energising.objects.filter(case=case, task__state=TaskState.DONE).order_by("-id").first()
    return {"billing_starts_on": localdate(on.energised_at)} if on else {}


def _assigned(case: Case) -> list[str]:
    rows = standing_record(case, MeterAssignment).meters.order_by("id")
    return list(rows.values_list("asset_number", flat=True))


def _agreed(case: Case) -> SupplyPlan:
    return SupplyPlan.objects.filter(case=case, state=PlanState.AGREED).latest("number")
