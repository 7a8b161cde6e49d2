"""One real case of every flow, walked over HTTP by people of the demo company, looked at after each step.

The walk is that of the tests (`tests/bizexpansion/flows`): whoever the step is for opens its page and sends it. It
happens in a transaction that is rolled back, so that nothing of it stays but what the onlooker kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import override_settings
from django.utils import timezone

from crm.audit.telling import NOBODY, SET
from crm.org.enums import Role
from crm.org.models import Department, District, Staff, TeamDuty
from tests.bizexpansion.flows.office import Office, Sheet, Table, all_tables, problems

HOME = "YQ"
"""The business department of the demo company in which the cases are walked."""
BEGINS = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""When the walks begin: the tables of the tests name days around it."""
STEP = timedelta(hours=4)
OPENS, CLOSES = 9, 17


@dataclass(frozen=True)
class Done:
    """One completed step: the seconds that the server took for it, and its statements."""

    flow: str
    node: str
    seconds: float
    statements: int


Onlooker = Callable[[Office, Done], None]


@dataclass
class DemoCompany:
    """The demo company, as the walks of the tests ask it: one department, one person for each role."""

    tree: dict[str, Department]
    people: dict[str, Staff]

    def who(self, role: str) -> Staff:
        """The person of a role, read afresh as a request would."""
        return Staff.objects.get(pk=self.people[role].pk)


class TimedHandler(ClientHandler):
    """The server behind such a browser: what it takes from a request to its answer is measured, not the browser."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        """Answer a request."""
        counted = _Counter()
        with connection.execute_wrapper(counted):
            begun = time.perf_counter()
            answer = super().__call__(environ)
            TimedClient.sent = time.perf_counter() - begun, counted.statements
        return answer


class TimedClient(Client):
    """A browser that knows of what it sent last: the seconds until the answer, and the statements."""

    sent: ClassVar[tuple[float, int]] = 0.0, 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handler = TimedHandler(enforce_csrf_checks=False)


class BenchOffice(Office):
    """An office in which time goes by as in life: half a day for each step, within office hours."""

    client = TimedClient

    def opened(self, node: str) -> Sheet:
        """Go on to a later moment of a working day before the page is opened."""
        self.now += STEP
        local = timezone.localtime(self.now)
        if not OPENS <= local.hour < CLOSES or local.weekday() >= 5:
            day = local + timedelta(days=1 if local.hour >= CLOSES or local.weekday() >= 5 else 0)
            while day.weekday() >= 5:
                day += timedelta(days=1)
            self.now = day.replace(hour=OPENS, minute=10)
        return super().opened(node)


def walk(flows: list[str] | None, onlooker: Onlooker) -> list[str]:
    """Walk one case of each flow (all, unless named) to its archive; returns what went wrong, flow by flow."""
    first = {table.code: table for table in reversed(all_tables())}
    failures = []
    # Between two steps more time goes by than a session may idle.
    with override_settings(SESSION_COOKIE_AGE=10**8, ALLOWED_HOSTS=["testserver"]), _without_books():
        for code in flows or sorted(first):
            with _undone():
                problem = _walk(first[code], onlooker)
            failures += [f"{code}: {problem}"] if problem else []
    return failures


def _walk(table: Table, onlooker: Onlooker) -> str:
    office = BenchOffice(_company(), table, BEGINS)
    answer = office.accept()
    if answer.status_code != 302:
        return f"accept: {problems(answer)}"
    onlooker(office, Done(table.code, "accept", 0.0, 0))
    while office.case.is_open:
        node = office.open_nodes()[0]
        sheet = office.opened(node)
        answer = office.send(sheet)
        if answer.status_code != 302:
            return f"{node}: {problems(answer)}"
        onlooker(office, Done(table.code, node, *TimedClient.sent))
    return ""


class _Counter:
    """Counts statements."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        # Inside the transaction of the walk an operation takes a savepoint, and says at its end that nobody acts
        # any more; by itself it does neither.
        is_of_walk = sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT")) or (sql == SET and params == NOBODY)
        self.statements += not is_of_walk
        return execute(sql, params, many, context)


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever happens inside has never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _without_books() -> Iterator[None]:
    """No walk compares the whole book with what it was: that is for the tests, whose book is small."""
    Office.compares_books = False
    try:
        yield
    finally:
        Office.compares_books = True


def _company() -> DemoCompany:
    """People of one business department and of the units that work for it; its districts become one."""
    home = Department.objects.get(code=HOME)
    elsewhere = Department.objects.exclude(code=HOME).filter(kind=home.kind).order_by("pk")[0]
    kept = District.objects.filter(department=home).order_by("code")[0]
    District.objects.filter(department=home).exclude(pk=kept.pk).update(department=elsewhere)
    people = {}
    for role in Role.values:
        able = _people_of(role, home)
        people |= {role: able[0], f"{role}b": able[-1]} if able else {}
    return DemoCompany({HOME: home}, people | {"MGR": _manager(home)})


def _people_of(role: str, home: Department) -> list[Staff]:
    """Who holds a role in the team that does this work for a department, those who hold no other role first."""
    duty = TeamDuty.objects.filter(role=role, department__in=[home]).first()
    duty = duty or TeamDuty.objects.filter(role=role, department=None).first()
    held = Staff.objects.filter(is_active=True, assignments__role=role).order_by("number")
    if duty is not None:
        held = held.filter(department=duty.team)
    return sorted(held.distinct(), key=lambda person: person.assignments.count())


def _manager(home: Department) -> Staff:
    return Staff.objects.filter(assignments__role=Role.MANAGER, department=home)[0]
