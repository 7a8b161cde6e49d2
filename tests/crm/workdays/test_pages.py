"""The calendar pages: who may open them, what an edit does and says, bad input at its field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.forms import Field
from django.test import Client
from django.utils import timezone

from crm.clocks.models import Clock
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.workdays.arithmetic import CHINA
from crm.workdays.calendar import load_calendar
from crm.workdays.enums import DayKind
from crm.workdays.models import CalendarDay, OfficeHours
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db

SHOWN = ["/calendar/2026/", "/calendar/shifts/", "/clocks/rules/"]
FORMS = ["/calendar/days/2026-03-05/", "/calendar/publish/", "/calendar/hours/"]


@pytest.fixture
def tree() -> dict[str, Department]:
    cache.clear()
    return make_company()


def browser(person: Staff) -> Client:
    client = Client()
    client.force_login(person, backend="crm.web.auth.StaffBackend")
    return client


@pytest.fixture
def admin(tree: dict[str, Department]) -> Client:
    return browser(make_staff("9001", tree["MKT"], Role.SYSTEM_ADMIN))


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Client:
    return browser(make_staff("1001", tree["GS-H"], Role.R1))


@pytest.fixture
def time_machine_at():
    travellers = []

    def travel(moment: str) -> None:
        traveller = time_machine.travel(t(moment), tick=False)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()


def text(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize("url", SHOWN)
def test_everybody_signed_in_sees_the_calendar(client: Client, clerk: Client, url: str) -> None:
    assert clerk.get(url).status_code == 200
    assert client.get(url).headers["Location"].startswith("/login/")


@pytest.mark.parametrize("url", FORMS)
def test_only_the_system_administrator_sees_the_forms(
    client: Client, clerk: Client, admin: Client, url: str
) -> None:
    assert admin.get(url).status_code == 200
    assert clerk.get(url).status_code == 403
    assert clerk.post(url, {"kind": "HOLIDAY", "source": "x", "reason": "x"}).status_code == 403
    assert client.get(url).headers["Location"].startswith("/login/")
    assert "/calendar/days/" not in text(clerk.get("/calendar/2026/"))


def test_the_year_says_free_and_worked_in_words_too(clerk: Client) -> None:
    page = text(clerk.get("/calendar/2026/"))
    assert "day-make_up" in page
    assert "<small>班</small>" in page
    assert "<small>休</small>" in page
    assert "调休上班" in page
    assert "08:30–12:00" in page
    assert "day-assumed" not in page
    assert "day-assumed" in text(clerk.get("/calendar/2040/"))
    assert clerk.get("/calendar/1999/").status_code == 404
    assert clerk.get("/calendar/").headers["Location"] == f"/calendar/{timezone.localdate().year}/"


def test_the_year_costs_the_same_however_many_days_are_published(clerk: Client) -> None:
    clerk.get("/calendar/2026/")
    counts = []
    for year in (2026, 2040):
        with Statements() as captured:
            clerk.get(f"/calendar/{year}/")
        counts.append(captured.cost)
    assert counts[0] == counts[1] <= 14


def future_clock(tree: dict[str, Department]) -> Clock:
    """Fifteen working days from a moment ago: its deadline lies in the future of any test run."""
    return make_clock(make_rule(limit=15), tree["GS"], timezone.now() - timedelta(minutes=1))


def test_an_edited_day_moves_deadlines_and_lists_them(admin: Client, tree: dict[str, Department]) -> None:
    clock = future_clock(tree)
    due_day = clock.due_at.astimezone(CHINA).date()
    response = admin.post(
        f"/calendar/days/{due_day}/", {"kind": "HOLIDAY", "source": "临时通知", "reason": "台风停工"}, follow=True
    )
    assert response.redirect_chain == [("/calendar/shifts/", 302)]
    page = text(response)
    assert "1 个期限已变动" in page
    assert "台风停工" in page
    assert clock.key in page
    moved = Clock.objects.get(pk=clock.pk)
    assert moved.due_at > clock.due_at
    assert CalendarDay.objects.get(date=due_day).kind == DayKind.HOLIDAY


def test_a_clerk_of_another_department_does_not_see_what_moved(
    admin: Client, clerk: Client, tree: dict[str, Department]
) -> None:
    clock = future_clock(tree)
    due_day = clock.due_at.astimezone(CHINA).date()
    admin.post(f"/calendar/days/{due_day}/", {"kind": "HOLIDAY", "source": "x", "reason": "x"})
    outsider = browser(make_staff("2001", tree["WZ-H"], Role.R1))
    assert clock.key in text(clerk.get("/calendar/shifts/"))
    assert clock.key not in text(outsider.get("/calendar/shifts/"))


@pytest.mark.parametrize(
    ("url", "data", "sentence"),
    [
        ("/calendar/days/2026-03-05/", {"kind": "MAKE_UP", "source": "x", "reason": "x"}, "工作日应为周一至周五"),
        (
            "/calendar/days/2026-03-05/",
            {"kind": "HOLIDAY", "source": "", "reason": "x"},
            Field.default_error_messages["required"],
        ),
        (
            "/calendar/publish/",
            {"year": "2026", "holidays": "2026-01-01", "source": "x"},
            "该年度日历已录入",
        ),
        ("/calendar/publish/", {"year": "2027", "holidays": "元旦", "source": "x"}, "这不是日期：元旦"),
        ("/calendar/publish/", {"year": "2027", "holidays": "2027-02-30", "source": "x"}, "没有这一天：2027-02-30"),
        (
            "/calendar/publish/",
            {"year": "2027", "holidays": "2027-02-05 至 2027-02-01", "source": "x"},
            "最长 31 天",
        ),
        (
            "/calendar/hours/",
            {
                "valid_from": "2026-12-01",
                "opens": "09:00",
                "lunch_from": "08:00",
                "lunch_to": "13:00",
                "closes": "17:00",
                "reason": "x",
            },
            "各时间须依次递增",
        ),
    ],
)
def test_bad_input_is_named_at_its_field_and_stays(admin: Client, url: str, data: dict, sentence: str) -> None:
    response = admin.post(url, data)
    assert response.status_code in (409, 422)
    assert str(sentence) in text(response)
    for value in data.values():
        assert value in text(response)
    assert load_calendar().is_working(date(2026, 3, 5))


@pytest.mark.parametrize("day", ["2026-02-30", "1900-01-01", "tomorrow"])
def test_a_day_that_does_not_exist_is_not_found(admin: Client, day: str) -> None:
    assert admin.get(f"/calendar/days/{day}/").status_code == 404


def test_publishing_a_year_from_the_notice(admin: Client) -> None:
    response = admin.post(
        "/calendar/publish/",
        {
            "year": "2027",
            "holidays": "2027-01-01 至 2027-01-03\n2027-02-05至2027-02-11、2027-10-01~2027-10-07",
            "make_up_days": "2027-02-14",
            "source": "国办发明电〔2026〕8 号",
        },
        follow=True,
    )
    assert response.status_code == 200
    calendar = load_calendar()
    assert [calendar.is_working(date(2027, 2, day)) for day in (4, 5, 11, 12, 14)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert CalendarDay.objects.filter(date__year=2027).count() == 365


def test_new_office_hours(admin: Client, tree: dict[str, Department]) -> None:
    admin.post(
        "/calendar/hours/",
        {
            "department": tree["WZ"].pk,
            "valid_from": "2030-01-01",
            "opens": "09:00",
            "lunch_from": "12:00",
            "lunch_to": "13:00",
            "closes": "17:00",
            "reason": "冬季作息",
        },
    )
    assert OfficeHours.objects.get(department=tree["WZ"]).closes.hour == 17
    assert "09:00–12:00" in text(admin.get("/calendar/2026/"))


def test_the_alarm_for_a_missing_year(admin: Client, time_machine_at) -> None:
    time_machine_at("2026-11-02 09:00")
    assert "2027 年的日历尚未录入" in text(admin.get("/calendar/2026/"))
    time_machine_at("2026-10-30 09:00")
    assert "尚未录入" not in text(admin.get("/calendar/2026/"))
