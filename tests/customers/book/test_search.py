"""The box in the book: every identifier, whatever the writing, in one's own departments, masked, and up to date."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm.org.enums import Role
from crm.org.models import Department, Staff
from customers.book.models import ContactPerson, Customer, Meter, SearchTerm, SupplyAccount
from customers.book.models.search import SAMPLED
from customers.book.queries.search import MOST, NO_DETOUR, find_in_book
from customers.book.sealed import seal
from tests.factories.book import credit_code, id_card, make_account, make_customer, make_hv_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db
ID_CARD = id_card(7)


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1)


@pytest.fixture
def outsider(tree: dict[str, Department]) -> Staff:
    return make_staff("2001", tree["GS-H"], Role.R1)


def person(
    department: Department, name: str = "曾晓明", phone: str = "13812345678", **fields: Any
) -> SupplyAccount:
    sealed = seal(ID_CARD)
    customer = make_customer(
        name=name,
        kind="PERSON",
        id_kind="ID_CARD",
        id_hash=sealed.hash,
        id_tail_hash=sealed.tail_hash,
        id_last4=sealed.last4,
        id_cipher=sealed.cipher,
    )
    account = make_account(
        department, customer=customer, account_class="03", address="姑苏区平江路18号锦绣花园3幢402室", **fields
    )
    ContactPerson.objects.create(account=account, purpose="ACCOUNTS", name=name, phone=phone)
    return account


def urls(user: Staff, typed: str) -> list[str]:
    return [hit.url for hit in find_in_book(user, typed)]


def found(user: Staff, account: SupplyAccount, typed: str) -> bool:
    return any(account.account_number in url for url in urls(user, typed))


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("曾晓明", False),
        ("曾晓", False),
        ("晓明", False),
        ("曾", False),
        (" 曾 · 晓明 ", False),
        ("zxm", False),
        ("ZXM", False),
        ("cxm", False),
        ("zx", False),
        ("ｚｘ", False),
        ("13812345678", True),
        ("１３８ １２３４ ５６７８", True),
        ("138-1234-5678", True),
        ("1381", False),
        ("5678", False),
        ("345", False),
        ("平江路18", False),
        ("平江", False),
        ("锦绣花园3幢402", False),
        (ID_CARD, True),
        (ID_CARD.lower(), True),
        (ID_CARD[-6:], True),
    ],
)
def test_a_person_is_found_by(tree: dict[str, Department], clerk: Staff, typed: str, exact: bool) -> None:
    account = person(tree["YQ"])
    make_account(tree["YQ"])
    hits = [hit for hit in find_in_book(clerk, typed) if account.account_number in hit.url]
    assert [hit.exact for hit in hits] == [exact]


@pytest.mark.parametrize(
    "what", ["account", "part", "meter", "end of meter", "customer", "contract", "credit code"]
)
def test_a_firm_is_found_by(tree: dict[str, Department], clerk: Staff, what: str) -> None:
    account = make_hv_account(tree["YQ"])
    meter = account.meterinstallations.order_by("pk").first().meter
    meter.asset_number = f"{meter.asset_number[:-8]}90817263"
    meter.save()
    sealed = seal(credit_code(77))
    Customer.objects.filter(pk=account.customer_id).update(id_kind="CREDIT_CODE", id_hash=sealed.hash)
    typed = {
        "account": f" {account.account_number[:4]} {account.account_number[4:]}",
        "part": account.account_number[-6:],
        "meter": meter.asset_number,
        "end of meter": "90817263",
        "customer": account.customer.customer_number.lower(),
        "contract": account.contracts.get().number,
        "credit code": credit_code(77),
    }[what]
    assert found(clerk, account, typed)


@pytest.mark.parametrize(
    "typed", ["明", "江", "8", "z", "12", "曾晓红", "zxh", "13812345679", "平江路19", "000000"]
)
def test_a_person_is_not_found_by(tree: dict[str, Department], clerk: Staff, typed: str) -> None:
    assert not found(clerk, person(tree["YQ"]), typed)


@pytest.mark.parametrize("typed", ["曾晓明", "zxm", "曾", "13812345678", "平江路", ID_CARD, ID_CARD[-6:], "1381"])
def test_another_departments_customer_does_not_exist(
    tree: dict[str, Department], outsider: Staff, clerk: Staff, typed: str
) -> None:
    account = person(tree["YQ"])
    assert urls(outsider, typed) == []
    assert found(clerk, account, typed)
    assert found(make_staff("3001", tree["MKT"], Role.CALL_AGENT), account, typed), "the city-wide role sees all"


def test_hits_are_masked_and_nothing_personal_stands_in_addresses(
    client: Client, tree: dict[str, Department], clerk: Staff
) -> None:
    person(tree["YQ"])
    client.force_login(clerk)
    for typed in ("曾晓", "5678", "锦绣", ID_CARD):
        for headers in ({"HX-Request": "true"}, {}):
            answer = client.post("/search/", {"q": typed}, headers=headers)
            text = answer.content.decode() + answer.headers.get("Location", "")
            for secret in ("曾晓明", "13812345678", "402室", ID_CARD):
                assert secret not in text
    assert client.get("/search/?q=x").status_code == 405


def test_the_api_answers_the_same_groups(client: Client, tree: dict[str, Department], clerk: Staff) -> None:
    account = person(tree["YQ"])
    client.force_login(clerk)
    answer = client.post("/api/v1/search/", {"q": account.account_number}, content_type="application/json").json()
    assert [group["hits"][0]["exact"] for group in answer["groups"]] == [True]
    assert account.account_number in answer["groups"][0]["hits"][0]["title"]
    assert client.post("/api/v1/search/", {"q": "x" * 501}, content_type="application/json").status_code == 400
    assert client.post("/api/v1/search/", {}, content_type="application/json").status_code == 400
    assert client.get("/api/v1/search/").status_code == 405


@given(st.text(max_size=500))
@example("%")
@example("__")
@example("'\"\\;--")
@example("😀😀😀")
@example("１２３４５６７８９０")
@example("王" * 500)
@example("9" * 500)
@example("\x00\ud800")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_an_error(client: Client, clerk: Staff, typed: str) -> None:
    client.force_login(clerk)
    assert find_in_book(clerk, typed) == []
    if typed.encode("utf-8", "ignore").decode() == typed:  # what a browser can send
        assert client.post("/search/", {"q": typed}, headers={"HX-Request": "true"}).status_code == 200


NAMES = st.text(st.sampled_from("王伟鑫盛华ab1"), min_size=1, max_size=8)


@given(st.lists(NAMES, min_size=1, max_size=6), st.text(st.sampled_from("王伟鑫盛华ab1"), min_size=2, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_name_is_found_exactly_when_it_holds_the_text(clerk: Staff, names: list[str], typed: str) -> None:
    """Whatever stage finds it; `SAMPLED` accounts apart stand in the sample, the others in the index."""
    tree = Department.objects.get(code="YQ")
    made = [make_account(tree, name=name, address="无") for name in names]
    SupplyAccount.objects.filter(pk=made[0].pk).update(name=names[0])
    try:
        hits = {hit.title.split()[0] for hit in find_in_book(clerk, typed) if str(hit.title)}
        holding = {account.account_number for account, name in zip(made, names, strict=True) if typed in name}
        assert holding <= hits
    finally:
        SupplyAccount.objects.filter(pk__in=[account.pk for account in made]).delete()


def test_accounts_of_the_sample_are_found_once(tree: dict[str, Department], clerk: Staff) -> None:
    for pk in (SAMPLED * 900_000, SAMPLED * 900_000 + 1):
        make_account(tree["YQ"], pk=pk, name="某鑫盛")
    assert len(urls(clerk, "鑫盛")) == 2


def test_a_kind_shows_its_first_few_those_that_begin_so_before_others(
    tree: dict[str, Department], clerk: Staff
) -> None:
    for number in range(MOST + 3):
        make_account(tree["YQ"], name=f"老鑫盛{number}号")
    first = make_account(tree["YQ"], name="鑫盛")
    hits = urls(clerk, "鑫盛")
    assert len(hits) == MOST
    assert first.account_number in hits[0]


def test_the_index_follows_every_write(tree: dict[str, Department], clerk: Staff, outsider: Staff) -> None:
    account = person(tree["YQ"])
    SupplyAccount.objects.filter(pk=account.pk).update(name="单雄信", address="相城区人民路1号")
    assert (found(clerk, account, "sxx"), found(clerk, account, "人民路"), found(clerk, account, "平江")) == (
        True,
        True,
        False,
    )
    assert found(clerk, account, "曾晓明"), "the customer still bears that name"
    Customer.objects.filter(pk=account.customer_id).update(name="单雄信")
    assert not found(clerk, account, "曾晓明")
    account.contacts.update(phone="13900001111")
    assert (found(clerk, account, "13900001111"), found(clerk, account, "13812345678")) == (True, False)
    account.contacts.all().delete()
    assert not found(clerk, account, "13900001111")
    SupplyAccount.objects.filter(pk=account.pk).update(department=tree["GS"])
    assert (found(clerk, account, "单雄信"), found(outsider, account, "单雄信")) == (False, True)
    terms = SearchTerm.objects.filter(account_id=account.pk)
    assert set(terms.values_list("department_id", flat=True)) == {tree["GS"].pk}
    account.capacity_periods.all().delete()
    SupplyAccount.objects.filter(pk=account.pk)._raw_delete("default")
    assert not terms.exists()


def test_a_copied_row_is_found_at_once(tree: dict[str, Department], clerk: Staff) -> None:
    account = make_account(tree["YQ"])
    with connection.cursor() as cursor:
        line = f"{account.pk}\tOUTAGE\t王晓明\t13700009999\t1\n"
        cursor.copy_expert(
            "COPY book_contactperson (account_id, purpose, name, phone, version) FROM STDIN", io.StringIO(line)
        )
    assert found(clerk, account, "13700009999")


def test_a_meter_is_found_while_it_hangs(tree: dict[str, Department], clerk: Staff) -> None:
    account = make_hv_account(tree["YQ"])
    installation = account.meterinstallations.order_by("pk").first()
    number = "7" * 12 + "1234567890"
    Meter.objects.filter(pk=installation.meter_id).update(asset_number=number)
    assert found(clerk, account, number)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE book_meterinstallation SET period = tstzrange(lower(period), lower(period) + interval '1 day'),"
            " stop_reading = start_reading WHERE id = %s",
            [installation.pk],
        )
    assert not found(clerk, account, number)


@pytest.mark.parametrize("size", [1, 30])
def test_the_number_of_queries_is_constant(tree: dict[str, Department], clerk: Staff, size: int) -> None:
    for number in range(size):
        make_account(tree["YQ"], name=f"鑫盛{number}号")
    find_in_book(clerk, "先问一次")
    with Statements() as captured:
        assert find_in_book(clerk, "鑫盛")
    assert captured.cost == 2


def test_no_stage_reads_the_table_from_end_to_end(tree: dict[str, Department], clerk: Staff) -> None:
    """On a table of a few thousand rows already; the plan for 400,000 accounts stands in the decision."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO book_searchterm (account_id, kind, source_id, department_id, text)"
            " SELECT n, k, 0, %s, k || '姓名' || n || '某'"
            "   FROM generate_series(1, 5000) n, unnest('{N,A,C,P,M}'::text[]) k",
            [tree["YQ"].pk],
        )
        cursor.execute("ANALYZE book_searchterm")
    for typed in ("姓名", "无此", "138", "00000", "wx", "王", "姓名1234某"):
        with Statements() as captured:
            find_in_book(clerk, typed)
        statement = next(each["sql"] for each in captured if "book_searchterm" in each["sql"])
        with connection.cursor() as cursor:
            cursor.execute(statement.replace(NO_DETOUR, f"{NO_DETOUR} EXPLAIN "))
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "Seq Scan" not in plan, plan
