"""Distribution operations, grid control and safety look customers up: every address, block, field and export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from crm.imports.exporting import exports
from crm.messages.enums import Channel
from crm.messages.models import MessageTemplate
from crm.messages.operations import send_message
from crm.org.enums import OTHER_DEPARTMENTS, Role
from crm.org.models import RoleAssignment
from crm.org.permissions import granted_roles, known_permissions
from crm.registries import customer_blocks
from customers.book.api.serializers.accounts import LOOKED_UP
from customers.book.enums import ContactPurpose
from customers.book.models import ContactPerson, SupplyAccount
from customers.book.queries.search import find_in_book
from customers.book.sealed import seal
from metering.models import Bill
from tests.factories.book import id_card, make_account, make_customer, make_hv_account
from tests.factories.org import make_staff
from tests.matrix.rules import RULES
from tests.matrix.test_every_route import visit
from tests.matrix.world import World, make_world

pytestmark = pytest.mark.django_db
OTHERS = ("operator", "controller", "safety")
OPEN = {
    "account",
    "account-list",
    "api-account-detail",
    "api-account-list",
    "api-capacity-periods-list",
    "api-contact-list",
    "api-instrument-transformer-installations-list",
    "api-meter-installations-list",
    "api-metering-points-list",
    "api-power-sources-list",
    "api-supply-points-list",
    "api-transformers-list",
    "customer",
    "customer-account",
    "customer-accounts",
    "customer-block",
    "customer-blocks",
}
"""Beside what is everybody's own. The eye opens at an outage contact only; that of the world is another's."""
EMPTY = {
    "api-case-list": 200,
    "api-customer-list": 200,
    "api-reading-section-list": 200,
    "api-task-list": 200,
    "queue-refresh": 204,
}
LED_AWAY = {"work-queue", "administration"}
ALLOWED = {
    "book.look_up_account",
    "book.reveal_outage_contact",
    "bizexpansion.look_up_case",
    "workdays.view_calendar",
    "clocks.view_rule",
}
SECRETS = {
    "a price": "IND-2P-10",
    "a contract": "HT2026",
    "a bill": "15,432.10",
    "a bill in the API": "15432.10",
    "an electrician": "138****5678",
    "an electrician's name": "张*",
    "the message to an agent": "停电通知测试",
    "an ID number": "ID_LAST4",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The world of the matrix, and in it a firm with everything that the others must not see."""
    now = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        made = make_world(now)
        with time_machine.travel(now + timedelta(hours=1)):
            yield made
        transaction.set_rollback(True)


@pytest.fixture
def firm(world: World, db: None, now: datetime) -> SupplyAccount:
    """A firm with price, contract, arrears, contacts, ID number and a message."""
    account = make_hv_account(world.account.department)
    account.customer.id_last4 = "0L4T"
    account.customer.id_kind, account.customer.id_hash, account.customer.id_cipher = "CREDIT_CODE", "h" * 64, "c"
    account.customer.save()
    Bill.objects.create(
        account=account,
        month=date(2026, 9, 1),
        energy=Decimal(20000),
        amount=Decimal("15432.10"),
        due_on=date(2026, 10, 20),
    )
    for purpose, name, phone in (
        (ContactPurpose.OUTAGE, "钱值班", "13912340000"),
        (ContactPurpose.ACCOUNTS, "张会计", "13712340001"),
    ):
        account.contacts.update_or_create(purpose=purpose, defaults={"name": name, "phone": phone})
    MessageTemplate.objects.create(code="outage", channel=Channel.SMS, text="停电通知测试")
    send_message(
        channel=Channel.SMS,
        recipient="13712340001",
        template="outage",
        context={},
        key="firm",
        department=account.department,
        record=account,
        now=now,
    )
    return account


def told(text: str) -> list[str]:
    """Which of the secrets stand in a text."""
    return [what for what, word in SECRETS.items() if word.replace("ID_LAST4", "0L4T") in text]


def page_of(account: SupplyAccount, tail: str = "") -> str:
    return f"/customers/{account.customer_id}/accounts/{account.account_number}/{tail}"


@pytest.fixture(params=OTHERS)
def visitor(request: pytest.FixtureRequest, world: World) -> Client:
    client = Client()
    client.force_login(world.people[request.param])
    return client


