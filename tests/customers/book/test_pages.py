"""The account list, the customer page, the eye, the contact form: scope, masks, constant query counts."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crm.audit.models import Entry, Reveal
from crm.audit.operation import SYSTEM
from crm.org.enums import Role
from crm.org.models import Department, RoleAssignment, Staff
from crm.registries import CustomerBlock, customer_blocks
from customers.book import enums
from customers.book.models import ContactPerson, SupplyAccount
from customers.book.operations import reveal, update_contact
from customers.book.sealed import seal
from customers.book.specs import ContactSpec
from tests.factories.book import OPENED, id_card, make_account, make_customer, make_hv_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1, Role.R6)


@pytest.fixture
def outsider(tree: dict[str, Department]) -> Staff:
    return make_staff("2001", tree["GS-H"], Role.R1)


@pytest.fixture
def page(client: Client, clerk: Staff) -> Client:
    client.force_login(clerk)
    return client


def person_account(tree: dict[str, Department]) -> SupplyAccount:
    """A household with everything personal that the book can hold."""
    sealed = seal(id_card(7))
    customer = make_customer(
        name="王晓明",
        kind=enums.CustomerKind.PERSON,
        id_kind=enums.IdKind.ID_CARD,
        id_hash=sealed.hash,
        id_last4=sealed.last4,
        id_cipher=sealed.cipher,
    )
    account = make_account(tree["YQ"], customer=customer, address="苏州市工业园区玲珑街18号3幢402室")
    ContactPerson.objects.create(
        account=account, purpose=enums.ContactPurpose.ACCOUNTS, name="王晓明", phone="13812345678"
    )
    return account


def address_of(account: SupplyAccount, tail: str = "") -> str:
    return f"/customers/{account.customer_id}/accounts/{account.account_number}/{tail}"


def story_of(page: Client, account: SupplyAccount) -> str:
    """The customer page with all that it loads afterwards."""
    return "".join(page.get(address_of(account, tail)).content.decode() for tail in ("", "blocks/"))


def cost(page: Client, url: str) -> int:
    """Queries of a page beyond those of the empty frame."""
    counts = []
    for address in ("/floor/", url):
        page.get(address)
        with Statements() as queries:
            assert page.get(address).status_code == 200
        counts.append(queries.cost)
    return counts[1] - counts[0]


def test_list_shows_own_department_only(page: Client, tree: dict[str, Department]) -> None:
    mine, theirs = make_account(tree["YQ"]), make_account(tree["GS"])
    text = page.get("/customers/").content.decode()
    assert mine.account_number in text
    assert theirs.account_number not in text


def test_city_wide_unit_sees_all_departments(client: Client, tree: dict[str, Department]) -> None:
    client.force_login(make_staff("3001", tree["MET"], Role.R13))
    numbers = [make_account(tree[code]).account_number for code in ("YQ", "GS", "WZ")]
    text = client.get("/customers/").content.decode()
    assert all(number in text for number in numbers)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"lv", "hv"}),
        ("?account_class=01", {"hv"}),
        ("?voltage=V380", {"lv"}),
        ("?status=V", {"void"}),
        ("?status=0&account_class=02", {"lv"}),
        ("?importance=FIRST", {"hv"}),
    ],
)
def test_filters(page: Client, tree: dict[str, Department], query: str, expected: set[str]) -> None:
    rows = {
        "lv": make_account(tree["YQ"]),
        "hv": make_account(tree["YQ"], account_class="01", voltage="KV10", importance="FIRST"),
        "void": make_account(tree["YQ"], status="V"),
    }
    response = page.get(f"/customers/{query}")
    shown = {row.account_number for row in response.context["rows"]}
    assert shown == {rows[name].account_number for name in expected}


def test_department_filter_offers_only_ones_own(page: Client, tree: dict[str, Department]) -> None:
    response = page.get("/customers/")
    assert list(response.context["filter"].form.fields["department"].queryset) == [tree["YQ"]]


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_for_any_number_of_rows(page: Client, tree: dict[str, Department], rows: int) -> None:
    for _row in range(rows):
        make_account(tree["YQ"])
    assert cost(page, "/customers/") == 4, "departments and segments of the filter, rows, capped count"


def test_further_rows_come_by_key(page: Client, tree: dict[str, Department]) -> None:
    numbers = [make_account(tree["YQ"]).account_number for _row in range(60)]
    first = page.get("/customers/")
    second = page.get("/customers/", {"after": first.context["page"].next}, headers={"HX-Request": "true"})
    shown = [row.account_number for response in (first, second) for row in response.context["rows"]]
    assert shown == sorted(numbers)


def test_customer_page_shows_the_whole_hierarchy(page: Client, tree: dict[str, Department]) -> None:
    account = make_hv_account(tree["YQ"])
    text = story_of(page, account)
    for word in (
        "苏州博远精密电子有限公司",
        "1号配电房",
        "10kV 星湖1线",
        "10kV 星湖2线",
        "1号主变",
        "1,600 kVA",
        f"{account.account_number}01",
        "IND-2P-10",
        "HT2026",
        "2029-03-01",  # the last day of the contract, not its open end
        "张*",
        "138****5678",
    ):
        assert word in text, word
    assert "13812345678" not in text
    assert "张建国" not in text


def test_customer_page_of_a_person_is_masked(page: Client, tree: dict[str, Department]) -> None:
    account = person_account(tree)
    text = story_of(page, account) + page.get("/customers/").content.decode()
    assert "王*" in text
    for secret in ("王晓明", "13812345678", "402室", id_card(7)):
        assert secret not in text


@pytest.fixture
def no_blocks() -> Iterator[None]:
    """The book's own page, without the blocks of higher apps."""
    before = dict(customer_blocks._entries)
    customer_blocks._entries, customer_blocks._ordered = {}, None
    yield
    customer_blocks._entries, customer_blocks._ordered = before, None


