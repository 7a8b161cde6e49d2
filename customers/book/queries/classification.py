"""The classification of an account for its page: industry in words, grades in force, how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from crm.org.permissions import has_permission
from customers.book.enums import GradeKind, Importance, RiskGrade
from customers.book.industries import division_of, section_of
from customers.book.models import AccountGrade, Industry, SupplyAccount
from customers.book.rules import VIEW_ACCOUNT, VIEW_CREDIT

GRADES_SHOWN = 10


@dataclass(frozen=True)
class GradeLine:
    """One row of the history."""

    grade: AccountGrade
    words: Any


@dataclass(frozen=True)
class Classification:
    """What the block shows."""

    account: SupplyAccount
    industry: str
    history: list[GradeLine]


def classification_of(user: Any, account: SupplyAccount) -> Classification:
    """Two statements, however long the history; risk grades only for those who may see the credit."""
    rows = AccountGrade.objects.restrict(user, VIEW_ACCOUNT).filter(account=account)
    if not has_permission(user, VIEW_CREDIT, account.department_id):
        rows = rows.exclude(kind=GradeKind.RISK)
    rows = rows.select_related("set_by").order_by("-period", "-pk")[:GRADES_SHOWN]
    return Classification(
        account, industry_words(account.industry_code), [GradeLine(r, grade_words(r)) for r in rows]
    )


def industry_words(code: str) -> str:
    """Section and division with their official names, and the code as it stands; empty for none. One statement."""
    if not code:
        return ""
    wanted = [each for each in (section_of(code), division_of(code)) if each]
    found = (
        Industry.objects.filter(code__in=wanted)
        .order_by("section_id", "code")
        .values_list("code", "name_en" if get_language() == "en" else "name")
    )
    names = sorted(found, key=lambda pair: not pair[0].isalpha())
    return " · ".join([*(f"{letter} {name}" for letter, name in names), *([code] if code not in wanted else [])])


def grade_words(grade: AccountGrade) -> Any:
    """The grade in the reader's language."""
    if grade.kind == GradeKind.IMPORTANCE:
        return Importance(grade.value).label
    if grade.kind == GradeKind.RISK:
        return RiskGrade(grade.value).label
    return GradeKind.KEY_ACCOUNT.label if grade.value else "–"
