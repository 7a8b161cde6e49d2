"""Daily energy as the customer page shows it: gaps stay gaps, the year before is compared, others see nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from crm.errors import DomainError
from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import SupplyAccount
from metering.doors import chart_data, load_block
from metering.models import Reading
from metering.queries.load import (
    change_percent,
    daily_energy,
    load_story,
    monthly_energy,
    same_day_before,
)
from metering.templatetags.metering import load_sentence, percent, year_sentence
from tests.factories.org import make_staff

LAST = date(2016, 9, 30)


def read(account: SupplyAccount, first: date, days: int, energy: str = "10", skip: set[date] | None = None) -> None:
    Reading.objects.bulk_create(
        Reading(account=account, day=first + timedelta(days=number), energy=Decimal(energy))
        for number in range(days)
        if first + timedelta(days=number) not in (skip or set())
    )


@pytest.fixture
def works(accounts: list[SupplyAccount]) -> SupplyAccount:
    return accounts[2]


def test_a_day_without_reading_is_none_not_zero(works: SupplyAccount) -> None:
    read(works, date(2016, 9, 1), 3, skip={date(2016, 9, 2)})
    assert daily_energy(works.pk, date(2016, 8, 31), date(2016, 9, 3)) == [
        (date(2016, 8, 31), None),
        (date(2016, 9, 1), Decimal("10.000")),
        (date(2016, 9, 2), None),
        (date(2016, 9, 3), Decimal("10.000")),
    ]


def test_months_sum_what_was_read_and_count_what_was_not(works: SupplyAccount) -> None:
    read(works, date(2015, 2, 1), 28, "5")
    read(works, date(2016, 2, 1), 29, skip={date(2016, 2, 10)})
    january, february = monthly_energy(works.pk, date(2016, 1, 15), date(2016, 2, 29))
    assert (january.energy, january.before, january.missing, january.change) == (None, None, 31, None)
    # 29 February is compared with 28 February: 29 days of 5 kWh
    assert (february.energy, february.before, february.missing) == (Decimal("280"), Decimal("145"), 1)
    assert february.change == Decimal("93.1")


def test_story_compares_the_last_thirty_days_with_the_year_before(works: SupplyAccount) -> None:
    read(works, date(2015, 9, 1), 30, "10")
    read(works, date(2016, 9, 1), 30, "8", skip={date(2016, 9, 5)})
    story = load_story(works.pk)
    assert story is not None
    assert story.last_day == LAST
    assert (story.recent, story.recent_before, story.recent_missing) == (Decimal("232"), Decimal("300"), 1)
    assert story.change == Decimal("-22.7")
    assert len(story.months) == 13
    assert story.days[0] == date(2015, 9, 1)
    assert story.days[-1] == LAST
    assert len(story.days) == len(story.energy) == len(story.before)


def test_nothing_read_nothing_told(works: SupplyAccount) -> None:
    assert load_story(works.pk) is None


def test_story_costs_two_queries(works: SupplyAccount, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    read(works, date(2015, 1, 1), 639)
    with django_assert_num_queries(2):
        load_story(works.pk)


@pytest.mark.parametrize(
    ("before", "days_before", "word"),
    [
        ("8", 366, "25.0 % more"),
        ("12.5", 366, "20.0 % less"),
        ("10", 366, "as much"),
        ("10", 300, "too few days"),
        (None, 0, "too few days"),
    ],
)
def test_twelve_months_are_compared_with_the_year_before(
    works: SupplyAccount, before: str | None, days_before: int, word: str
) -> None:
    if before:
        read(works, date(2014, 10, 1), days_before, before)
    read(works, date(2015, 10, 2), 365, "10")
    story = load_story(works.pk)
    assert story is not None
    assert story.year == Decimal(3650)
    with translation.override("en"):
        sentence = year_sentence(story)
    assert word in sentence
    assert "3,650 kWh" in sentence


def test_half_a_year_of_readings_is_not_called_a_year(works: SupplyAccount) -> None:
    read(works, date(2016, 4, 1), 183)
    story = load_story(works.pk)
    assert story is not None
    assert year_sentence(story) == ""


def test_chart_keeps_gaps_as_null(works: SupplyAccount) -> None:
    read(works, date(2016, 9, 29), 2, skip={date(2016, 9, 29)})
    story = load_story(works.pk)
    assert story is not None
    data = chart_data(story)
    assert data["series"][0]["values"][-2:] == [None, 10.0]
    assert data["series"][1]["values"][-2:] == [None, None]


@pytest.mark.parametrize(
    ("energy", "before", "expected"),
    [("110", "100", "10.0"), ("90", "100", "-10.0"), ("5", "0", None), ("5", None, None), (None, "5", None)],
)
def test_change_in_per_cent(energy: str | None, before: str | None, expected: str | None) -> None:
    result = change_percent(Decimal(energy) if energy else None, Decimal(before) if before else None)
    assert result == (Decimal(expected) if expected else None)


def test_same_day_before_a_leap_day() -> None:
    assert same_day_before(date(2016, 2, 29)) == date(2015, 2, 28)
    assert same_day_before(date(2016, 3, 1)) == date(2015, 3, 1)


@pytest.mark.parametrize(
    ("before", "word"), [("8", "more"), ("12", "less"), ("10", "as much"), (None, "nothing to compare")]
)
def test_sentence_says_what_the_chart_shows(works: SupplyAccount, before: str | None, word: str) -> None:
    if before:
        read(works, date(2015, 9, 1), 30, before)
    read(works, date(2016, 9, 1), 30, "10")
    story = load_story(works.pk)
    assert story is not None
    with translation.override("en"):
        sentence = load_sentence(story)
    assert word in sentence
    assert "300 kWh" in sentence


def test_percent_shows_its_sign() -> None:
    assert [percent(Decimal("8.3")), percent(Decimal("-8.3")), percent(None)] == ["+8.3 %", "−8.3 %", "–"]


class TestPage:
    @pytest.fixture
    def clerk_client(self, company: dict[str, Department], client: Client) -> Client:
        client.force_login(make_staff("yq-r1", company["YQ-H"], Role.R1))
        return client

    def test_page_fetches_the_load_when_it_stands(self, clerk_client: Client, works: SupplyAccount) -> None:
        page = clerk_client.get(f"/customers/{works.customer_id}/")
        assert page.status_code == 200
        assert 'id="block-load"' in page.text
        assert "data-chart" not in page.text

    def test_block_shows_chart_and_numbers(self, clerk_client: Client, works: SupplyAccount) -> None:
        read(works, date(2015, 9, 1), 396)
        part = clerk_client.get(self._block(works))
        assert part.status_code == 200
        assert f'data-chart="load-data-{works.pk}"' in part.text
        assert f'<pre hidden id="load-data-{works.pk}">' in part.text
        assert "2016-09" in part.text
        assert "310 kWh" in part.text

    def test_block_without_readings_says_so(self, clerk_client: Client, works: SupplyAccount) -> None:
        part = clerk_client.get(self._block(works))
        assert part.status_code == 200
        assert "data-chart" not in part.text

    def test_another_department_gets_no_load(
        self, clerk_client: Client, accounts: list[SupplyAccount], company: dict[str, Department]
    ) -> None:
        foreign = accounts[1]
        read(foreign, date(2016, 9, 1), 30)
        assert clerk_client.get(self._block(foreign)).status_code == 404
        person = make_staff("yq-r4", company["YQ-T"], Role.R4)
        foreign.customer.focus = foreign
        with pytest.raises(DomainError):
            load_block(person, foreign.customer)

    def test_nobody_signed_in_gets_no_load(self, client: Client, works: SupplyAccount) -> None:
        assert client.get(self._block(works)).status_code in (302, 401)

    @staticmethod
    def _block(account: SupplyAccount) -> str:
        return reverse("customer-block", args=[account.customer_id, account.account_number, "load"])
