"""Devices come into the store; reading sections are set up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from crm.org.permissions import require
from customers.book.models import InstrumentTransformer, Meter, ReadingSection
from customers.book.rules import KEEP_SECTIONS, KEEP_STORE
from customers.book.specs import InstrumentTransformerSpec, MeterSpec
from customers.book.validators import clean_asset_number


@operation("book.receive_meters")
def receive_meters(*, department_id: int, meters: Sequence[MeterSpec], actor: Actor, now: datetime) -> list[Meter]:
    """Take qualified meters into the store of a business department (006). All or none.

    Raises InvalidInput naming `asset_number` when a number is malformed or already in the book.
    """
    require(actor, KEEP_STORE, department_id)
    _check_numbers(Meter, [spec.asset_number for spec in meters])
    return Meter.objects.bulk_create(Meter(department_id=department_id, **asdict(spec)) for spec in meters)


@operation("book.receive_instrument_transformers")
def receive_instrument_transformers(
    *, department_id: int, transformers: Sequence[InstrumentTransformerSpec], actor: Actor, now: datetime
) -> list[InstrumentTransformer]:
    """Take qualified instrument transformers into the store of a business department (006). All or none."""
    require(actor, KEEP_STORE, department_id)
    _check_numbers(InstrumentTransformer, [spec.asset_number for spec in transformers])
    return InstrumentTransformer.objects.bulk_create(
        InstrumentTransformer(department_id=department_id, **asdict(spec)) for spec in transformers
    )


@operation("book.create_reading_section")
def create_reading_section(
    *, department_id: int, number: str, name: str, reading_day: int, actor: Actor, now: datetime
) -> ReadingSection:
    """Set up a reading section; its accounts are read on `reading_day` of each month (1 to 31).

    The same number in the same department returns the section that stands. Raises InvalidInput.
    """
    require(actor, KEEP_SECTIONS, department_id)
    if not 1 <= reading_day <= 31:
        raise InvalidInput({"reading_day": _("A day of the month lies between 1 and 31.")})
    section, _created = ReadingSection.objects.get_or_create(
        number=number.strip(),
        defaults={"department_id": department_id, "name": name.strip(), "reading_day": reading_day},
    )
    if section.department_id != department_id:
        raise InvalidInput({"number": _("This number belongs to another reading section.")})
    about(section)
    return section


def _check_numbers(model: type[Meter] | type[InstrumentTransformer], numbers: list[str]) -> None:
    try:
        for number in numbers:
            clean_asset_number(number)
    except ValidationError as error:
        raise InvalidInput({"asset_number": error.messages}) from None
    known = model.objects.filter(asset_number__in=numbers).values_list("asset_number", flat=True)
    if known or len(set(numbers)) != len(numbers):
        raise InvalidInput({"asset_number": _("An asset number occurs twice or is already in the book.")})
