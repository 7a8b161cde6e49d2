"""The bench itself: what it counts, and that the cases which it multiplies are cases."""

from __future__ import annotations

import http.client
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from benchmarks.database import named
from benchmarks.figures import Figure, p95, print_table
from benchmarks.steps import measure_steps
from benchmarks.sweeping import measure_sweep
from benchmarks.templates import Template
from benchmarks.volume import batches_for, fill_cases
from benchmarks.web import Visitor
from bizexpansion.enums import OPEN_STATES, CaseState
from bizexpansion.models import Case
from crm.org.models import Department, Staff
from tests.bizexpansion.invariants import check_case


def template(flow: str, *, is_open: bool, moment: datetime) -> Template:
    return Template(flow, "survey", moment, is_open=is_open, account=None, key=1, rows={})


def test_the_database_of_the_measurements_lies_beside_that_of_the_run() -> None:
    assert named("postgres://a:b@host:5432/crm") == "postgres://a:b@host:5432/crm_bench"
    assert named("postgres://a:b@host:5432/crm_bench") == "postgres://a:b@host:5432/crm_bench"


def test_a_figure_above_its_limit_or_without_a_value_fails(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [
        Figure("within", 3.0, 3.0, "floors"),
        Figure("above", 3.1, 3.0, "floors"),
        Figure("none", 0, 3.0, "floors", trouble="/x/ answers 500"),
    ]
    assert print_table(figures) == 2
    lines = capsys.readouterr().out.splitlines()
    assert ["FAIL" in line for line in lines if line[:5].strip() in ("withi", "above", "none")] == [
        False,
        True,
        True,
    ]
    assert "/x/ answers 500" in lines[-2]
    assert p95([float(value) for value in range(100)]) == 95


def test_as_many_cases_as_were_asked_for_go_to_each_department(now: datetime) -> None:
    templates = [template(flow, is_open=False, moment=now) for flow in ("101", "203", "302")]
    templates += [template("101", is_open=True, moment=now) for _ in range(7)]
    batches = batches_for(templates, 1000, 100, now)
    closed = [batch for batch in batches if not batch.templates[0].is_open]
    still_open = [batch for batch in batches if batch.templates[0].is_open]
    assert sum(batch.cases for batch in still_open) == 100
    assert sum(batch.cases for batch in still_open if batch.department == "GS") == 60
    assert abs(sum(batch.cases for batch in closed) - 1000) <= 3
    assert all(batch.last_week <= 0 for batch in batches)
    assert min(batch.first_week for batch in closed) < -250 < min(batch.first_week for batch in still_open)


def test_what_a_page_loads_by_itself_is_part_of_it() -> None:
    page = (
        '<div hx-get="/a/?x=1&amp;y=2" hx-trigger="load"></div><div hx-get="/known/" hx-trigger="load"></div>'
        '<div hx-trigger="every 30s" hx-get="/later/"></div><a hx-get="/loaded/" hx-trigger="click">reload</a>'
    )
    visitor = Visitor(http.client.HTTPConnection("127.0.0.1"), "")
    assert visitor.loaded_by(page.encode(), ["/known/"]) == ["/a/?x=1&y=2"]


@pytest.mark.slow
@pytest.mark.django_db
def test_multiplied_cases_are_whole_and_can_be_measured(now: datetime) -> None:
    call_command("seed_demo", accounts=2000, only=["book"], verbosity=0)
    said: list[str] = []
    with time_machine.travel(now + timedelta(days=60)):
        moment = now + timedelta(days=60)
        assert 60 <= fill_cases(60, now=moment, say=said.append, flows=["211", "303"]) < 70
        assert fill_cases(60, now=moment, say=said.append, flows=["211"]) == 0
        cases = list(Case.objects.select_related("account", "department"))
        for case in cases:
            check_case(case)
        assert 3 <= sum(case.state in OPEN_STATES for case in cases) < 10
        assert {case.department.code for case in cases} == {"GS", "YQ", "XC"}
        assert all(case.account is not None and case.account.department_id == case.department_id for case in cases)
        director = Client()
        director.force_login(Staff.objects.get(department=Department.objects.get(code="MKT"), number="11001"))
        for case in (cases[0], next(case for case in cases if case.state == CaseState.CLOSED)):
            assert director.get(reverse("case", args=[case.case_number])).status_code == 200
        assert [one.trouble for one in (*measure_steps(["211"]), *measure_sweep())] == [""] * 4
        assert Case.objects.count() == len(cases)
