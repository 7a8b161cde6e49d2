"""The one gate of visibility: `Model.objects.restrict(user, permission)`."""

from __future__ import annotations

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


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
