"""Errors that an operation tells a person: a stable code, a sentence in the user's language, a field.

Views show them at the field, the API answers them as problem details (RFC 9457). Each app derives its own
errors beside the operation that raises them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An operation refuses. `code` is stable and machine readable, `message` is for people.

    `details` carries what the page or the API needs to help further (for example the current state of a
    case that somebody else has moved); it must hold nothing personal.
    """

    code: str = "refused"
    status: int = 409
    message: Any = _("This cannot be done now.")

    def __init__(
        self,
        message: Any = None,
        *,
        code: str | None = None,
        field: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code
        self.field = field
        self.details = dict(details or {})
        super().__init__(str(self.code))

    def __str__(self) -> str:
        return str(self.message)


class InvalidInput(DomainError):
    """One or more values are wrong. `errors` maps a field name to its sentences.

    `codes` may say of each sentence what is wrong in a stable word (`required`, `max_value`); else it is `invalid`.
    """

    code = "invalid"
    status = 422
    message = _("Some entries need correction.")

    def __init__(
        self, errors: Mapping[str, Any], *, codes: Mapping[str, Sequence[str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.codes = dict(codes or {})
        self.errors: dict[str, list[Any]] = {
            name: list(value) if isinstance(value, list | tuple) else [value] for name, value in errors.items()
        }


class NotPermitted(DomainError):
    """The person's roles do not cover this action."""

    code = "not_permitted"
    status = 403
    message = _("Your role does not allow this.")


class OutOfScope(DomainError):
    """The record belongs to another department: for this person it does not exist."""

    code = "not_found"
    status = 404
    message = _("There is no such record.")


class StaleVersion(DomainError):
    """Somebody else changed the record since the form was opened."""

    code = "stale"
    status = 409
    message = _("This record was changed by somebody else in the meantime.")
