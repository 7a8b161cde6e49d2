"""Why the ledger refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError


class EffectConflict(DomainError):
    """The same fact was posted before, with other figures; `details["entry"]` is the id of what stands."""

    code = "effect_conflict"
    message = _("This was posted before with other figures.")


class CreditTooSmall(DomainError):
    """Less was paid in advance than is to be given back; `details["credit"]` is the credit in yuan."""

    code = "credit_too_small"
    message = _("The account has not so much credit.")


class CreditSpent(DomainError):
    """What is to be reversed was paid back or moved to another account in the meantime."""

    code = "credit_spent"
    message = _("A refund or a transfer has used this entry. Take that back first.")


class NotReversible(DomainError):
    """Entries of this kind are not taken back by themselves, or this one was taken back already."""

    code = "not_reversible"
    message = _("This entry cannot be reversed.")


class DebtsRemain(DomainError):
    """Charges are open on an account that must be settled first; `details["open_amount"]` in yuan."""

    code = "debts_remain"
    message = _("Charges are open on this account. Settle them first.")


class SecondPersonNeeded(DomainError):
    """Who asks for a refund does not pay it out; who proposes a bad debt does not approve it."""

    code = "second_person"
    message = _("Another person than the one who asked for it must pay a refund out.")


class AlreadyDecided(DomainError):
    """The request, for a refund or for a bad debt, was decided before."""

    code = "already_decided"
    message = _("This request was decided already.")
