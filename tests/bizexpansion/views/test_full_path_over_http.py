"""Flow 104 from the counter to energised supply through the HTTP forms, each step by its own login."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bizexpansion.enums import CaseState, EffectState, TaskState
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Case, EffectRecord, Task
from bizexpansion.steps import STEPS, open_entry
from crm.audit.models import Entry
from crm.clocks.enums import ClockState
from crm.org.models import Staff
from customers.book.enums import AccountStatus, PowerState
from tests.factories.bizexpansion import DOERS, FULL, SIMPLE, Company, Walk, Wishes
from tests.factories.bizexpansion_forms import application_values, posted, typed

pytestmark = pytest.mark.django_db


class Office:
    """Everybody at a browser of his own; sends what stands in the opened form and what the person types."""

    def __init__(self, company: Company, now: datetime, wishes: Wishes) -> None:
        self.walk = Walk(company, now, wishes)
        self.signed: dict[str, str] = {}

    def browser(self, person: Staff) -> Client:
        """Signed in afresh: between two steps more time goes by than a session may idle."""
        client = Client()
        client.force_login(person)
        return client

    def accept(self) -> Case:
        clerk = self.walk.company.who("R1")
        browser = self.browser(clerk)
        assert browser.get(reverse("accept", args=["104"])).status_code == 200
        empty = StepEntry(STEPS["accept"], user=clerk, department=self.walk.company.tree["YQ"])
        answer = browser.post(reverse("accept", args=["104"]), posted(empty, **application_values(self.walk)))
        assert answer.status_code == 302, problems(answer)
        self.walk.case = Case.objects.get()
        assert answer["Location"] == reverse("case", args=[self.walk.case.case_number])
        return self.walk.case

    def do(self, node: str) -> None:
        task = Task.objects.select_related("case__department").get(
            case=self.walk.case, node=node, state=TaskState.OPEN
        )
        role = DOERS[node][1]
        person = Staff.objects.get(pk=task.assignee_id) if task.assignee_id else self.walk.company.who(role)
        url = reverse("task", args=[self.walk.case.case_number, task.pk])
        assert self.browser(person).get(url).status_code == 200, node
        answer = self.browser(person).post(url, posted(open_entry(task, user=person), **typed(self.walk, node)))
        assert answer.status_code == 302, (node, problems(answer))
        self.signed[node] = person.number

    def run(self) -> None:
        """Do what is open until the case has ended, twenty minutes a step."""
        while self.walk.case.is_open:
            node = next(node for node in DOERS if node in self.walk.open_nodes())
            self.walk.now += timedelta(minutes=20)
            with time_machine.travel(self.walk.now):
                self.do(node)
            self.walk.case.refresh_from_db()


def problems(answer: Any) -> Any:
    """What a refused form says, for the message of a failed test."""
    entry = answer.context and answer.context.get("entry")
    return entry.errors() if entry else answer.status_code


@pytest.fixture
def office(company: Company, now: datetime, request: pytest.FixtureRequest) -> Iterator[Office]:
    with time_machine.travel(now):
        one = Office(company, now, request.param)
        one.accept()
        yield one


@pytest.mark.parametrize("office", [SIMPLE, FULL], ids=["single-source", "dual-source-important"], indirect=True)
def test_from_the_counter_to_energised_supply(office: Office) -> None:
    office.run()
    case = office.walk.case
    assert case.state == CaseState.CLOSED
    account = case.account
    account.refresh_from_db()
    assert (account.status, account.power_state) == (AccountStatus.NORMAL, PowerState.ON)
    assert account.contract_capacity == office.walk.wishes.capacity
    assert account.open_case_number == ""
    assert set(EffectRecord.objects.values_list("state", flat=True)) == {EffectState.SEALED}
    states = set(case.clocks.values_list("clock__state", flat=True))
    assert states <= {ClockState.STOPPED, ClockState.HANDED_OVER}
    assert office.signed["draft_plan"] != office.signed["approve_plan"]
    if office.walk.wishes.fee:
        assert office.signed["determine_fee"] != office.signed["collect_fee"]
    written = Entry.objects.filter(subject_type="bizexpansion.case", subject_id=case.pk, parent_id=None)
    assert written.count() == len(office.signed) + 1


@pytest.mark.parametrize("office", [SIMPLE], ids=["single-source"], indirect=True)
def test_every_page_of_a_finished_case_opens(office: Office) -> None:
    office.run()
    number = office.walk.case.case_number
    with time_machine.travel(office.walk.now):
        _open_all(office, number)


def _open_all(office: Office, number: str) -> None:
    archivist = office.browser(office.walk.company.who("R18"))
    for name in ("case", "print-application", "print-plan", "print-work-order"):
        assert archivist.get(reverse(name, args=[number])).status_code == 200, name
    for node in office.signed:
        assert archivist.get(reverse("case-step", args=[number, node])).status_code == 200, node
