"""The households of a batch of new supplies (112): their list, their accounts, their end in the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import CaseState
from bizexpansion.models import (
    BatchApplication,
    BatchArchive,
    Case,
    Household,
    HouseholdBatch,
    ListRowState,
    PlanPrice,
    TopologyUpdate,
    application_of,
)
from bizexpansion.operations.batch_list import LISTS, ListKind, write_rows
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.household_columns import COLUMNS
from bizexpansion.operations.lookups import agreed_plan
from bizexpansion.operations.low_voltage import LIMIT, LIVING
from bizexpansion.operations.opening import RESIDENT_CLASSES
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.specs import specs_of_prices
from crm.errors import InvalidInput
from crm.imports.importers import Problem
from crm.parameters.queries import get_parameter
from customers.book.enums import (
    HIGH_VOLTAGES,
    AccountClass,
    AccountStatus,
    ContactPurpose,
    CustomerKind,
    IdKind,
)
from customers.book.models import Customer, SupplyAccount
from customers.book.operations import (
    NewAccount,
    OwnerSpec,
    archive_new_supplies,
    link_accounts_to_grid,
    open_accounts,
    void_accounts,
)
from customers.book.operations.customers import clean_id_number
from customers.book.sealed import Sealed, seal
from customers.book.specs import AccountSpec, ContactSpec, GridLink, NewSupplyArchive

FILLED = (
    *("name", "phone", "address", "building", "kind", "id_kind", "id_hash", "id_tail_hash", "id_last4"),
    *("id_cipher", "unit", "room", "voltage", "capacity", "tariff_class"),
)


def fill(application: BatchApplication, row: Household, values: Mapping[str, Any], now: datetime) -> list[Problem]:
    """The household as its line says, and what does not fit together in it."""
    for name in ("name", "phone", "building", "unit", "room", "voltage", "tariff_class"):
        setattr(row, name, values.get(name) or "")
    row.capacity = values.get("capacity")
    row.address = values.get("address") or f"{application.address.strip()}{row.place}"
    problems = _fill_identity(row, values, now)
    if row.voltage in HIGH_VOLTAGES:
        problems.append(("voltage", _("This is for low-voltage supply only.")))
    return problems


def _fill_identity(row: Household, values: Mapping[str, Any], now: datetime) -> list[Problem]:
    home = not row.tariff_class or row.tariff_class in RESIDENT_CLASSES  # unreadable: as if nothing was said
    number = values.get("id_number") or ""
    id_kind = values.get("id_kind") or (IdKind.ID_CARD if home else IdKind.CREDIT_CODE)
    row.kind = CustomerKind.ORGANISATION if id_kind == IdKind.CREDIT_CODE else CustomerKind.PERSON
    row.id_kind = id_kind if number else ""
    problems: list[Problem] = []
    sealed = Sealed()
    if number:
        try:
            sealed = seal(clean_id_number(id_kind, number, today=localtime(now).date()))
        except InvalidInput as error:
            problems = [("id_number", " ".join(str(one) for one in error.errors["id_number"]))]
        except ValidationError as error:
            problems = [("id_number", " ".join(error.messages))]
    row.id_hash, row.id_tail_hash = sealed.hash, sealed.tail_hash
    row.id_last4, row.id_cipher = sealed.last4, sealed.cipher
    return problems


def judge(application: BatchApplication, rows: Sequence[Household], now: datetime) -> Iterable[tuple[int, Problem]]:
    """Households against each other and against the book; three statements, however long the list."""
    live = [row for row in rows if row.state != ListRowState.DROPPED]
    yield from _twice(live)
    limit = get_parameter(LIMIT, on=localtime(now).date())
    for row in live:
        if row.capacity is not None and row.capacity > limit:
            said = _("Low voltage supplies up to %(limit)s kW.") % {"limit": f"{limit:.0f}"}
            yield row.number, ("capacity", said)
    taken = {row.account_id for row in live if row.account_id}
    there = SupplyAccount.objects.filter(
        address__in={row.address for row in live}, status__in=(*LIVING, AccountStatus.NEW_SUPPLY_OPEN)
    ).exclude(pk__in=taken)
    supplied: dict[str, str] = {}
    opening: dict[tuple[str, str], str] = {}
    columns = ("name", "address", "status", "account_number", "open_case_number", "open_case_row")
    for one in there.only(*columns):
        if one.status == AccountStatus.NEW_SUPPLY_OPEN:
            # a household of another list is the same place under whatever name
            opening["" if one.open_case_row else one.name, one.address] = one.open_case_number
        else:
            supplied[one.address] = one.account_number
    names: dict[tuple[str, str], set[str]] = {}
    kinds, hashes = {row.id_kind for row in live}, {row.id_hash for row in live if row.id_hash}
    bearers = Customer.objects.filter(id_kind__in=kinds, id_hash__in=hashes, merged_into__isnull=True)
    for kind, id_hash, name in bearers.values_list("id_kind", "id_hash", "name"):
        names.setdefault((kind, id_hash), set()).add(name)
    for row in live:
        if row.address in supplied:
            said = _("The account %(number)s is supplied at this address already.")
            yield row.number, ("address", said % {"number": supplied[row.address]})
        # one new supply at a time for the same name and address (P1)
        number = opening.get((row.name, row.address)) or opening.get(("", row.address))
        if number:
            said = _("The case %(number)s is open on this account.")
            yield row.number, ("address", said % {"number": number})
        known = names.get((row.id_kind, row.id_hash)) if row.id_hash else None
        if known and row.name not in known:
            yield row.number, ("id_number", _("This ID number is on file under another name."))


def _twice(rows: Sequence[Household]) -> Iterable[tuple[int, Problem]]:
    """The same place in two rows, the same ID number under two names: the later one is in doubt."""
    places: dict[str, int] = {}
    bearers: dict[tuple[str, str], tuple[int, str]] = {}
    for row in rows:
        first = places.setdefault(row.address, row.number)
        if first != row.number:
            yield row.number, ("room", _("Row %(number)d names the same place.") % {"number": first})
        if row.id_hash:
            number, name = bearers.setdefault((row.id_kind, row.id_hash), (row.number, row.name))
            if name != row.name:
                said = _("Row %(number)d has the same ID number under another name.")
                yield row.number, ("id_number", said % {"number": number})


def let_go(case: Case, row: Household, *, actor: Any, now: datetime) -> None:
    """The account that a dropped household had been given is void; the number is not given out again."""
    if row.account_id is not None:
        void_accounts(account_ids=[row.account_id], case_number=case.case_number, actor=actor, now=now)


LISTS[HouseholdBatch] = ListKind(COLUMNS, fill, judge, FILLED, let_go)


@precondition(
    "NET",
    gettext_lazy("The network of the complex is ready"),
    gettext_lazy("Business rules 1.2, 112 (confidence M)"),
)
def network_is_ready(question: Question) -> Answer:
    """The works of the complex (103) have been accepted, or the clerk says on what it rests."""
    words = _("The complex (103) has been accepted, or its network is ready otherwise.")
    asked = question.application
    if not isinstance(asked, HouseholdBatch):
        return Answer(None, words)
    if asked.project is None:
        return Answer(asked.network_ready, words, "network_ready")
    done = asked.project.state == CaseState.CLOSED or any(
        one["node"] == "inspect_completion" and one["outcome"] == "passed"
        for one in asked.project.marking["standing"]
    )
    words = _("The works of %(number)s have been accepted.") % {"number": asked.project.case_number}
    return Answer(done, words, "project")


@condition("bad")
def row_waits(at: Situation) -> bool:
    """The row of the list waits to be corrected."""
    row = application_of(at.case).row(at.case.row)  # type: ignore[attr-defined]
    return row is not None and row.state == ListRowState.WAITING


def _close_accounts(context: EffectContext, payload: Payload) -> None:
    void_accounts(account_ids=payload["accounts"], case_number=context.case.case_number, **context.frame)
    rows = Household.objects.filter(application__case=context.case, account__in=payload["accounts"])
    rows.filter(state=ListRowState.TAKEN).update(state=ListRowState.GOOD, account=None)


@effect("open_batch_accounts", undo=_close_accounts, label=gettext_lazy("the accounts of the batch"))
def open_batch_accounts(context: EffectContext) -> Payload:
    """A25: every row in order becomes customer and account, numbered in one block; a corrected row by itself."""
    asked = application_of(context.case)
    if not isinstance(asked, HouseholdBatch):
        return {"accounts": []}
    rows = asked.rows().filter(state=ListRowState.GOOD)
    if context.task.instance:
        rows = rows.filter(number=int(context.task.instance))
    taken = list(rows.order_by("building", "unit", "number"))
    made = open_accounts(
        case_number=context.case.case_number,
        accounts=[_new_account(asked, row) for row in taken],
        **context.frame,
    )
    for row, account in zip(taken, made, strict=True):
        row.account, row.state = account, ListRowState.TAKEN
    write_rows(taken, ["account", "state"])
    return {"accounts": [account.pk for account in made]}


def _new_account(asked: HouseholdBatch, row: Household) -> NewAccount:
    home = row.tariff_class in RESIDENT_CLASSES
    identity = Sealed(row.id_hash, row.id_tail_hash, row.id_last4, row.id_cipher)
    contacts = [ContactSpec(purpose=ContactPurpose.ACCOUNTS, name=row.name[:60], phone=row.phone)]
    return NewAccount(
        account=AccountSpec(
            name=row.name,
            address=row.address,
            district_id=asked.district_id,
            account_class=AccountClass.LV_RESIDENT if home else AccountClass.LV_NON_RESIDENT,
            voltage=row.voltage,
            tariff_class=row.tariff_class,
            open_case_row=row.key,
        ),
        owner=OwnerSpec(name=row.name, kind=row.kind, id_kind=row.id_kind, identity=identity),
        contacts=contacts if row.phone else (),
    )


def _unlink_all(context: EffectContext, payload: Payload) -> None:
    links = {int(key): GridLink(**link) for key, link in payload["before"].items()}
    link_accounts_to_grid(links=links, **context.frame)


@effect("link_batch_to_grid", undo=_unlink_all, label=gettext_lazy("the places in the grid model"))
def link_batch_to_grid(context: EffectContext) -> Payload:
    """A19: all households hang where the grid's own systems say."""
    record = context.record(TopologyUpdate)
    link = GridLink(source=1, substation=record.substation, line=record.line, transformer_area=record.grid_object)
    before = link_accounts_to_grid(
        links={row.account_id: link for row in _taken(context) if row.account_id}, **context.frame
    )
    kept = {
        str(key): {
            "source": 1,
            "substation": one.substation,
            "line": one.line,
            "transformer_area": one.transformer_area,
        }
        for key, one in before.items()
    }
    return {"before": kept}


