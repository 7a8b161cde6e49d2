"""What a segment may ask of the book: the account, its supply, its grades, its contacts and contracts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left
from django.db.models.lookups import In
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.org.enums import DepartmentKind
from crm.org.models import Department, District
from crm.registries.conditions import (
    Asked,
    Choice,
    Condition,
    Day,
    Flag,
    Kind,
    Number,
    Text,
    conditions,
    on_column,
)
from customers.book.enums import (
    AccountClass,
    AccountStatus,
    ContactPurpose,
    ContractStatus,
    CustomerKind,
    HighEnergyClass,
    Importance,
    LoadCharacter,
    PowerState,
    RiskGrade,
    TariffClass,
    TemporaryKind,
    Voltage,
)
from customers.book.industries import SECTION_OF
from customers.book.models import ContactPerson, Contract, Industry
from customers.book.rules import VIEW_CONTACTS, VIEW_CREDIT, VIEW_TERMS

WHO, SUPPLY, GRADES, TERMS = _("Account"), _("Supply"), _("Classification"), _("Contract and contacts")


_PERMISSIONS = {"risk": VIEW_CREDIT, "contact": VIEW_CONTACTS, "contract_ends": VIEW_TERMS}
"""Beside looking at accounts: who may not see the fact does not learn it from a segment either."""


def register() -> None:
    """Called when the app is ready."""
    for order, (group, key, label, kind, apply) in enumerate(_offered(), start=1):
        permission = _PERMISSIONS.get(key, "")
        conditions.register(Condition(f"book.{key}", label, kind, apply, group, permission, order))


def _offered() -> Iterable[tuple[Any, str, Any, Kind, Any]]:
    yield WHO, "status", _("account status"), Choice(_statuses), on_column("status")
    yield (
        WHO,
        "account_class",
        _("class of account"),
        _of(AccountClass),
        on_column("account_class"),
    )
    yield (
        WHO,
        "customer_kind",
        _("kind of customer"),
        _of(CustomerKind),
        on_column("customer__kind"),
    )
    yield WHO, "department", _("business department"), Choice(_departments), on_column("department_id")
    yield WHO, "district", _("district"), Choice(_districts), on_column("district_id")
    yield WHO, "address", _("supply address"), Text(), on_column("address")
    yield WHO, "name", _("account name"), Text(), on_column("name")
    yield WHO, "account_number", _("account number"), Text(), on_column("account_number")
    yield WHO, "is_urban", _("urban"), Flag(), on_column("is_urban")
    yield SUPPLY, "voltage", _("supply voltage"), _of(Voltage), on_column("voltage")
    yield SUPPLY, "capacity", _("contract capacity"), Number("kVA"), on_column("contract_capacity")
    yield SUPPLY, "running_capacity", _("running capacity"), Number("kVA"), on_column("running_capacity")
    yield SUPPLY, "power_state", _("power state"), _of(PowerState), on_column("power_state")
    yield SUPPLY, "energised", _("first energised"), Day(never=_("never")), on_column("energised_on")
    yield SUPPLY, "opened", _("account opened"), Day(), on_column("built_on")
    yield SUPPLY, "temporary", _("temporary supply"), Flag(), _is_temporary
    yield (
        SUPPLY,
        "temporary_until",
        _("temporary until"),
        _ahead(_("without end")),
        on_column("temporary_until"),
    )
    yield SUPPLY, "last_checked", _("last inspected"), Day(never=_("never")), on_column("last_checked_on")
    yield GRADES, "section", _("industry"), Choice(_sections), _in_section
    yield GRADES, "division", _("division of industry"), Choice(_divisions), _in_division
    yield GRADES, "tariff_class", _("tariff class"), _of(TariffClass), on_column("tariff_class")
    yield GRADES, "importance", _("importance"), Choice(lambda: _graded(Importance)), _has_importance
    yield GRADES, "key_account", _("key account"), Flag(), on_column("is_key_account")
    yield GRADES, "risk", _("risk grade"), Choice(lambda: _graded(RiskGrade)), _coded("risk_grade")
    yield GRADES, "load_character", _("load character"), _of(LoadCharacter), on_column("load_character")
    yield GRADES, "high_energy", _("energy-intensive trade"), Choice(_high_energy), _coded("high_energy_class")
    yield TERMS, "contact", _("has a contact person for"), _of(ContactPurpose), _has_contact
    yield (
        TERMS,
        "contract_ends",
        _("valid contract ends"),
        _ahead(_("no valid contract")),
        _contract_ends,
    )


_NONE = "NONE"
"""Stands for the empty code in the list of choices, where an empty value would mean nothing was chosen."""


def _of(enum: Any) -> Choice:
    return Choice(lambda: enum.choices)


def _ahead(never: Any) -> Day:
    return Day(never, is_ahead=True)


def _statuses() -> list[tuple[str, Any]]:
    return [choice for choice in AccountStatus.choices if choice[0] != AccountStatus.VOIDED]


def _graded(enum: Any) -> list[tuple[str, Any]]:
    """The grades, "none" at the end."""
    return [*((value, label) for value, label in enum.choices if value), (_NONE, enum("").label)]


def _high_energy() -> list[tuple[str, Any]]:
    return _graded(HighEnergyClass)


def _departments() -> list[tuple[str, str]]:
    rows = Department.objects.filter(kind=DepartmentKind.BUSINESS).order_by("path")
    english = get_language() == "en"
    return [(str(row.pk), row.name_en if english and row.name_en else row.name) for row in rows]


def _districts() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in District.objects.order_by("code").values_list("pk", "name")]


def _sections() -> list[tuple[str, str]]:
    return _industries(section__isnull=True)


def _divisions() -> list[tuple[str, str]]:
    return _industries(section__isnull=False)


def _industries(**which: Any) -> list[tuple[str, str]]:
    name = "name_en" if get_language() == "en" else "name"
    rows = Industry.objects.filter(**which).order_by("code").values_list("code", name)
    return [(code, f"{code} {words}") for code, words in rows]


def _first_two(codes: Iterable[str]) -> Q:
    """Accounts whose code begins with one of these; in the form that the index `account_by_industry` serves."""
    return Q(In(Left("industry_code", 2), sorted(codes))) & ~Q(industry_code="")


def _in_section(asked: Asked) -> Q:
    letters = set(asked.value)
    return _first_two(letters | {division for division, letter in SECTION_OF.items() if letter in letters})


def _in_division(asked: Asked) -> Q:
    return _first_two(asked.value)


def _coded(path: str) -> Any:
    """A column of codes where the empty one means none."""

    def apply(asked: Asked) -> Q:
        return Q(**{f"{path}__in": ["" if value == _NONE else value for value in asked.value]})

    return apply


def _has_importance(asked: Asked) -> Q:
    """A temporary grade counts up to its last day, also before the nightly run has taken it away."""
    over = Q(importance=Importance.TEMPORARY, importance_until__isnull=False, importance_until__lt=asked.today)
    named = Q(importance__in=[value for value in asked.value if value != _NONE]) & ~over
    return named | Q(importance="") | over if _NONE in asked.value else named


def _is_temporary(asked: Asked) -> Q:
    permanent = Q(temporary=TemporaryKind.PERMANENT)
    return ~permanent if asked.operator == "yes" else permanent


def _has_contact(asked: Asked) -> Q:
    return Q(Exists(ContactPerson.objects.filter(account_id=OuterRef("pk"), purpose__in=asked.value)))


def _contract_ends(asked: Asked) -> Q:
    """The first day without contract, of any valid contract that has an end; `never`: no valid one today."""
    valid = Contract.objects.filter(account_id=OuterRef("pk"), status=ContractStatus.VALID)
    if asked.operator == "never":
        return ~Q(Exists(valid.filter(term__contains=asked.today)))
    ends = on_column("term__endswith")(asked)
    return Q(Exists(valid.filter(ends)))
