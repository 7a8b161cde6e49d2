"""Duplicates and merges as a person sees them: whose departments they touch, what would move, who may agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from crm.audit.operation import SystemActor
from crm.errors import OutOfScope
from crm.org.enums import DepartmentKind
from crm.org.models import Department, RoleAssignment
from crm.org.permissions import granted_roles, held_roles, scope_of
from crm.prepared import Prepared
from crm.registries import movers
from crm.web.masks import mask_address, mask_name
from customers.book.matching import address_form, name_form
from customers.book.merging import (
    FIELD_LABELS,
    ConsentState,
    DuplicateRule,
    MergeState,
    PairState,
    completeness,
    differing,
)
from customers.book.models import Customer, CustomerMerge, DuplicatePair, MergeConsent, SupplyAccount
from customers.book.rules import CONSENT_TO_MERGE, MERGE_CUSTOMERS, VIEW_DUPLICATE

ADDRESSES_SHOWN = 3
MERGES_SHOWN = 10


def departments_of(customers: Iterable[int]) -> dict[int, set[int]]:
    """For each of these customers the business departments in which it has accounts. One query."""
    ids = list(customers)
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = SupplyAccount.objects.filter(customer_id__in=ids).values_list("customer_id", "department_id").distinct()
    for customer_id, department_id in rows:
        found[customer_id].add(department_id)
    return {pk: found[pk] for pk in ids}


def speaks_for(user: Any, permission: str, concerned: Collection[int]) -> set[int]:
    """The departments among those concerned for which a person may agree: those in which the role is held.

    A role held for the whole city is no side of a merge between departments, however high it stands: it speaks
    for a department only where no other one is concerned.
    """
    if isinstance(user, SystemActor) or (len(concerned) == 1 and scope_of(user, permission).everywhere):
        return set(concerned)
    roles = granted_roles(permission) if scope_of(user, permission) else frozenset()
    return {pk for role, pk in held_roles(user) if role in roles and pk is not None} & set(concerned)


def people_with(permission: str, departments: Iterable[int]) -> set[int]:
    """The staff of these business departments who may do something there. Two queries."""
    inside = Q(pk__in=[])
    for path in Department.objects.filter(pk__in=list(departments)).values_list("path", flat=True):
        inside |= Q(department__path__startswith=path) | Q(
            department__isnull=True, staff__department__path__startswith=path
        )
    rows = RoleAssignment.objects.filter(inside, role__in=granted_roles(permission))
    return set(rows.values_list("staff_id", flat=True))


@dataclass
class Face:
    """One customer as it is shown beside another one: masked, with where its accounts are."""

    customer: Customer
    departments: list[Department] = field(default_factory=list)
    accounts: int = 0
    is_ours: bool = False
    """Whether one of its accounts is in the reader's departments, so that its page opens."""
    addresses: list[str] = field(default_factory=list)

    def shown(self, name: str) -> str:
        """The value of one field as everybody may see it."""
        who = self.customer
        if name == "name":
            return who.masked_name
        if name == "id_number":
            return f"{who.get_id_kind_display()} {who.masked_id_number}" if who.id_hash else ""
        text = str(getattr(who, name))
        return mask_address(text) if who.is_person else text


@dataclass(frozen=True)
class Row:
    """One line of a comparison."""

    name: str
    label: Any
    values: tuple[str, str]
    differs: bool
    faces: tuple[Face, Face]

    @property
    def pairs(self) -> list[tuple[str, Face]]:
        """Each value with whose it is."""
        return list(zip(self.values, self.faces, strict=True))


@dataclass(frozen=True)
class Comparison:
    """Two customers side by side: why they may be one, where they differ, what would move, who must agree."""

    faces: tuple[Face, Face]
    rows: list[Row]
    evidence: list[str]
    doubts: list[str]
    holdings: list[tuple[Any, int, int]]
    others: list[Department]

    @property
    def fuller(self) -> Customer:
        """The customer that stays unless somebody chooses otherwise: more complete, more accounts, older."""
        return max(
            self.faces, key=lambda face: (completeness(face.customer), face.accounts, -face.customer.pk)
        ).customer


def faces(user: Any, customers: Iterable[Customer]) -> dict[int, Face]:
    """The customers as this person may see them; two queries, however many they are."""
    found = {customer.pk: Face(customer) for customer in customers}
    scope = scope_of(user, VIEW_DUPLICATE)
    departments = {row.pk: row for row in Department.objects.filter(kind=DepartmentKind.BUSINESS)}
    counts = (
        SupplyAccount.objects.filter(customer_id__in=found)
        .values_list("customer_id", "department_id")
        .annotate(number=Count("pk"))
        .order_by("department_id")
    )
    for customer_id, department_id, number in counts:
        face = found[customer_id]
        face.accounts += number
        face.departments.append(departments[department_id])
        face.is_ours = face.is_ours or scope.covers(department_id)
    return found


def visible_pairs(user: Any) -> QuerySet[DuplicatePair]:
    """The pairs that this person may judge, with both customers and a proposal that waits."""
    return DuplicatePair.objects.restrict(user, VIEW_DUPLICATE).select_related("first", "second", "decided_by")


def find_pair(user: Any, pk: int) -> DuplicatePair:
    """One pair. Raises OutOfScope (404)."""
    pair = visible_pairs(user).filter(pk=pk).first()
    if pair is None:
        raise OutOfScope
    return pair


