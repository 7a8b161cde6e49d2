"""The one gate of visibility: `Model.objects.restrict(user, permission)`."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Self, TypeVar

from django.db import models

from crm.org.permissions import Scope, scope_of

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that stand in a business department; `department_lookup` on the model names the column."""

    def restrict(self, user: Any, permission: str) -> Self:
        """Only the rows for which `user` may do `permission`; none without the role."""
        return self.within(scope_of(user, permission))

    def within(self, scope: Scope) -> Self:
        """Only the rows of these departments."""
        if scope.everywhere:
            return self
        if not scope:
            return self.none()
        lookup = getattr(self.model, "department_lookup", "department_id")
        return self.filter(**{f"{lookup}__in": sorted(scope.departments)})


def restricted_rows(rows: Iterable[M], user: Any, permission: str) -> list[M]:
    """Of rows that have been read those that `restrict` would leave: for statements that are the same for everybody
    (`crm.prepared`). What names the department has been read along."""
    scope = scope_of(user, permission)
    return [row for row in rows if scope.covers(_department_of(row))]


def _department_of(row: models.Model) -> int | None:
    lookup = getattr(row, "department_lookup", "department_id")
    department: int | None = attrgetter(lookup.replace("__", "."))(row)
    return department


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
