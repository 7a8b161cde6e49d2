"""Scores and findings: the SQL agrees with the plain reading, follows every write, survives a stop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.audit.operation import SYSTEM
from crm.org.models import Department, District
from customers.book import enums as e
from customers.book.models import (
    AccountPrice,
    AccountQuality,
    CapacityPeriod,
    ContactPerson,
    Contract,
    DepartmentQuality,
    FindingCare,
    IdCheck,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    QualityFinding,
    QualityMark,
    QualityRun,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.models.periods import days, moments
from customers.book.operations.quality import runs, score_accounts, score_everything, sweep_marked
from customers.book.operations.streets import StreetRow, import_streets
from customers.book.quality.catalogue import RULES
from customers.book.sealed import seal
from tests.customers.book.quality.oracle import judge
from tests.factories.book import (
    credit_code,
    id_card,
    make_account,
    make_customer,
    make_hv_account,
    make_meter,
    make_section,
)
from tests.factories.org import make_company

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def company() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def streets(company: dict[str, Department], now: datetime) -> None:
    rows = [
        StreetRow("320508001", "平江街道", "320508"),
        StreetRow("320571001", "娄葑街道", "320571"),
        StreetRow("320506100", "木渎镇", "320506"),
        StreetRow("320506404", "开发区", "320506"),
    ]
    import_streets(rows=rows, actor=SYSTEM, now=now)


def findings_of(account: SupplyAccount) -> set[str]:
    return set(QualityFinding.objects.filter(account=account).values_list("rule", flat=True))


# --- one account, drawn at random with everything that can be wrong -------------------------------------

ADDRESSES = (
    "姑苏区平江街道1号",
    "姑苏 平江 街道1号",
    "木渎镇中山路2号",
    "开发区3号",
    "园区区娄葑街道平江街道4号",
    "吴中区5号",
    "某路6号",
)
PHONES = (
    "13812345670", "13800000000", "12345", "0512-68251234", "0512-6666666", "0512-66666666", "95598", "4008208820",
    "13800138000", "12812345678", "400-820-8820", "0512-68251234-12", "66666666", "18912345678",
)  # fmt: skip


def draw_account(rng: Random, tree: dict[str, Department]) -> SupplyAccount:
    """An account with random columns and a random part of what belongs to it, written past the operations."""
    department = tree[rng.choice(("GS", "YQ", "WZ"))]
    kind = rng.choice(list(e.AccountClass))
    number = rng.choice(("", id_card(rng.randrange(999)), credit_code(), "320508198001011234", "X1234567"))
    id_kind = rng.choice(("ID_CARD", "CREDIT_CODE", "MILITARY")) if number else ""
    sealed = seal(number + str(rng.randrange(10**6)) if id_kind == "MILITARY" else number)
    customer = make_customer(
        kind=rng.choice(list(e.CustomerKind)),
        mailing_address=rng.choice(("", " ", "某路1号")),
        **(
            {"id_kind": id_kind, "id_hash": f"{rng.random()}", "id_last4": "1234", "id_cipher": sealed.cipher}
            if number
            else {}
        ),
    )
    temporary = rng.choice(list(e.TemporaryKind))
    status = rng.choice(("0", "0", "0", "2", "9", "1", "V"))
    account = make_account(
        department,
        customer=customer,
        name=rng.choice(("苏州某公司", "测试", "123", "无")),
        address=rng.choice(ADDRESSES),
        district=rng.choice(list(District.objects.all())),
        account_class=kind,
        status=status,
        open_case_number=f"T{rng.random()}" if status in "12" else "",
        closed_on=TODAY if status == "9" else None,
        voltage=rng.choice((e.Voltage.KV10, e.Voltage.KV20)) if kind == "01" else e.Voltage.V380,
        load_character=rng.choice("123"),
        importance=rng.choice(("", "FIRST", "TEMPORARY")),
        security_capacity=rng.choice((0, 10)),
        industry_code=rng.choice(("", "1711", "C17", "A17", "98", "C", "U", "9", "T97", "0111", "17111")),
        tariff_class=rng.choice(("100", "202", "203", "403")),
        shift_pattern=rng.choice(("", "ONE")),
        power_state=rng.choice(list(e.PowerState)),
        transfer=rng.choice(list(e.TransferKind)),
        temporary=temporary,
        temporary_until=None if temporary == "03" else rng.choice((None, TODAY, TODAY - timedelta(days=1))),
        energised_on=rng.choice((None, date(2020, 1, 8), date(2019, 1, 1), TODAY + timedelta(days=1))),
        last_checked_on=rng.choice((None, TODAY, TODAY + timedelta(days=2))),
        check_cycle_months=rng.choice((None, 12)),
        section=rng.choice((None, make_section(department), make_section(tree["WZ"]))),
        contract_capacity=rng.choice((80, 500)),
    )  # fmt: skip
    for part in (draw_contacts, draw_supply, draw_terms):
        part(rng, account)
    return account


def draw_contacts(rng: Random, account: SupplyAccount) -> None:
    for purpose in rng.sample(list(e.ContactPurpose), rng.randrange(6)):
        ContactPerson.objects.create(account=account, purpose=purpose, name="某", phone=rng.choice(PHONES))


def draw_supply(rng: Random, account: SupplyAccount) -> None:
    if rng.random() < 0.3:
        return
    point = SupplyPoint.objects.create(account=account, sequence=1, name="1", kind=e.SupplyPointKind.BOX)
    common: dict[str, Any] = {"account": account, "supply_point": point}
    for sequence in range(rng.randrange(3)):
        PowerSource.objects.create(
            sequence=sequence, kind=e.SourceKind.DEDICATED_LINE, nature=e.SourceNature.MAIN, capacity=10,
            voltage=rng.choice((e.Voltage.KV10, e.Voltage.V380)), line=rng.choice(("", "某线")),
            transformer_area=rng.choice(("", "某台区")), incoming_mode=e.IncomingMode.OVERHEAD, **common,
        )  # fmt: skip
    for sequence in range(rng.randrange(4)):
        Transformer.objects.create(
            sequence=sequence, name="1", plate_capacity=rng.choice((40, 250, 500)), primary_voltage=e.Voltage.KV10,
            run_status=rng.choice(list(e.RunStatus)), **common,
        )  # fmt: skip
    if rng.random() < 0.7:
        metering_point = MeteringPoint.objects.create(
            sequence=1, number=f"{account.account_number}01", name="1", voltage=account.voltage, wiring="FOUR_WIRE",
            mode="LV_SUPPLY", device_class="IV", **common,
        )  # fmt: skip
        meter = make_meter(account.department, state=e.DeviceState.RUNNING, reserved_for=account)
        begin = datetime.fromisoformat("2020-01-08T12:00:00+08:00")
        end = rng.choice((None, datetime.fromisoformat("2021-01-08T12:00:00+08:00")))
        MeterInstallation.objects.create(
            account=account,
            metering_point=metering_point,
            meter=meter,
            start_reading=0,
            period=moments(begin, end),
            stop_reading=1 if end else None,
        )


def draw_terms(rng: Random, account: SupplyAccount) -> None:
    ends = (None, TODAY, TODAY + timedelta(days=1))
    for number in range(rng.randrange(3)):
        Contract.objects.create(
            account=account, number=f"K{account.account_number}{number}", signed_on=date(2020, 1, 1),
            contract_type=list(e.ContractType)[rng.randrange(3) + 3 * number], status=rng.choice("1234"),
            voided_on=TODAY, term=days(date(2020, 1, 1), rng.choice(ends)),
        )  # fmt: skip
    if rng.random() < 0.7:
        AccountPrice.objects.create(
            account=account, period=days(date(2020, 1, 1), rng.choice(ends)), price_code="X", strategy="ONE_PART"
        )
    if rng.random() < 0.3:
        CapacityPeriod.objects.filter(account=account).update(
            period=days(date(2020, 1, 1), rng.choice(ends)), running_capacity=Decimal(40)
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_the_statement_agrees_with_the_plain_reading(
    seed: int, streets: None, company: dict[str, Department], now: datetime
) -> None:
    with transaction.atomic():
        accounts = [draw_account(Random(seed + place), company) for place in range(5)]
        score_accounts([account.pk for account in accounts], now=now)
        for account in SupplyAccount.objects.filter(pk__in=[a.pk for a in accounts]):
            agrees(account)
        transaction.set_rollback(True)


def agrees(account: SupplyAccount) -> None:
    expected, row = judge(account, TODAY), AccountQuality.objects.filter(account=account).first()
    if expected is None:
        assert row is None
        assert findings_of(account) == set()
        return
    assert row is not None
    assert findings_of(account) == expected.broken
    assert (row.completeness, row.correctness) == (expected.completeness, expected.correctness)
    assert (row.gaps, row.errors) == tuple(sum(RULES[key].severity == s for key in expected.broken) for s in "CE")


# --- what is written is scored again ---------------------------------------------------------------------


def test_a_whole_account_is_perfect_and_each_write_is_seen(company: dict[str, Department], now: datetime) -> None:
    account = make_hv_account(company["YQ"], address="苏州市工业园区星湖街218号")
    sweep_marked(now=now)
    assert findings_of(account) == {
        "contact_outage", "contact_legal", "mailing_address_missing", "industry_missing", "shift_pattern_missing",
    }  # fmt: skip
    ContactPerson.objects.bulk_create(
        [ContactPerson(account=account, purpose=p, name="王某", phone="18912345670") for p in ("OUTAGE", "LEGAL")]
    )
    SupplyAccount.objects.filter(pk=account.pk).update(industry_code="C39", shift_pattern="ONE")
    type(account.customer).objects.filter(pk=account.customer_id).update(mailing_address="某路1号")
    assert sweep_marked(now=now) == 1
    assert findings_of(account) == set()
    row = AccountQuality.objects.get(account=account)
    assert (row.completeness, row.correctness, row.gaps, row.errors) == (100, 100, 0, 0)
    for change, broken in (
        (lambda: account.contacts.filter(purpose="LEGAL").delete(), "contact_legal"),
        (lambda: account.contacts.filter(purpose="OUTAGE").update(phone="13800000000"), "phone_unlikely"),
        (lambda: account.prices.all().delete(), "price_missing"),
        (lambda: account.contracts.update(status="4", voided_on=TODAY), "contract_missing"),
        (lambda: account.transformers.update(run_status="03"), "transformer_missing"),
        (lambda: account.power_sources.update(line=""), "grid_link_missing"),
        (lambda: account.capacity_periods.update(running_capacity=1), "capacity_differs"),
    ):
        change()
        assert sweep_marked(now=now) == 1
        assert broken in findings_of(account), broken
    assert sweep_marked(now=now) == 0


def test_the_finding_keeps_its_first_day_and_goes_when_mended(
    company: dict[str, Department], now: datetime
) -> None:
    account = make_account(company["GS"])
    score_accounts([account.pk], now=now)
    first = QualityFinding.objects.get(account=account, rule="contact_accounts")
    FindingCare.objects.create(finding=first, at=now)
    score_accounts([account.pk], now=now + timedelta(days=3))
    assert QualityFinding.objects.get(pk=first.pk).since == now
    ContactPerson.objects.create(account=account, purpose="ACCOUNTS", name="王某", phone="18912345670")
    score_accounts([account.pk], now=now)
    assert not QualityFinding.objects.filter(pk=first.pk).exists()
    assert not FindingCare.objects.exists()


def test_an_important_account_is_more_urgent(company: dict[str, Department], now: datetime) -> None:
    plain, first = make_account(company["GS"]), make_account(company["GS"], importance="FIRST")
    score_accounts([plain.pk, first.pk], now=now)
    urgency = dict(QualityFinding.objects.filter(rule="contact_accounts").values_list("account_id", "priority"))
    assert urgency == {plain.pk: 5, first.pk: 20}


def test_a_deleted_account_takes_its_scores_along(company: dict[str, Department], now: datetime) -> None:
    account = make_account(company["GS"])
    sweep_marked(now=now)
    FindingCare.objects.create(finding=QualityFinding.objects.filter(account=account)[0], at=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM book_capacityperiod WHERE account_id = %s", [account.pk])
        cursor.execute("DELETE FROM book_supplyaccount WHERE id = %s", [account.pk])
    assert not AccountQuality.objects.exists()
    assert not QualityFinding.objects.exists()
    sweep_marked(now=now)
    assert not AccountQuality.objects.exists()


def test_a_wrong_number_is_found_once_and_judged_anew_when_it_changes(
    company: dict[str, Department], now: datetime
) -> None:
    bad = seal("320508198001011234")
    customer = make_customer(
        kind="PERSON", id_kind="ID_CARD", id_hash=bad.hash, id_last4=bad.last4, id_cipher=bad.cipher
    )
    account = make_account(company["GS"], customer=customer)
    sweep_marked(now=now)
    assert "id_number_wrong" in findings_of(account)
    checked = IdCheck.objects.get()
    score_accounts([account.pk], now=now + timedelta(days=1))
    assert IdCheck.objects.get().checked_at == checked.checked_at
    good = seal(id_card(7))
    type(customer).objects.filter(pk=customer.pk).update(
        id_hash=good.hash, id_last4=good.last4, id_cipher=good.cipher
    )
    sweep_marked(now=now)
    assert "id_number_wrong" not in findings_of(account)


def test_a_run_over_everything_goes_on_where_it_stopped(
    company: dict[str, Department], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BLOCK", 2)
    accounts = [make_account(company["GS"]) for _ in range(5)]
    QualityMark.objects.all().delete()
    once = iter([True, False])
    run = score_everything(now=now, keep_on=lambda: next(once))
    assert (run.finished_at, run.position) == (None, accounts[1].pk)
    assert AccountQuality.objects.count() == 2
    run = score_everything(now=now)
    assert run.finished_at == now
    assert AccountQuality.objects.count() == 5
    row = DepartmentQuality.objects.get()
    assert (row.department_id, row.month, row.accounts) == (company["GS"].pk, date(2026, 11, 1), 5)
    assert row.findings["contact_accounts"] == 5
    SupplyAccount.objects.filter(pk=accounts[0].pk).update(status="V")
    assert score_everything(now=now).finished_at == now
    assert AccountQuality.objects.count() == 5, "a finished run is left alone"
    score_everything(now=now + timedelta(days=1))
    assert AccountQuality.objects.count() == 4


def test_a_month_that_is_over_stays(company: dict[str, Department], now: datetime) -> None:
    account = make_account(company["GS"])
    score_everything(now=now)
    november = DepartmentQuality.objects.get()
    ContactPerson.objects.create(account=account, purpose="ACCOUNTS", name="王某", phone="18912345670")
    score_everything(now=now + timedelta(days=6))
    assert DepartmentQuality.objects.get(month=date(2026, 11, 1)).completeness == november.completeness
    assert DepartmentQuality.objects.get(month=date(2026, 12, 1)).completeness > november.completeness
    assert QualityRun.objects.count() == 2


def test_an_address_that_names_no_street_is_a_hint_only(
    company: dict[str, Department], streets: None, now: datetime
) -> None:
    """It takes a little off completeness and nothing off correctness; a street of elsewhere is an error."""
    gusu = District.objects.get(code="320508")
    none, own, other = (
        make_account(company["GS"], district=gusu, address=address)
        for address in ("姑苏区干将路1号", "姑苏区平江街道1号", "木渎镇1号")
    )
    sweep_marked(now=now)
    by_account = {
        account.pk: QualityFinding.objects.filter(account=account, rule__startswith="street")
        for account in (none, own, other)
    }
    assert [f.rule for f in by_account[none.pk]] == ["street_missing"]
    assert list(by_account[own.pk]) == []
    assert [f.rule for f in by_account[other.pk]] == ["street_elsewhere"]
    scores = AccountQuality.objects.in_bulk()
    assert scores[none.pk].correctness == 100
    assert scores[other.pk].correctness < 100
