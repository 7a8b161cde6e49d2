"""What is typed at the steps of exchanges, for every flow that has them; no flow of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime

from customers.book.models import MeteringPoint, MeterInstallation, SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.factories.book import make_meter

TABLES = ()


def moment(office: Office) -> str:
    """Now, as a browser sends it."""
    return f"{localtime(office.now):%Y-%m-%dT%H:%M}"


def job(office: Office) -> dict[str, Any]:
    """Two fitters tomorrow."""
    people = office.company.people
    return {
        "leader": str(people["R13"].pk),
        "companion": str(people["R13b"].pk),
        "planned_for": f"{localtime(office.now) + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }


def people_said(office: Office) -> dict[str, Any]:
    """What every change asks of the clerk beside its own fields."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "identity_checked": "on",
        "breaches_checked": "on",
    }


def assign(office: Office) -> dict[str, Any]:
    """S08: a new meter for the first metering point, as the one that hangs; the second stays as it is."""
    old = MeterInstallation.objects.filter(account=office.subject, period__upper_inf=True).order_by("pk")[0].meter
    meter = make_meter(office.company.tree["YQ"], kind=old.kind, wiring=old.wiring)
    return {"meters-0-asset_number": meter.asset_number}


def exchanged(office: Office) -> dict[str, Any]:
    """A36: the last registers of the old meter, the first of the new one."""
    return {
        "exchanged_at": moment(office),
        "wiring_checked": "on",
        "meters-0-final_total": "812.40",
        "meters-0-final_peak": "300.10",
        "meters-0-final_valley": "512.30",
        "meters-0-start_total": "0.50",
        "meters-0-start_peak": "0.20",
        "meters-0-start_valley": "0.30",
    }


def hangs(account: SupplyAccount) -> list[tuple[Any, ...]]:
    """Every installation of an account, in order: point, meter's state, readings, multiplier, how it came there."""
    rows = MeterInstallation.objects.filter(account=account).select_related("meter", "metering_point")
    return [
        (
            row.metering_point.sequence,
            row.meter.asset_number,
            row.meter.state,
            row.period.upper is None,
            row.start_reading,
            row.stop_reading,
            row.multiplier,
            row.change_mode,
        )
        for row in rows.order_by("metering_point__sequence", "period")
    ]


def places(account: SupplyAccount) -> list[tuple[int, str]]:
    """Where the metering points are."""
    return list(
        MeteringPoint.objects.filter(account=account).order_by("sequence").values_list("sequence", "position")
    )


STEPS = {
    "assign_meter": assign,
    "dispatch_fitting": job,
    "issue_meter": lambda office: {"issued_on": office.day().isoformat(), "slip_number": "CK-0001"},
    "exchange_meter": exchanged,
    "record_exchange": {"readings-0-seals": "SZ001 SZ002"},
}
