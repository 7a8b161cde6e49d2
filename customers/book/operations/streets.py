"""Take the streets and towns of our districts from the public list of administrative divisions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from crm.audit.operation import Actor, operation
from crm.errors import InvalidInput
from crm.org.models import District
from crm.org.permissions import require
from customers.book.models import Street
from customers.book.rules import KEEP_STREETS

_CODE = re.compile(r"^\d{9}$", re.ASCII)
_TOWNSHIP = re.compile(r"^.{2,}(街道|镇|乡)$")
_ZONE = re.compile(r"(经济技术开发区|经济开发区|经开区|高新区|开发区|新区|度假区)$")
_BRACKETS = re.compile(r"[（(](?P<inner>[^（）()]+)[）)]$")


@dataclass(frozen=True)
class StreetRow:
    """One line of the list: code of nine digits, name, code of the district (six digits) and its name if known.

    The name helps where the statistics number a development zone otherwise than the company does.
    """

    code: str
    name: str
    district_code: str
    district_name: str = ""


@dataclass(frozen=True)
class StreetsTaken:
    """What an import of streets did: rows of our districts, rows of others, streets that are gone."""

    taken: int
    elsewhere: int
    removed: int


def written_as(name: str) -> list[str]:
    """The forms in which an address names this street: 科技城（东渚街道） is written 东渚街道.

    Only what ends in 街道, 镇 or 乡 proves where an address lies; 开发区 or a forest farm proves nothing.
    """
    base = name.strip().removesuffix("办事处")
    forms = [base]
    brackets = _BRACKETS.search(base)
    if brackets:
        outer, inner = base[: brackets.start()], brackets["inner"]
        # 浒墅关经开区（镇）: the zone and the town are one administration
        forms = [outer, inner] if len(inner) > 1 else [_ZONE.sub("", outer) + inner]
    return sorted({form for form in forms if _TOWNSHIP.match(form)})


@operation("book.import_streets")
def import_streets(*, rows: Iterable[StreetRow], actor: Actor, now: datetime) -> StreetsTaken:
    """Bring the streets of the districts that the rows name up to date; other cities' rows are passed over.

    A street of such a district that the rows lack is removed: districts are reorganised. All accounts of these
    districts are marked to be scored. Called twice it changes nothing. Raises InvalidInput naming `file` with the
    line when a code is malformed or stands twice, or when no row is of a district of ours.
    """
    require(actor, KEEP_STREETS)
    districts: dict[str, District] = {}
    for district in District.objects.all():
        districts |= {district.code[:6]: district, district.name: district}
    wanted: dict[str, Street] = {}
    elsewhere = 0
    for line, row in enumerate(rows, start=2):
        place = districts.get(row.district_code) or districts.get(row.district_name)
        if place is None:
            elsewhere += 1
            continue
        if not _CODE.match(row.code) or not row.name.strip() or len(row.name) > 60 or row.code in wanted:
            raise InvalidInput({"file": f"{line}: {row.code[:20]} {row.name[:60]}"})
        wanted[row.code] = Street(
            code=row.code, name=row.name.strip(), district=place, written_as=written_as(row.name)
        )
    if not wanted:
        raise InvalidInput({"file": "no row is of a district of this company"})
    covered = {street.district_id for street in wanted.values()}
    removed, _by_model = Street.objects.filter(district__in=covered).exclude(code__in=wanted).delete()
    known = {street.code: street for street in Street.objects.filter(code__in=wanted)}
    changed = [street for code, street in wanted.items() if _differs(street, known.get(code))]
    Street.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "district", "written_as"],
    )
    if changed or removed:
        _mark(covered)
    return StreetsTaken(len(wanted), elsewhere, removed)


def _differs(street: Street, known: Street | None) -> bool:
    return known is None or (street.name, street.district_id, street.written_as) != (
        known.name,
        known.district_id,
        known.written_as,
    )


def _mark(districts: set[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO book_qualitymark (account_id)"
            " SELECT id FROM book_supplyaccount WHERE district_id = ANY(%s) ORDER BY id",
            [sorted(districts)],
        )
