"""The customer hears where the application stands, once for each step, in office hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bizexpansion.models import ApplicationContact
from crm.messages.models import OutgoingMessage
from crm.outbox.operations import drain
from crm.parameters.touch import ParameterChange, count_touched
from tests.factories.bizexpansion import SIMPLE, Walk, make_people

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return list(OutgoingMessage.objects.order_by("id").values_list("template", flat=True))


def test_the_customer_hears_of_each_step_that_is_waited_for_once(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    number = walk.accept().case_number
    drain(now=now)
    first = OutgoingMessage.objects.get()
    assert (first.template, number in first.text, first.department_id) == (
        "case.accepted",
        True,
        walk.case.department_id,
    )
    walk.run_until("update_topology")
    drain(now=walk.now)
    drain(now=walk.now + timedelta(days=2))
    assert told() == ["case.accepted", "case.plan_replied", "case.energised"]
    assert walk.case.account.account_number in OutgoingMessage.objects.last().text


def test_without_a_mobile_number_nothing_is_sent(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    ApplicationContact.objects.update(phone="0512-68251234")
    drain(now=now)
    assert told() == []


def test_a_message_of_the_night_leaves_in_the_morning(now: datetime) -> None:
    night = now.replace(hour=21)
    Walk(make_people(), night, SIMPLE).accept()
    drain(now=night)
    message = OutgoingMessage.objects.get()
    assert (message.sent_at, message.not_before > night) == (None, True)
    drain(now=message.not_before)
    message.refresh_from_db()
    assert message.sent_at == message.not_before


def test_a_parameter_says_how_many_open_cases_it_touches(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()

    def touched(code: str, department: int | None = None) -> list[int]:
        return [number for _, number in count_touched(ParameterChange(code, "", department, date(2026, 12, 1)))]

    limit, validity = "approval.joint_review_capacity", "plan.valid_months"
    assert (touched(limit), touched(validity), touched("lv.limit_kw")) == ([1], [1], [])
    assert touched(limit, walk.case.department_id + 1000) == [0]
    walk.run_until("approve_plan")
    assert (touched(limit), touched(validity)) == ([0], [1])
    walk.run_until("customer_answer")
    assert touched(validity, walk.case.department_id) == [0]
