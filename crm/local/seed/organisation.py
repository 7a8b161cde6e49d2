"""Builds the demo company from its plan: tree, districts, duties, 230 people, one demo login per role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from crm.audit.operation import Actor, operation
from crm.local.seed.names import Names
from crm.local.seed.org_plan import BUSINESSES, Unit, demo_person, people, units
from crm.local.seed.places import DISTRICTS
from crm.org.enums import Role
from crm.org.models import Department, District, RoleAssignment, Staff, TeamDuty

DEMO_PASSWORD = "Suzhou-2026"  # noqa: S105 - a demo company's password, printed by `make run`


@dataclass(frozen=True)
class OrganisationReport:
    """How many rows were new; all zero when everything stood already."""

    departments: int
    districts: int
    duties: int
    staff: int

    def __str__(self) -> str:
        return (
            f"organisation: {self.departments} departments, {self.districts} districts, "
            f"{self.duties} duties of teams, {self.staff} people added"
        )


@operation("local.build_organisation")
def build_organisation(*, actor: Actor, now: datetime, seed: int = 1) -> OrganisationReport:
    """Make what is missing of the demo company, found by code and number; what stands is left as it is."""
    before = Department.objects.count()
    tree = _build_tree()
    return OrganisationReport(
        departments=len(tree) - before,
        districts=_build_districts(tree),
        duties=_build_duties(tree),
        staff=_build_staff(tree, now, seed),
    )


def _build_tree() -> dict[str, Department]:
    tree = {department.code: department for department in Department.objects.all()}
    for unit in units():
        if unit.code in tree:
            continue
        parent = tree.get(unit.parent)
        node = Department(
            code=unit.code,
            name=unit.name,
            name_en=unit.name_en,
            kind=unit.kind,
            parent=parent,
            path=f"new:{unit.code}",  # the path holds the own id, known only after the insert
        )
        node.save()
        node.path = f"{parent.path if parent else '/'}{node.pk}/"
        node.save(update_fields=["path"])
        tree[unit.code] = node
    return tree


def _build_districts(tree: dict[str, Department]) -> int:
    served_by = {code: business.code for business in BUSINESSES for code in business.districts}
    present = set(District.objects.values_list("code", flat=True))
    missing = [
        District(code=facts.code, name=facts.name, department=tree[served_by[facts.code]])
        for facts in DISTRICTS
        if facts.code not in present
    ]
    return len(District.objects.bulk_create(missing))


def _build_duties(tree: dict[str, Department]) -> int:
    present = set(TeamDuty.objects.values_list("role", "department_id"))
    missing = []
    for unit in units():
        business = _business_of(unit)
        department = tree[business] if business else None
        missing += [
            TeamDuty(role=role, department=department, team=tree[unit.code])
            for role in unit.duties
            if (role.value, department.pk if department else None) not in present
        ]
    return len(TeamDuty.objects.bulk_create(missing))


def _business_of(unit: Unit) -> str:
    codes = {business.code for business in BUSINESSES}
    return unit.serves or (unit.parent if unit.parent in codes else "")


def _build_staff(tree: dict[str, Department], now: datetime, seed: int) -> int:
    names, landline = Names(Random(seed)), Random(seed + 1)
    present = set(Staff.objects.values_list("number", flat=True))
    # One hash for all demo logins: they share the password anyway, and Argon2 is slow on purpose.
    password = make_password(DEMO_PASSWORD)
    logins = {demo_person(role).number for role in Role}
    roles = {}
    missing = []
    for person in people():
        name, phone = names.person(), f"0512-6{landline.randrange(10**7):07d}"
        if person.number in present:
            continue
        roles[person.number] = person.roles
        missing.append(
            Staff(
                number=person.number,
                name=name,
                department=tree[person.unit],
                phone=phone,
                password=password if person.number in logins else make_password(None),
                password_changed_at=now,
            )
        )
    made = Staff.objects.bulk_create(missing)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(staff=staff, role=role) for staff in made for role in roles[staff.number]
    )
    return len(made)
