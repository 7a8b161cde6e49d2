"""Accounts hang at another line, transformer district or reading section (301 at A19), many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.org.models import Department
from crm.org.permissions import require
from customers.book.models import PowerSource, ReadingSection, SupplyAccount
from customers.book.rules import CHANGE_SUPPLY

LINKS = ("substation", "line", "transformer_area")


@dataclass(frozen=True, kw_only=True)
class Relink:
    """Which accounts of a department (by line, by transformer district, by number: all that are given hold), and
    what of their place changes; an empty value stays as it is."""

    from_line: str = ""
    from_area: str = ""
    account_number: str = ""
    substation: str = ""
    line: str = ""
    transformer_area: str = ""
    section_id: int | None = None


@dataclass(frozen=True)
class LinkedBefore:
    """Where sources and accounts hung: rows of (id, substation, line, transformer district) and (id, section)."""

    sources: list[list[int | str]]
    sections: list[tuple[int, int | None]]


@operation("book.relink_accounts")
def relink_accounts(
    *, department_id: int, moves: Sequence[Relink], case_number: str, actor: Actor, now: datetime
) -> LinkedBefore:
    """Hang accounts of a department elsewhere in the grid model, or read them in another section.

    Returns what stood before, for `undo_relink_accounts`. Raises InvalidInput naming `moves-N-…` where a row finds
    no account or the section is another department's.
    """
    require(actor, CHANGE_SUPPLY, department_id)
    about(Department.objects.get(pk=department_id), case=case_number, moves=len(moves))
    before = LinkedBefore([], [])
    for index, move in enumerate(moves):
        found = _accounts_of(department_id, move)
        if not found:
            raise InvalidInput({f"moves-{index}-from_line": _("No account of the department hangs there.")})
        _relink(found, move, before)
        _move_section(found, move, before, department_id, index)
        SupplyAccount.objects.filter(pk__in=found).update(version=F("version") + 1)
    return before


@operation("book.undo_relink_accounts")
def undo_relink_accounts(
    *, department_id: int, before: LinkedBefore, case_number: str, actor: Actor, now: datetime
) -> None:
    """Undo `relink_accounts`: every source and account hangs where it did, the latest move taken back first."""
    require(actor, CHANGE_SUPPLY, department_id)
    about(Department.objects.get(pk=department_id), case=case_number, sources=len(before.sources))
    accounts = {pk for pk, _section in before.sections}
    accounts |= set(
        PowerSource.objects.filter(pk__in=[row[0] for row in before.sources]).values_list("account_id", flat=True)
    )
    list(SupplyAccount.objects.select_for_update().filter(pk__in=accounts).order_by("pk"))
    for pk, *values in reversed(before.sources):
        PowerSource.objects.filter(pk=pk).update(**dict(zip(LINKS, values, strict=True)))
    for account_id, section_id in reversed(before.sections):
        SupplyAccount.objects.filter(pk=account_id).update(section_id=section_id)
    SupplyAccount.objects.filter(pk__in=accounts).update(version=F("version") + 1)


def _accounts_of(department_id: int, move: Relink) -> list[int]:
    """The accounts that a move means, locked in the order of their keys."""
    wanted = Q(department_id=department_id, closed_on=None)
    if move.account_number:
        wanted &= Q(account_number=move.account_number)
    if move.from_line or move.from_area:
        wanted &= Q(pk__in=_sources_of(move).values("account_id"))
    rows = SupplyAccount.objects.select_for_update(of=("self",)).filter(wanted).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _sources_of(move: Relink) -> QuerySet[PowerSource]:
    rows = PowerSource.objects.filter(is_active=True)
    if move.from_line:
        rows = rows.filter(line=move.from_line)
    if move.from_area:
        rows = rows.filter(transformer_area=move.from_area)
    return rows


def _relink(accounts: Sequence[int], move: Relink, before: LinkedBefore) -> None:
    new = {name: getattr(move, name) for name in LINKS if getattr(move, name)}
    if new:
        rows = _sources_of(move).filter(account__in=accounts).order_by("pk")
        before.sources.extend(list(row) for row in rows.values_list("pk", *LINKS))
        PowerSource.objects.filter(pk__in=[row.pk for row in rows]).update(**new)


def _move_section(
    accounts: Sequence[int], move: Relink, before: LinkedBefore, department_id: int, index: int
) -> None:
    if move.section_id is None:
        return
    if not ReadingSection.objects.filter(pk=move.section_id, department=department_id, is_active=True).exists():
        sentence = _("Choose a reading section of the account's business department.")
        raise InvalidInput({f"moves-{index}-section": sentence})
    rows = SupplyAccount.objects.filter(pk__in=accounts).order_by("pk")
    before.sections.extend(rows.values_list("pk", "section_id"))
    rows.update(section_id=move.section_id)
