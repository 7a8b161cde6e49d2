"""Mending an account and a customer: what is checked, who may, what the forms show; the hint beside an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from crm.audit.models import Change, Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.org.enums import Role
from crm.org.models import Department, District, Staff
from customers.book.models import AccountQuality, Customer, QualityFinding, SupplyAccount
from customers.book.operations.details import correct_account_details, correct_customer_details
from customers.book.operations.locking import AccountBusy, AccountNotLiving
from customers.book.operations.quality import score_accounts
from customers.book.operations.streets import StreetRow, import_streets
from customers.book.queries.places import address_hint
from customers.book.sealed import unseal
from tests.factories.book import credit_code, id_card, make_account, make_customer, make_hv_account, make_section
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten(now: datetime) -> Iterator[None]:
    with time_machine.travel(now):
        yield


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def keeper(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1, Role.R16)


@pytest.fixture
def account(tree: dict[str, Department], now: datetime) -> SupplyAccount:
    account = make_hv_account(tree["YQ"], now=now)
    score_accounts([account.pk], now=now)
    return account


def correct(account: SupplyAccount, who: Any, now: datetime, **changes: Any) -> SupplyAccount:
    account.refresh_from_db()
    return correct_account_details(
        account_id=account.pk, version=account.version, changes=changes, reason="现场核实", actor=who, now=now
    )


def rules_of(account: SupplyAccount) -> set[str]:
    return set(QualityFinding.objects.filter(account=account).values_list("rule", flat=True))


def test_every_detail_is_written_once_and_scored_at_once(
    account: SupplyAccount, keeper: Staff, now: datetime
) -> None:
    section = make_section(account.department)
    before = AccountQuality.objects.get(account=account).completeness
    changes = {
        "check_cycle_months": 12,
        "last_checked_on": date(2026, 11, 1),
        "load_character": "2",
        "security_capacity": Decimal(300),
        "shift_pattern": "TWO",
        "address": "苏州市工业园区 星湖街 220号",
        "section": section.number,
        "industry_code": "C3970",
    }
    written = correct(account, keeper, now, **changes)
    account.refresh_from_db()
    assert written.version == account.version
    assert (account.check_cycle_months, account.security_capacity, account.shift_pattern) == (12, 300, "TWO")
    assert (account.address, account.section, account.industry_code) == (
        "苏州市工业园区 星湖街 220号",
        section,
        "3970",
    )
    assert {"industry_missing", "shift_pattern_missing"}.isdisjoint(rules_of(account))
    assert AccountQuality.objects.get(account=account).completeness > before
    entry = Entry.objects.get(operation="book.correct_account_details")
    assert entry.reason == "现场核实"
    assert "220号" not in str(entry.details)
    rows = Change.objects.count()
    correct(account, keeper, now, **changes | {"industry_code": "3970"})
    assert Change.objects.count() == rows, "what stands already is no change"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"check_cycle_months": 0}, "check_cycle_months"),
        ({"last_checked_on": date(2026, 11, 26)}, "last_checked_on"),
        ({"energised_on": date(1999, 1, 1)}, "energised_on"),
        ({"energised_on": None}, "energised_on"),
        ({"security_capacity": Decimal(-1)}, "security_capacity"),
        ({"temporary_until": date(2027, 1, 1)}, "temporary_until"),
        ({"load_character": "9"}, "load_character"),
        ({"shift_pattern": "NIGHT"}, "shift_pattern"),
        ({"section": "nowhere"}, "section"),
        ({"industry_code": "99"}, "industry_code"),
        ({"address": " "}, "address"),
        ({"contract_capacity": 1}, "contract_capacity"),
    ],
)
def test_a_wrong_detail_is_named_and_nothing_is_written(
    account: SupplyAccount, keeper: Staff, now: datetime, changes: dict[str, Any], field: str
) -> None:
    before = SupplyAccount.objects.filter(pk=account.pk).values().get()
    with pytest.raises(InvalidInput) as refusal:
        correct(account, keeper, now, **changes | {"shift_pattern": changes.get("shift_pattern", "ONE")})
    assert field in refusal.value.errors
    assert SupplyAccount.objects.filter(pk=account.pk).values().get() == before


def test_who_may_correct_what(account: SupplyAccount, tree: dict[str, Department], now: datetime) -> None:
    clerk, biller = make_staff("1", tree["YQ-H"], Role.R1), make_staff("2", tree["YQ-H"], Role.R16)
    correct(account, clerk, now, check_cycle_months=12)
    with pytest.raises(NotPermitted):
        correct(account, biller, now, check_cycle_months=24)
    section = make_section(account.department)
    with pytest.raises(NotPermitted):
        correct(account, clerk, now, section=section.number)
    correct(account, biller, now, section=section.number)
    with pytest.raises(OutOfScope):
        correct(account, make_staff("3", tree["GS-H"], Role.R1), now, check_cycle_months=24)


def test_not_while_a_case_is_open_nor_over_somebody_else_s_change(
    account: SupplyAccount, keeper: Staff, now: datetime
) -> None:
    account.refresh_from_db()
    seen = account.version
    correct(account, keeper, now, check_cycle_months=12)
    with pytest.raises(StaleVersion):
        correct_account_details(
            account_id=account.pk,
            version=seen,
            changes={"check_cycle_months": 24},
            reason="现场核实",
            actor=keeper,
            now=now,
        )
    SupplyAccount.objects.filter(pk=account.pk).update(status="2", open_case_number="T1")
    with pytest.raises(AccountBusy):
        correct(account, keeper, now, check_cycle_months=24)
    SupplyAccount.objects.filter(pk=account.pk).update(status="V", open_case_number="")
    with pytest.raises(AccountNotLiving):
        correct(account, keeper, now, check_cycle_months=24)


# --- the customer -----------------------------------------------------------------------------------------------


def number(customer: Customer, who: Any, now: datetime, kind: str, typed: str) -> Customer:
    customer.refresh_from_db()
    return correct_customer_details(
        customer_id=customer.pk,
        version=customer.version,
        id_kind=kind,
        id_number=typed,
        reason="补录证照",
        actor=who,
        now=now,
    )


def test_a_missing_number_is_filled_in_sealed(tree: dict[str, Department], keeper: Staff, now: datetime) -> None:
    account = make_account(tree["YQ"])
    score_accounts([account.pk], now=now)
    assert "id_number_missing" in rules_of(account)
    code = credit_code()
    customer = number(account.customer, keeper, now, "CREDIT_CODE", f" {code.lower()} ")
    assert unseal(customer.id_cipher) == code
    assert (customer.id_last4, bool(customer.id_tail_hash)) == (code[-4:], True)
    assert "id_number_missing" not in rules_of(account)
    assert code not in str(list(Entry.objects.values_list("details", "reason")))
    version = customer.version
    assert number(customer, keeper, now, "CREDIT_CODE", code).version == version, "safe to call twice"


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("CREDIT_CODE", "91320508MA0000001X", "id_number"),
        ("ID_CARD", "320508198001010010", "id_number"),
        ("ID_CARD", "990508198001010010", "id_number"),
        ("", "320508198001010019", "id_kind"),
    ],
)
def test_a_wrong_number_is_refused_at_the_door(
    tree: dict[str, Department], keeper: Staff, now: datetime, kind: str, typed: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        number(make_account(tree["YQ"]).customer, keeper, now, kind, typed)
    assert field in refusal.value.errors


def test_a_number_of_somebody_else_points_to_a_duplicate(
    tree: dict[str, Department], keeper: Staff, now: datetime
) -> None:
    first, second = make_account(tree["YQ"]), make_account(tree["YQ"])
    code = credit_code()
    number(first.customer, keeper, now, "CREDIT_CODE", code)
    with pytest.raises(InvalidInput) as refusal:
        number(second.customer, keeper, now, "CREDIT_CODE", code)
    assert "id_number" in refusal.value.errors


def test_a_standing_number_is_everybody_s_business(
    tree: dict[str, Department], keeper: Staff, now: datetime
) -> None:
    customer = make_customer()
    make_account(tree["YQ"], customer=customer)
    make_account(tree["GS"], customer=customer)
    number(customer, keeper, now, "CREDIT_CODE", credit_code())
    with pytest.raises(OutOfScope):
        number(customer, keeper, now, "CREDIT_CODE", credit_code())
    number(customer, SYSTEM, now, "CREDIT_CODE", credit_code())


# --- pages and the hint -----------------------------------------------------------------------------------------


def client_of(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_form_writes_and_shows_both_values_when_stale(
    account: SupplyAccount, keeper: Staff, now: datetime
) -> None:
    client = client_of(keeper)
    url = reverse("account-details", args=[account.customer_id, account.account_number])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"shift_pattern": "ONE", "check_cycle_months": "36", "reason": "现场核实"}
    assert client.post(url, data).status_code == 302
    account.refresh_from_db()
    assert (account.shift_pattern, account.check_cycle_months) == ("ONE", 36)
    stale = client.post(url, data | {"check_cycle_months": "24"})
    assert stale.status_code == 409
    assert stale.context["form"].theirs["check_cycle_months"] == 36


def test_a_home_stays_masked_and_empty_keeps_it(tree: dict[str, Department], keeper: Staff, now: datetime) -> None:
    person = make_customer(kind="PERSON", name="欧阳建国")
    account = make_account(
        tree["YQ"], customer=person, account_class="03", tariff_class="202", address="园区区星湖街8号3幢1202室"
    )
    client = client_of(keeper)
    url = reverse("account-details", args=[person.pk, account.account_number])
    shown = client.get(url).content.decode()
    assert "1202室" not in shown
    assert "建国" not in shown
    data = {"name": "", "address": "", "industry_code": "", "energised_on": "2020-01-08", "reason": "补录送电日期"}
    section = make_section(tree["YQ"])
    answer = client.post(url, data | {"section": section.number, "version": account.version})
    assert answer.status_code == 302
    account.refresh_from_db()
    assert (account.name, account.address, account.section) == ("欧阳建国", "园区区星湖街8号3幢1202室", section)


def test_the_customer_form_never_fills_the_number_in(
    tree: dict[str, Department], keeper: Staff, now: datetime
) -> None:
    account = make_account(tree["YQ"])
    code = credit_code()
    number(account.customer, keeper, now, "CREDIT_CODE", code)
    url = reverse("customer-details", args=[account.customer_id, account.account_number])
    client = client_of(keeper)
    assert code not in client.get(url).content.decode()
    account.customer.refresh_from_db()
    data = {
        "id_kind": "CREDIT_CODE",
        "mailing_address": "星湖街1号",
        "reason": "补录",
        "version": account.customer.version,
    }
    assert client.post(url, data).status_code == 302
    account.customer.refresh_from_db()
    assert account.customer.mailing_address == "星湖街1号"
    assert unseal(account.customer.id_cipher) == code


def test_the_hint_warns_and_never_refuses(tree: dict[str, Department], keeper: Staff, now: datetime) -> None:
    rows = [StreetRow("320508001", "平江街道", "320508"), StreetRow("320506100", "木渎镇", "320506")]
    import_streets(rows=rows, actor=SYSTEM, now=now)
    gusu = District.objects.get(code="320508")
    assert address_hint("姑苏区平江街道1号", gusu) == ""
    assert address_hint(" ", gusu) == ""
    assert "木渎镇" in address_hint("苏州市 木渎 镇 1号", gusu)
    assert "吴中区" in address_hint("吴中区中山路1号", gusu)
    assert gusu.name in address_hint("干将路1号", gusu)
    client = client_of(keeper)
    answer = client.post(reverse("address-hint"), {"district": gusu.pk, "address": "木渎镇<b>1号"})
    assert "木渎镇" in answer.content.decode()
    for odd in ({}, {"district": "x"}, {"district": "999999", "address": "木渎镇"}):
        assert client.post(reverse("address-hint"), odd).content.strip() == b""


def test_an_id_card_of_no_province_is_none() -> None:
    from django.core.exceptions import ValidationError
    from stdnum.cn import ric

    from customers.book.validators import clean_id_card

    body = "99050819800101001"
    with pytest.raises(ValidationError):
        clean_id_card(body + ric.calc_check_digit(body + "0"))
    assert clean_id_card(id_card(5))
