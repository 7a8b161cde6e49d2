"""Members of an answer that not everybody is shown, by declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers

from crm.org.permissions import has_permission


class GatedSerializer(serializers.ModelSerializer):
    """`gated` maps a member to the permission that shows it; without it the member is not there."""

    gated: ClassVar[Mapping[str, str]] = {}

    @property
    def gated_names(self) -> frozenset[str]:
        """What may be missing; the schema does not require it."""
        return frozenset(self.gated)

    def department_of(self, record: Any) -> int | None:
        """The business department in which the permission must be held; None: anywhere."""
        return getattr(record, "department_id", None)

    def shows(self, name: str, record: Any) -> bool:
        """Whether the caller is shown a member of the record."""
        request = self.context.get("request")
        permission = self.gated.get(name)
        if permission is None or request is None:
            return True
        return has_permission(request.user, permission, self.department_of(record))

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Without what the caller may not see."""
        shown: dict[str, Any] = super().to_representation(instance)
        return {
            name: value for name, value in shown.items() if name not in self.gated or self.shows(name, instance)
        }
