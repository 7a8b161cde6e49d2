"""What acceptance makes in the book: the first effect of the acceptance step of a flow says which of these.

`open_account` opens a new account (101 to 106), `hold_account` locks an existing one for the case (109 to 111, 2xx,
302 to 304); a flow whose acceptance step has no effect has no account (103, 301). A family that needs another
registers an opener under the name of its own effect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.compile import Graph
from bizexpansion.errors import NotReady
from bizexpansion.models import Application, ApplicationContact, ApplicationRecord, Row
from bizexpansion.operations.effects import EffectContext, Payload, effect
from customers.book.enums import HIGH_VOLTAGES, AccountClass, TariffClass
from customers.book.models import SupplyAccount
from customers.book.operations import (
    lock_account_for_change,
    open_account,
    unlock_account,
    void_account,
)
from customers.book.specs import AccountSpec, ContactSpec, CustomerSpec
from metering.operations.final import last_billed, undo_last_bills

RESIDENT_CLASSES = (TariffClass.RESIDENT_URBAN, TariffClass.RESIDENT_RURAL)


@dataclass(frozen=True)
class Opening:
    """What is known when the account of a case is opened or held."""

    number: str
    application: ApplicationRecord
    rows: dict[str, Sequence[Row]]
    id_number: str
    actor: Any
    now: datetime


Opener = Callable[[Opening], SupplyAccount]
OPENERS: dict[str, Opener] = {}


def opener(name: str) -> Callable[[Opener], Opener]:
    """Say what acceptance makes in the book when the flow's acceptance step has the effect `name`."""

    def keep(make: Opener) -> Opener:
        OPENERS[name] = make
        return make

    return keep


def opener_of(graph: Graph) -> Opener | None:
    """How the account of a flow is opened; None where the flow has none."""
    effects = graph.steps["accept"].effects
    return OPENERS[effects[0]] if effects else None


@opener("open_account")
def open_new(opening: Opening) -> SupplyAccount:
    """A new account "new supply in progress", of the customer who has one here already or of a new one."""
    asked = opening.application
    if not isinstance(asked, Application):
        raise NotReady(details={"missing": "application"})
    contacts = [one for one in opening.rows.get("contacts", ()) if isinstance(one, ApplicationContact)]
    return open_account(
        case_number=opening.number,
        account=_account_spec(asked),
        customer=CustomerSpec(
            name=asked.applicant_name.strip(),
            kind=asked.applicant_kind,
            id_kind=asked.id_kind,
            id_number=opening.id_number,
            mailing_address=asked.postal_address,
        ),
        customer_id=asked.existing_account.customer_id if asked.existing_account else None,
        contacts=[ContactSpec(purpose=one.purpose, name=one.name, phone=one.phone) for one in contacts],
        actor=opening.actor,
        now=opening.now,
    )


@opener("hold_account")
def hold_existing(opening: Opening) -> SupplyAccount:
    """The account that is to be changed, locked for this case (status "change in progress")."""
    subject = opening.application.subject()
    if subject is None:
        raise NotReady(details={"missing": "account"})
    return lock_account_for_change(
        account_id=subject.pk, case_number=opening.number, actor=opening.actor, now=opening.now
    )


def _void(context: EffectContext, payload: Payload) -> None:
    void_account(account_id=payload["account_id"], case_number=context.case.case_number, **context.frame)


@effect("open_account", undo=_void, label=_("the new account"))
def note_opened(context: EffectContext) -> Payload:
    """A01: the account was opened together with the case; remember it."""
    return {"account_id": context.account_id}


def release_ledger(context: EffectContext, account_ids: Sequence[int]) -> None:
    """Take back what A44 of a case has posted on accounts while it was not done; an opener of one's own that holds
    accounts calls it in its compensation."""
    for account_id in last_billed(account_ids, context.case.case_number):
        undo_last_bills(account_id=account_id, case_number=context.case.case_number, **context.frame)


def let_go(context: EffectContext, payload: Payload) -> None:
    """The compensation of a hold: the ledger as it was, the account free."""
    release_ledger(context, [payload["account_id"]])
    unlock_account(account_id=payload["account_id"], case_number=context.case.case_number, **context.frame)


@effect("hold_account", undo=let_go, label=_("the hold on the account"))
def note_held(context: EffectContext) -> Payload:
    """A01: the account was locked together with the case; remember it."""
    return {"account_id": context.account_id}


@effect("release_account", undo=None, label=_("the account is free for the next case"))
def release_account(context: EffectContext) -> Payload:
    """A20: the change is in the book; the account is free for the next case."""
    unlock_account(account_id=context.account_id, case_number=context.case.case_number, **context.frame)
    return {}


def _account_spec(asked: Application) -> AccountSpec:
    return AccountSpec(
        name=asked.applicant_name.strip(),
        address=asked.address.strip(),
        district_id=asked.district_id,
        department_id=asked.district.department_id,
        account_class=_class_of(asked),
        voltage=asked.voltage,
        tariff_class=asked.tariff_class,
        load_character=asked.load_character,
        importance=asked.importance,
        industry_code=asked.trade_code,
        shift_pattern=asked.shift_pattern,
        weekly_closing=asked.rest_days,
        high_energy_class=asked.high_energy_class,
        security_capacity=asked.security_load or Decimal(0),
        temporary=asked.temporary,
        temporary_until=asked.temporary_until,
    )


def _class_of(asked: Application) -> AccountClass:
    """客户类型 consSortCode: by voltage, and among low voltage by the class of use."""
    if asked.voltage in HIGH_VOLTAGES:
        return AccountClass.HV
    is_home = asked.tariff_class in RESIDENT_CLASSES
    return AccountClass.LV_RESIDENT if is_home else AccountClass.LV_NON_RESIDENT
