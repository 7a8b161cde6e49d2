"""Every condition that any app offers, against the plain answer of Python, on a book drawn at random."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bizexpansion.enums import CaseState
from bizexpansion.flows import latest_flows
from bizexpansion.models import Case
from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.registries.conditions import Choice, Condition, Day, Flag, Number, Text, conditions
from customers.book import enums
from customers.book.criteria import Vocabulary, check_criteria, read_criteria
from customers.book.industries import SECTION_OF, section_of
from customers.book.models import ContactPerson, Contract, SupplyAccount, accounts_meeting
from customers.book.models.periods import days
from metering.models import Reading
from metering.operations.partitions import create_partitions
from metering.operations.use import refresh_use_of_all
from metering.partitions import month_of, next_month
from tests.factories.book import make_account
from tests.factories.metering import NOW, charge, make_bill, pay
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
ACCOUNTS = 40
CODES = ["", "C", "3970", "39", "1711", "5211", "A", "0111", "97", "S"]
Fact = Any
FEW = settings(
    max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


class World:
    """Accounts with everything that can be asked of them, and what Python knows about each."""

    def __init__(self, tree: dict[str, Department], reader: Staff, seed: int) -> None:
        self.rng, self.tree, self.reader = Random(seed), tree, reader
        self.facts: dict[int, dict[str, Fact]] = {}
        create_partitions(first=date(2024, 9, 1), last=TODAY, actor=SYSTEM, now=NOW)
        for _number in range(ACCOUNTS):
            self.draw()
        refresh_use_of_all(actor=SYSTEM, now=NOW)

    def some(self, choices: Iterable[Any]) -> Any:
        return self.rng.choice(list(choices))

    def day(self, *, empty: bool = True) -> date | None:
        return None if empty and self.rng.random() < 0.3 else TODAY - timedelta(days=self.rng.randint(-400, 900))

    def draw(self) -> None:
        rng = self.rng
        hv = rng.random() < 0.5
        importance = self.some(enums.Importance.values)
        temporary = rng.random() < 0.4
        closed = rng.random() < 0.15
        row = make_account(
            self.tree[self.some(("YQ", "GS", "WZ"))],
            account_class="01" if hv else self.some(("02", "03")),
            voltage=self.some(enums.HIGH_VOLTAGES) if hv else self.some(("V220", "V380")),
            status="9" if closed else self.some(("0", "0", "V")),
            closed_on=TODAY if closed else None,
            contract_capacity=self.some((10, 315, 630, 1250)),
            running_capacity=10,
            tariff_class=self.some(enums.TariffClass.values),
            importance=importance,
            importance_until=self.day() if importance == "TEMPORARY" else None,
            is_key_account=rng.random() < 0.5,
            risk_grade=self.some(enums.RiskGrade.values),
            high_energy_class=self.some(("", "STEEL", "CEMENT")),
            load_character=self.some(enums.LoadCharacter.values),
            power_state=self.some(enums.PowerState.values),
            industry_code=self.some(CODES),
            is_urban=rng.random() < 0.5,
            temporary=self.some(("01", "02")) if temporary else "03",
            temporary_until=self.day() if temporary else None,
            built_on=TODAY - timedelta(days=rng.randint(500, 900)),
            energised_on=self.day(),
            last_checked_on=self.day(),
        )
        facts = self.facts[row.pk] = self.book(row)
        facts |= self.contacts(row) | self.contracts(row) | self.use(row) | self.arrears(row) | self.cases(row)

    def book(self, row: SupplyAccount) -> dict[str, Fact]:
        over = row.importance == "TEMPORARY" and row.importance_until is not None and row.importance_until < TODAY
        return {
            "book.status": row.status,
            "book.account_class": row.account_class,
            "book.customer_kind": row.customer.kind,
            "book.department": str(row.department_id),
            "book.district": str(row.district_id),
            "book.address": row.address,
            "book.name": row.name,
            "book.account_number": row.account_number,
            "book.is_urban": row.is_urban,
            "book.voltage": row.voltage,
            "book.capacity": row.contract_capacity,
            "book.running_capacity": row.running_capacity,
            "book.power_state": row.power_state,
            "book.energised": row.energised_on,
            "book.opened": row.built_on,
            "book.temporary": row.temporary != "03",
            "book.temporary_until": row.temporary_until,
            "book.last_checked": row.last_checked_on,
            "book.section": section_of(row.industry_code),
            "book.division": row.industry_code[:2] if row.industry_code[:2] in SECTION_OF else "",
            "book.tariff_class": row.tariff_class,
            "book.importance": "NONE" if over else row.importance or "NONE",
            "book.key_account": row.is_key_account,
            "book.risk": row.risk_grade or "NONE",
            "book.load_character": row.load_character,
            "book.high_energy": row.high_energy_class or "NONE",
        }

    def contacts(self, row: SupplyAccount) -> dict[str, Fact]:
        purposes = self.rng.sample(enums.ContactPurpose.values, self.rng.randint(0, 3))
        for purpose in purposes:
            ContactPerson.objects.create(account=row, purpose=purpose, name="李梅", phone="13812345678")
        return {"book.contact": purposes}

    def contracts(self, row: SupplyAccount) -> dict[str, Fact]:
        ends: list[date] = []
        holds = False
        for number, kind in enumerate(self.rng.sample(enums.ContractType.values, self.rng.randint(0, 2))):
            first = TODAY - timedelta(days=self.rng.randint(1, 900))
            end = None if self.rng.random() < 0.3 else first + timedelta(days=self.rng.randint(1, 1500))
            status = self.some(("2", "2", "3"))
            Contract.objects.create(
                number=f"{row.account_number}{number}",
                account=row,
                contract_type=kind,
                status=status,
                term=days(first, end),
                signed_on=first,
            )
            if status == "2":
                ends += [end] if end else []
                holds |= first <= TODAY and (end is None or end > TODAY)
        return {"book.contract_ends": ends, "book.contract_ends:never": not holds}

    def use(self, row: SupplyAccount) -> dict[str, Fact]:
        known: dict[date, Decimal] = {}
        month, gap, metered = date(2024, 9, 1), self.some((0, 0, 0.1)), self.rng.random() < 0.2
        last = self.some((date(2026, 10, 1), date(2026, 11, 1), date(2025, 6, 1), date(2023, 1, 1)))
        while month <= last:
            if self.rng.random() >= gap:
                known |= self.measured(row, month) if metered else self.billed(row, month)
            month = next_month(month)
        facts: dict[str, Fact] = {"metering.through_month": max(known) if known else None}
        for count in (1, 3, 12):
            now = [known.get(back(max(known), n)) for n in range(count)] if known else []
            before = [known.get(back(max(known), n + 12)) for n in range(count)] if known else []
            facts[f"metering.energy_{count}"] = sum(e for e in now if e is not None) if known else None
            whole = known and None not in now and None not in before and sum(before)  # type: ignore[arg-type]
            growth = (sum(now) / sum(before) - 1) * 100 if whole else None  # type: ignore[arg-type]
            facts[f"metering.growth_{count}"] = growth if growth is None else half_up(growth)
        return facts

    def billed(self, row: SupplyAccount, month: date) -> dict[date, Decimal]:
        energy = Decimal(self.rng.choice((0, 100, 150, 90_000)))
        make_bill(row, month, energy=energy, amount=Decimal(0))
        return {month: energy} if month < month_of(TODAY) else {}

    def measured(self, row: SupplyAccount, month: date) -> dict[date, Decimal]:
        whole = (next_month(month) - month).days
        count = whole - self.some((0, 3, 4))
        energy = Decimal(self.rng.choice((4, 5)))
        Reading.objects.bulk_create(
            Reading(account=row, day=month + timedelta(days=number), energy=energy) for number in range(count)
        )
        return {month: energy * count} if count >= whole - 3 and month < month_of(TODAY) else {}

    def arrears(self, row: SupplyAccount) -> dict[str, Fact]:
        overdue, oldest = Decimal(0), None
        if row.status != "V" and self.rng.random() < 0.6:
            for _each in range(self.rng.randint(1, 2)):
                due = TODAY - timedelta(days=self.rng.randint(-3, 120))
                charge(row, "100.00", due_on=due)
                if due < TODAY:
                    overdue += 100
                    oldest = min(due, oldest or due)
            if self.rng.random() < 0.3:
                pay(row, "500.00")
                overdue, oldest = Decimal(0), None
        return {
            "metering.in_arrears": bool(overdue),
            "metering.arrears": overdue,
            "metering.arrears_since": oldest,
        }

    def cases(self, row: SupplyAccount) -> dict[str, Fact]:
        families, accepted, is_open = [], [], False
        for number in range(self.rng.randint(0, 2)):
            flow = self.some(latest_flows()).flow
            lives = number == 0 and self.rng.random() < 0.5
            at = NOW - timedelta(days=self.rng.randint(0, 400))
            Case.objects.create(
                case_number=f"{row.pk}-{number}",
                flow_code=flow.code,
                flow_version=1,
                definition_hash="x",
                token=uuid4(),
                account=row,
                department_id=row.department_id,
                title="x",
                state=CaseState.IN_PROGRESS if lives else CaseState.CLOSED,
                marking={},
                voltage="KV10",
                accepted_by=self.reader,
                accepted_at=at,
                closed_at=None if lives else at,
            )
            accepted.append(timezone.localdate(at))
            families += [flow.family] if lives else []
            is_open |= lives
        return {
            "bizexpansion.open_case": is_open,
            "bizexpansion.open_family": families,
            "bizexpansion.last_accepted": max(accepted, default=None),
        }


def back(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def half_up(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), "ROUND_HALF_UP")


def meets(facts: dict[str, Fact], key: str, op: str, value: Any) -> bool:
    """What the row means, said once more in plain Python."""
    fact = facts[key]
    if op == "never":
        return facts.get(f"{key}:never", fact is None)
    if op in ("yes", "no"):
        return fact is (op == "yes")
    if isinstance(fact, list):
        return any(meets({key: each}, key, op, value) for each in fact)
    if fact is None:
        return False
    if op in ("older", "within"):
        limit = TODAY - timedelta(days=value)
        return fact < limit if op == "older" else limit <= fact <= TODAY
    if op == "ahead":
        return TODAY <= fact <= TODAY + timedelta(days=value)
    return {
        "in": lambda: fact in value,
        "starts": lambda: fact.startswith(value),
        "gt": lambda: fact > value,
        "gte": lambda: fact >= value,
        "lt": lambda: fact < value,
        "lte": lambda: fact <= value,
        "before": lambda: fact < value,
        "since": lambda: fact >= value,
        "between": lambda: value[0] <= fact <= value[1],
        "days": lambda: value[0] <= fact <= value[1],
    }[op]()


def values(condition: Condition, op: str, world: World, labels: list[str]) -> st.SearchStrategy[Any]:
    """Values that lie where the facts lie, so that they divide the accounts."""
    there = [facts[condition.key] for facts in world.facts.values()]
    flat = [each for fact in there for each in (fact if isinstance(fact, list) else [fact]) if each is not None]
    match condition.kind:
        case Choice():
            return st.lists(st.sampled_from(labels), min_size=1, max_size=4, unique=True)
        case Number():
            near = st.sampled_from([*flat, Decimal(0), Decimal(200)]).map(
                lambda n: Decimal(n).quantize(Decimal("0.1"))
            )
            return st.tuples(near, near).map(sorted).map(tuple) if op == "between" else near
        case Day():
            day = st.sampled_from([*flat, TODAY]).flatmap(
                lambda d: st.integers(-1, 1).map(lambda n: d + timedelta(n))
            )
            if op in ("older", "within", "ahead"):
                return st.integers(0, 1000)
            if op == "days":
                return st.tuples(day, day).map(sorted).map(tuple)
            return st.none() if op == "never" else day
        case Text():
            return st.sampled_from(flat).flatmap(lambda text: st.integers(1, len(text)).map(lambda n: text[:n]))
    assert isinstance(condition.kind, Flag)
    return st.none()


def stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value if value is None or isinstance(value, int | list) else str(value)


def test_every_condition_means_what_it_says() -> None:
    tree = make_company()
    reader = make_staff("1100", tree["MKT"], Role.MANAGER)
    world = World(tree, reader, seed=20261125)
    assert {entry.key for entry in conditions} == {
        key for key in next(iter(world.facts.values())) if not key.endswith(":never")
    }
    vocabulary = Vocabulary()
    divided: defaultdict[str, int] = defaultdict(int)

    def check(condition: Condition, op: str, value: Any, negated: bool) -> None:
        raw = {"field": condition.key, "op": op, "value": stored(value), "not": negated}
        root = check_criteria(read_criteria({"match": "all", "items": [raw]}), vocabulary)
        rows = list(accounts_meeting(root, reader, today=TODAY).values_list("pk", flat=True))
        expected = {
            pk
            for pk, facts in world.facts.items()
            if facts["book.status"] != "V" and meets(facts, condition.key, op, value) is not negated
        }
        assert sorted(rows) == sorted(expected), raw
        divided[condition.key] += 0 < len(expected) < ACCOUNTS

    for condition in conditions:
        labels = list(vocabulary.labels(condition))
        for operator in condition.kind.offered():
            drawn = values(condition, operator.code, world, labels)
            try_many(check, condition, operator.code, drawn)
    assert {key: count for key, count in divided.items() if not count} == {}


def try_many(check: Any, condition: Condition, op: str, drawn: st.SearchStrategy[Any]) -> None:
    """Some values, each as it stands and turned around."""

    @FEW
    @given(value=drawn)
    def try_it(value: Any) -> None:
        for negated in (False, True):
            check(condition, op, value, negated)

    try_it()
