"""Who does the steps of a demo case: the people of the demo company, as their duties say."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from bizexpansion.models import Task
from bizexpansion.queries.people import able_staff
from crm.local.seed.org_plan import demo_person
from crm.org.enums import DepartmentKind, Role
from crm.org.models import Department, District, RoleAssignment, Staff


@dataclass
class Crew:
    """The people of one business department, and of the city-wide units that work for it."""

    department: Department
    districts: list[District]
    demo_numbers: frozenset[str]
    _able: dict[str, list[Staff]] = field(default_factory=dict)

    def able(self, form: str) -> list[Staff]:
        """Who may do a step here, the owners of demo logins first: they shall find work on their desks."""
        if form not in self._able:
            people = list(able_staff(form, self.department))
            self._able[form] = sorted(people, key=lambda person: person.number not in self.demo_numbers)
        return self._able[form]

    def doer(self, task: Task, form: str, rng: Random) -> Staff:
        """Who does an open task: its holder, else somebody of its team."""
        if task.assignee_id is not None:
            return Staff.objects.get(pk=task.assignee_id)
        able = self.able(form)
        team = [person for person in able if person.department_id == task.team_id]
        return self._pick(team or able, rng)

    def pair(self, form: str, rng: Random) -> tuple[Staff, Staff]:
        """Two people for field work; of a team where one has enough people."""
        able = self.able(form)
        leader = self._pick(able, rng)
        mates = [person for person in able if person.department_id == leader.department_id and person != leader]
        return leader, rng.choice(mates or [person for person in able if person != leader])

    def holder_of(self, role: Role) -> Staff:
        """Somebody of this department who holds a role."""
        held = RoleAssignment.objects.filter(role=role, staff__department__path__startswith=self.department.path)
        return held.select_related("staff").order_by("staff__number")[0].staff

    def _pick(self, people: list[Staff], rng: Random) -> Staff:
        """Half of the time the owner of the demo login, where there is one."""
        if people[0].number in self.demo_numbers and rng.random() < 0.5:
            return people[0]
        return rng.choice(people)


def crews() -> list[Crew]:
    """One for each business department, in the order of their codes."""
    numbers = frozenset(demo_person(role).number for role in Role)
    return [
        Crew(department, list(department.districts.order_by("code")), numbers)
        for department in Department.objects.filter(kind=DepartmentKind.BUSINESS).order_by("id")
    ]
