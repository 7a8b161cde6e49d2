"""The line of time: all channels by time, each restricted, paged by key, narrowed by channel and account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from crm.audit.models import Entry
from crm.audit.operation import SYSTEM
from crm.messages.enums import Channel
from crm.messages.models import MessageTemplate
from crm.messages.operations import send_message
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.registries import TimelineEntry, TimelineSource, timeline_sources
from crm.registries.timeline import Moment, Place, latest
from customers.book import line_of_time
from customers.book.models import SupplyAccount
from customers.book.operations import update_contact
from customers.book.operations.reveal import reveal_personal_data
from customers.book.queries import timeline
from customers.book.queries.timeline import timeline_of
from customers.book.specs import ContactSpec
from tests.customers.book.test_pages import address_of
from tests.factories.book import OPENED, make_account, make_hv_account
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    at: datetime
    id: int


def source(rows: list[Told]) -> Any:
    """What a table would answer."""

    def ask(before: Moment | None, limit: int) -> Iterable[Told]:
        found = [row for row in rows if before is None or (row.at, row.id) < (before.at, before.id)]
        return sorted(found, key=lambda row: (row.at, row.id), reverse=True)[:limit]

    return ask


@given(
    st.lists(st.lists(st.integers(0, 5), max_size=12), min_size=1, max_size=4),
    st.integers(min_value=1, max_value=5),
)
def test_pages_hold_everything_once_and_in_order(minutes: list[list[int]], size: int) -> None:
    sources = [
        (f"s{key}", source([Told(START + timedelta(minutes=each), row) for row, each in enumerate(times, start=1)]))
        for key, times in enumerate(minutes)
    ]
    seen: list[tuple[str, Told]] = []
    before: Place | None = None
    for _page in range(100):
        page = latest(sources, before=before, size=size)
        seen += page.entries
        before = page.next
        if before is None:
            break
        assert len(page.entries) == size
    assert before is None
    assert len(seen) == len(set(seen)) == sum(map(len, minutes))
    times = [entry.at for _key, entry in seen]
    assert times == sorted(times, reverse=True)


@pytest.fixture
def tree(db: None) -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("1001", tree["YQ-H"], Role.R1, Role.R6, name="张三")


@pytest.fixture
def page(client: Client, clerk: Staff) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def only_ours() -> Iterator[None]:
    """No source but those that a test registers."""
    before = dict(timeline_sources._entries)
    timeline_sources._entries, timeline_sources._ordered = {}, None
    yield
    timeline_sources._entries, timeline_sources._ordered = before, None


def change_contact(account: SupplyAccount, actor: Any, now: datetime) -> None:
    update_contact(
        account_id=account.pk,
        contact=ContactSpec(purpose="OUTAGE", name="王晓明", phone="13812345678"),
        version=0,
        actor=actor,
        now=now,
    )


def tell(account: SupplyAccount, key: str, now: datetime) -> None:
    MessageTemplate.objects.get_or_create(code="outage", channel=Channel.SMS, defaults={"text": "停电 $number"})
    send_message(
        channel=Channel.SMS,
        recipient="13812345678",
        template="outage",
        context={"number": key},
        key=key,
        department=account.department,
        record=account,
        now=now,
    )


def line(user: Staff, account: SupplyAccount, **how: Any) -> list[str]:
    return [f"{key}: {entry.title}" for key, entry in timeline_of(user, account, **how).entries]


def test_channels_stand_together_newest_first(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    account = make_account(tree["YQ"])
    tell(account, "A1", now)
    change_contact(account, clerk, now + timedelta(hours=1))
    tell(account, "A2", now + timedelta(hours=2))
    assert line(clerk, account) == ["messages: 停电 A2", "book: 修改联系人", "messages: 停电 A1"]
    assert line(clerk, account, channel="messages") == ["messages: 停电 A2", "messages: 停电 A1"]
    assert line(clerk, account, channel="nonsense") == []


def test_a_change_names_who_and_nothing_personal(
    page: Client, tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    account = make_account(tree["YQ"])
    change_contact(account, clerk, now)
    text = page.get(address_of(account, "timeline/")).content.decode()
    assert "张三" in text
    assert "王晓明" not in text
    assert "13812345678" not in text


def test_to_look_is_no_change(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    account = make_account(tree["YQ"])
    reveal_personal_data(kind="account", pk=account.pk, field_name="name", reason="CONTACT", actor=clerk, now=now)
    assert line(clerk, account) == []


def test_steps_of_a_greater_operation_are_not_told_beside_it(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    account = make_account(tree["YQ"])
    for parent in (None, 77):
        Entry.objects.create(
            at=now, operation="book.set_capacity", subject_type="book.supplyaccount", subject_id=account.pk,
            parent_id=parent,
        )  # fmt: skip
    assert len(line(clerk, account)) == 1


def test_other_accounts_come_only_when_asked_and_only_ones_own(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    account = make_account(tree["YQ"])
    sister = make_account(tree["YQ"], customer=account.customer)
    foreign = make_account(tree["GS"], customer=account.customer)
    for number, each in enumerate((account, sister, foreign)):
        tell(each, f"N{number}", now + timedelta(minutes=number))
    assert line(clerk, account) == ["messages: 停电 N0"]
    assert line(clerk, account, whole=True) == ["messages: 停电 N1", "messages: 停电 N0"]


def test_a_channel_needs_its_permission(tree: dict[str, Department], now: datetime) -> None:
    account = make_account(tree["YQ"])
    tell(account, "A1", now)
    assert line(make_staff("1002", tree["YQ-T"], Role.R3), account) == []


def test_nobody_elses_line(client: Client, tree: dict[str, Department]) -> None:
    account = make_account(tree["YQ"])
    for role, department, status in ((Role.R1, "GS-H", 404), (Role.GRID_OPERATOR, "OPS", 403)):
        client.force_login(make_staff(f"2{department}", tree[department], role))
        assert client.get(address_of(account, "timeline/")).status_code == status


def test_earlier_entries_come_by_key(
    page: Client, tree: dict[str, Department], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "FIRST", 3)
    monkeypatch.setattr(timeline, "FURTHER", 4)
    account = make_account(tree["YQ"])
    for number in range(9):
        tell(account, f"N{number}", now)
    context = line_of_time.timeline_context(Staff.objects.get(number="1001"), account)
    shown, address = [entry.title for entry in context["entries"]], context["earlier"]
    while address:
        answer = page.get(address)
        shown += [entry.title for entry in answer.context["entries"]]
        address = answer.context["earlier"]
    assert shown == [f"停电 N{number}" for number in reversed(range(9))]


@pytest.mark.parametrize("size", [1, 30])
def test_the_line_costs_the_same_for_any_number_of_entries_and_accounts(
    page: Client, tree: dict[str, Department], clerk: Staff, size: int
) -> None:
    account = make_hv_account(tree["YQ"])
    for number in range(size):
        other = make_account(tree["YQ"], customer=account.customer)
        tell(other, f"N{number}", OPENED + timedelta(minutes=number))
        change_contact(other, SYSTEM, OPENED + timedelta(minutes=number))
    clerk = Staff.objects.get(pk=clerk.pk)
    timeline_of(clerk, account)
    with Statements() as queries:
        assert len(timeline_of(clerk, account, whole=True).entries) > 0
    assert queries.cost == 1 + len(timeline.channels(clerk, account)), "the accounts, and one for each source"


@pytest.mark.usefixtures("only_ours")
def test_a_source_of_a_higher_app_is_asked_for_no_more_than_is_shown(
    tree: dict[str, Department], clerk: Staff
) -> None:
    asked: list[Any] = []

    def query(user: Any, accounts: Any, before: Any, limit: int) -> list[TimelineEntry]:
        asked.append((list(accounts), before, limit))
        return [TimelineEntry(START, 1, "walk-in")]

    timeline_sources.register(TimelineSource("hall", "hall", query))
    timeline_sources.register(TimelineSource("closed", "closed", query, permission="book.keep_store"))
    account = make_account(tree["YQ"])
    assert line(clerk, account) == ["hall: walk-in"]
    assert asked == [([account.pk], None, timeline.FIRST + 1)]
