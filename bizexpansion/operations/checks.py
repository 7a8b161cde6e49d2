"""What is wrong with a record before it is saved, field by field."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from bizexpansion.models import Row, StepRecord


def check(record: StepRecord | Row, *, prefix: str = "") -> dict[str, list[str]]:
    """The errors of an unsaved record by field; "" holds what belongs to no single field.

    A link to a record that is itself not saved yet is not looked at; any other link that is missing is an
    error, except a row's link to its parent.
    """
    errors: dict[str, list[str]] = {}
    unset = [
        column.name
        for column in record._meta.concrete_fields
        if column.is_relation and not column.null and getattr(record, column.attname) is None
    ]
    if isinstance(record, StepRecord):
        missing = [name for name in unset if record._state.fields_cache.get(name) is None]
        errors = {prefix + name: [_("This field is required.")] for name in missing}
    try:
        record.clean_fields(exclude=unset)
        record.clean()
        record.validate_constraints(exclude=set(unset))
    except ValidationError as error:
        for name, found in error.update_error_dict({}).items():
            key = "" if name == NON_FIELD_ERRORS else prefix + name
            errors.setdefault(key, []).extend(sentence for one in found for sentence in one.messages)
    return errors
