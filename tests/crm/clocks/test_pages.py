"""The pages of time limits: rules, one clock with its history, what the sweep put aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.audit.operation import SYSTEM
from crm.clocks.models import Clock, ClockRule
from crm.clocks.operations import pause_clock, resume_clock, stop_clock
from crm.clocks.sweep import note_tick, sweep
from crm.clocks.tasks import sweep_clocks
from crm.org.enums import Role
from crm.org.models import Department, Staff
from tests.crm.clocks.values import t
from tests.factories.clocks import make_clock, make_rule
from tests.factories.org import make_company, make_staff
from tests.statements import Statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    cache.clear()
    return make_company()


def browser(person: Staff) -> Client:
    client = Client()
    client.force_login(person, backend="crm.web.auth.StaffBackend")
    return client


def text(response: Any) -> str:
    return response.content.decode()


def test_rules_show_limit_source_and_trust(tree: dict[str, Department]) -> None:
    page = text(browser(make_staff("1", tree["GS-H"], Role.R1)).get("/clocks/rules/"))
    assert "供电方案答复" in page
    assert "15 工作日" in page
    assert "2 个电源" in page
    assert "UNCONFIRMED" in page
    assert page.count('<td class="number">') == ClockRule.objects.count()


def test_a_clock_tells_its_whole_history(tree: dict[str, Department]) -> None:
    clock = make_clock(make_rule(limit=5), tree["GS"], t("2026-03-02 09:00"))
    pause_clock(clock=clock, reason="W5+W1", actor=SYSTEM, now=t("2026-03-03 10:00"), note="客户出差")
    resume_clock(clock=clock, actor=SYSTEM, now=t("2026-03-05 10:00"))
    stop_clock(clock=clock, actor=SYSTEM, now=t("2026-03-20 10:00"))
    page = text(browser(make_staff("1", tree["GS-H"], Role.R1)).get(f"/clocks/{clock.pk}/"))
    for words in (
        "超期办结",
        "待客户确认方案、待客户缴费",
        "客户出差",
        "恢复计时",
        "2026-03-12 周四 17:30",
        "我方",
    ):
        assert words in page, words


def test_a_clock_of_another_department_does_not_exist(client: Client, tree: dict[str, Department]) -> None:
    clock = make_clock(make_rule(), tree["GS"], t("2026-03-02 09:00"))
    url = f"/clocks/{clock.pk}/"
    assert browser(make_staff("1", tree["WZ-H"], Role.R1)).get(url).status_code == 404
    assert browser(make_staff("2", tree["MKT"], Role.MANAGER)).get(url).status_code == 200
    assert client.get(url).headers["Location"].startswith("/login/")


def test_what_was_put_aside_is_shown_to_those_who_can_mend_it(tree: dict[str, Department]) -> None:
    admin = browser(make_staff("1", tree["MKT"], Role.SYSTEM_ADMIN))
    assert "所有时限均在巡检之中" in text(admin.get("/clocks/put-aside/"))
    make_clock(make_rule("BAD"), tree["GS"], t("2026-03-02 09:00"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crm_clocks_clockrule SET unit = 'FORTNIGHTS' WHERE code = 'BAD'")
    sweep(now=t("2026-03-10 09:00"))
    assert "FORTNIGHTS" in text(admin.get("/clocks/put-aside/"))
    assert browser(make_staff("2", tree["GS-H"], Role.R1)).get("/clocks/put-aside/").status_code == 403


@pytest.mark.parametrize("pauses", [1, 30])
def test_the_page_costs_the_same_however_long_the_history(tree: dict[str, Department], pauses: int) -> None:
    clock = make_clock(make_rule(limit=200), tree["GS"], t("2026-03-02 09:00"))
    for number in range(pauses):
        day = f"2026-{3 + number // 28:02d}-{number % 28 + 1:02d}"
        if day > "2026-03-02":
            pause_clock(clock=clock, reason="W5", actor=SYSTEM, now=t(f"{day} 10:00"))
            resume_clock(clock=clock, actor=SYSTEM, now=t(f"{day} 11:00"))
    client = browser(make_staff("1", tree["GS-H"], Role.R1))
    client.get(f"/clocks/{clock.pk}/")
    with Statements() as captured:
        assert client.get(f"/clocks/{clock.pk}/").status_code == 200
    assert captured.cost <= 16
    assert Clock.objects.count() == 1


def test_a_rule_shows_how_it_counts(tree: dict[str, Department]) -> None:
    rule = ClockRule.objects.get(code="T12-HV")
    client = browser(make_staff("1", tree["GS-H"], Role.R1))
    page = text(client.get(f"/clocks/rules/{rule.pk}/"))
    for words in ("供电方案有效期", "12 个月", "末日遇休息日顺延", "A05 → A15"):
        assert words in page, words
    assert client.get("/clocks/rules/999999/").status_code == 404


def test_silence_of_the_sweep_is_an_alarm(tree: dict[str, Department]) -> None:
    admin = browser(make_staff("1", tree["MKT"], Role.SYSTEM_ADMIN))
    assert "巡检尚未运行过" in text(admin.get("/clocks/put-aside/"))
    sweep_clocks()
    assert "最近一次巡检" in text(admin.get("/clocks/put-aside/"))
    note_tick(now=timezone.now() - timedelta(minutes=4))
    assert "起巡检未运行" in text(admin.get("/clocks/put-aside/"))
