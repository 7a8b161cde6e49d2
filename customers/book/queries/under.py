"""Everything that hangs under an account, in one statement.

Some small tables belong to one account. Asked one by one they cost the customer page more than all the rest of it,
for each statement is composed, sent and planned for a handful of rows. Here each table becomes one JSON array of a
single row, and the models are built from it by their own fields; what is personal there is sealed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection, models

from crm.reading import row_as_json, row_from_json
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    Contract,
    InstrumentTransformer,
    InstrumentTransformerInstallation,
    InvoiceTitle,
    Meter,
    MeteringPoint,
    MeterInstallation,
    PaymentTerms,
    PowerSource,
    SupplyPoint,
    Transformer,
)


@dataclass(frozen=True)
class Shelf:
    """One table under the account: its rows in an order (columns of `t`), and the device that a row names."""

    model: type[models.Model]
    order: str
    device: str = ""


SHELVES = {
    "points": Shelf(SupplyPoint, "t.sequence"),
    "sources": Shelf(PowerSource, "t.sequence"),
    "transformers": Shelf(Transformer, "t.sequence"),
    "metering_points": Shelf(MeteringPoint, "t.sequence"),
    "meters": Shelf(MeterInstallation, "t.period DESC, t.id DESC", "meter"),
    "instrument_transformers": Shelf(InstrumentTransformerInstallation, "t.phase, t.id", "transformer"),
    "prices": Shelf(AccountPrice, "t.period DESC, t.sequence"),
    "contracts": Shelf(Contract, "t.term DESC, t.id DESC"),
    "capacities": Shelf(CapacityPeriod, "t.period DESC"),
    "payments": Shelf(PaymentTerms, "t.period DESC"),
    "invoices": Shelf(InvoiceTitle, "t.period DESC"),
}


@dataclass(frozen=True)
class Under:
    """The rows of each shelf; a meter or an instrument transformer stands joined at its place."""

    points: list[SupplyPoint]
    sources: list[PowerSource]
    transformers: list[Transformer]
    metering_points: list[MeteringPoint]
    meters: list[MeterInstallation]
    instrument_transformers: list[InstrumentTransformerInstallation]
    prices: list[AccountPrice]
    contracts: list[Contract]
    capacities: list[CapacityPeriod]
    payments: list[PaymentTerms]
    invoices: list[InvoiceTitle]


def under_account(account_id: int) -> Under:
    """All shelves of an account in one query. Who may see the account has been asked before."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"account": account_id})
        columns = cursor.fetchone() or ()
    read = zip(SHELVES.items(), columns, strict=True)
    return Under(**{name: _rows(shelf, json.loads(text, parse_float=Decimal)) for (name, shelf), text in read})


@cache
def _statement() -> str:
    return "SELECT " + ", ".join(_array(shelf) for shelf in SHELVES.values())


def _array(shelf: Shelf) -> str:
    table, row, join = shelf.model._meta.db_table, row_as_json(shelf.model, "t"), ""
    if shelf.device:
        device = _device(shelf)
        join = f" JOIN {device._meta.db_table} d ON d.id = t.{shelf.device}_id"
        row = f"json_build_array({row}, {row_as_json(device, 'd')})"
    return (
        f"(SELECT coalesce(json_agg({row} ORDER BY {shelf.order}), '[]')::text"
        f" FROM {table} t{join} WHERE t.account_id = %(account)s)"
    )


def _device(shelf: Shelf) -> type[models.Model]:
    return Meter if shelf.device == "meter" else InstrumentTransformer


def _rows(shelf: Shelf, found: list[Any]) -> list[Any]:
    if not shelf.device:
        return [row_from_json(shelf.model, values) for values in found]
    rows = []
    for values, device in found:
        row = row_from_json(shelf.model, values)
        setattr(row, shelf.device, row_from_json(_device(shelf), device))
        rows.append(row)
    return rows
