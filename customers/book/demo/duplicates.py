"""Customers of the demo book that stand in it twice, as three departments with books of their own leave them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from crm.audit.operation import SYSTEM, Actor, operation
from crm.local.builders import SeedRequest
from crm.org.models import Staff
from customers.book.enums import AccountStatus, CustomerKind
from customers.book.matching import address_form, name_form
from customers.book.models import Customer, DuplicatePair, SupplyAccount
from customers.book.operations import merge_customers, propose_merge
from customers.book.operations.duplicates import compare_customers
from customers.book.queries.merging import people_with
from customers.book.rules import CONSENT_TO_MERGE

EACH = 3
LOOKED_AT = 600
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NUMBER = ("id_kind", "id_hash", "id_tail_hash", "id_last4", "id_cipher")


def build_duplicates(request: SeedRequest) -> None:
    """Write a few customers down twice, propose one merge across departments and carry one out."""
    if DuplicatePair.objects.exists():
        request.say("duplicates: some are there, nothing to add")
        return
    pairs = write_twins(actor=SYSTEM, now=request.now)
    _decide(request.now)
    request.say(f"duplicates: {pairs} customers written down twice")


@operation("book.write_demo_twins")
def write_twins(*, actor: Actor, now: datetime) -> int:
    """Make other demo customers look like earlier ones: by credit code, or by name and address; how many."""
    firms, homes = _singles(CustomerKind.ORGANISATION), _singles(CustomerKind.PERSON)
    made: list[int] = []
    for pool, is_far, by_number in (
        (firms, True, True),
        (firms, False, True),
        (firms, False, False),
        (homes, False, False),
    ):
        for one, other in _couples(pool, is_far=is_far):
            _write_twin(one, other, by_number=by_number)
            made += [one.customer_id, other.customer_id]
    if made:
        compare_customers(made, now=now)
    return len(made) // 2


def _singles(kind: CustomerKind) -> list[SupplyAccount]:
    """Normal accounts that are their customer's only one, whose name and address can be written otherwise."""
    siblings = SupplyAccount.objects.filter(customer=OuterRef("customer")).exclude(pk=OuterRef("pk"))
    rows = (
        SupplyAccount.objects.filter(
            ~Exists(siblings), status=AccountStatus.NORMAL, customer__kind=kind, name=F("customer__name")
        )
        .exclude(customer__id_hash="")
        .select_related("customer")
        .order_by("pk")
    )
    return [
        row
        for row in rows[:LOOKED_AT]
        if name_form(otherwise_named(row.name)) == name_form(row.name)
        and address_form(otherwise_placed(row.address)) == address_form(row.address) != ""
    ]


def _couples(pool: list[SupplyAccount], *, is_far: bool) -> Iterator[tuple[SupplyAccount, SupplyAccount]]:
    """Two accounts of different customers, of one department or of two; each is taken out of the pool."""
    for _ in range(EACH):
        if not pool:
            return
        one = pool.pop(0)
        place = next(
            (i for i, each in enumerate(pool) if (each.department_id != one.department_id) == is_far), None
        )
        if place is None:
            return
        yield one, pool.pop(place)


def _write_twin(one: SupplyAccount, other: SupplyAccount, *, by_number: bool) -> None:
    """`other` becomes a second record of the customer of `one`."""
    known = one.customer
    name = otherwise_named(known.name) if known.kind == CustomerKind.ORGANISATION else known.name
    number = {column: getattr(known, column) if by_number else "" for column in _NUMBER}
    address = other.address if by_number else otherwise_placed(one.address)
    Customer.objects.filter(pk=other.customer_id).update(
        name=name, registered_address=address, mailing_address="" if by_number else address, **number
    )
    SupplyAccount.objects.filter(pk=other.pk).update(name=name, address=address)


def otherwise_named(name: str) -> str:
    """The same firm as another book writes it."""
    if name.endswith("有限公司"):
        return f"{name.removesuffix('有限公司').removeprefix('苏州')}（苏州）有限责任公司"
    return name.removeprefix("苏州") if name.startswith("苏州") else f"苏州{name}"


def otherwise_placed(address: str) -> str:
    """The same place as another book writes it."""
    return address.removeprefix("江苏省").removeprefix("苏州市").translate(_WIDE)


def _decide(now: datetime) -> None:
    """One merge that waits for the other department, one that is done and can be undone."""
    for pair in DuplicatePair.objects.filter(rules__contains=["CREDIT_CODE"]).order_by("pk"):
        places = SupplyAccount.objects.filter(customer__in=(pair.first_id, pair.second_id))
        departments = list(places.order_by("pk").values_list("department_id", flat=True))
        clerk = Staff.objects.filter(pk__in=people_with(CONSENT_TO_MERGE, departments[:1])).order_by("pk").first()
        is_far = len(set(departments)) > 1
        if clerk is None or pair.merges.exists() or _has(is_far=is_far):
            continue
        decide = propose_merge if is_far else merge_customers
        decide(
            survivor_id=pair.first_id,
            merged_id=pair.second_id,
            reason="同一企业在两本台账中重复建档" if is_far else "营业执照一致，重复建档",
            actor=clerk,
            now=now,
        )


def _has(*, is_far: bool) -> bool:
    state = "PROPOSED" if is_far else "MERGED"
    return DuplicatePair.objects.filter(state=state).exists()
