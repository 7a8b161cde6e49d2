"""How a member of staff is recognised."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from crm.org.models import Staff


class StaffBackend(ModelBackend):
    """Reads the person with the department in one query: every page shows both.

    Permissions are asked from `crm.org.permissions`, never from Django's own tables.
    """

    def get_user(self, user_id: int) -> Staff | None:
        """The active person of a session."""
        return Staff.objects.select_related("department").filter(pk=user_id, is_active=True).first()


def person_of(request: HttpRequest) -> Staff:
    """Who sits before this request. Raises PermissionDenied for nobody, which only an open view can meet."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user
