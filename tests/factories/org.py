"""A small, complete company for tests: three business departments and the city-wide units."""

from __future__ import annotations

from typing import Any

from crm.org.enums import DepartmentKind, Role
from crm.org.models import Department, District, RoleAssignment, Staff, TeamDuty

PASSWORD = "Test-Pass-2026"
_BUSINESS = (
    ("GS", "姑苏营业部", "Gusu", "320508"),
    ("YQ", "园区营业部", "SIP", "320571"),
    ("WZ", "吴中营业部", "Wuzhong", "320506"),
)
_UNITS = (
    ("MET", "计量中心", "Metering centre", DepartmentKind.METERING),
    ("INS", "用电检查班", "Power inspection", DepartmentKind.INSPECTION),
    ("DIS", "配网调度", "Dispatch", DepartmentKind.DISPATCH),
    ("95598", "95598 客服中心", "Call centre", DepartmentKind.CALL_CENTRE),
)
_OTHERS = (
    ("OPS", "配电运检部", "Distribution operations", DepartmentKind.OPERATIONS),
    ("DSP", "调度控制中心", "Grid control", DepartmentKind.CONTROL),
    ("SAF", "安全监察部", "Safety supervision", DepartmentKind.SAFETY),
)


def make_department(
    code: str, name: str, kind: str, parent: Department | None = None, name_en: str = ""
) -> Department:
    """One node of the tree with its path set."""
    node = Department(code=code, name=name, name_en=name_en or code, kind=kind, parent=parent, path=f"new:{code}")
    node.save()
    node.path = f"{parent.path if parent else '/'}{node.pk}/"
    node.save(update_fields=["path"])
    return node


def make_company() -> dict[str, Department]:
    """The tree by code: C, MKT, GS, YQ, WZ, each with a hall (GS-H) and a team (GS-T), city units, others."""
    tree: dict[str, Department] = {}
    tree["C"] = make_department("C", "苏州供电公司", DepartmentKind.COMPANY)
    tree["MKT"] = make_department("MKT", "营销部", DepartmentKind.MARKETING, tree["C"])
    for code, name, name_en, district in _BUSINESS:
        tree[code] = make_department(code, name, DepartmentKind.BUSINESS, tree["MKT"], name_en)
        tree[f"{code}-H"] = make_department(f"{code}-H", f"{name}营业厅", DepartmentKind.HALL, tree[code])
        tree[f"{code}-T"] = make_department(f"{code}-T", f"{name}客户服务班", DepartmentKind.TEAM, tree[code])
        District.objects.create(code=district, name=name[:2] + "区", department=tree[code])
    for code, name, name_en, kind in _UNITS:
        tree[code] = make_department(code, name, kind, tree["MKT"], name_en)
    for code, name, name_en, kind in _OTHERS:
        tree[code] = make_department(code, name, kind, tree["C"], name_en)
    for role in Role:
        if role.value.startswith("R"):
            for code, *_ in _BUSINESS:
                TeamDuty.objects.create(role=role, department=tree[code], team=tree[f"{code}-T"])
    return tree


def make_staff(number: str, department: Department, *roles: Role | str, **fields: Any) -> Staff:
    """A person with roles, who signs in with `PASSWORD`."""
    fields.setdefault("name", f"员工{number}")
    person = Staff.objects.create_user(number, PASSWORD, department=department, **fields)
    RoleAssignment.objects.bulk_create(RoleAssignment(staff=person, role=str(role)) for role in roles)
    return person
