"""Another customer holds an account (211): the number stays, what belonged to the person goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from crm.outbox.operations import emit_at_end
from crm.reading import read_together
from customers.book.enums import AccountStatus
from customers.book.models import AccountPrice, ContactPerson, InvoiceTitle, PaymentTerms, SupplyAccount
from customers.book.models.periods import days
from customers.book.operations.contacts import write_contacts
from customers.book.operations.customers import lock_customer
from customers.book.operations.locking import day_of, lock_account, require_case, store
from customers.book.operations.payers import release_from_payers
from customers.book.operations.quality.scoring import score_accounts
from customers.book.queries.payers import terms_naming
from customers.book.specs import ContactSpec


@dataclass(frozen=True)
class HeldBefore:
    """Who held an account and on what terms; what `undo_transfer_account` takes. Days in ISO form, "" for none."""

    customer_id: int
    name: str
    contacts: list[list[str]]
    payment: list[list[str]]
    prices: list[list[str]]
    titles: list[list[str]] = field(default_factory=list)


@operation("book.transfer_account")
def transfer_account(
    *,
    account_id: int,
    customer_id: int,
    contacts: Sequence[ContactSpec],
    transferred_on: date,
    case_number: str,
    actor: Actor,
    now: datetime,
) -> HeldBefore:
    """The account belongs to another customer from a day on (A20 of 211), under that customer's name.

    The customer is the one that `customer_id` was merged into, if it was; he is locked against a merge meanwhile.
    Contacts are his, the terms of payment (without terms: at the counter, by reading) and the invoice data end,
    prices begin anew with the same values, so that what is counted by price (tiers, demand) starts at nothing. Held
    by him already: only the rest. The new holder has agreed to pay for nobody: accounts that were paid together
    with this one pay for themselves, and stay so if it is undone. Raises InvalidInput (`transferred_on`),
    AccountBusy, AccountNotLiving, OutOfScope. Inverse: `undo_transfer_account`.
    """
    holder = lock_customer(customer_id)
    if holder is None:
        raise OutOfScope
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, customer=holder.customer_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    if not account.built_on <= transferred_on <= day_of(now):
        raise InvalidInput({"transfer_on": _("The day lies before the account was opened or in the future.")})
    standing = ContactPerson.objects.filter(account=account)
    on_the_day = {"account": account, "period__contains": transferred_on}
    contacts_before, payments, titles, prices, depending = read_together(
        standing.order_by("purpose"),
        PaymentTerms.objects.filter(**on_the_day).order_by("pk"),
        InvoiceTitle.objects.filter(**on_the_day).order_by("pk"),
        AccountPrice.objects.filter(**on_the_day).order_by("sequence"),
        terms_naming([account.account_number], transferred_on).order_by("pk")[:1],
    )
    before = HeldBefore(
        account.customer_id,
        account.name,
        [[one.purpose, one.name, one.phone] for one in contacts_before],
        _end(payments, transferred_on),
        _begin_prices_anew(prices, transferred_on, case_number),
        _end(titles, transferred_on),
    )
    standing.delete()
    write_contacts(account, contacts)
    store(account, customer_id=holder.pk, name=holder.name)
    if depending:
        release_from_payers({account.pk: transferred_on}, [account], case_number, now=now)
    score_accounts([account.pk], now=now)
    emit_at_end(
        "book.account_transferred",
        key=f"book.account_transferred:{account.pk}:{account.version}",
        payload={
            "account_id": account.pk,
            "department_id": account.department_id,
            "from_customer_id": before.customer_id,
            "to_customer_id": holder.pk,
            "case": case_number,
        },
        now=now,
    )
    return before


@operation("book.undo_transfer_account")
def undo_transfer_account(
    *, account_id: int, before: HeldBefore, case_number: str, actor: Actor, now: datetime
) -> SupplyAccount:
    """Undo `transfer_account`: the account belongs to whom it belonged, on the terms that he had."""
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    require_case(account, case_number, AccountStatus.CHANGE_OPEN)
    ContactPerson.objects.filter(account=account).delete()
    write_contacts(account, [ContactSpec(purpose=one[0], name=one[1], phone=one[2]) for one in before.contacts])
    AccountPrice.objects.filter(account=account, case_number=case_number).delete()
    for model, rows in (
        (PaymentTerms, before.payment),
        (AccountPrice, before.prices),
        (InvoiceTitle, before.titles),
    ):
        for pk, first, end in rows:
            period = days(date.fromisoformat(first), date.fromisoformat(end) if end else None)
            model._default_manager.filter(pk=pk).update(period=period)
    store(account, customer_id=before.customer_id, name=before.name)
    score_accounts([account.pk], now=now)
    return account


def _end(rows: Sequence[PaymentTerms | InvoiceTitle], day: date) -> list[list[str]]:
    """What the old holder agreed ends on the day; what began on that very day holds for it alone."""
    ended = []
    for row in rows:
        ended.append(_period_of(row))
        row.period = days(row.period.lower, max(day, row.period.lower + timedelta(days=1)))
        row.save(update_fields=["period"])
    return ended


def _begin_prices_anew(prices: list[AccountPrice], day: date, case_number: str) -> list[list[str]]:
    ended = []
    for row in prices:
        if row.period.lower < day:
            ended.append(_period_of(row))
            end = row.period.upper
            row.period = days(row.period.lower, day)
            row.save(update_fields=["period"])
            row.pk, row.period, row.case_number = None, days(day, end), case_number
            row.save(force_insert=True)
    return ended


def _period_of(row: PaymentTerms | AccountPrice | InvoiceTitle) -> list[str]:
    end = row.period.upper
    return [str(row.pk), row.period.lower.isoformat(), end.isoformat() if end else ""]