def visible_merges(user: Any) -> QuerySet[CustomerMerge]:
    """The merges that touch this person's departments, with their customers and people."""
    people = ("proposed_by", "merged_by", "closed_by")
    return CustomerMerge.objects.restrict(user, VIEW_DUPLICATE).select_related(
        "survivor", "merged", "pair", *people
    )


def find_merge(user: Any, pk: int) -> CustomerMerge:
    """One merge. Raises OutOfScope (404)."""
    merge = visible_merges(user).filter(pk=pk).first()
    if merge is None:
        raise OutOfScope
    return merge


def waiting_for(user: Any) -> QuerySet[CustomerMerge]:
    """Proposals that wait for the consent of this person's departments."""
    every = set(Department.objects.filter(kind=DepartmentKind.BUSINESS).values_list("pk", flat=True))
    waiting = MergeConsent.objects.filter(
        merge_id=OuterRef("pk"),
        state=ConsentState.WAITING,
        department_id__in=sorted(speaks_for(user, CONSENT_TO_MERGE, every)),
    )
    return visible_merges(user).filter(Exists(waiting), state=MergeState.PROPOSED)


def _open_pair(customer: int) -> QuerySet[DuplicatePair]:
    mine = Q(first=customer) | Q(second=customer)
    return DuplicatePair.objects.filter(mine, state__in=(PairState.OPEN, PairState.PROPOSED)).order_by("-pk")[:1]


_OPEN_PAIR = Prepared(_open_pair, int)


def open_pair(user: Any, customer_id: int) -> DuplicatePair | None:
    """A pair of this customer that waits for somebody's judgement; the customer is one that the person sees."""
    return _OPEN_PAIR.one(customer_id)


def merges_into(user: Any, customer_id: int) -> list[CustomerMerge]:
    """The latest customers that were merged into this one, and are."""
    merges = visible_merges(user).filter(survivor=customer_id, state=MergeState.MERGED)
    return list(merges.order_by("-merged_at", "-pk")[:MERGES_SHOWN])


def compare(user: Any, one: Customer, other: Customer, rules: Iterable[str] = ()) -> Comparison:
    """Two customers side by side; a constant number of queries."""
    shown = faces(user, (one, other))
    pair = (shown[one.pk], shown[other.pk])
    in_clear = {customer.pk: _addresses(customer) for customer in (one, other)}
    for face in pair:
        texts = in_clear[face.customer.pk][:ADDRESSES_SHOWN]
        face.addresses = [mask_address(text) if face.customer.is_person else text for text in texts]
    different = differing(one, other)
    return Comparison(
        faces=pair,
        rows=[
            Row(name, label, (pair[0].shown(name), pair[1].shown(name)), name in different, pair)
            for name, label in FIELD_LABELS.items()
        ],
        evidence=[_evidence(rule, one, other, in_clear) for rule in rules],
        doubts=_doubts(one, other),
        holdings=[(mover.label, mover.count(one.pk), mover.count(other.pk)) for mover in movers],
        others=_others(user, pair),
    )


def moved_by(merge: CustomerMerge) -> list[tuple[Any, int]]:
    """What a merge moved: kind of record and how many."""
    return [
        (movers[move.mover].label if move.mover in movers else move.mover, len(move.records))
        for move in merge.moves.order_by("pk")
    ]


def merged_customers(customer_id: int) -> list[int]:
    """The customer and all that were merged into it: whose history is its history. One query."""
    merged = Customer.objects.filter(merged_into=customer_id).order_by("pk").values_list("pk", flat=True)
    return [customer_id, *merged]


def _addresses(customer: Customer) -> list[str]:
    accounts = SupplyAccount.objects.filter(customer=customer).order_by("account_number")
    own = (customer.registered_address, customer.mailing_address)
    return list(dict.fromkeys(filter(None, [*accounts.values_list("address", flat=True)[:1000], *own])))


def _others(user: Any, pair: tuple[Face, Face]) -> list[Department]:
    concerned = {department.pk: department for face in pair for department in face.departments}
    ours = speaks_for(user, MERGE_CUSTOMERS, concerned)
    return [department for pk, department in sorted(concerned.items()) if pk not in ours]


def _evidence(rule: str, one: Customer, other: Customer, addresses: dict[int, list[str]]) -> str:
    """Why a rule holds, with the forms that were compared; those of persons masked."""
    if rule != DuplicateRule.NAME_ADDRESS:
        numbers = dict.fromkeys((one.masked_id_number, other.masked_id_number))
        number = " / ".join(each for each in numbers if each)
        return _("%(rule)s: %(number)s") % {"rule": DuplicateRule(rule).label, "number": number}
    forms = [{address_form(text) for text in addresses[customer.pk]} for customer in (one, other)]
    place = next(iter(sorted(forms[0] & forms[1] - {""})), "")
    name = name_form(one.name)
    if one.is_person or other.is_person:
        name, place = mask_name(name), mask_address(place)
    return _("%(rule)s: compared as “%(name)s” and “%(place)s”") % {
        "rule": DuplicateRule(rule).label,
        "name": name,
        "place": place,
    }


def _doubts(one: Customer, other: Customer) -> list[str]:
    """What speaks against it."""
    found = []
    if one.id_hash and other.id_hash and one.id_kind == other.id_kind and one.id_hash != other.id_hash:
        found.append(_("Their ID numbers differ."))
    if one.kind != other.kind:
        found.append(_("One is a person, the other an organisation."))
    return found