@pytest.mark.usefixtures("no_blocks")
@pytest.mark.parametrize("size", [1, 30])
def test_the_head_costs_the_same_for_any_number_of_accounts(
    page: Client, tree: dict[str, Department], size: int
) -> None:
    account = make_hv_account(tree["YQ"])
    for _other in range(size - 1):
        make_account(tree["YQ"], customer=account.customer)
    assert cost(page, address_of(account)) == 6, (
        "account and customer, numbers, contacts and contracts, opening, arrears, duplicate"
    )


def test_customer_without_a_number_opens_its_living_account(page: Client, tree: dict[str, Department]) -> None:
    void = make_account(tree["YQ"], status="V")
    living = make_account(tree["YQ"], customer=void.customer)
    response = page.get(f"/customers/{void.customer_id}/")
    assert response.context["account"].pk == living.pk
    assert page.get(f"/customers/accounts/{living.account_number}/").headers["Location"] == address_of(living)


def test_another_departments_customer_does_not_exist(
    client: Client, outsider: Staff, tree: dict[str, Department]
) -> None:
    account = make_hv_account(tree["YQ"])
    contact = account.contacts.first()
    client.force_login(outsider)
    for url in (
        f"/customers/{account.customer_id}/",
        address_of(account),
        address_of(account, "contacts/LEGAL/"),
        f"/customers/accounts/{account.account_number}/",
        f"/customers/reveal/contact/{contact.pk}/phone/",
    ):
        assert client.get(url).status_code == 404, url
    assert client.post(f"/customers/reveal/contact/{contact.pk}/phone/", {"reason": "CONTACT"}).status_code == 404
    assert not Reveal.objects.exists()


def test_customer_of_two_departments_shows_each_only_its_own_account(
    client: Client, clerk: Staff, outsider: Staff, tree: dict[str, Department]
) -> None:
    mine = make_account(tree["YQ"])
    theirs = make_account(tree["GS"], customer=mine.customer)
    client.force_login(clerk)
    assert theirs.account_number not in client.get(address_of(mine)).content.decode()
    assert client.get(address_of(theirs)).status_code == 404


def test_account_of_another_customer_is_not_shown_under_this_one(page: Client, tree: dict[str, Department]) -> None:
    one, other = make_account(tree["YQ"]), make_account(tree["YQ"])
    assert page.get(f"/customers/{one.customer_id}/accounts/{other.account_number}/").status_code == 404


