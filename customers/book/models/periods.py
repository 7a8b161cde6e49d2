"""Half-open periods `[from, to)`: an open end is empty, a begin is always there, a period is never empty."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


def days(starts_on: date, ends_on: date | None = None) -> DateRange:
    """The days from `starts_on` up to, not including, `ends_on`; None means until further notice."""
    return DateRange(starts_on, ends_on, "[)")


def moments(starts_at: datetime, ends_at: datetime | None = None) -> DateTimeTZRange:
    """The time from `starts_at` up to, not including, `ends_at`; None means until further notice."""
    return DateTimeTZRange(starts_at, ends_at, "[)")


def proper_period(name: str, column: str = "period") -> CheckConstraint:
    """The period has a beginning and is not empty."""
    return CheckConstraint(
        condition=Q(**{f"{column}__isempty": False, f"{column}__lower_inf": False}),
        name=name,
        violation_error_message=_("A period needs a first day before its end."),
    )


def one_at_a_time(
    name: str, *equal: str, column: str = "period", condition: Q | None = None, message: Any = None
) -> ExclusionConstraint:
    """Rows that agree in the columns `equal` have no moment in common."""
    expressions: list[tuple[Any, str]] = [(field, RangeOperators.EQUAL) for field in equal]
    expressions.append((column, RangeOperators.OVERLAPS))
    return ExclusionConstraint(
        name=name, expressions=expressions, condition=condition, violation_error_message=message
    )
