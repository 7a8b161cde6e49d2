"""Any flow over HTTP: everybody at a browser of his own sends what stands in the opened page, and what he types.

A flow needs no harness of its own, but a `Table` (in `tables/<family>.py`): what is typed at each of its steps
beyond what the page holds already, and what the book says at the end.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any, ClassVar

import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bizexpansion.engine.definition import Step
from bizexpansion.enums import Profile, TaskState
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, Task
from bizexpansion.operations import control
from bizexpansion.operations.profiles import choose_profile
from crm.org.models import Staff
from tests.bizexpansion.statements import counted_statements
from tests.bizexpansion.whole_book import whole_book
from tests.factories.bizexpansion import Company, Wishes
from tests.factories.bizexpansion_forms import typed
from tests.factories.html_forms import fields_of

Values = Mapping[str, Any]
Typed = Callable[["Office"], Values]


@dataclass(frozen=True)
class Table:
    """A flow as its people fill it in.

    `prepare` makes what must be there before (an account) and returns it; `accept` what is typed at the counter,
    `steps` at each step, by its id; steps that all flows share are known (`tests/factories/bizexpansion_forms.py`).
    `book` reads, value by value, what the flow may change: it is compared before and after an abort. `archived`
    asserts what the closed case has left. `exits`: what is typed to leave a step by another outcome than the first,
    where the harness cannot find out (exits.py), by (step, outcome).
    """

    code: str
    accept: Typed
    archived: Callable[[Office], None]
    book: Callable[[Office], Any]
    prepare: Callable[[Company, datetime], Any] = lambda company, now: None
    steps: Mapping[str, Typed | Values] = field(default_factory=dict)
    exits: Mapping[tuple[str, str], Typed | Values] = field(default_factory=dict)
    wishes: Wishes = field(default_factory=Wishes)
    name: str = ""
    profile: Profile = Profile.CLASSIC

    @property
    def id(self) -> str:
        """How a test of it is called."""
        return f"{self.code}-{self.name}" if self.name else self.code


@dataclass(frozen=True)
class Sheet:
    """The opened page of a step: whose it is, where it is sent, what stands in it and has been typed."""

    task: Task
    person: Staff
    url: str
    data: Values


class Office:
    """One case of one table, and the moment. A book of hundreds of thousands is not compared (`compares_books`)."""

    compares_books: ClassVar[bool] = True
    client: ClassVar[type[Client]] = Client

    def __init__(self, company: Company, table: Table, now: datetime) -> None:
        self.company, self.table, self.now, self.wishes, self.serial = company, table, now, table.wishes, 0
        self.graph, self.accepted_at = get_flow(table.code, profile=table.profile), now
        if table.profile != Profile.CLASSIC:
            whole = {"department_id": company.tree["YQ"].pk, "valid_from": now.date(), "reason": "试点"}
            choose_profile(**whole, profile=table.profile, actor=company.who("MGR"), now=now)
        self.subject = table.prepare(company, now)
        self.before, self.book_before = (table.book(self), whole_book()) if self.compares_books else ({}, {})
        self.case: Case
        self.signed: dict[str, str] = {}
        self.spent: dict[str, int] = {}
        """The most statements that the request of a step has made, by step."""
        self._browsers: dict[str, tuple[Client, datetime]] = {}

    def day(self) -> date:
        """Today."""
        return self.now.date()

    def browser(self, person: Staff) -> Client:
        """The browser of a person, signed in anew where it has idled longer than a session may."""
        client, seen = self._browsers.get(person.number, (None, self.now))
        if client is None or (self.now - seen).total_seconds() >= settings.SESSION_COOKIE_AGE:
            client = self.client()
            client.force_login(person)
        self._browsers[person.number] = client, self.now
        return client

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What happens inside is looked at, and then has never happened."""
        now, signed, spent, browsers = self.now, dict(self.signed), dict(self.spent), dict(self._browsers)
        mark = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(mark)
            self.now, self.signed, self.spent, self._browsers = now, signed, spent, browsers
            self.case.refresh_from_db()

    def accept(self, **values: Any) -> Any:
        """Fill in the registration form; returns the answer, and keeps the case where it was accepted."""
        with time_machine.travel(self.now):
            client, url = self.browser(self.company.who("R1")), reverse("accept", args=[self.table.code])
            page = client.get(url)
            assert page.status_code == 200, page.status_code
            data = fields_of(page.content.decode(), "accept-form") | dict(self.table.accept(self)) | values
            with counted_statements() as statements:
                answer = client.post(url, data)
        if answer.status_code == 302:
            self.spent["accept"] = statements.count
            self.case = Case.objects.order_by("-pk")[0]
        return answer

    def open_nodes(self) -> list[str]:
        """The open steps, in the flow's order."""
        nodes = self.case.tasks.filter(state=TaskState.OPEN).values_list("node", flat=True)
        return sorted(nodes, key=lambda node: self.graph.order[node])

    def person(self, task: Task) -> Staff:
        """Who does a task: whoever was sent, or the person of the step's role."""
        if task.assignee_id:
            return Staff.objects.get(pk=task.assignee_id)
        return self.company.who(self.graph.steps[task.node].roles[0])

    def do(self, node: str, **values: Any) -> Any:
        """Open the page of a step and send it, twenty minutes later; returns the answer."""
        return self.send(self.opened(node), **values)

    def opened(self, node: str) -> Sheet:
        """Open the page of a step, of a batch that of its first open row, and fill it in; twenty minutes later."""
        self.now += timedelta(minutes=20)
        task = self.case.tasks.filter(node=node, state=TaskState.OPEN).order_by("id")[0]
        person, url = self.person(task), reverse("task", args=[self.case.case_number, task.pk])
        typed_now = dict(self.values(node))  # may let time go by, as people do
        with time_machine.travel(self.now):
            page = self.browser(person).get(url)
        assert page.status_code == 200, (node, page.status_code)
        return Sheet(task, person, url, fields_of(page.content.decode()) | typed_now)

    def send(self, sheet: Sheet, person: Staff | None = None, **values: Any) -> Any:
        """Send a filled page, with other values or by another person; returns the answer."""
        sender = person or sheet.person
        with time_machine.travel(self.now), counted_statements() as statements:
            answer = self.browser(sender).post(sheet.url, {**sheet.data, **values})
        if answer.status_code == 302:
            node = sheet.task.node
            self.signed[node], self.spent[node] = sender.number, max(statements.count, self.spent.get(node, 0))
            self.case.refresh_from_db()
        return answer

    def values(self, node: str) -> Values:
        """What is typed at a step: as the table of the flow says, else as everywhere."""
        own = self.table.steps.get(node)
        if own is None:
            return typed(self, node)  # type: ignore[arg-type]  # an office is what a walk is, as far as it is asked
        return own(self) if callable(own) else own

    def must(self, node: str, **values: Any) -> None:
        """Do a step that has to succeed."""
        answer = self.do(node, **values)
        assert answer.status_code == 302, (node, problems(answer))

    def run(self, *stop: str) -> Office:
        """Do what is open until the case has ended, or only the steps in `stop` are open."""
        while self.case.is_open:
            nodes = [node for node in self.open_nodes() if node not in stop]
            if not nodes:
                break
            self.must(nodes[0])
        return self

    def abort(self) -> None:
        """The manager ends the case."""
        self.now += timedelta(minutes=5)
        manager = self.company.who("MGR")
        control.abort_case(case_id=self.case.pk, reason="客户撤销", actor=manager, now=self.now)
        self.case.refresh_from_db()

    def step(self, node: str) -> Step:
        """A step of the flow."""
        return self.graph.steps[node]


def problems(answer: Any) -> Any:
    """What a refused form says, for the message of a failed test."""
    entry = answer.context and answer.context.get("entry")
    return (answer.status_code, entry.errors()) if entry else answer.status_code


def all_tables() -> list[Table]:
    """The tables of all modules of `tables/`."""
    import tests.bizexpansion.flows.tables as package

    modules = (import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__))
    return sorted((table for module in modules for table in module.TABLES), key=lambda one: one.id)
