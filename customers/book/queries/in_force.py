"""What was in force on a day: capacity, price, contract, meters. Days are calendar days in China."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet

from customers.book.enums import ContractStatus
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    Contract,
    InstrumentTransformerInstallation,
    MeterInstallation,
)


def capacity_on(account_id: int, day: date) -> CapacityPeriod | None:
    """Contract and running capacity (kVA) on a day; None before the first energising."""
    return CapacityPeriod.objects.filter(account_id=account_id, period__contains=day).first()


def prices_on(account_id: int, day: date) -> list[AccountPrice]:
    """All prices of an account on a day, in the order of their sequence."""
    return list(AccountPrice.objects.filter(account_id=account_id, period__contains=day).order_by("sequence"))


def price_on(account_id: int, day: date, sequence: int = 1) -> AccountPrice | None:
    """The price at one sequence (the main one unless said otherwise) on a day."""
    return AccountPrice.objects.filter(account_id=account_id, sequence=sequence, period__contains=day).first()


def contracts_on(account_id: int, day: date) -> list[Contract]:
    """The signed contracts whose term holds a day, one for each type at most.

    A contract that was declared void later counts up to the day before it was.
    """
    return list(
        Contract.objects.filter(contract_in_force(day), account_id=account_id).order_by("contract_type", "-pk")
    )


def contract_in_force(day: date) -> Q:
    """Signed, its term holds the day, and not declared void up to it."""
    return Q(term__contains=day, signed_on__isnull=False) & ~Q(status=ContractStatus.VOID, voided_on__lte=day)


def contract_on(account_id: int, day: date) -> Contract | None:
    """The main contract on a day: of several, the one with the lowest type code (040004)."""
    return next(iter(contracts_on(account_id, day)), None)


def meters_on(account_id: int, day: date) -> QuerySet[MeterInstallation]:
    """The meters that hung at the account at any time of a day, with their metering points."""
    return (
        MeterInstallation.objects.filter(account_id=account_id, period__overlap=whole_day(day))
        .select_related("meter", "metering_point")
        .order_by("metering_point__sequence", "period")
    )


def instrument_transformers_on(account_id: int, day: date) -> QuerySet[InstrumentTransformerInstallation]:
    """The instrument transformers that hung at the account at any time of a day."""
    return (
        InstrumentTransformerInstallation.objects.filter(account_id=account_id, period__overlap=whole_day(day))
        .select_related("transformer", "metering_point")
        .order_by("metering_point__sequence", "phase", "period")
    )


def whole_day(day: date) -> DateTimeTZRange:
    """From midnight to midnight in China."""
    zone = ZoneInfo(settings.TIME_ZONE)
    following = datetime.combine(day + timedelta(days=1), time(), zone) if day < date.max else None
    return DateTimeTZRange(datetime.combine(day, time(), zone), following, "[)")
