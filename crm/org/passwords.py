"""Password policy beyond Django's own validators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ThreeKindsValidator:
    """At least three of: capital letter, small letter, digit, sign (regulations.md 10.3, public code)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password of fewer than three kinds of character."""
        kinds = (
            any(c.isupper() for c in password),
            any(c.islower() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
        if sum(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """The sentence shown beside the field."""
        return _("Use at least three of: capital letters, small letters, digits, signs.")
