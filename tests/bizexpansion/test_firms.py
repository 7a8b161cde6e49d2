"""Free choice of firms: licences by grade and day, no firm is suggested, a large share is seen."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bizexpansion.forms.works import CompletionForm, DesignForm, StartForm
from bizexpansion.models import Case, CompletionReport
from bizexpansion.operations.firms import refuse_unlicensed
from bizexpansion.queries.firms import firm_report
from crm.errors import InvalidInput
from crm.org.enums import Role
from customers.book.enums import Voltage
from tests.factories.bizexpansion import FULL, SIMPLE, Walk, make_people
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def asked(voltage: str, kind: str, grade: str, **more: Any) -> dict[str, Any]:
    """What is refused of a licence, by field."""
    case = Case(voltage=voltage)
    known = {"number": "4-1-00123-2024", "valid_until": DAY, "day": DAY, "now": timezone.now()}
    try:
        refuse_unlicensed(case, kind=kind, grade=grade, **{**known, **more})
    except InvalidInput as refusal:
        return refusal.errors
    return {}


@pytest.mark.parametrize(
    ("voltage", "kind", "grade", "fits"),
    [
        (Voltage.KV10, "build", "5", True),
        (Voltage.KV20, "build", "5", False),
        (Voltage.KV35, "build", "4", True),
        (Voltage.KV110, "build", "4", False),
        (Voltage.KV220, "build", "2", True),
        (Voltage.V380, "build", "5", True),
        (Voltage.KV110, "design", "C", True),
        (Voltage.KV220, "design", "C", False),
    ],
)
def test_a_grade_reaches_up_to_its_voltage(voltage: str, kind: str, grade: str, fits: bool) -> None:
    assert (asked(voltage, kind, grade) == {}) is fits


def test_a_licence_holds_on_its_last_day_and_not_after() -> None:
    assert asked(Voltage.KV10, "build", "1", valid_until=DAY) == {}
    assert set(asked(Voltage.KV10, "build", "1", valid_until=DAY - timedelta(days=1))) == {"licence_valid_until"}


def test_everything_wrong_is_named_at_once() -> None:
    found = asked(Voltage.KV10, "build", "", number=" ", valid_until=None)
    assert set(found) == {"licence_grade", "licence_number", "licence_valid_until"}


@pytest.mark.parametrize(
    ("form", "field"),
    [(DesignForm, "design_firm"), (StartForm, "contractor"), (CompletionForm, "reported_by_firm")],
)
def test_no_firm_is_ever_suggested(form: Any, field: str) -> None:
    """Typed by hand: no choices, no list of earlier names, nothing filled in, and the browser remembers none."""
    made = form()
    assert not hasattr(made.fields[field], "choices")
    assert made[field].value() in (None, "")
    attributes = made.fields[field].widget.attrs
    assert "list" not in attributes
    assert attributes["autocomplete"] == "off"


def test_a_large_share_of_one_firm_is_seen_and_opens_its_orders(client: Client) -> None:
    now = timezone.localtime()
    company = make_people()
    walk = Walk(company, now - timedelta(days=30), FULL)
    walk.accept()
    walk.run_until("inspect_completion")
    report = CompletionReport.objects.get(case=walk.case)
    names = ["甲 电力安装公司", *["乙电力安装公司"] * 4, "甲电力安装公司"]
    for name in names:
        case = Walk(company, now - timedelta(days=30), SIMPLE).accept()
        report.pk, report.case, report.task, report.reported_by_firm = None, case, case.tasks.first(), name
        report.save(force_insert=True)
    today = now.date()
    rows = firm_report(company.who("MGR"), today - timedelta(days=60), today, now)
    build = [row for row in rows if str(row.kind) in ("construction", "施工")]
    department, clerk = build
    assert department.clerk == ""
    assert clerk.clerk
    assert department.firms == {"甲电力安装公司": 2, "乙电力安装公司": 4, "苏州恒通电力安装公司": 1}
    assert (department.first, department.share) == (("乙电力安装公司", 4), Decimal("57.1"))
    assert department.is_conspicuous
    assert (department.clerk_number, clerk.clerk_number) == ("", company.people["R1"].number)
    assert department.ranked[0] == ("乙电力安装公司", 4)
    client.force_login(company.who("MGR"))
    report = client.get(reverse("report-firms")).content.decode()
    links = [html.unescape(one) for one in re.findall(r'href="([^"]*firms/orders/[^"]*)"', report)]
    assert len(links) == 2 * len(department.firms) + 2, "every firm of every row"
    (link,) = [one for one in links if quote("甲电力安装公司") in one and one.find("clerk=&") < 0]
    opened = client.get(link)
    listed = [row.case for row in opened.context["rows"]]
    assert sorted({one.firm_name for one in listed}) == ["甲 电力安装公司", "甲电力安装公司"]
    assert {one.accepted_by.number for one in listed} == {clerk.clerk_number}
    found = client.get(f"/api/v1/reports/firms/orders/{link[link.index('?') :]}").json()["results"]
    assert [one["case_number"] for one in found] == [one.case_number for one in listed]
    assert all(one["accepted_by"] == clerk.clerk_number for one in found)
    assert not client.get(link.replace(f"clerk={clerk.clerk_number}", "clerk=0")).context["rows"]
    client.force_login(make_staff("X9", company.tree["GS"], Role.MANAGER))
    assert not client.get(re.sub("department=[0-9]+", "", link)).context["rows"], "another department's"
    assert firm_report(company.who("MGR"), today - timedelta(days=900), today - timedelta(days=800), now) == []