def test_eye_asks_why_records_and_shows_once(page: Client, tree: dict[str, Department], clerk: Staff) -> None:
    contact = person_account(tree).contacts.get()
    url = f"/customers/reveal/contact/{contact.pk}/phone/"
    asked = page.get(url, headers={"HX-Request": "true"})
    assert "13812345678" not in asked.content.decode()
    assert not Reveal.objects.exists()
    shown = page.post(url, {"reason": "CONTACT"}, headers={"HX-Request": "true"})
    assert "13812345678" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    row = Reveal.objects.get()
    assert (row.actor_id, row.subject_type, row.subject_id, row.field, row.reason) == (
        clerk.pk,
        "book.contactperson",
        contact.pk,
        "phone",
        "CONTACT",
    )
    assert "13812345678" not in page.get(address_of(contact.account)).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"reason": "nonsense"}, {"reason": "OTHER"}, {"reason": "OTHER", "note": " "}]
)
def test_no_reason_no_value(page: Client, tree: dict[str, Department], data: dict[str, str]) -> None:
    contact = person_account(tree).contacts.get()
    response = page.post(f"/customers/reveal/contact/{contact.pk}/phone/", data)
    assert response.status_code == 422
    assert "13812345678" not in response.content.decode()
    assert not Reveal.objects.exists()


def test_id_number_is_encrypted_at_rest_and_shown_behind_the_eye(page: Client, tree: dict[str, Department]) -> None:
    account = person_account(tree)
    assert id_card(7) not in str(account.customer.__dict__)
    shown = page.post(f"/customers/reveal/customer/{account.customer_id}/id_number/", {"reason": "IDENTIFY"})
    assert id_card(7) in shown.content.decode()


@pytest.mark.parametrize(
    "path", ["customer/{customer}/id_hash/", "contact/{customer}/account/", "meter/1/address/"]
)
def test_only_listed_fields_can_be_revealed(page: Client, tree: dict[str, Department], path: str) -> None:
    account = person_account(tree)
    url = "/customers/reveal/" + path.format(customer=account.customer_id)
    assert page.post(url, {"reason": "IDENTIFY"}).status_code == 404


