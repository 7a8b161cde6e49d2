"""The organisation of the demo company as data: units, who serves which district, how many people do what.

A staff number is the unit's two digits and the person's three. Everything here is made up but the shape: the
roles are those of workflows.md section 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm.org.enums import DepartmentKind, Role

K = DepartmentKind
COMPANY: Final = "C"
MARKETING: Final = "MKT"


@dataclass(frozen=True)
class Post:
    """A number of people of one unit who hold the same roles."""

    count: int
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Unit:
    """One node of the tree with its people; `duties` are the roles whose work arrives at this team."""

    code: str
    name: str
    name_en: str
    kind: DepartmentKind
    parent: str
    posts: tuple[Post, ...] = ()
    duties: tuple[Role, ...] = ()
    serves: str = ""
    """The business department whose work arrives here; empty for a unit of that department or for all."""


@dataclass(frozen=True)
class Business:
    """A business department 营业部: its districts and their halls."""

    code: str
    name: str
    name_en: str
    districts: tuple[str, ...]
    halls: tuple[tuple[str, str], ...]
    managers: int


BUSINESSES: Final = (
    Business(
        "GS",
        "姑苏营业部",
        "Gusu business department",
        ("320508", "320505", "320506", "320509"),
        (("姑苏", "Gusu"), ("高新", "New District"), ("吴中", "Wuzhong"), ("吴江", "Wujiang")),
        2,
    ),
    Business(
        "YQ",
        "园区营业部",
        "Industrial Park business department",
        ("320571", "320583", "320585"),
        (("园区", "Industrial Park"), ("昆山", "Kunshan"), ("太仓", "Taicang")),
        2,
    ),
    Business(
        "XC",
        "相城营业部",
        "Xiangcheng business department",
        ("320507", "320581", "320582"),
        (("相城", "Xiangcheng"), ("常熟", "Changshu"), ("张家港", "Zhangjiagang")),
        1,
    ),
)


def units() -> list[Unit]:
    """Every unit, parents before children."""
    plan = [
        Unit(COMPANY, "苏州供电公司", "Suzhou Power Supply Company", K.COMPANY, ""),
        Unit(
            MARKETING,
            "营销部",
            "Marketing department",
            K.MARKETING,
            COMPANY,
            (
                Post(1, (Role.MANAGER,)),
                Post(1, (Role.MANAGER,)),
                Post(1, (Role.SYSTEM_ADMIN,)),
                Post(1, (Role.SECURITY_ADMIN,)),
                Post(1, (Role.AUDIT_ADMIN,)),
            ),
        ),
    ]
    for business in BUSINESSES:
        plan += _business_units(business)
    return plan + _city_units()


def _business_units(b: Business) -> list[Unit]:
    place = b.name.removesuffix("营业部")
    english = b.name_en.removesuffix(" business department")
    own = [
        Unit(b.code, b.name, b.name_en, K.BUSINESS, MARKETING, (Post(1, (Role.MANAGER,)),)),
    ]
    for number, (hall, hall_en) in enumerate(b.halls, start=1):
        own.append(
            Unit(
                f"{b.code}-H{number}",
                f"{hall}营业厅",
                f"{hall_en} business hall",
                K.HALL,
                b.code,
                (Post(1, (Role.R1, Role.R6)), Post(2, (Role.R1,)), Post(1, (Role.R8,))),
                (Role.R1, Role.R8) if number == 1 else (),
            )
        )

    def team(suffix: str, name: str, name_en: str, posts: tuple[Post, ...], duties: tuple[Role, ...]) -> Unit:
        return Unit(f"{b.code}-{suffix}", f"{place}{name}", f"{english} {name_en}", K.TEAM, b.code, posts, duties)

    return [
        *own,
        team("AP", "业扩管理室", "approval office", (Post(2, (Role.R5,)), Post(2, (Role.R7,))), (Role.R5, Role.R7)),
        team(
            "SV",
            "客户服务班",
            "customer service team",
            (Post(1, (Role.R2, Role.R3)), Post(1, (Role.R2,)), Post(6, (Role.R3,))),
            (Role.R2, Role.R3),
        ),
        team(
            "PL",
            "供电方案班",
            "supply plan team",
            (Post(4, (Role.R4,)), Post(3, (Role.R6,))),
            (Role.R4, Role.R6),
        ),
        team(
            "CT",
            "合同档案班",
            "contracts and archive team",
            (Post(3, (Role.R12,)), Post(2, (Role.R18,))),
            (Role.R12, Role.R18),
        ),
        team("BL", "电费核算班", "billing team", (Post(4, (Role.R16,)),), (Role.R16,)),
        team(
            "AM",
            "客户经理班",
            "account managers",
            (Post(b.managers, (Role.ACCOUNT_MANAGER,)),),
            (Role.ACCOUNT_MANAGER,),
        ),
    ]


def _city_units() -> list[Unit]:
    def unit(
        code: str, name: str, name_en: str, kind: DepartmentKind, parent: str, *posts: Post,
        duties: tuple[Role, ...] = (), serves: str = "",
    ) -> Unit:  # fmt: skip
        return Unit(code, name, name_en, kind, parent, posts, duties, serves)

    plan = [unit("MET", "计量中心", "Metering centre", K.METERING, MARKETING, Post(1, (Role.MANAGER,)))]
    for number, b in zip("一二三", BUSINESSES, strict=True):
        plan.append(
            unit(
                f"MET-{b.code}", f"装表接电{number}班", f"Metering team {b.code}", K.TEAM, "MET",
                Post(1, (Role.R13, Role.R2)), Post(8, (Role.R13,)),
                duties=(Role.R13,), serves=b.code,
            )
        )  # fmt: skip
    plan += [
        unit("MET-LAB", "计量检定班", "Meter laboratory", K.TEAM, "MET", Post(3, (Role.R13,))),
        unit("INS", "用电检查中心", "Power inspection", K.INSPECTION, MARKETING, Post(1, (Role.MANAGER,))),
    ]
    for number, b in zip("一二三", BUSINESSES, strict=True):
        plan.append(
            unit(
                f"INS-{b.code}", f"用电检查{number}班", f"Inspection team {b.code}", K.TEAM, "INS",
                Post(6, (Role.R11,)), duties=(Role.R11,), serves=b.code,
            )
        )  # fmt: skip
    plan += [
        unit("INS-DES", "设计审核组", "Design review", K.TEAM, "INS", Post(4, (Role.R10,)), duties=(Role.R10,)),
        unit("DIS", "配电运检与调度", "Dispatch and operations", K.DISPATCH, MARKETING,
             Post(1, (Role.MANAGER,))),
        unit("DIS-SW", "停送电班", "Switching team", K.TEAM, "DIS", Post(8, (Role.R14,)), duties=(Role.R14,)),
        unit("DIS-PR", "配网工程组", "Grid projects", K.TEAM, "DIS", Post(5, (Role.R9,)), duties=(Role.R9,)),
        unit("DIS-GD", "营配数据组", "Grid data", K.TEAM, "DIS", Post(5, (Role.R15,)), duties=(Role.R15,)),
        unit("CC", "95598 客服中心", "Call centre 95598", K.CALL_CENTRE, MARKETING,
             Post(1, (Role.MANAGER,))),
        unit("CC-AG", "话务班", "Agents", K.TEAM, "CC", Post(13, (Role.CALL_AGENT,)), duties=(Role.CALL_AGENT,)),
        unit("CC-RV", "回访班", "Call-backs", K.TEAM, "CC", Post(6, (Role.R17,)), duties=(Role.R17,)),
        # Beside the marketing department: they look customers up.
        unit("OPS", "配电运检部", "Distribution operations", K.OPERATIONS, COMPANY, Post(3, (Role.GRID_OPERATOR,))),
        unit("DSP", "调度控制中心", "Grid control centre", K.CONTROL, COMPANY, Post(3, (Role.GRID_CONTROLLER,))),
        unit("SAF", "安全监察部", "Safety supervision", K.SAFETY, COMPANY, Post(2, (Role.SAFETY_OFFICER,))),
    ]  # fmt: skip
    return plan


@dataclass(frozen=True)
class Person:
    """One post of one unit: the staff number, where, and the roles."""

    number: str
    unit: str
    roles: tuple[Role, ...]


def people() -> list[Person]:
    """Everybody of the plan, in the order of the units."""
    return [
        Person(f"{index}{place:03d}", unit.code, roles)
        for index, unit in enumerate(units(), start=10)
        for place, roles in enumerate((post.roles for post in unit.posts for _ in range(post.count)), start=1)
    ]


def demo_person(role: Role) -> Person:
    """The first person who holds this role and no other: whom the demo login of the role belongs to."""
    return next(person for person in people() if person.roles == (role,))
