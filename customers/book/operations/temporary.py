"""Until when a temporary supply is granted (105 to 107)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput
from customers.book.enums import TemporaryKind
from customers.book.operations.locking import lock_account, store


@operation("book.set_temporary_end")
def set_temporary_end(
    *, account_id: int, until: date, case_number: str, actor: Actor, now: datetime
) -> date | None:
    """Grant a temporary supply until a day, its last one (TMP_DATE, effect of 107 at A20). Returns the day before.

    Called with what it returned it is its own inverse. Raises InvalidInput for a permanent supply or a day before
    the account was opened.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, until=until.isoformat())
    if account.temporary == TemporaryKind.PERMANENT or until < account.built_on:
        raise InvalidInput({"temporary_until": _("Enter the last day of the temporary supply.")})
    before = account.temporary_until
    if before != until:
        store(account, temporary_until=until)
    return before