@pytest.mark.parametrize("role", sorted(OTHER_DEPARTMENTS))
def test_they_hold_no_permission_but_to_look_up(role: Role) -> None:
    assert {permission for permission in known_permissions() if role in granted_roles(permission)} == ALLOWED


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.outsider is not None))
def test_no_address_is_open_but_the_book(world: World, name: str, who: str) -> None:
    status = visit(world, name, who)
    if name in OPEN or name in LED_AWAY:
        assert status == (302 if name in LED_AWAY | {"account"} else 200)
    elif name in EMPTY:
        assert status == EMPTY[name]
    else:
        assert status in (403, 404), f"{name} answers {status}"


@pytest.mark.parametrize("of", ["cases", "tasks", "customers", "reading-sections"])
def test_lists_of_others_work_are_empty(world: World, visitor: Client, of: str) -> None:
    assert visitor.get(f"/api/v1/{of}/").json()["results"] == []


def test_the_clerk_would_be_shown_all_of_it(world: World, firm: SupplyAccount) -> None:
    client = Client()
    client.force_login(world.people["clerk"])
    text = "".join(client.get(page_of(firm, tail)).content.decode() for tail in ("", "blocks/"))
    assert set(told(text)) == set(SECRETS) - {"a bill in the API"}


def test_the_page_tells_what_the_grid_needs_and_no_more(visitor: Client, firm: SupplyAccount) -> None:
    text = "".join(visitor.get(page_of(firm, tail)).content.decode() for tail in ("", "blocks/"))
    assert told(text) == []
    for word in (
        "苏州博远精密电子有限公司",
        "1号配电房",
        "10kV 星湖1线",
        "1号主变",
        "1,600 kVA",
        f"{firm.account_number}01",
        "139****0000",
        "钱*",
    ):
        assert word in text, word


def test_every_block_of_the_page_is_closed_or_silent(visitor: Client, firm: SupplyAccount) -> None:
    shown = set()
    for block in customer_blocks:
        answer = visitor.get(page_of(firm, f"blocks/{block.key}/"))
        if answer.status_code == 200:
            shown.add(block.key)
            assert told(answer.content.decode()) == []
    assert shown == {"supply", "grid-cases"}


def test_nothing_can_be_written(visitor: Client, firm: SupplyAccount) -> None:
    text = "".join(visitor.get(page_of(firm, tail)).content.decode() for tail in ("", "blocks/"))
    frame = visitor.get("/floor/").content.decode()
    forms, ours = (sorted(re.findall(r'action="([^"]*)"|hx-post="([^"]*)"', page)) for page in (frame, text))
    assert ours == forms, "only what every page has: search, sign-out, language"
    assert "contacts/" not in text
    assert 'class="btn' not in text.split("<main", 1)[1].split("phone-places")[0]


def test_the_eye_opens_at_the_outage_contact_only(visitor: Client, firm: SupplyAccount) -> None:
    by_purpose = {contact.purpose: contact for contact in ContactPerson.objects.filter(account=firm)}
    reason = {"reason": "CONTACT"}
    seen = visitor.post(f"/customers/reveal/contact/{by_purpose['OUTAGE'].pk}/phone/", reason)
    assert "13912340000" in seen.content.decode()
    for kind, pk, field in (
        ("contact", by_purpose["ACCOUNTS"].pk, "phone"),
        ("contact", by_purpose["ELECTRICAL"].pk, "name"),
        ("customer", firm.customer_id, "id_number"),
        ("account", firm.pk, "name"),
    ):
        assert visitor.post(f"/customers/reveal/{kind}/{pk}/{field}/", reason).status_code == 404


def test_a_persons_name_and_address_stay_masked(visitor: Client, world: World) -> None:
    account = make_account(world.account.department, name="王晓明", address="苏州市工业园区玲珑街18号3幢402室")
    type(account.customer).objects.filter(pk=account.customer_id).update(name="王晓明", kind="PERSON")
    text = visitor.get(page_of(account)).content.decode() + visitor.get("/customers/").content.decode()
    text += json.dumps(visitor.get(f"/api/v1/accounts/{account.account_number}/").json(), ensure_ascii=False)
    assert "王晓明" not in text
    assert "402室" not in text
    assert account.account_number in text