@effect("archive_batch", undo=None, label=gettext_lazy("the new accounts of the batch"))
def archive_batch(context: EffectContext) -> Payload:
    """A20: every household is a normal account, read with its building."""
    record = context.record(BatchArchive)
    sections = dict(record.sections.values_list("building", "reading_section_id"))
    plan, rows = agreed_plan(context.case), _taken(context)
    prices = list(plan.prices.order_by("id"))
    archives = {
        row.account_id: NewSupplyArchive(
            contract_capacity=row.capacity or Decimal(0),
            running_capacity=row.capacity or Decimal(0),
            prices=specs_of_prices(_price_of(row, prices)),
            section_id=sections[row.building],
        )
        for row in rows
        if row.account_id
    }
    archive_new_supplies(case_number=context.case.case_number, archives=archives, **context.frame)
    Household.objects.filter(pk__in=[row.pk for row in rows]).update(state=ListRowState.ARCHIVED)
    return {}


def _price_of(row: Household, prices: Sequence[PlanPrice]) -> list[PlanPrice]:
    """The plan's price for the class of use of the household, else the first one."""
    return [one for one in prices if one.tariff_class == row.tariff_class][:1] or list(prices[:1])


def _taken(context: EffectContext) -> list[Household]:
    rows = Household.objects.filter(application__case=context.case, state=ListRowState.TAKEN)
    return list(rows.order_by("number"))
