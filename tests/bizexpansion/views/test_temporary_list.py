"""The list of temporary supplies: classes, departments, and how many statements it costs."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bizexpansion.enums import OverdueClass
from bizexpansion.queries.temporary import class_of_day
from crm.workdays.arithmetic import add_months
from customers.book.enums import AccountStatus, TemporaryKind
from customers.book.models import SupplyAccount
from tests.factories.bizexpansion import Company, make_people
from tests.factories.book import make_account
from tests.statements import Statements

TODAY = date(2026, 11, 25)


def temporary(company: Company, until: date, **fields: object) -> SupplyAccount:
    kind = fields.pop("temporary", TemporaryKind.METERED)
    return make_account(company.tree["YQ"], temporary=kind, temporary_until=until, **fields)


@pytest.mark.parametrize(
    ("months", "days", "found"),
    [
        (0, 0, None),
        (0, 1, "01"),
        (6, 0, "01"),
        (6, 1, "02"),
        (9, 0, "02"),
        (9, 1, "03"),
        (12, 1, "04"),
        (24, 0, "04"),
        (24, 1, "05"),
    ],
)
def test_classes_of_the_code_table(months: int, days: int, found: str | None) -> None:
    last = date.fromordinal(add_months(TODAY, -months).toordinal() - days)
    assert class_of_day(last, TODAY) == found


@pytest.mark.django_db
def test_overdue_accounts_by_class_and_department(now: datetime) -> None:
    company = make_people()
    over = [temporary(company, add_months(TODAY, -months)) for months in (1, 7, 10, 13, 25)]
    running = temporary(company, add_months(TODAY, 1), temporary=TemporaryKind.UNMETERED)
    temporary(company, add_months(TODAY, -2), status=AccountStatus.CLOSED, closed_on=TODAY)
    make_account(company.tree["GS"], temporary=TemporaryKind.METERED, temporary_until=date(2026, 1, 1))
    client = Client()
    client.force_login(company.who("R1"))

    def listed(**query: str) -> list[int]:
        with time_machine.travel(now):
            page = client.get(reverse("temporary-list"), query)
        assert [count for _, count in page.context["classes"]] == [1, 1, 1, 1, 1]
        return [row.account.pk for row in page.context["rows"]]

    assert listed() == [one.pk for one in reversed(over)]
    for one, account in zip(OverdueClass, over, strict=True):
        assert listed(overdue=one) == [account.pk]
    assert listed(overdue="running") == [running.pk]
    assert listed(kind=TemporaryKind.UNMETERED) == []


@pytest.mark.django_db
def test_the_list_costs_as_much_with_thirty_rows(now: datetime) -> None:
    company = make_people()
    client = Client()
    client.force_login(company.who("R1"))
    counts = []
    for rows in (1, 1, 29):
        for _ in range(rows):
            temporary(company, date(2026, 6, 1))
        with time_machine.travel(now), Statements() as made:
            assert client.get(reverse("temporary-list")).status_code == 200
        counts.append(made.cost)
    assert counts[1] == counts[2]