def test_the_api_gives_the_same_part(visitor: Client, firm: SupplyAccount) -> None:
    detail = visitor.get(f"/api/v1/accounts/{firm.account_number}/").json()
    assert told(json.dumps(detail, ensure_ascii=False)) == []
    assert set(detail) == LOOKED_UP
    assert [contact["purpose"] for contact in detail["contacts"]] == ["OUTAGE"]
    assert detail["supply_points"][0]["power_sources"]
    for part in ("prices", "contracts", "grades"):
        assert visitor.get(f"/api/v1/accounts/{firm.account_number}/{part}/").status_code == 403
    people = visitor.get(f"/api/v1/accounts/{firm.account_number}/contacts/").json()["results"]
    assert [person["purpose"] for person in people] == ["OUTAGE"]
    listed = visitor.get("/api/v1/accounts/").json()["results"]
    assert listed
    assert all(set(row) <= LOOKED_UP for row in listed)
    for method in ("post", "put", "patch", "delete"):
        answer = visitor.generic(
            method.upper(), f"/api/v1/accounts/{firm.account_number}/", content_type="application/json"
        )
        assert answer.status_code in (403, 404, 405)


@pytest.mark.parametrize("key", [export.key for export in exports])
def test_no_list_leaves_as_a_file(visitor: Client, key: str) -> None:
    assert visitor.get(reverse("export-new", args=[key])).status_code == 403
    assert visitor.post(reverse("export-new", args=[key]), {"reason": "我要"}).status_code == 403
    assert reverse("export-new", args=[key]) not in visitor.get("/customers/").content.decode()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("账号", True),
        ("博远精密", True),
        ("13912340000", True),
        ("1391234", True),
        ("139123", False),
        ("13712340001", False),
        ("13812345678", False),
        ("合同", False),
    ],
)
def test_the_box_finds_no_other_phone_and_no_document(
    world: World, firm: SupplyAccount, typed: str, found: bool
) -> None:
    text = {"账号": firm.account_number, "合同": firm.contracts.get().number}.get(typed, typed)
    for who in OTHERS:
        hits = [hit for hit in find_in_book(world.people[who], text) if firm.account_number in str(hit.title)]
        assert bool(hits) == found
    clerk = [hit for hit in find_in_book(world.people["clerk"], text) if firm.account_number in str(hit.title)]
    assert clerk


def test_the_box_does_not_find_them_an_id_number(world: World) -> None:
    sealed = seal(id_card(7))
    customer = make_customer(
        id_kind="ID_CARD",
        id_hash=sealed.hash,
        id_tail_hash=sealed.tail_hash,
        id_last4=sealed.last4,
        id_cipher=sealed.cipher,
    )
    account = make_account(world.account.department, customer=customer)
    for text in (id_card(7), id_card(7)[-6:]):
        assert [
            hit for hit in find_in_book(world.people["clerk"], text) if account.account_number in str(hit.title)
        ]
        assert find_in_book(world.people["controller"], text) == []


def test_a_region_is_as_far_as_they_look(world: World, firm: SupplyAccount) -> None:
    person = make_staff("M010", world.people["operator"].department)
    here, there = firm.department, world.people["stranger"].department.parent
    RoleAssignment.objects.create(staff=person, role=Role.GRID_OPERATOR, department=there)
    client = Client()
    client.force_login(person)
    assert client.get(page_of(firm)).status_code == 404
    RoleAssignment.objects.create(staff=person, role=Role.GRID_OPERATOR, department=here)
    assert client.get(page_of(firm)).status_code == 200


def test_who_works_here_and_looks_up_elsewhere_sees_each_in_its_measure(world: World, firm: SupplyAccount) -> None:
    person = make_staff("M011", world.people["stranger"].department, Role.R1)
    everywhere = world.people["operator"].department
    RoleAssignment.objects.create(staff=person, role=Role.GRID_OPERATOR, department=everywhere)
    client = Client()
    client.force_login(person)
    own = make_hv_account(world.people["stranger"].department.parent)
    assert "IND-2P-10" in client.get(page_of(own, "blocks/")).content.decode()
    assert told("".join(client.get(page_of(firm, tail)).content.decode() for tail in ("", "blocks/"))) == []
