"""P6: no billing run is in progress for the accounts of a case when its data become standing data (A20).

A bill that is made for a month and not posted yet is such a run: archived in between, it would be posted on what
the account no longer is, or on an account that is closed. It is asked in the transaction of the archive, of every
flow that holds accounts and of cases that run already; a new supply has no billing before. Source: workflows.md
2.4, P6 (D, after code 050010): UNCONFIRMED.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import Case, application_of
from bizexpansion.operations.preconditions import AT_SEAL, Answer, Question, precondition
from crm.audit.operation import reading_aside
from metering.queries.billing import unposted_bills

LABEL, SOURCE = gettext_lazy("No billing run is in progress"), gettext_lazy("SG186 050010 (D); UNCONFIRMED")


def register() -> None:
    """Let the archive of every case ask; called when the app is ready."""
    precondition(AT_SEAL, LABEL, SOURCE)(no_billing_run)


def no_billing_run(question: Question) -> Answer:
    """Every bill that is made for an account of the case is posted."""
    if question.case is None:
        return Answer(None, _("Asked when the case is archived."))
    with reading_aside():
        found = unposted_bills(accounts_of(question.case))
    if not found:
        return Answer(True, _("Every bill that was made is posted."))
    named = "; ".join(
        _("account %(number)s, bill of %(month)s") % {"number": one.account_number, "month": f"{one.month:%Y-%m}"}
        for one in found
    )
    words = _("A billing run is in progress (%(bills)s): archive the case once these bills are posted.")
    return Answer(False, words % {"bills": named})


def accounts_of(case: Case) -> set[int]:
    """The accounts that a case changes: its own, and those that leave with it (213, 217)."""
    own = {case.account_id} if case.account_id else set()
    with reading_aside():  # of what was typed at the counter
        return own | set(application_of(case).leaving() or ())
