"""The streets and towns of the demo districts.

The names are public facts; the last three digits of the codes are counted here (streets from 001, towns from 100),
and `manage.py import_streets` puts the official ones in their place.
"""

from __future__ import annotations

from datetime import datetime

from crm.audit.operation import Actor
from crm.local.seed.places import DISTRICTS
from customers.book.models import Street
from customers.book.operations.streets import StreetRow, import_streets


def demo_streets() -> list[StreetRow]:
    """One row for each street and town of the demo places."""
    rows = []
    for district in DISTRICTS:
        following = {"街道": 1, "镇": 100}
        for name in district.streets:
            kind = "镇" if name.endswith("镇") else "街道"
            rows.append(StreetRow(f"{district.code}{following[kind]:03d}", name, district.code))
            following[kind] += 1
    return rows


def build_streets(*, actor: Actor, now: datetime) -> None:
    """Write them, unless streets were imported already."""
    if not Street.objects.exists():
        import_streets(rows=demo_streets(), actor=actor, now=now)