def test_collecting_personal_data_is_stopped(
    page: Client, tree: dict[str, Department], clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = person_account(tree).contacts.get()
    monkeypatch.setattr(reveal, "REVEALS_PER_HOUR", 2)
    url = f"/customers/reveal/contact/{contact.pk}/phone/"
    answers = [page.post(url, {"reason": "CONTACT"}) for _attempt in range(3)]
    assert ["13812345678" in answer.content.decode() for answer in answers] == [True, True, False]
    assert answers[2].status_code == 429
    assert str(reveal.TooManyReveals.message) in answers[2].content.decode()
    assert Reveal.objects.count() == 2


def test_contact_is_corrected_and_an_empty_field_keeps_what_stands(
    page: Client, tree: dict[str, Department]
) -> None:
    account = person_account(tree)
    url = address_of(account, "contacts/ACCOUNTS/")
    text = page.get(url).content.decode()
    assert "138****5678" in text
    assert "13812345678" not in text
    answer = page.post(url, {"phone": "139 1234 0000", "name": "", "version": 1})
    assert (answer.status_code, answer.headers["Location"]) == (302, address_of(account))
    contact = account.contacts.get()
    assert (contact.name, contact.phone, contact.version) == ("王晓明", "13912340000", 2)
    assert Entry.objects.filter(operation="book.update_contact", subject_id=contact.pk).count() == 1


def test_stale_contact_form_shows_both_values_and_keeps_what_was_typed(
    page: Client, tree: dict[str, Department]
) -> None:
    account = person_account(tree)
    update_contact(
        account_id=account.pk,
        contact=ContactSpec(purpose="ACCOUNTS", name="李梅", phone="13700001111"),
        version=1,
        actor=SYSTEM,
        now=OPENED,
    )
    url = address_of(account, "contacts/ACCOUNTS/")
    answer = page.post(url, {"name": "赵强", "phone": "13800002222", "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 409
    for word in ("赵强", "13800002222", "李*", "137****1111"):
        assert word in text, word
    assert account.contacts.get().name == "李梅"
    again = page.post(url, {"name": "赵强", "phone": "13800002222", "version": 2})
    assert again.status_code == 302
    assert account.contacts.get().name == "赵强"


@pytest.mark.parametrize("phone", ["12345", "1381234567", "abc", "138123456789"])
def test_wrong_phone_names_its_field(page: Client, tree: dict[str, Department], phone: str) -> None:
    account = person_account(tree)
    answer = page.post(address_of(account, "contacts/LEGAL/"), {"name": "赵强", "phone": phone, "version": 0})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["phone"]
    assert account.contacts.count() == 1


def test_new_contact_needs_name_and_phone(page: Client, tree: dict[str, Department]) -> None:
    account = person_account(tree)
    answer = page.post(address_of(account, "contacts/LEGAL/"), {"version": 0})
    assert sorted(answer.context["form"].errors) == ["name", "phone"]
    assert page.get(address_of(account, "contacts/NOBODY/")).status_code == 404


def test_contact_form_needs_the_role(client: Client, tree: dict[str, Department]) -> None:
    account = person_account(tree)
    client.force_login(make_staff("4001", tree["YQ-T"], Role.R3))
    assert client.get(address_of(account)).status_code == 200
    assert client.get(address_of(account, "contacts/ACCOUNTS/")).status_code == 403


@pytest.fixture
def blocks(no_blocks: None) -> list[str]:
    """Two blocks of a higher app, one of them lazy, in place of the real ones."""
    asked: list[str] = []

    def nothing(user: Any, customer: Any) -> None:
        asked.append("silent")

    def query(key: str) -> Any:
        def ask(user: Any, customer: Any) -> dict[str, Any]:
            asked.append(f"{key} {customer.focus.account_number}")
            return {"facts": [("key", key)]}

        return ask

    for key, lazy in (("eager", False), ("later", True)):
        customer_blocks.register(CustomerBlock(key, key, "components/facts.html", query(key), lazy=lazy))
    for key, lazy in (("silent", False), ("silent-later", True)):
        customer_blocks.register(CustomerBlock(key, key, "components/facts.html", nothing, lazy=lazy))
    customer_blocks.register(
        CustomerBlock("closed", "closed", "components/facts.html", query("closed"), permission="book.keep_store")
    )
    return asked


def test_blocks_of_higher_apps_stand_on_the_page(
    page: Client, tree: dict[str, Department], blocks: list[str]
) -> None:
    account = make_account(tree["YQ"])
    text = page.get(address_of(account)).content.decode()
    assert blocks == [f"eager {account.account_number}", "silent"], "lazy ones wait, others need the permission"
    assert f'hx-get="{address_of(account, "blocks/")}"' in text
    assert 'id="block-later"' in text
    assert 'id="block-silent"' not in text, "an app with nothing to say has no place on the page"
    parts = page.get(address_of(account, "blocks/")).content.decode()
    assert "<dd>later</dd>" in parts
    assert "<dd>eager</dd>" not in parts
    assert '<section id="block-silent-later" hx-swap-oob="delete">' in parts
    assert "<dd>later</dd>" in page.get(address_of(account, "blocks/later/")).content.decode()
    assert page.get(address_of(account, "blocks/closed/")).status_code == 404
    assert page.get(address_of(account, "blocks/unknown/")).status_code == 404


def test_a_block_needs_its_permission_in_the_department_of_the_account(
    client: Client, tree: dict[str, Department], no_blocks: None
) -> None:
    person = make_staff("5001", tree["YQ-H"], Role.R1)
    RoleAssignment.objects.create(staff=person, role=Role.R13, department=tree["GS"])
    customer_blocks.register(
        CustomerBlock("store", "store", "components/facts.html", lambda user, who: {}, "book.keep_store")
    )
    client.force_login(person)
    shown = [
        "block-store" in client.get(address_of(make_account(tree[code]))).content.decode() for code in ("GS", "YQ")
    ]
    assert shown == [True, False]


def test_pages_stand_in_english_too(page: Client, tree: dict[str, Department], clerk: Staff) -> None:
    clerk.language = "en"
    clerk.password_changed_at = timezone.now()
    clerk.save()
    text = story_of(page, make_hv_account(tree["YQ"]))
    for word in ("contract capacity", "two-part price", "electrical matters"):
        assert word in text, word
