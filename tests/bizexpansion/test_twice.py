"""Pressing twice does nothing twice: the second press hears what became of the first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from bizexpansion.enums import TaskState
from bizexpansion.errors import CaseNotOpen, TaskNotOpen
from bizexpansion.models import Case, Task
from bizexpansion.operations.work import whereabouts
from crm.errors import InvalidInput
from crm.outbox.models import Fact
from tests.factories.bizexpansion import DOERS, FULL, SIMPLE, Walk, make_people

pytestmark = pytest.mark.django_db


def row_counts() -> dict[str, int]:
    """How many rows every table of the case and of the book holds."""
    models = [*apps.get_app_config("bizexpansion").get_models(), *apps.get_app_config("book").get_models(), Fact]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_every_step_pressed_twice_is_done_once(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    walk.accept()
    while walk.case.is_open:
        walk.now += timedelta(minutes=10)
        node = next(node for node in DOERS if node in walk.open_nodes())
        task = walk.task(node)
        walk.do(node)
        counts = row_counts()
        with pytest.raises((TaskNotOpen, CaseNotOpen)) as refusal:
            _again(walk, node, task)
        assert refusal.value.details["outcome"] == Task.objects.get(pk=task.pk).outcome
        after = row_counts()
        # what the second press would have used (a meter, a reading section) is made by the test itself
        assert {name for name in after if after[name] != counts[name]} <= {
            "book.Meter",
            "book.InstrumentTransformer",
            "book.ReadingSection",
        }, node


def _again(walk: Walk, node: str, task: Task) -> Any:
    done = Task.objects.get(pk=task.pk)
    return walk.write(done, done.done_by or walk.company.who(DOERS[node]), {})


def test_refusal_tells_nothing_personal(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("draft_contract", "fix_metering_plan")
    reply = walk.case.tasks.get(node="reply_plan")
    current = whereabouts(reply)["current"]
    assert "recipient" not in current
    assert current["method"] == "WRITTEN"


def test_refused_step_leaves_no_trace(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("draft_plan")
    counts, version = row_counts(), Case.objects.get().version
    with pytest.raises(InvalidInput):
        walk.do("draft_plan", approved_capacity=-5)
    assert row_counts() == counts
    case = Case.objects.get()
    assert (case.version, case.tasks.filter(state=TaskState.OPEN).count()) == (version, 1)


def test_who_replies_owns_the_case(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    walk.run_until("customer_answer")
    assert walk.case.owner == walk.company.people["R6"]
