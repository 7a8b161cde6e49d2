"""The calendar table: seed, cache, office hours, permission, bad input, the November alarm."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from crm.audit.models import Change, Entry
from crm.errors import InvalidInput, NotPermitted
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.workdays.arithmetic import DayHours
from crm.workdays.calendar import load_calendar, load_calendars
from crm.workdays.enums import DayKind
from crm.workdays.models import CalendarDay, OfficeHours
from crm.workdays.operations import YearIsPublished, publish_year, revise_calendar, revise_office_hours
from crm.workdays.queries import is_next_year_missing, published_years, year_of_days
from crm.workdays.seed import seed_calendar
from tests.crm.clocks.values import CALENDAR, t
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db

NOW = t("2026-11-25 10:00")


@pytest.fixture
def company() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def admin(company: dict[str, Department]) -> Staff:
    return make_staff("9001", company["MKT"], Role.SYSTEM_ADMIN)


def revise(admin: Staff, day: str, kind: DayKind):
    return revise_calendar(
        days={date.fromisoformat(day): kind}, source="国办发明电〔2026〕7 号", reason="更正", actor=admin, now=NOW
    )


def test_the_seed_agrees_with_the_hand_copied_calendar_of_2026() -> None:
    seeded = load_calendar()
    for day, worked in CALENDAR.days.items():
        assert seeded.is_working(day) == worked, day
    assert CalendarDay.objects.get(date=date(2026, 2, 14)).kind == DayKind.MAKE_UP
    assert CalendarDay.objects.get(date=date(2026, 2, 17)).kind == DayKind.HOLIDAY
    assert published_years() == [2023, 2024, 2025, 2026]
    assert not seeded.is_published(date(2027, 1, 1))


def test_the_seed_leaves_a_filled_calendar_alone() -> None:
    before = CalendarDay.objects.count()
    assert seed_calendar() == 0
    assert (CalendarDay.objects.count(), OfficeHours.objects.count()) == (before, 1)


def test_loading_costs_one_query_and_reads_anew_after_a_change(admin: Staff, django_assert_num_queries) -> None:
    load_calendar()
    with django_assert_num_queries(1):
        assert load_calendar().is_working(date(2026, 3, 3))
    revise(admin, "2026-03-03", DayKind.HOLIDAY)
    assert not load_calendar().is_working(date(2026, 3, 3))


def test_a_change_that_is_rolled_back_leaves_no_trace_in_the_cache(admin: Staff) -> None:
    load_calendar()
    with transaction.atomic():
        revise(admin, "2026-03-03", DayKind.HOLIDAY)
        assert not load_calendar().is_working(date(2026, 3, 3))
        transaction.set_rollback(True)
    assert load_calendar().is_working(date(2026, 3, 3))


def test_a_second_call_changes_nothing(admin: Staff) -> None:
    assert revise(admin, "2026-03-03", DayKind.HOLIDAY).changed == 1
    token = load_calendars().token
    assert revise(admin, "2026-03-03", DayKind.HOLIDAY).changed == 0
    assert load_calendars().token == token


def test_only_the_system_administrator_changes_the_calendar(company: dict[str, Department]) -> None:
    clerk = make_staff("1001", company["GS-H"], Role.R1)
    with pytest.raises(NotPermitted):
        revise(clerk, "2026-03-03", DayKind.HOLIDAY)
    assert CalendarDay.objects.get(date=date(2026, 3, 3)).kind == DayKind.WORKDAY


def test_a_change_is_audited_with_actor_and_reason(admin: Staff) -> None:
    revise(admin, "2026-03-03", DayKind.HOLIDAY)
    entry = Entry.objects.get(operation="workdays.revise_calendar")
    assert (entry.actor_id, entry.reason, entry.details["changed"]) == (admin.pk, "更正", 1)
    change = Change.objects.get(entry_id=entry.pk, table_name="crm_workdays_calendarday")
    assert (change.old["kind"], change.new["kind"]) == ("WORKDAY", "HOLIDAY")


@pytest.mark.parametrize(
    ("day", "kind", "source", "reason", "field"),
    [
        ("1900-01-01", DayKind.HOLIDAY, "x", "x", "date"),
        ("2026-03-03", "FEAST", "x", "x", "kind"),
        ("2026-03-03", DayKind.MAKE_UP, "x", "x", "kind"),
        ("2026-03-07", DayKind.WORKDAY, "x", "x", "kind"),
        ("2026-03-03", DayKind.HOLIDAY, " ", "x", "source"),
        ("2026-03-03", DayKind.HOLIDAY, "x", " ", "reason"),
    ],
)
def test_bad_days_name_their_field(admin: Staff, day: str, kind: str, source: str, reason: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        revise_calendar(days={date.fromisoformat(day): kind}, source=source, reason=reason, actor=admin, now=NOW)
    assert set(refusal.value.errors) == {field}


def test_publishing_a_year(admin: Staff) -> None:
    holidays = [date(2027, 1, 1), *(date(2027, 2, 5) + timedelta(days=n) for n in range(7))]
    made = publish_year(
        year=2027, holidays=holidays, make_up_days=[date(2027, 2, 14)], source="国办通知", actor=admin, now=NOW
    )
    assert made.changed == 365
    calendar = load_calendar()
    assert calendar.is_published(date(2027, 12, 31))
    assert [calendar.is_working(date(2027, 2, day)) for day in (4, 5, 11, 12, 13, 14, 15)] == [
        True,
        False,
        False,
        True,
        False,
        True,
        True,
    ]
    with pytest.raises(YearIsPublished):
        publish_year(year=2027, holidays=holidays, make_up_days=[], source="x", actor=admin, now=NOW)


@pytest.mark.parametrize(
    ("holidays", "make_up", "field"),
    [
        ([], [], "holidays"),
        ([date(2026, 1, 1)], [], "holidays"),
        ([date(2027, 1, 1)], [date(2027, 1, 4)], "make_up_days"),
        ([date(2027, 1, 2)], [date(2027, 1, 2)], "make_up_days"),
    ],
)
def test_a_wrong_notice_is_refused_whole(admin: Staff, holidays: list, make_up: list, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        publish_year(year=2027, holidays=holidays, make_up_days=make_up, source="x", actor=admin, now=NOW)
    assert set(refusal.value.errors) == {field}
    assert not CalendarDay.objects.filter(date__year=2027).exists()


def test_office_hours_of_a_department_and_of_the_company(admin: Staff, company: dict[str, Department]) -> None:
    winter = DayHours(time(9), time(12), time(13), time(17))
    revise_office_hours(
        department=company["WZ"],
        hours=winter,
        valid_from=date(2026, 12, 1),
        reason="冬季作息",
        actor=admin,
        now=NOW,
    )
    own, other = load_calendar(company["WZ"].pk), load_calendar(company["GS"].pk)
    assert own.close(date(2026, 11, 30)) == t("2026-11-30 17:30")
    assert own.close(date(2026, 12, 1)) == t("2026-12-01 17:00")
    assert other.close(date(2026, 12, 1)) == t("2026-12-01 17:30")
    with pytest.raises(InvalidInput) as refusal:
        revise_office_hours(
            department=company["WZ"], hours=winter, valid_from=date(2026, 12, 1), reason="x", actor=admin, now=NOW
        )
    assert set(refusal.value.errors) == {"valid_from"}


def test_the_database_keeps_hours_in_order_and_one_at_a_time() -> None:
    hours = OfficeHours.objects.get()
    with pytest.raises(IntegrityError, match="office_hours_in_order"), transaction.atomic():
        OfficeHours.objects.filter(pk=hours.pk).update(closes=time(8))
    hours.pk, hours.valid = None, DateRange(date(2026, 1, 1), None, "[)")
    with pytest.raises(IntegrityError, match="office_hours_one_at_a_time"), transaction.atomic():
        OfficeHours.objects.bulk_create([hours])


def test_the_alarm_sounds_from_november_until_the_next_year_is_entered(admin: Staff) -> None:
    assert not is_next_year_missing(date(2026, 10, 31))
    assert is_next_year_missing(date(2026, 11, 1))
    publish_year(year=2027, holidays=[date(2027, 1, 1)], make_up_days=[], source="国办通知", actor=admin, now=NOW)
    assert not is_next_year_missing(date(2026, 12, 1))
    assert is_next_year_missing(date(2027, 11, 1))


def test_the_year_page_shows_published_and_assumed_days(django_assert_num_queries) -> None:
    load_calendar()
    with django_assert_num_queries(2):
        months = year_of_days(2026)
    assert len(months) == 12
    february = [day for week in months[1].weeks for day in week if day]
    assert (february[13].date, february[13].kind, february[13].is_published) == (
        date(2026, 2, 14),
        DayKind.MAKE_UP,
        True,
    )
    assert all(len(week) == 7 for week in months[1].weeks)
    first = next(day for day in year_of_days(2027)[0].weeks[0] if day)
    assert (first.kind, first.is_published) == (DayKind.HOLIDAY, False)
