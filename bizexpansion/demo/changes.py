"""Demo cases of the other flows: each filled in through its forms, as people do it, up to where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.timezone import localtime

from bizexpansion.demo.crew import Crew
from bizexpansion.demo.office_hours import at_work
from bizexpansion.demo.story import Story
from bizexpansion.demo.typing import filled
from bizexpansion.enums import OPEN_STATES, CaseState, Profile, TaskState
from bizexpansion.flows import get_flow
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Case, Task
from bizexpansion.operations.profiles import choose_profile
from bizexpansion.steps import accept_entry, accept_spec, open_entry, send_entry, spec_of
from crm.audit.operation import SYSTEM
from crm.errors import DomainError
from crm.local.builders import SeedRequest
from crm.local.seed.names import Names
from crm.local.seed.places import DISTRICTS, Addresses
from crm.org.enums import Role
from crm.org.models import District, Staff
from customers.book.enums import AccountStatus, DeviceState
from customers.book.models import AccountPrice, Meter, SupplyAccount
from customers.book.operations.corrections import correct_account

MOST_CANDIDATES = 12


class NoAccount(LookupError):
    """A small book has no account for a story."""


class NotFilledIn(ValueError):
    """What stands in a form is not accepted."""


class ChangeWalk:
    """One case of a story: who asks, who works on it, and the moment."""

    contact: str
    phone: str
    names: Names
    moment: datetime
    district: District
    address: str
    crew: Crew
    account: SupplyAccount | None
    neighbours: Sequence[SupplyAccount]
    case: Case

    def __init__(self, story: Story, index: int, request: SeedRequest) -> None:
        self.story, self.index, self.request = story, index, request
        self.token = uuid5(NAMESPACE_OID, f"demo case {request.seed} {story.code} {index}")
        self.rng = Random(request.seed * 104729 + index)
        self.names, self.graph = Names(self.rng), get_flow(story.code, profile=story.profile)
        self.contact, self.phone = self.names.person(), self.names.mobile()
        self.moment = self.begun = self._begin()
        self.account, self.neighbours = None, ()

    @property
    def title(self) -> str:
        """Which story it is, for who reads the log."""
        return f"story {self.index} of {self.story.code}, up to {self.story.stop or 'its end'}"

    def run(self, crews: list[Crew]) -> None:
        """Accept it, and do its steps until it stands where the story says.

        It is the story of the first account that it can be told of: one owes money, of another the price is
        none for the capacity that is asked for. Raises NoAccount.
        """
        self.crew = self._crew_of(crews)
        self.district = self.rng.choice(self.crew.districts)
        self.place = next(each for each in DISTRICTS if each.code == self.district.code)
        self.address = Addresses(self.rng).premises(self.place)
        with translation.override("zh-hans"):
            if not self.story.account:
                self._tell()
                return
            refused: Exception | None = None
            for account in self.candidates(self.story.account):
                try:
                    with transaction.atomic():
                        self._tell(account)
                    return
                except (DomainError, NoAccount, NotFilledIn) as error:
                    refused = error
        said = getattr(refused, "errors", None) or refused or "no account of this kind"
        raise NoAccount(f"{self.story.code}: {said}") from refused

    def _tell(self, account: SupplyAccount | None = None) -> None:
        self.moment, self.account, known = self.begun, account, {}
        if account is not None:
            self.neighbours = self._move_in(account)
            known = {"account": account.account_number}
        self._ask(known)
        while (task := self._next()) is not None:
            self._do(task)

    def _begin(self) -> datetime:
        """In the office hours of so many days ago; before a weekend, where the next ones are still to come."""
        moment, days = self.request.now, self.story.days
        while moment >= self.request.now:
            moment = at_work(self.request.now - timedelta(days=days), self.rng)
            days += 1
        return moment

    def _crew_of(self, crews: list[Crew]) -> Crew:
        """Whoever serves what the story goes on with, else the department it names, else each in turn."""
        if self.story.follows:
            serving = self._followed().order_by("id").values_list("department_id", flat=True)
            return next((crew for crew in crews if crew.department.pk in serving[:1]), crews[0])
        return crews[self.story.at if self.story.at >= 0 else self.index % len(crews)]

    def _followed(self) -> QuerySet[SupplyAccount]:
        """The free accounts that a case of the flow before has changed."""
        done = Case.objects.filter(account=OuterRef("pk"), flow_code=self.story.follows, state=CaseState.CLOSED)
        return SupplyAccount.objects.filter(Exists(done), open_case_number="")

    def candidates(self, kind: Mapping[str, Any]) -> list[SupplyAccount]:
        """Some accounts of a kind that were as they are at the moment of the story, in an order of its own.

        What other cases of the demo have opened, or brought to its end, since then is not for this one.
        """
        day, cases = localtime(self.moment).date(), Case.objects.filter(account=OuterRef("pk"))
        found = SupplyAccount.objects.filter(
            ~Exists(cases.filter(Q(state__in=OPEN_STATES) | Q(closed_at__gt=self.moment))),
            Exists(AccountPrice.objects.filter(account=OuterRef("pk"), period__contains=day)),
            department=self.crew.department,
            energised_on__lte=day,
            status=AccountStatus.NORMAL,
            **kind,
        )
        if self.story.follows:
            found = found.filter(pk__in=self._followed())
        few = list(found.select_related("customer", "district").order_by("account_number")[:MOST_CANDIDATES])
        self.rng.shuffle(few)
        return few

    def meter_in_store(self, kind: str) -> str:
        """The asset number of a meter that can be hung."""
        found = Meter.objects.filter(department=self.crew.department, state=DeviceState.IN_STORE, kind=kind)
        return found.order_by("asset_number").values_list("asset_number", flat=True)[0]

    def _move_in(self, account: SupplyAccount) -> Sequence[SupplyAccount]:
        """Others of the same line and tariff whose address was mistaken: they are in the same building."""
        if not self.story.beside:
            return ()
        same = {name: getattr(account, name) for name in ("account_class", "voltage", "tariff_class")}
        lines = account.power_sources.filter(is_active=True).values_list("line", flat=True)
        found = SupplyAccount.objects.filter(
            department=self.crew.department, status=AccountStatus.NORMAL, open_case_number="", **same
        ).exclude(pk=account.pk)
        near = list(found.filter(power_sources__line__in=lines).order_by("account_number")[: self.story.beside])
        if len(near) < self.story.beside:
            raise NoAccount("nobody is supplied by the same line")
        mend: dict[str, Any] = {
            "address": account.address,
            "reason": "门牌核对",
            "actor": SYSTEM,
            "now": self.moment,
        }
        return [correct_account(account_id=one.pk, version=one.version, **mend) for one in near]

    def _follow_profile(self) -> None:
        """The department tries the streamlined profile that day, and goes back to the classic one the day after."""
        if self.story.profile == Profile.CLASSIC:
            return
        day, manager = localtime(self.moment).date(), self.crew.holder_of(Role.MANAGER)
        for profile, since in ((self.story.profile, day), (Profile.CLASSIC, day + timedelta(days=1))):
            choose_profile(
                department_id=self.crew.department.pk,
                profile=profile,
                valid_from=since,
                reason="简化流程试点",
                actor=manager,
                now=self.moment,
            )

    def _ask(self, known: Mapping[str, Any]) -> None:
        self._follow_profile()
        spec = accept_spec(self.graph)
        clerk = self.crew.able(spec.key)[self.index % 3]
        if self.account is not None:
            known = {**spec.form.known_of(self.account), **known}  # type: ignore[attr-defined]
        blank = accept_entry(self.graph, user=clerk, initial={**known, "token": self.token})
        data, files = self._typed(blank, "accept")
        self._send(accept_entry(self.graph, user=clerk, data=data, files=files), clerk)

    def _next(self) -> Task | None:
        if not self.case.is_open:
            return None
        tasks = list(self.case.tasks.filter(state=TaskState.OPEN))
        if any(task.node == self.story.stop and task.visit >= self.story.visit for task in tasks):
            return None
        return min(tasks, key=lambda task: self.graph.order[task.node])

    def _do(self, task: Task) -> None:
        gap = timedelta(days=self.story.gaps.get(task.node, 0), hours=self.rng.uniform(1, 6))
        later = at_work(self.moment + gap, self.rng)
        self.moment = min(later, self.moment + (self.request.now - self.moment) / 2)
        task.case = self.case
        person = self._doer(task)
        data, files = self._typed(open_entry(task, user=person), task.node)
        self._send(open_entry(task, user=person, data=data, files=files), person)

    def _doer(self, task: Task) -> Staff:
        """Whoever was sent, else somebody who may, and has done none of the steps that exclude each other."""
        if task.assignee_id is not None:
            return Staff.objects.get(pk=task.assignee_id)
        others = self.case.tasks.filter(node__in=self.graph.steps[task.node].differs_from)
        done = set(others.values_list("done_by", flat=True))
        return next(person for person in self.crew.able(spec_of(task).key) if person.pk not in done)

    def _typed(self, entry: StepEntry, node: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is sent: values and files."""
        own = {name: one(self) if callable(one) else one for name, one in self.story.typed.get(node, {}).items()}
        sent = filled(self, entry, own)
        files = {name: one for name, one in sent.items() if isinstance(one, UploadedFile)}
        return {name: one for name, one in sent.items() if name not in files}, files

    def _send(self, entry: StepEntry, actor: Staff) -> None:
        if not entry.is_valid():
            raise NotFilledIn(f"demo {self.story.code} {self.index} {entry.spec.key}: {entry.errors()}")
        self.case = send_entry(entry, actor=actor, now=self.moment)
