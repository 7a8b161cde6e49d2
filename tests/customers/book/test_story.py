"""What the customer page tells: suspended equipment, exchanged meters, the end of a contract, many accounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from crm.audit.operation import SYSTEM
from crm.messages.enums import Channel
from crm.messages.models import MessageTemplate
from crm.messages.operations import send_message
from crm.org.enums import Role
from crm.org.models import Department
from customers.book.enums import ContactPurpose, RunStatus
from customers.book.models import AccountPrice, ContactPerson, Contract, SupplyAccount
from customers.book.models.periods import days
from customers.book.operations import remove_installation
from tests.customers.book.test_pages import address_of, cost, story_of
from tests.factories.book import OPENED, fit_meter, make_account, make_hv_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def page(client: Client, tree: dict[str, Department]) -> Client:
    client.force_login(make_staff("1001", tree["YQ-H"], Role.R1, Role.R6))
    return client


def test_what_is_suspended_stands_in_the_head_and_at_the_equipment(
    page: Client, tree: dict[str, Department]
) -> None:
    account = make_hv_account(tree["YQ"])
    transformer = account.transformers.order_by("sequence").first()
    assert transformer is not None
    transformer.run_status, transformer.stopped_on = RunStatus.STOPPED, OPENED.date()
    transformer.plan_resume_on = OPENED.date() + timedelta(days=90)
    transformer.save()
    SupplyAccount.objects.filter(pk=account.pk).update(running_capacity=Decimal(1600))
    head = page.get(address_of(account)).content.decode()
    assert "1,600 kVA 暂停中" in head
    blocks = page.get(address_of(account, "blocks/")).content.decode()
    assert "2026-03-02" in blocks
    assert "2026-05-31" in blocks, "the day until which it is suspended"


def test_an_account_before_its_supply_is_not_called_suspended(page: Client, tree: dict[str, Department]) -> None:
    account = make_account(
        tree["YQ"], status="1", open_case_number="261120-0001", contract_capacity=100, running_capacity=0
    )
    assert "暂停中" not in page.get(address_of(account)).content.decode()


def test_an_exchanged_meter_stays_with_its_readings(page: Client, tree: dict[str, Department]) -> None:
    account = make_hv_account(tree["YQ"])
    first = account.meterinstallations.select_related("meter").first()
    assert first is not None
    remove_installation(
        installation_id=first.pk,
        removed_at=OPENED + timedelta(days=100),
        stop_reading=Decimal("4321.5"),
        actor=SYSTEM,
        now=OPENED + timedelta(days=100),
    )
    text = page.get(address_of(account, "blocks/")).content.decode()
    assert first.meter.asset_number in text
    assert "4,321.5 kWh" in text


def test_prices_of_other_times_are_told(page: Client, tree: dict[str, Department]) -> None:
    account = make_hv_account(tree["YQ"])
    AccountPrice.objects.create(
        account=account,
        sequence=1,
        period=days(OPENED.date() - timedelta(days=900), OPENED.date() - timedelta(days=500)),
        price_code="IND-OLD-10",
        strategy="ONE_PART",
    )
    text = page.get(address_of(account, "blocks/")).content.decode()
    assert "IND-OLD-10" in text
    assert "IND-2P-10" in text


@pytest.mark.parametrize(("left", "warned"), [(59, True), (61, False)])
def test_a_contract_that_ends_soon_is_told_with_its_last_day(
    page: Client, tree: dict[str, Department], left: int, warned: bool
) -> None:
    account = make_hv_account(tree["YQ"])
    today = timezone.localdate()
    contract = Contract.objects.get(account=account)
    contract.term = days(contract.term.lower, today + timedelta(days=left))
    contract.save()
    last = today + timedelta(days=left - 1)
    assert (f"合同 {last:%Y-%m-%d}" in page.get(address_of(account)).content.decode()) == warned


def test_messages_about_the_account_are_told_and_no_others(page: Client, tree: dict[str, Department]) -> None:
    account, other = make_account(tree["YQ"]), make_account(tree["YQ"])
    MessageTemplate.objects.create(code="outage", channel=Channel.SMS, text="停电 $number")
    for each, number in ((account, "A1"), (other, "B2")):
        send_message(
            channel=Channel.SMS,
            recipient="13812345678",
            template="outage",
            context={"number": number},
            key=number,
            department=each.department,
            record=each,
            now=OPENED,
        )
    text = page.get(address_of(account, "blocks/")).content.decode()
    assert "停电 A1" in text
    assert "138****5678" in text
    assert "B2" not in text
    assert "13812345678" not in text


def test_a_chain_opens_the_account_that_was_asked_and_lists_the_others(
    page: Client, tree: dict[str, Department]
) -> None:
    first = make_account(tree["YQ"])
    rest = [make_account(tree["YQ"], customer=first.customer) for _number in range(59)]
    last = max(rest, key=lambda account: account.account_number)
    make_account(tree["GS"], customer=first.customer)
    answer = page.get(address_of(last))
    assert answer.context["page"].total == 60, "those of the other department are not counted"
    assert last.account_number in answer.context["page"].numbers
    assert len(answer.context["page"].numbers) == 8
    listed = page.get(f"/customers/{first.customer_id}/accounts/")
    assert len(listed.context["rows"]) == 50
    more = page.get(
        f"/customers/{first.customer_id}/accounts/",
        {"after": listed.context["page"].next},
        headers={"HX-Request": "true"},
    )
    shown = [row.account_number for part in (listed, more) for row in part.context["rows"]]
    assert shown == sorted(account.account_number for account in (first, *rest))
    found = page.get(f"/customers/{first.customer_id}/accounts/", {"number": last.account_number[4:]})
    assert last in found.context["rows"]


def grown(account: SupplyAccount, size: int) -> None:
    """The account with `size` of everything that can hang under it."""
    for number in range(size - 1):
        for model in (account.supply_points, account.power_sources, account.transformers):
            row = model.order_by("-sequence").first()
            assert row is not None
            row.pk, row.sequence = None, row.sequence + 1
            row.save()
        fit_meter(account)
        AccountPrice.objects.create(
            account=account,
            sequence=10 + number,
            period=days(OPENED.date(), None),
            price_code="X",
            strategy="ONE_PART",
        )
    for purpose in list(ContactPurpose)[: min(size, len(ContactPurpose))]:
        ContactPerson.objects.get_or_create(
            account=account, purpose=purpose, defaults={"name": "张三", "phone": "13812345678"}
        )


@pytest.mark.parametrize("tail", ["", "blocks/"])
def test_the_page_costs_the_same_for_any_structure(page: Client, tree: dict[str, Department], tail: str) -> None:
    small, large = make_hv_account(tree["YQ"]), make_hv_account(tree["YQ"])
    grown(large, 30)
    for _number in range(29):
        make_account(tree["YQ"], customer=large.customer)
    assert cost(page, address_of(large, tail)) == cost(page, address_of(small, tail))
    assert len(story_of(page, large)) > len(story_of(page, small))
