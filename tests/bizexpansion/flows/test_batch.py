"""112 beyond its one walk: a long list, bad rows, a second sheet, many rows at once, rows that are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.enums import CaseState, TaskState
from bizexpansion.models import Case, Household, HouseholdBatch, ListRowState
from bizexpansion.operations import batch
from bizexpansion.operations.households import fill
from customers.book.enums import AccountStatus, CustomerKind, DeviceState
from customers.book.models import Meter, SupplyAccount
from tests.bizexpansion.flows.office import Office
from tests.bizexpansion.flows.tables.batch import TABLES
from tests.bizexpansion.invariants import check_case
from tests.bizexpansion.whole_book import assert_unchanged, whole_book
from tests.factories.bizexpansion import Wishes, make_people
from tests.factories.book import make_meter
from tests.factories.html_forms import fields_of
from tests.factories.sheets import HOUSEHOLD, csv_file, xlsx
from tests.statements import Statements

pytestmark = pytest.mark.django_db
Row = tuple[str, ...]
SIGNED = {"customer_signatory": "住户"}


def home(number: int, **other: str) -> Row:
    """A household that is in order, unless something else is said."""
    values = dict(
        zip(HOUSEHOLD, (f"住户{number}", "", "", f"{number // 100 + 1}幢", "", f"{number}室", "", "8"), strict=True)
    )
    return tuple({**values, **other}.values())


@pytest.fixture
def opened(now: datetime) -> Callable[..., Office]:
    """A batch with these rows, accepted at the counter."""

    def accept(*rows: Row, sheet: Any = None) -> Office:
        table = replace(TABLES[0], wishes=Wishes(capacity=TABLES[0].wishes.capacity, terminal=False))
        office = Office(make_people(), table, now)
        office.accept(sheet=sheet or xlsx(HOUSEHOLD, rows), household_count=str(max(len(rows), 1)))
        return office

    return accept


def states(case: Case) -> list[str]:
    """The states of the rows in their order."""
    rows = Household.objects.filter(application__case=case).order_by("number")
    return list(rows.values_list("state", flat=True))


def statements(call: Callable[[], Any]) -> int:
    """How many statements a call makes."""
    with Statements() as seen:
        call()
    return len(seen)


def page(office: Office, name: str, *args: Any, who: str = "R1", query: str = "") -> Any:
    """Open a page of the batch."""
    with time_machine.travel(office.now):
        url = reverse(name, args=[office.case.case_number, *args])
        return office.browser(office.company.who(who)).get(url + query)


def test_three_hundred_rows_are_accepted_and_determined_in_few_statements(opened: Callable[..., Office]) -> None:
    office = opened(*(home(number) for number in range(300)))
    assert states(office.case) == [ListRowState.GOOD] * 300
    made = statements(lambda: office.must("determine_batch"))
    assert made < 150, made
    assert states(office.case) == [ListRowState.TAKEN] * 300
    rows = Household.objects.filter(application__case=office.case).select_related("account").order_by("number")
    numbers = [row.account.account_number[:9] for row in rows if row.account]
    serials = [int(number) for number in numbers]
    assert serials == list(range(serials[0], serials[0] + 300))
    office.run("draft_contract")
    assert office.case.tasks.filter(state=TaskState.OPEN, node="draft_contract").count() == 300
    few = statements(lambda: page(office, "case-batch"))
    assert few < 40, few
    made = statements(office.abort)
    assert made < 300, made
    assert set(SupplyAccount.objects.values_list("status", flat=True)) == {AccountStatus.VOIDED}


def test_every_error_of_a_row_is_told_at_once_in_chinese(opened: Callable[..., Office]) -> None:
    office = opened(
        home(1),
        home(2, 用户名称="", 容量="很多", 联系电话="12"),
        home(1, 用户名称="另一户"),
        home(4, 容量="500", 证件号码="320508198001011234"),
    )
    assert states(office.case) == ["GOOD", "WAITING", "WAITING", "WAITING"]
    shown = page(office, "case-batch").content.decode()
    for words in ("户名", "不是数字", "与第 1 行地址相同", "低压供电上限"):
        assert words in shown, words


def test_a_file_that_cannot_be_read_is_refused_as_a_whole(opened: Callable[..., Office], now: datetime) -> None:
    table = TABLES[0]
    office = Office(make_people(), table, now)
    answer = office.accept(sheet=csv_file(("姓名", "楼栋"), [("陈静", "1幢")]))
    assert answer.status_code == 422
    assert "房号" in str(answer.context["form"].errors["sheet"])
    assert not Case.objects.exists()


def test_bad_rows_wait_while_good_ones_go_on_until_a_second_sheet(opened: Callable[..., Office]) -> None:
    office = opened(home(1), home(2, 容量=""), home(3, 容量=""))
    office.must("determine_batch")
    office.run("draft_contract", "correct_row")
    assert sorted(office.open_nodes()) == ["correct_row", "correct_row", "draft_contract"]
    waiting = office.case.tasks.filter(state=TaskState.OPEN, node="correct_row")
    assert set(waiting.values_list("waiting_for", "holder")) == {("W6", "CUSTOMER")}
    sheet = csv_file(("序号", *HOUSEHOLD), [("2", *home(2)), ("3", *home(3, 容量="x"))])
    with time_machine.travel(office.now):
        client = office.browser(office.company.who("R1"))
        client.post(reverse("case-batch-sheet", args=[office.case.case_number]), {"sheet": sheet})
    assert states(office.case) == ["TAKEN", "TAKEN", "WAITING"]
    assert office.open_nodes().count("draft_contract") == 2
    office.case.refresh_from_db()
    check_case(office.case)
    wrong = csv_file(("序号", *HOUSEHOLD), [("3", *home(3)), ("1", *home(1))])
    with time_machine.travel(office.now):
        answer = client.post(reverse("case-batch-sheet", args=[office.case.case_number]), {"sheet": wrong})
    assert answer.status_code == 422
    assert states(office.case) == ["TAKEN", "TAKEN", "WAITING"], "nothing half written"


def test_a_step_is_done_for_many_rows_at_once(opened: Callable[..., Office]) -> None:
    office = opened(*(home(number) for number in range(4)))
    office.must("determine_batch")
    office.run("draft_contract")
    for _ in range(4):
        make_meter(office.company.tree["YQ"], kind="SINGLE_PHASE")
    day = office.day().isoformat()
    at_once(office, "draft_contract", "R12", valid_from=day, valid_until="2029-12-31")
    at_once(office, "review_contract", "R5", passed="on")
    at_once(
        office, "sign_contract", "R12", own={"customer_signatory": "住户"}, signed_on=day, utility_signatory="孙九"
    )
    at_once(office, "file_contract", "R12", own={"file_number": "HT-1"}, shelf="A-1", copies="2")
    at_once(office, "assign_meter", "R13")
    assert Meter.objects.filter(state=DeviceState.ASSIGNED).count() == 4
    assert set(office.open_nodes()) == {"dispatch_fitting"}
    office.case.refresh_from_db()
    check_case(office.case)
    events = office.case.events.filter(node="assign_meter")
    assert [len(one.details["rows"]) for one in events] == [4]


def at_once(office: Office, node: str, who: str, own: dict[str, str] | None = None, **shared: str) -> Any:
    """Fill in the page of many rows as a browser would, and send it."""
    answer = page(office, "case-batch-step", node, who=who)
    assert answer.status_code == 200, node
    data = fields_of(answer.content.decode()) | shared
    for pk in data["task"]:
        data |= {f"t{pk}-{name}": value for name, value in (own or {}).items()}
    with time_machine.travel(office.now):
        url = reverse("case-batch-step", args=[office.case.case_number, node])
        sent = office.browser(office.company.who(who)).post(url, data)
    assert sent.status_code == 302, (node, [row.errors() for row in sent.context["bulk"].rows])
    return sent


def test_the_queue_shows_the_rows_at_a_step_as_one_line(opened: Callable[..., Office]) -> None:
    office = opened(*(home(number) for number in range(4)))
    office.must("determine_batch")
    office.run("draft_contract")
    with time_machine.travel(office.now):
        queue = office.browser(office.company.who("R12")).get(reverse("work-queue") + "?desk=team")
    lines = [row for row in queue.context["rows"] if row.task.case_id == office.case.pk]
    assert [(row.task.node, row.rows) for row in lines] == [("draft_contract", 4)]
    with time_machine.travel(office.now):
        client = office.browser(office.company.who("R12"))
        client.post(reverse("queue-assign"), {"task": lines[0].task.pk, "claim": "1"})
    assert office.case.tasks.filter(assignee=office.company.who("R12"), state=TaskState.OPEN).count() == 4


def test_one_refused_row_does_not_hold_up_the_others(opened: Callable[..., Office]) -> None:
    office = opened(home(1), home(2))
    office.must("determine_batch")
    office.run("draft_contract", "review_contract", "sign_contract", "file_contract")
    tasks = list(office.case.tasks.filter(state=TaskState.OPEN, node="assign_meter").order_by("pk"))
    assert tasks == []
    drafts = list(office.case.tasks.filter(state=TaskState.OPEN, node="draft_contract").order_by("pk"))
    assert len(drafts) == 2
    answer = page(office, "case-batch-step", "draft_contract", who="R12")
    data = fields_of(answer.content.decode()) | {
        "valid_from": office.day().isoformat(),
        "valid_until": "2029-12-31",
        f"t{drafts[1].pk}-kind": "01",
    }
    with time_machine.travel(office.now):
        url = reverse("case-batch-step", args=[office.case.case_number, "draft_contract"])
        office.browser(office.company.who("R12")).post(url, data)
    done = office.case.tasks.filter(node="draft_contract", state=TaskState.DONE)
    assert [task.pk for task in done] == [drafts[0].pk]
    assert sorted(office.open_nodes()) == ["draft_contract", "review_contract"]
    office.case.refresh_from_db()
    check_case(office.case)


def test_the_same_list_at_two_counters_is_supplied_once(opened: Callable[..., Office], now: datetime) -> None:
    office = opened(home(1), home(2))
    twin = Office(office.company, office.table, now)
    twin.accept(sheet=xlsx(HOUSEHOLD, [home(1), home(3)]), household_count="2")
    office.must("determine_batch")
    twin.must("determine_batch")
    assert states(twin.case) == ["WAITING", "TAKEN"]
    assert office.case.case_number in page(twin, "case-batch").content.decode()
    assert SupplyAccount.objects.count() == 3


def test_a_dropped_row_leaves_no_trace_in_the_book_and_the_rest_ends(opened: Callable[..., Office]) -> None:
    office = opened(home(1), home(2), home(3, 容量=""))
    office.must("determine_batch")
    office.run("draft_contract", "correct_row")
    office.must("draft_contract")
    before = whole_book()
    clerk, frame = office.company.who("R1"), {"now": office.now}
    batch.drop_batch_row(case_id=office.case.pk, number=3, reason="放弃购房", actor=clerk, **frame)
    batch.drop_batch_row(case_id=office.case.pk, number=1, reason="退房", actor=clerk, **frame)
    batch.drop_batch_row(case_id=office.case.pk, number=1, reason="退房", actor=clerk, **frame)
    assert states(office.case) == ["DROPPED", "TAKEN", "DROPPED"]
    gone = SupplyAccount.objects.get(pk=Household.objects.get(number=1).account_id)
    assert (gone.status, gone.open_case_number) == (AccountStatus.VOIDED, "")
    after = whole_book()
    changed = {name for name in before if before[name] != after[name]}
    assert (changed, SupplyAccount.objects.exclude(pk=gone.pk).get().status) == (
        {"supplyaccount"},
        AccountStatus.NEW_SUPPLY_OPEN,
    )
    office.case.refresh_from_db()
    check_case(office.case)
    office.run()
    assert office.case.state == CaseState.CLOSED
    assert states(office.case) == ["DROPPED", "ARCHIVED", "DROPPED"]


def test_the_progress_page_costs_the_same_for_few_and_many_rows(opened: Callable[..., Office]) -> None:
    few = opened(home(1))
    small = statements(lambda: page(few, "case-batch"))
    with time_machine.travel(few.now):
        sheet = xlsx(HOUSEHOLD, [home(number) for number in range(30)])
        url = reverse("case-batch-sheet", args=[few.case.case_number])
        few.browser(few.company.who("R1")).post(url, {"sheet": sheet})
    assert len(states(few.case)) == 30
    assert statements(lambda: page(few, "case-batch")) == small


def test_a_batch_aborted_half_way_leaves_the_book_as_it_was(opened: Callable[..., Office]) -> None:
    office = opened(home(1), home(2, 容量=""))
    office.run("dispatch_fitting", "correct_row")
    office.abort()
    assert_unchanged(office.book_before, whole_book())
    assert states(office.case) == ["GOOD", "WAITING"]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (("2", "1", "101"), "2幢1单元101"),
        (("2幢", "", "101室"), "2幢101室"),
        (("东区3号楼", "甲单元", "5"), "东区3号楼甲单元5"),
    ],
)
def test_bare_numbers_of_a_place_say_what_they_count(cells: tuple[str, str, str], place: str) -> None:
    building, unit, room = cells
    assert Household(building=building, unit=unit, room=room).place == place


def test_a_class_that_cannot_be_read_does_not_put_the_id_number_in_doubt(now: datetime) -> None:
    """Without a kind of document the number of a home is that of a person."""
    row = Household()
    asked = HouseholdBatch(address="苏州市姑苏区人民路1号")
    assert fill(asked, row, {"id_number": "11010519491231002X", "name": "陈静"}, now) == []
    assert row.kind == CustomerKind.PERSON
