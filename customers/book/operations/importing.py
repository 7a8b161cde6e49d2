"""Takes staged accounts into the book, all at once by SQL; the constraints of the database hold for each row.

The staging table holds the columns of `customers.book.importing` (checked row by row), `line`, and
`record_id`, the key that the account will have.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from crm.audit.operation import SYSTEM, Actor, current_entry_id, operation
from crm.imports.models import ImportBatch
from crm.imports.rules import IMPORT
from crm.imports.writing import (
    insert_from,
    reject_staged,
    reject_with,
    sequence_of,
    settle_unchanged,
)
from crm.org.permissions import require, scope_of
from customers.book import enums as e
from customers.book.models import (
    CapacityPeriod,
    ContactPerson,
    Customer,
    Meter,
    MeteringPoint,
    MeterInstallation,
    SupplyAccount,
    SupplyPoint,
)
from customers.book.numbers import CUSTOMER_SEQUENCE

TABLES = (
    "book_customer",
    "book_supplyaccount",
    "book_capacityperiod",
    "book_contactperson",
    "book_supplypoint",
    "book_meteringpoint",
    "book_meter",
    "book_meterinstallation",
)
_OF_ACCOUNT = "SELECT t.account_id"
RECORD_OF = {
    "book_customer": "SELECT a.id FROM book_supplyaccount a WHERE a.customer_id = t.id",
    "book_supplyaccount": "SELECT t.id",
    "book_capacityperiod": _OF_ACCOUNT,
    "book_contactperson": _OF_ACCOUNT,
    "book_supplypoint": _OF_ACCOUNT,
    "book_meteringpoint": _OF_ACCOUNT,
    "book_meter": "SELECT i.account_id FROM book_meterinstallation i WHERE i.meter_id = t.id",
    "book_meterinstallation": _OF_ACCOUNT,
}
_COMPARED = ("name", "address", "district_id", "account_class", "voltage", "tariff_class", "contract_capacity")
_COMPARED_IF_SAID = {"temporary": "s.temporary <> ''", "temporary_until": "s.temporary_until IS NOT NULL"}
"""An older file does not have these columns: what is empty is as the book has it."""
_HAS_METER = "meter_asset_number <> ''"


def judge_accounts(staged: str, batch_id: int) -> None:
    """Staged rows against each other and against the book: what is there already, what contradicts it."""
    for column in ("account_number", "meter_asset_number"):
        reject_staged(
            staged,
            batch_id,
            f"SELECT line FROM (SELECT line, row_number() OVER (PARTITION BY {column} ORDER BY line) AS nth"  # noqa: S608
            f" FROM {staged} WHERE {column} <> '') numbered WHERE nth > 1",
            column,
            _("This number stands in the file twice."),
        )
    same = " AND ".join(f"NOT ({_differs(name)})" for name in (*_COMPARED, *_COMPARED_IF_SAID))
    settle_unchanged(
        staged,
        batch_id,
        f"SELECT s.line, a.id FROM {staged} s JOIN book_supplyaccount a USING (account_number)"  # noqa: S608
        f" WHERE {same} AND (s.meter_asset_number = '' OR EXISTS (SELECT FROM book_meterinstallation i"
        "  JOIN book_meter m ON m.id = i.meter_id"
        "  WHERE i.account_id = a.id AND m.asset_number = s.meter_asset_number))",
    )
    _reject_differing(staged, batch_id)
    reject_staged(
        staged,
        batch_id,
        f"SELECT s.line FROM {staged} s JOIN book_meter m ON m.asset_number = s.meter_asset_number",  # noqa: S608
        "meter_asset_number",
        _("This meter is in the book already."),
    )
    within, reach = _reach(ImportBatch.objects.select_related("by").get(pk=batch_id).by or SYSTEM)
    another_name: tuple[tuple[str, list[Any]], ...] = (
        (
            f"SELECT s.line FROM {staged} s JOIN book_customer c ON c.id_kind = s.id_kind AND c.id_hash = s.id_hash"  # noqa: S608
            f" WHERE s.id_hash <> '' AND c.merged_into_id IS NULL AND {within}"
            " GROUP BY s.line HAVING NOT bool_or(c.name = s.name)",
            reach,
        ),
        (
            "SELECT line FROM (SELECT line, name, first_value(name) OVER"  # noqa: S608
            f" (PARTITION BY id_kind, id_hash ORDER BY line) AS first FROM {staged} WHERE id_hash <> '') named"
            " WHERE name <> first",
            [],
        ),
    )
    for found, params in another_name:
        reason = _("This ID number is on file under another name.")
        reject_staged(staged, batch_id, found, "id_number", reason, params)


def _reach(actor: Actor) -> tuple[str, list[Any]]:
    """The condition on a customer `c` that it is within this person's reach, with its values.

    A customer that only another department knows is not found: the file brings a second record, which the list
    of duplicates shows to both, and which becomes one only with their consent.
    """
    scope = scope_of(actor, IMPORT)
    if scope.everywhere:
        return "TRUE", []
    known = "EXISTS (SELECT FROM book_supplyaccount o WHERE o.customer_id = c.id AND o.department_id = ANY (%s))"
    return known, [sorted(scope.departments)]


def _differs(name: str) -> str:
    """The condition that a staged row `s` says something else than the account `a`."""
    if name in _COMPARED_IF_SAID:
        return f"{_COMPARED_IF_SAID[name]} AND a.{name} IS DISTINCT FROM s.{name}"
    return f"a.{name} <> s.{name}"


def _reject_differing(staged: str, batch_id: int) -> None:
    """An account of the book is changed by a case, not by a file: say which columns differ."""
    reason = _("The book has another value for this account; a change needs a case.")
    parts = ", ".join(
        f"CASE WHEN {_differs(name)} THEN"
        f" jsonb_build_object('column', '{name.removesuffix('_id')}', 'reason', %s::text) END"
        for name in (*_COMPARED, *_COMPARED_IF_SAID)
    )
    reject_with(
        staged,
        batch_id,
        f"SELECT s.line, COALESCE(NULLIF(to_jsonb(array_remove(ARRAY[{parts}], NULL)), '[]'::jsonb),"  # noqa: S608
        " jsonb_build_array(jsonb_build_object('column', 'meter_asset_number', 'reason', %s::text))) AS errors"
        f" FROM {staged} s JOIN book_supplyaccount a USING (account_number)",
        [reason] * (len(_COMPARED) + len(_COMPARED_IF_SAID) + 1),
    )


@operation("book.import_accounts")
def import_accounts(*, staged: str, report: Callable[[int, int], None], actor: Actor, now: datetime) -> int:
    """Write the staged rows as customers, accounts, supply points, metering points and meters in place.

    The accounts are in use (status normal, energised); capacities in kVA, readings in kWh. Returns the id of
    the audit entry, under which the ledger lists every row written. The department of each row was checked
    against the person's scope when it was staged; judge the rows (`judge_accounts`) in the same transaction.
    """
    require(actor, IMPORT)
    _place(staged, actor)
    steps = (
        lambda: _write_customers(now),
        lambda: _write_accounts(now),
        _write_supply,
        _write_metering,
    )
    for number, step in enumerate(steps, start=1):
        step()
        report(number, len(steps) + 1)
    return current_entry_id()


def _place(staged: str, actor: Actor) -> None:
    """The rows with the keys of everything that they become, in a temporary table `placed`.

    A known customer is taken where it is within reach and has this name; it cannot be merged meanwhile.
    """
    within, reach = _reach(actor)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS known, owners, placed")
        cursor.execute(
            "CREATE TEMP TABLE known ON COMMIT DROP AS"  # noqa: S608
            " SELECT c.id, c.id_kind, c.id_hash, c.name FROM book_customer c"
            f" WHERE c.merged_into_id IS NULL AND c.id_hash <> '' AND {within}"
            f" AND (c.id_kind, c.id_hash, c.name) IN (SELECT id_kind, id_hash, name FROM {staged})"
            " ORDER BY c.id FOR SHARE OF c",
            reach,
        )
        cursor.execute(
            "CREATE TEMP TABLE owners ON COMMIT DROP AS"  # noqa: S608
            " SELECT o.id_kind, o.id_hash, o.line, COALESCE(c.id, nextval(%s)) AS customer_id,"
            " c.id IS NULL AS is_new"
            f" FROM (SELECT DISTINCT ON (id_kind, id_hash) id_kind, id_hash, line FROM {staged}"
            "       WHERE id_hash <> '' ORDER BY id_kind, id_hash, line) o"
            " LEFT JOIN (SELECT id_kind, id_hash, min(id) AS id FROM known GROUP BY 1, 2) c"
            " ON c.id_kind = o.id_kind AND c.id_hash = o.id_hash",
            [sequence_of(Customer)],
        )
        cursor.execute("ANALYZE owners")
        cursor.execute(
            "CREATE TEMP TABLE placed ON COMMIT DROP AS"  # noqa: S608
            " SELECT s.*, s.record_id AS account_id,"
            " CASE WHEN o.customer_id IS NULL THEN nextval(%s) ELSE o.customer_id END AS customer_id,"
            " o.customer_id IS NULL OR (o.is_new AND o.line = s.line) AS brings_customer,"
            " nextval(%s) AS point_id, nextval(%s) AS metering_point_id, nextval(%s) AS meter_id"
            f" FROM {staged} s"
            " LEFT JOIN owners o ON s.id_hash <> '' AND o.id_kind = s.id_kind AND o.id_hash = s.id_hash",
            [sequence_of(model) for model in (Customer, SupplyPoint, MeteringPoint, Meter)],
        )
        cursor.execute("ANALYZE placed")


METERED = f"placed WHERE {_HAS_METER}"


def _columns(*names: str, **others: str) -> dict[str, str]:
    """Columns that are called alike in the staging table, and expressions for others."""
    return {name: name for name in names} | others


def _write_customers(now: datetime) -> None:
    insert_from(
        Customer,
        "placed WHERE brings_customer",
        _columns(
            "name",
            "id_kind",
            "id_hash",
            "id_tail_hash",
            "id_last4",
            "id_cipher",
            id="customer_id",
            kind="customer_kind",
            customer_number=f"'K' || lpad(nextval('{CUSTOMER_SEQUENCE}')::text, 9, '0')",
            registered_address="address",
            mailing_address="address",
        ),
        created_at=now,
    )


def _write_accounts(now: datetime) -> None:
    insert_from(
        SupplyAccount,
        "placed",
        _columns(
            "account_number",
            "customer_id",
            "name",
            "address",
            "district_id",
            "department_id",
            "account_class",
            "voltage",
            "contract_capacity",
            "running_capacity",
            "load_character",
            "importance",
            "industry_code",
            "tariff_class",
            "built_on",
            "energised_on",
            "temporary_until",
            id="account_id",
            temporary=f"COALESCE(NULLIF(temporary, ''), '{e.TemporaryKind.PERMANENT.value}')",
        ),
        status=e.AccountStatus.NORMAL,
        power_state=e.PowerState.ON,
        created_at=now,
    )
    insert_from(
        CapacityPeriod,
        "placed",
        _columns("account_id", "contract_capacity", "running_capacity", period="daterange(energised_on, NULL)"),
    )
    insert_from(
        ContactPerson,
        "placed WHERE contact_name <> ''",
        _columns("account_id", name="contact_name", phone="contact_phone"),
        purpose=e.ContactPurpose.ACCOUNTS,
    )


def _write_supply() -> None:
    insert_from(
        SupplyPoint,
        "placed",
        _columns("account_id", id="point_id", name="supply_point_name", kind="supply_point_kind"),
        sequence=1,
    )
    insert_from(
        MeteringPoint,
        "placed",
        _columns(
            "account_id",
            "voltage",
            "mode",
            "wiring",
            "device_class",
            id="metering_point_id",
            supply_point_id="point_id",
            number="account_number || '01'",
            is_metered=_HAS_METER,
        ),
        sequence=1,
        name="1号计量点",
        state=e.MeteringPointState.IN_USE,
    )


def _write_metering() -> None:
    insert_from(
        Meter,
        METERED,
        _columns(
            "department_id",
            "wiring",
            "rated_current",
            "maximum_current",
            id="meter_id",
            asset_number="meter_asset_number",
            reserved_for_id="account_id",
            kind="meter_kind",
            constant="meter_constant",
        ),
        state=e.DeviceState.RUNNING,
    )
    insert_from(
        MeterInstallation,
        METERED,
        _columns(
            "account_id",
            "metering_point_id",
            "meter_id",
            "multiplier",
            "start_reading",
            period="tstzrange((installed_on + time '12:00') AT TIME ZONE 'Asia/Shanghai', NULL)",
        ),
    )
