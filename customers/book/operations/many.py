"""Many accounts at once, for batch orders: opened, voided, linked to the grid, archived.

What `accounts`, `structure` and `archive` do to one account, in a constant number of statements for a whole list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.org.models import District
from crm.org.permissions import require
from crm.outbox.operations import emit_many
from crm.writing import store_rows
from customers.book.enums import (
    AccountStatus,
    ContractStatus,
    IdKind,
    MeteringPointState,
    PowerState,
    RunStatus,
)
from customers.book.models import (
    AccountPrice,
    CapacityPeriod,
    ContactPerson,
    Contract,
    Customer,
    Meter,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    ReadingSection,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.models.periods import days
from customers.book.numbers import allocate_account_numbers, allocate_customer_numbers
from customers.book.operations.accounts import AccountInUse
from customers.book.operations.archive import ArchiveIncomplete
from customers.book.operations.locking import AccountNotLiving, day_of, lock_accounts, require_case
from customers.book.rules import CHANGE_SUPPLY
from customers.book.sealed import Sealed
from customers.book.specs import AccountSpec, ContactSpec, GridLink, NewSupplyArchive


@dataclass(frozen=True, kw_only=True)
class OwnerSpec:
    """To whom a new account belongs; the ID number is sealed already, and may be missing."""

    name: str
    kind: str
    id_kind: str = IdKind.NONE
    identity: Sealed = field(default_factory=Sealed)


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """One account of a list, with its owner and the people to talk to; its values have been checked."""

    account: AccountSpec
    owner: OwnerSpec
    contacts: Sequence[ContactSpec] = ()


@operation("book.open_accounts")
def open_accounts(
    *, case_number: str, accounts: Sequence[NewAccount], actor: Actor, now: datetime
) -> list[SupplyAccount]:
    """Give every row of a list its account number, in one block and in the order of the list (A25).

    Status "new supply in progress", all held by the case (`open_case_row` tells them apart). A row with the ID
    number of a known customer of that name belongs to it, rows with the same number to one new customer. Raises
    InvalidInput at `0-id_number` where the number is on file under another name (precondition P4). Inverse:
    `void_accounts`.
    """
    specs = _with_departments([one.account for one in accounts])
    for department_id in sorted({spec.department_id for spec in specs if spec.department_id}):
        require(actor, CHANGE_SUPPLY, department_id)
    owners = _owners([one.owner for one in accounts], now)
    numbers = allocate_account_numbers(len(specs))
    rows = SupplyAccount.objects.bulk_create(
        [
            SupplyAccount(
                **asdict(spec),
                account_number=number,
                customer=owner,
                status=AccountStatus.NEW_SUPPLY_OPEN,
                open_case_number=case_number,
                built_on=day_of(now),
                created_at=now,
            )
            for spec, number, owner in zip(specs, numbers, owners, strict=True)
        ]
    )
    ContactPerson.objects.bulk_create(
        ContactPerson(account=row, purpose=contact.purpose, name=contact.name, phone=contact.phone)
        for row, one in zip(rows, accounts, strict=True)
        for contact in one.contacts
    )
    if rows:
        about(rows[0], case=case_number, count=len(rows))
    _tell("book.account_opened", rows, now, case=case_number)
    return rows


@operation("book.void_accounts")
def void_accounts(
    *, account_ids: Iterable[int], case_number: str, actor: Actor, now: datetime
) -> list[SupplyAccount]:
    """Undo `open_accounts`: the numbers stay and are not given out again. Void already: nothing happens to it.

    Raises AccountInUse while devices or a valid contract hang on one of them, AccountBusy, AccountNotLiving.
    """
    locked = lock_accounts(account_ids, actor=actor)
    rows = [row for row in locked if row.status != AccountStatus.VOIDED]
    for row in rows:
        require_case(row, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    keys = [row.pk for row in rows]
    hanging = list(Meter.objects.filter(reserved_for__in=keys).values_list("asset_number", flat=True))
    hanging += Contract.objects.filter(account__in=keys, status=ContractStatus.VALID).values_list(
        "number", flat=True
    )
    if hanging or any(row.power_state != PowerState.CUT for row in rows):
        raise AccountInUse(details={"numbers": hanging})
    if rows:
        about(rows[0], case=case_number, count=len(rows))
    SupplyAccount.objects.filter(pk__in=keys).update(
        status=AccountStatus.VOIDED, open_case_number="", version=F("version") + 1
    )
    for row in rows:
        row.version += 1
    _tell("book.account_voided", rows, now, case=case_number)
    return locked


@operation("book.lock_accounts_for_change")
def lock_accounts_for_change(
    *, account_ids: Iterable[int], case_number: str, actor: Actor, now: datetime
) -> list[SupplyAccount]:
    """Hold normal accounts for one case (status "change in progress"). Held by it already: nothing happens to it.

    Raises AccountBusy, AccountNotLiving, OutOfScope. Inverse: `unlock_accounts`.
    """
    rows = lock_accounts(account_ids, actor=actor)
    fresh = [row for row in rows if row.status != AccountStatus.CHANGE_OPEN or row.open_case_number != case_number]
    for row in fresh:
        require_case(row, case_number, AccountStatus.NORMAL)
    SupplyAccount.objects.filter(pk__in=[row.pk for row in fresh]).update(
        status=AccountStatus.CHANGE_OPEN, open_case_number=case_number, version=F("version") + 1
    )
    if rows:
        about(rows[0], case=case_number, count=len(rows))
    return rows


@operation("book.unlock_accounts")
def unlock_accounts(
    *, account_ids: Iterable[int], case_number: str, actor: Actor, now: datetime
) -> list[SupplyAccount]:
    """Let go of the accounts that this case still holds; the others stay as they are."""
    rows = lock_accounts(account_ids, actor=actor)
    held = [row.pk for row in rows if row.open_case_number == case_number]
    SupplyAccount.objects.filter(pk__in=held, status=AccountStatus.CHANGE_OPEN).update(
        status=AccountStatus.NORMAL, open_case_number="", version=F("version") + 1
    )
    if rows:
        about(rows[0], case=case_number, count=len(held))
    return rows


@operation("book.energise_accounts")
def energise_accounts(
    *, account_ids: Iterable[int], energised_on: date, actor: Actor, now: datetime
) -> list[SupplyAccount]:
    """Power is on in accounts that are opened (A18). Energised already: nothing happens to it.

    Raises InvalidInput for a day to come or before the opening, AccountNotLiving, OutOfScope. Inverse: of each
    `undo_energise_account`.
    """
    rows = lock_accounts(account_ids, actor=actor)
    for row in rows:
        if row.status != AccountStatus.NEW_SUPPLY_OPEN:
            raise AccountNotLiving(details={"status": row.status})
        if not row.built_on <= energised_on <= day_of(now):
            words = _("The day lies before the account was opened or in the future.")
            raise InvalidInput({"energised_on": words})
    dark = [row for row in rows if row.power_state != PowerState.ON]
    for row in dark:
        row.power_state, row.energised_on = PowerState.ON, row.energised_on or energised_on
        row.version += 1
    store_rows(dark, ["power_state", "energised_on", "version"])
    if rows:
        about(rows[0], energised_on=energised_on.isoformat(), count=len(rows))
    _tell("book.account_energised", dark, now, energised_on=energised_on.isoformat())
    return rows


@operation("book.link_accounts_to_grid")
def link_accounts_to_grid(*, links: Mapping[int, GridLink], actor: Actor, now: datetime) -> dict[int, GridLink]:
    """Say where the grid's systems hang the first source of each account (A19), by the keys of the accounts.

    Returns what stood before, which is also the argument that undoes it.
    """
    accounts = lock_accounts(links, actor=actor)
    if accounts:
        about(accounts[0], count=len(accounts))
    rows = list(PowerSource.objects.filter(account_id__in=links, sequence=1).order_by("pk"))
    before = {}
    for row in rows:
        link = links[row.account_id]
        before[row.account_id] = GridLink(
            source=1, substation=row.substation, line=row.line, transformer_area=row.transformer_area
        )
        row.substation, row.line, row.transformer_area = link.substation, link.line, link.transformer_area
    store_rows(rows, ["substation", "line", "transformer_area"])
    SupplyAccount.objects.filter(pk__in=links).update(version=F("version") + 1)
    return before


@operation("book.archive_new_supplies")
def archive_new_supplies(
    *, case_number: str, archives: Mapping[int, NewSupplyArchive], actor: Actor, now: datetime
) -> list[SupplyAccount]:
    """Turn the new supplies of a batch into normal accounts (A20), by the keys of the accounts.

    As `archive_new_supply`: capacity and prices from the day of energising; sources, equipment and metering points
    in use. Archived already: nothing happens to it. No inverse. Raises ArchiveIncomplete naming the accounts,
    InvalidInput.
    """
    accounts = [
        row
        for row in lock_accounts(archives, actor=actor)
        if row.status != AccountStatus.NORMAL or row.open_case_number
    ]
    for row in accounts:
        require_case(row, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    _require_complete(accounts)
    _require_sections(accounts, archives)
    keys = [row.pk for row in accounts]
    CapacityPeriod.objects.bulk_create(
        CapacityPeriod(
            account=row,
            period=days(_first_day(row)),
            contract_capacity=archives[row.pk].contract_capacity,
            running_capacity=archives[row.pk].running_capacity,
            case_number=case_number,
        )
        for row in accounts
    )
    AccountPrice.objects.bulk_create(
        AccountPrice(account=row, period=days(_first_day(row)), case_number=case_number, **asdict(price))
        for row in accounts
        for price in archives[row.pk].prices
    )
    PowerSource.objects.filter(account__in=keys).update(is_active=True)
    energised_on = Subquery(SupplyAccount.objects.filter(pk=OuterRef("account_id")).values("energised_on"))
    Transformer.objects.filter(account__in=keys, run_status=RunStatus.STOPPED).update(
        run_status=RunStatus.RUNNING,
        installed_on=Coalesce(F("installed_on"), energised_on),
        first_run_on=energised_on,
    )
    MeteringPoint.objects.filter(account__in=keys, state=MeteringPointState.SET_UP).update(
        state=MeteringPointState.IN_USE
    )
    for row in accounts:
        archive = archives[row.pk]
        row.status, row.open_case_number, row.section_id = AccountStatus.NORMAL, "", archive.section_id
        row.contract_capacity, row.running_capacity = archive.contract_capacity, archive.running_capacity
        row.version += 1
        for name, value in archive.attributes().items():
            setattr(row, name, value)
    named = {name for row in accounts for name in archives[row.pk].attributes()}
    written = ["status", "open_case_number", "section", "contract_capacity", "running_capacity", "version"]
    store_rows(accounts, [*written, *sorted(named)])
    if accounts:
        about(accounts[0], case=case_number, count=len(accounts))
    _tell("book.account_archived", accounts, now, case=case_number)
    return accounts


def _with_departments(specs: Sequence[AccountSpec]) -> list[AccountSpec]:
    serving = dict(
        District.objects.filter(pk__in={spec.district_id for spec in specs}).values_list("pk", "department_id")
    )
    if any(spec.district_id not in serving for spec in specs):
        raise InvalidInput({"district": _("There is no such district.")})
    return [replace(spec, department_id=spec.department_id or serving[spec.district_id]) for spec in specs]


def _owners(specs: Sequence[OwnerSpec], now: datetime) -> list[Customer]:
    """The customer of each row: one that is on file, or one new one for all rows of the same number."""
    hashes = sorted({(spec.id_kind, spec.identity.hash) for spec in specs if spec.identity.hash})
    known = _known(hashes)
    errors: dict[str, object] = {}
    made: list[Customer] = []
    found: list[Customer] = []
    fresh: dict[tuple[str, str], Customer] = {}
    numbers = iter(allocate_customer_numbers(len(specs)))
    for index, spec in enumerate(specs):
        key = (spec.id_kind, spec.identity.hash)
        bearers = [*known.get(key, ()), *([fresh[key]] if key in fresh else [])] if spec.identity.hash else []
        owner = next((one for one in bearers if one.name == spec.name), None)
        if owner is None and bearers:
            errors[f"{index}-id_number"] = _("This ID number is on file under another name.")
        if owner is None:
            owner = _new_owner(spec, next(numbers), now)
            made.append(owner)
            if spec.identity.hash:
                fresh[key] = owner
        found.append(owner)
    if errors:
        raise InvalidInput(errors)
    Customer.objects.bulk_create(made)
    return found


def _known(hashes: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[Customer]]:
    """Customers with these numbers, locked against a merge; whoever else writes one of them down waits for us."""
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(one, 0)) FROM unnest(%s) AS one",
            [[f"book.id:{kind}:{id_hash}" for kind, id_hash in hashes]],
        )
    kinds, numbers = zip(*hashes, strict=True)
    rows = Customer.objects.select_for_update(no_key=True).filter(
        id_kind__in=set(kinds), id_hash__in=set(numbers), merged_into__isnull=True
    )
    known: dict[tuple[str, str], list[Customer]] = {}
    for row in rows.order_by("pk"):
        known.setdefault((row.id_kind, row.id_hash), []).append(row)
    return known


def _new_owner(spec: OwnerSpec, number: str, now: datetime) -> Customer:
    return Customer(
        customer_number=number,
        name=spec.name,
        kind=spec.kind,
        id_kind=spec.id_kind if spec.identity.hash else IdKind.NONE,
        id_hash=spec.identity.hash,
        id_tail_hash=spec.identity.tail_hash,
        id_last4=spec.identity.last4,
        id_cipher=spec.identity.cipher,
        created_at=now,
    )


def _require_complete(accounts: Sequence[SupplyAccount]) -> None:
    """Every account has what a supplied account must have (workflows.md 6.3)."""
    keys = [row.pk for row in accounts]
    parts: dict[str, QuerySet[Any]] = {
        "supply_point": SupplyPoint.objects.all(),
        "power_source": PowerSource.objects.all(),
        "metering_point": MeteringPoint.objects.all(),
        "meter": MeterInstallation.objects.filter(period__upper_inf=True),
        "contract": Contract.objects.filter(status=ContractStatus.VALID),
    }
    has = {f"has_{name}": Exists(rows.filter(account=OuterRef("pk"))) for name, rows in parts.items()}
    standing = list(SupplyAccount.objects.filter(pk__in=keys).annotate(**has).values("pk", *has))
    there = {name: {one["pk"] for one in standing if one[f"has_{name}"]} for name in parts}
    missing = {name for name, found in there.items() if not found >= set(keys)}
    if any(row.power_state != PowerState.ON or row.energised_on is None for row in accounts):
        missing.add("energised")
    if missing:
        lacking = [row.account_number for row in accounts if any(row.pk not in found for found in there.values())]
        raise ArchiveIncomplete(details={"missing": sorted(missing), "accounts": lacking})


def _require_sections(accounts: Sequence[SupplyAccount], archives: Mapping[int, NewSupplyArchive]) -> None:
    """Each section is one of the account's business department."""
    sections = {archives[row.pk].section_id for row in accounts}
    there = ReadingSection.objects.filter(pk__in=sections, is_active=True).values_list("pk", "department_id")
    departments = dict(there)
    if any(departments.get(archives[row.pk].section_id) != row.department_id for row in accounts):
        raise InvalidInput({"section": _("Choose a reading section of the account's business department.")})


def _first_day(account: SupplyAccount) -> date:
    """The day of energising, which `_require_complete` has found."""
    if account.energised_on is None:
        raise ArchiveIncomplete(details={"missing": ["energised"]})
    return account.energised_on


def _tell(topic: str, accounts: Sequence[SupplyAccount], now: datetime, **more: object) -> None:
    """A fact for each account; its version makes the key unique."""
    facts = {
        f"{topic}:{row.pk}:{row.version}": {"account_id": row.pk, "department_id": row.department_id, **more}
        for row in accounts
    }
    emit_many(topic, facts, now=now)
