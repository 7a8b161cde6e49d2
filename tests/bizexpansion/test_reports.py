"""Reports on time: the month from the 26th, all limits or none, who held the time, what will be late."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bizexpansion.enums import CaseState, EventKind, material_label
from bizexpansion.flows import get_flow, latest_flows
from bizexpansion.models import Case, CaseClock, CaseEvent, Task
from bizexpansion.queries.late_soon import end_of, running_clocks
from bizexpansion.queries.limits import limits_side_by_side
from bizexpansion.queries.ontime import WITH_TOTAL, Month, held_report, on_time_report, this_month
from bizexpansion.queries.timeline import timeline
from crm.clocks.enums import ClockState, Holder, RuleKind
from crm.clocks.models import Breach, Clock, ClockSpan
from crm.org.models import Staff
from customers.book.enums import Voltage
from tests.factories.bizexpansion import SIMPLE, Company, Walk, make_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_hours")]


@pytest.fixture
def company() -> Company:
    """The departments with one person for each role."""
    return make_people()


@pytest.fixture
def manager(company: Company) -> Staff:
    """Somebody who reads reports of 园区营业部."""
    return company.who("MGR")


@pytest.fixture
def accepted(company: Company) -> Callable[[], Case]:
    """A new high-voltage case whose clocks run."""
    return lambda: Walk(company, timezone.localtime(), SIMPLE).accept()


def close(case: Case, at: datetime | None = None) -> Case:
    """As if the order had been archived: the reports read state and day, and the clocks as they stand."""
    Task.objects.filter(case=case).update(state="DONE", closed_at=at or timezone.now())
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=at or timezone.now())
    return case


def breach(case: Case, timer: str, *, struck_out: bool = False, kind: RuleKind = RuleKind.PROMISED) -> None:
    """The deadline of a clock of the case passed."""
    link = CaseClock.objects.get(case=case, timer=timer, kind=kind)
    at = timezone.now()
    out: dict[str, Any] = {"struck_out_at": at, "struck_out_reason": "calendar"} if struck_out else {}
    Breach.objects.create(clock=link.clock, deadline=at, recorded_at=at, **out)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_every_day_belongs_to_one_month_from_the_26th_to_the_25th(day: date) -> None:
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert (month.first.day, month.last.day) == (26, 25)
    assert Month.of(month.last + timedelta(days=1)).first == month.last + timedelta(days=1)
    start, end = month.span()
    assert start.astimezone(UTC).hour == 16
    assert (end - start).days == (month.last - month.first).days + 1


def test_late_is_late_at_any_assessed_limit_and_only_there(accepted: Callable[[], Case], manager: Staff) -> None:
    fine, late, forgiven = close(accepted()), close(accepted()), close(accepted())
    breach(late, "T1")
    breach(forgiven, "T1", struck_out=True)
    breach(fine, "T1", kind=RuleKind.INTERNAL)
    [row] = on_time_report(manager, this_month(timezone.now()), RuleKind.PROMISED)
    assert (row.flow_code, row.closed, row.judged, row.late, row.rate) == ("104", 3, 3, 1, Decimal("66.7"))
    assert row.nodes["T1"] == (3, 1)
    assert "T6" not in row.nodes
    [by_aim] = on_time_report(manager, this_month(timezone.now()), RuleKind.INTERNAL)
    assert by_aim.late == 1


@pytest.mark.parametrize(("flow_code", "judged_by"), [("105", "T1"), ("207", "T1"), ("102", "T6"), ("109", "T6")])
def test_low_voltage_is_judged_by_its_total_or_by_the_nodes_where_there_is_none(
    accepted: Callable[[], Case], manager: Staff, flow_code: str, judged_by: str
) -> None:
    """105, 106, 207, 212, 213 use T1 to T5 of their voltage (workflows.md 3.2); others the total to energising."""
    case = close(accepted())
    Case.objects.filter(pk=case.pk).update(flow_code=flow_code, voltage=Voltage.V380)
    if flow_code not in WITH_TOTAL:
        CaseClock.objects.filter(case=case, timer="T6").delete()
    breach(case, "T1")
    [row] = on_time_report(manager, this_month(timezone.now()), RuleKind.PROMISED)
    assert row.nodes == {judged_by: (1, 1 if judged_by == "T1" else 0)}
    assert (row.judged, row.late) == (1, row.nodes[judged_by][1])


def test_flows_with_a_total_are_those_of_the_definitions() -> None:
    with_total = {
        graph.flow.code for graph in latest_flows() if any(use.timer == "T6" for use in graph.flow.clocks)
    }
    assert with_total == set(WITH_TOTAL)


def test_a_fault_is_on_time_only_if_somebody_came_in_time(accepted: Callable[[], Case], manager: Staff) -> None:
    """302: on site within 1 working day, settled within 10."""
    case = close(accepted())
    CaseClock.objects.filter(case=case, timer="T1").update(timer="T21")
    Case.objects.filter(pk=case.pk).update(flow_code="302", voltage=Voltage.V380)
    breach(case, "T21")
    [row] = on_time_report(manager, this_month(timezone.now()), RuleKind.PROMISED)
    assert (row.judged, row.late, row.nodes["T21"]) == (1, 1, (1, 1))


def test_aborted_open_and_other_months_do_not_count(accepted: Callable[[], Case], manager: Staff) -> None:
    accepted()
    month = this_month(timezone.now())
    start, end = month.span()
    close(accepted(), end)
    close(accepted(), start - timedelta(seconds=1))
    aborted = close(accepted())
    Case.objects.filter(pk=aborted.pk).update(state=CaseState.ABORTED)
    assert on_time_report(manager, month, RuleKind.PROMISED) == []
    inside = close(accepted(), end - timedelta(seconds=1))
    [row] = on_time_report(manager, month, RuleKind.PROMISED)
    assert row.closed == 1
    assert row.department == inside.department


def test_other_departments_orders_are_not_counted(
    accepted: Callable[[], Case], manager: Staff, company: Company
) -> None:
    case = close(accepted())
    Case.objects.filter(pk=case.pk).update(department=company.tree["WZ"])
    assert on_time_report(manager, this_month(timezone.now()), RuleKind.PROMISED) == []
    assert held_report(manager, this_month(timezone.now())) == []


def test_who_held_the_time_adds_up(accepted: Callable[[], Case], manager: Staff) -> None:
    case = accepted()
    link = CaseClock.objects.filter(case=case, timer="T6").order_by("pk").first()
    assert link is not None
    chosen = CaseClock.objects.filter(case=case, timer="T6", kind=RuleKind.PROMISED).first() or link
    end = timezone.now()
    ClockSpan.objects.filter(clock=chosen.clock).delete()
    days = [(Holder.UTILITY, "RUNNING", ""), (Holder.CUSTOMER, "PAUSED", "W1"), (Holder.PERMIT, "PAUSED", "PERMIT")]
    for index, (holder, kind, reason) in enumerate(days):
        since = end - timedelta(days=10 - index)
        until = since + timedelta(days=1)
        ClockSpan.objects.create(
            clock=chosen.clock, kind=kind, reason=reason, holder=holder, started_at=since, ended_at=until
        )
    close(case)
    [row] = held_report(manager, this_month(end))
    assert row.cases == 1
    assert row.days == {
        Holder.UTILITY: Decimal("1.0"),
        Holder.CUSTOMER: Decimal("1.0"),
        Holder.PERMIT: Decimal("1.0"),
    }
    assert row.total == 3


def test_reports_cost_the_same_for_one_order_and_many(
    accepted: Callable[[], Case], manager: Staff, django_assert_max_num_queries: Any
) -> None:
    for n in (1, 4):
        for _n in range(n):
            close(accepted())
        with django_assert_max_num_queries(6):
            on_time_report(manager, this_month(timezone.now()), RuleKind.PROMISED)
        with django_assert_max_num_queries(5):
            held_report(manager, this_month(timezone.now()))


def test_late_soon_lists_what_ends_within_the_term(accepted: Callable[[], Case], manager: Staff) -> None:
    case, now = accepted(), timezone.now()
    [soon, *_rest] = CaseClock.objects.filter(case=case, clock__state=ClockState.RUNNING).order_by("pk")
    Clock.objects.filter(pk=soon.clock_id).update(due_at=end_of(3, now) - timedelta(minutes=1))
    found = {term: set(running_clocks(manager).filter(clock__due_at__lte=end_of(term, now))) for term in (1, 3, 5)}
    assert soon not in found[1]
    assert soon in found[3] & found[5]
    client = Client()
    client.force_login(manager)
    assert case.case_number not in client.get("/reports/late-soon/").content.decode()
    assert case.case_number in client.get("/reports/late-soon/?within=3").content.decode()


def test_limits_of_law_promise_and_aim_stand_side_by_side(db: None) -> None:
    facts = {"voltage": "HV", "external_works": False, "department": None, "on": date(2026, 11, 25)}
    one = {row.timer: row for row in limits_side_by_side(flow="104", sources=1, **facts)}
    two = {row.timer: row for row in limits_side_by_side(flow="104", sources=2, **facts)}
    assert [rule and rule.limit for rule in one["T1"].limits] == [20, 15, 10]
    assert [rule and rule.limit for rule in two["T1"].limits] == [45, 30, 20]


def test_pages_open_with_figures_that_lead_to_their_rows(accepted: Callable[[], Case], manager: Staff) -> None:
    late = close(accepted())
    breach(late, "T1")
    client = Client()
    client.force_login(manager)
    text = client.get("/reports/on-time/").content.decode()
    assert "0.0%" in text
    month = this_month(timezone.now()).key
    rows = client.get(f"/reports/on-time/cases/?month_key={month}&kind_key=PROMISED&flow=104&verdict=late")
    assert late.case_number in rows.content.decode()
    rows = client.get(f"/reports/on-time/cases/?month_key={month}&kind_key=PROMISED&timer=T1")
    assert late.case_number in rows.content.decode()
    rows = client.get(f"/reports/on-time/cases/?month_key={month}&kind_key=PROMISED&verdict=on_time")
    assert late.case_number not in rows.content.decode()
    assert client.get("/reports/held/?month_key=nonsense").status_code == 200
    assert client.get("/reports/limits/").status_code == 200
    assert client.get("/reports/limits/?flow=999").status_code == 422
    for flow, wanted, voltage in (
        ("101", "MV", "LV"),
        ("104", "LV", "MV"),
        ("104", "UV", "UV"),
        ("105", "LV", "LV"),
    ):
        form = client.get(f"/reports/limits/?flow={flow}&voltage={wanted}").context["form"]
        assert form["voltage"].value() == voltage, "the voltage follows the business"


def test_every_report_leaves_as_a_sheet(accepted: Callable[[], Case], manager: Staff) -> None:
    """Cell by cell what its page shows; the lists of orders and of what is late soon leave as all lists do."""
    close(accepted())
    client = Client()
    client.force_login(manager)
    sheet = client.get("/reports/on-time/?format=csv")
    assert sheet["Content-Disposition"] == 'attachment; filename="on-time.csv"'
    heads, total, line = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert (heads[0], total[1], line[1].split()[-1]) == ("营业部", "全部", "104")
    assert len({len(heads), len(total), len(line)}) == 1
    for name in ("on-time", "held", "limits", "firms"):
        book = client.get(f"/reports/{name}/?format=xlsx")
        assert (book.status_code, book.content[:2]) == (200, b"PK"), name
    assert client.get("/reports/limits/?flow=999&format=csv").status_code == 422
    assert "format=xlsx" in client.get("/reports/limits/").content.decode()


def test_a_notice_names_each_missing_paper_once() -> None:
    """After a conditional acceptance the words of the notice say which papers follow, with their days."""
    label = str(material_label("M-PROP"))
    for note in ("", f"{label}：2026-12-01 前"):
        event = CaseEvent(kind=EventKind.NOTICE, details={"missing": ["M-PROP"]}, note=note, at=timezone.now())
        (line,) = timeline([event], get_flow("104"))
        assert line.detail.count(label) == 1


def test_a_page_that_is_not_there_offers_the_search(manager: Staff) -> None:
    client = Client()
    assert 'name="q"' not in client.get("/no-such-page/").content.decode(), "nobody has signed in"
    client.force_login(manager)
    answer = client.get("/no-such-page/")
    assert (answer.status_code, 'name="q"' in answer.content.decode()) == (404, True)
