"""How a member of staff is recognised."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from crm.org.models import Staff


class StaffBackend(ModelBackend):
    """Reads the person with the department in one query: every page shows both.

    Permissions are asked from `crm.org.permissions`, never from Django's own tables.
    """

    def get_user(self, user_id: int) -> Staff | None:
        """The active person of a session."""
        return Staff.objects.select_related("department").filter(pk=user_id, is_active=True).first()
