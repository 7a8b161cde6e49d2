"""The same request sent twice acts once: over the API, with real commits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bizexpansion.models import Case
from crm.org.enums import Role
from crm.org.models import Staff
from crm.web.api import idempotency
from crm.web.models import KeptAnswer
from crm.web.tasks import forget_answers
from tests.bizexpansion.api.test_steps import application
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.org import make_staff
from tests.races import at_once

CASES = "/api/v1/cases/"
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(make_people(), timezone.now(), SIMPLE)


def send(who: Staff, body: dict[str, Any], key: str = KEY, url: str = CASES) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(url, body, content_type="application/json", headers={"idempotency-key": key})


def urge(walk: Walk, note: str = "客户来电", key: str = KEY, who: Staff | None = None) -> Any:
    who = who or walk.company.who("R1")
    return send(who, {"note": note}, key, f"{CASES}{walk.case.case_number}/urge/")


def test_a_repetition_gets_the_first_answer_and_does_nothing(walk: Walk) -> None:
    body = {"values": application(walk)}
    first, second = (send(walk.company.who("R1"), body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201), first.json()
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert [first[name] for name in idempotency.KEPT_HEADERS] == [second[name] for name in idempotency.KEPT_HEADERS]
    assert Case.objects.count() == 1


def test_the_order_of_members_makes_no_other_request(walk: Walk) -> None:
    walk.accept()
    url, who = f"{CASES}{walk.case.case_number}/green-channel/", walk.company.who("MGR")
    client = Client()
    client.force_login(who)
    tag = client.get(f"{CASES}{walk.case.case_number}/")["ETag"]
    headers = {"idempotency-key": KEY, "if-match": tag}
    bodies = ['{"is_green": true, "reason": "重点"}', '{"reason": "重点", "is_green": true}']
    first, second = (client.post(url, b, content_type="application/json", headers=headers) for b in bodies)
    assert (first.status_code, second.status_code) == (200, 200), first.json()
    assert second["Idempotency-Replayed"] == "true"


def test_a_key_is_good_for_one_request_only(walk: Walk) -> None:
    walk.accept()
    assert urge(walk).status_code == 200
    other = urge(walk, note="另一件事")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert urge(walk).json()["urged_count"] == 1


def test_a_key_never_shows_another_persons_answer(walk: Walk) -> None:
    walk.accept()
    urge(walk)
    stranger = make_staff("W1", walk.company.tree["WZ-H"], Role.R1)
    assert urge(walk, who=stranger).status_code == 404
    colleague = make_staff("Y1", walk.company.tree["YQ-H"], Role.R1)
    answer = urge(walk, who=colleague)
    assert (answer.json()["urged_count"], "Idempotency-Replayed" in answer) == (2, False)


def test_a_refusal_is_not_kept(walk: Walk) -> None:
    walk.accept()
    assert urge(walk, note="").status_code == 400
    assert not KeptAnswer.objects.exists()
    assert urge(walk).status_code == 200


@pytest.mark.parametrize("key", ["", '""', " ", "a b", "键", "x" * 256, '"open', 'a"b'])
def test_a_malformed_key_is_refused(walk: Walk, key: str) -> None:
    walk.accept()
    answer = urge(walk, key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")


def test_quoted_and_bare_are_one_key(walk: Walk) -> None:
    walk.accept()
    urge(walk)
    assert urge(walk, key=f'"{KEY}"')["Idempotency-Replayed"] == "true"


def test_what_is_kept_can_be_read_with_the_key_of_the_house_only(walk: Walk) -> None:
    body = {"values": application(walk)}
    send(walk.company.who("R1"), body)
    kept = KeptAnswer.objects.get()
    assert "case_number" not in kept.sealed
    assert body["values"]["applicant_name"] not in kept.sealed


def test_tokens_and_searches_are_never_kept(walk: Walk) -> None:
    assert send(walk.company.who("R1"), {"q": "陈静"}, url="/api/v1/search/").status_code == 200
    assert not KeptAnswer.objects.exists()


def test_answers_are_forgotten_after_three_days(walk: Walk) -> None:
    walk.accept()
    urge(walk)
    KeptAnswer.objects.update(at=timezone.now() - idempotency.KEPT_FOR + timedelta(minutes=5))
    assert forget_answers() == 0
    KeptAnswer.objects.update(at=timezone.now() - idempotency.KEPT_FOR - timedelta(minutes=5))
    assert forget_answers() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_case_and_get_one_answer(now: datetime) -> None:
    walk = Walk(make_people(), timezone.now(), SIMPLE)
    who, body = walk.company.who("R1"), {"values": application(walk)}
    answers = at_once(*[lambda: send(who, body)] * 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sorted("Idempotency-Replayed" in answer for answer in answers) == [False] + [True] * 7
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first request holds its key, open and unanswered, on another connection."""
    monkeypatch.setattr(idempotency, "PATIENCE_MS", 50)
    walk = Walk(make_people(), timezone.now(), SIMPLE)
    walk.accept()
    who = walk.company.who("R1")
    with transaction.atomic():
        KeptAnswer.objects.create(staff=who, key=KEY, fingerprint="0", at=timezone.now())
        answer = at_once(lambda: urge(walk))[0]
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "request_in_progress", "1")
