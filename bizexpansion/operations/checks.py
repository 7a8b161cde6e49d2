"""What is wrong with a record, field by field: before it is saved, and what the database says then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.models import Row, StepRecord
from crm.errors import InvalidInput

FARTHEST = timedelta(days=30 * 366)


def check(record: StepRecord | Row, *, prefix: str = "", ignore: Iterable[str] = ()) -> dict[str, list[str]]:
    """The errors of an unsaved record by field; "" holds what belongs to no single field.

    A link to a record that is itself not saved yet is not looked at; any other link that is missing is an
    error, except a row's link to its parent and those in `ignore`. A linked row that is in hand has been read
    from the database and is not looked up again.
    """
    errors: dict[str, list[str]] = {}
    unset = [
        column.name
        for column in record._meta.concrete_fields
        if column.is_relation and getattr(record, column.attname) is None and _must_be_set(record, column)
    ]
    if isinstance(record, StepRecord):
        missing = [name for name in unset if record._state.fields_cache.get(name) is None and name not in ignore]
        errors = {prefix + name: [_("This field is required.")] for name in missing}
    at_hand = {name for name, row in record._state.fields_cache.items() if row is not None and row.pk}
    steps: tuple[Callable[[], None], ...] = (
        lambda: record.clean_fields(exclude={*unset, *ignore, *at_hand}),
        record.clean,
    )
    for step in steps:
        try:
            step()
        except ValidationError as error:
            _collect(errors, error, prefix)
    return errors


def violated(error: IntegrityError) -> str:
    """The name of the constraint that the database held."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))


@contextmanager
def refusing_violations(places: Mapping[type[Model], str]) -> Iterator[None]:
    """Say what the database refuses in the words of the constraint. Raises InvalidInput, at the field that `places`
    names for the table ("": none).

    It costs no statement beforehand; the refusal ends the operation, and with it the transaction.
    """
    try:
        yield
    except IntegrityError as error:
        name = violated(error)
        for model, field in places.items():
            broken = next((one for one in model._meta.constraints if one.name == name), None)
            if broken is not None:
                raise InvalidInput({field: str(broken.get_violation_error_message())}) from error
        raise


def _collect(errors: dict[str, list[str]], error: ValidationError, prefix: str) -> None:
    for name, found in error.update_error_dict({}).items():
        key = "" if name == NON_FIELD_ERRORS else prefix + name
        errors.setdefault(key, []).extend(sentence for one in found for sentence in one.messages)


def _must_be_set(record: StepRecord | Row, column: Any) -> bool:
    """Whether an empty link is one that the form fills, or that saving the parent will fill."""
    return not column.null or (isinstance(record, Row) and issubclass(column.related_model, StepRecord))


def check_days(record: StepRecord, *, accepted_at: datetime, now: datetime) -> dict[str, list[str]]:
    """Days that cannot be: work done before the case or in the future, plans for yesterday or for 1900."""
    errors: dict[str, list[str]] = {}
    first, today = localtime(accepted_at).date(), localtime(now).date()
    for name in record.past:
        value = getattr(record, name)
        moment_to_come = isinstance(value, datetime) and value > now
        if value and (moment_to_come or not first <= _day(value) <= today):
            errors[name] = [_("This lies before the case was accepted or in the future.")]
    for name in record.ahead:
        value = getattr(record, name)
        if value and not today <= _day(value) <= today + FARTHEST:
            errors[name] = [_("This lies in the past or too far ahead.")]
    return errors


def _day(value: date | datetime) -> date:
    return localtime(value).date() if isinstance(value, datetime) else value
