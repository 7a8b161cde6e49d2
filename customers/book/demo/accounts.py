"""Writes drawn accounts into the book's tables, a few thousand in one operation by COPY.

What the counter's operations would do one by one is written here in one go; the constraints of the database
hold for both.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from crm.audit.operation import Actor, operation
from crm.local.seed.copying import next_ids, next_values
from crm.org.models import District
from customers.book.demo.blemishes import blemish
from customers.book.demo.drawing import Drawer, DrawnAccount
from customers.book.demo.rows import Ids, Place, Writer
from customers.book.models import (
    Customer,
    InstrumentTransformer,
    Meter,
    MeteringPoint,
    PowerSource,
    ReadingSection,
    SupplyAccount,
    SupplyPoint,
)
from customers.book.numbers import CONTRACT_SEQUENCE, allocate_account_numbers, allocate_customer_numbers
from customers.book.operations.standing import note_standing_stops

IT_PER_HV_ACCOUNT = 4


def prepare_accounts(*, first: int, last: int, seed: int, now: datetime, places: dict[str, Place]) -> Writer:
    """Draw the accounts with index `first` to `last` - 1 of this seed and lay their rows out; nothing is written.

    Takes keys and numbers from the sequences, and may run in a thread beside the writing of others.
    """
    today = timezone.localdate(now)
    drawer = Drawer(seed, today)
    drawn = [drawer.draw(index) for index in range(first, last)]
    spoilt = [blemish(account, seed) for account in drawn]
    writer = Writer(now, today, _ids(drawn), places)
    for account, blemishes in zip(drawn, spoilt, strict=True):
        writer.write(account, blemishes)
    return writer


@operation("book.build_demo_accounts")
def build_accounts(writer: Writer, *, actor: Actor, now: datetime) -> None:
    """Write prepared accounts."""
    writer.flush()
    note_standing_stops()


def _ids(drawn: list[DrawnAccount]) -> Ids:
    """Keys and numbers for everything that the accounts need, allocated at once."""
    count = len(drawn)
    hv = sum(account.is_hv for account in drawn)
    return Ids(
        customers=iter(next_ids(Customer, count)),
        accounts=iter(next_ids(SupplyAccount, count)),
        points=iter(next_ids(SupplyPoint, count)),
        sources=iter(next_ids(PowerSource, count + hv)),
        metering_points=iter(next_ids(MeteringPoint, count)),
        meters=iter(next_ids(Meter, count)),
        instrument_transformers=iter(next_ids(InstrumentTransformer, hv * IT_PER_HV_ACCOUNT)),
        account_numbers=iter(allocate_account_numbers(count)),
        customer_numbers=iter(allocate_customer_numbers(count)),
        contract_serials=iter(next_values(CONTRACT_SEQUENCE, count)),
    )


def find_places() -> dict[str, Place]:
    """The districts by code, with what accounts in them need."""
    by_code: dict[str, list[int]] = {}
    for pk, number in ReadingSection.objects.order_by("number").values_list("id", "number"):
        by_code.setdefault(number.split("-")[0], []).append(pk)
    return {
        district.code: Place(district.pk, district.department_id, by_code.get(district.code, []))
        for district in District.objects.all()
    }
