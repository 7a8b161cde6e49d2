"""Cases that are proposed because a term has ended or an account stands idle, and terms that run.

For the list, the page of the customer and the counter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bizexpansion.enums import ClosingGround, FollowUpState, TermState
from bizexpansion.flows import get_flow
from bizexpansion.models import FollowUp, Term
from bizexpansion.operations.expiry import EXPIRIES
from bizexpansion.operations.temporary import TIMER
from bizexpansion.rules import DECIDE_FOLLOW_UP, EXTEND_TEMPORARY, VIEW_CASE
from crm.org.permissions import has_permission
from crm.org.scope import restricted_rows
from crm.prepared import Prepared
from crm.web.figures import day
from customers.book.enums import TemporaryKind

MOST = 10


def extend_url(term: Term | None) -> str:
    """Where a term is granted longer instead: a metered temporary supply is (renewal), others are not here."""
    account = term.account if term is not None and term.timer == TIMER else None
    if account is None or account.temporary != TemporaryKind.METERED:
        return ""
    return reverse("temporary-extend", args=[account.account_number])


@dataclass(frozen=True)
class FollowUpRow:
    """A proposed case as the pages show it."""

    row: FollowUp

    @property
    def flow_name(self) -> Any:
        """The business that should follow, or that the case is to be aborted."""
        return get_flow(self.row.flow_code).flow.name if self.row.flow_code else _("Abort the case")

    @property
    def because(self) -> str:
        """What has ended, or since when nothing has been used."""
        values = {"day": day(self.row.due_on)}
        if self.row.term is None:
            return _("idle for six months on %(day)s") % values
        values["term"] = EXPIRIES[self.row.term.timer].label
        return _("%(term)s: term ended on %(day)s") % values

    @property
    def take_up_url(self) -> str:
        """The counter's form, filled in; the page on which the case is aborted."""
        if not self.row.flow_code and self.row.term is not None:
            return reverse("case-act", args=[self.row.term.case_number, "abort"])
        account = self.row.account.account_number if self.row.account else ""
        return f"{reverse('accept', args=[self.row.flow_code])}?account={account}"

    @property
    def extend_url(self) -> str:
        """Where the term is granted longer instead; empty where it cannot be."""
        return extend_url(self.row.term)

    @property
    def known(self) -> dict[str, Any]:
        """What the counter's form knows beforehand."""
        if self.row.term is None:
            return {"ground": ClosingGround.IDLE, "reason": self.because}
        return dict(EXPIRIES[self.row.term.timer].known(self.row.term))


@dataclass(frozen=True)
class TermRow:
    """A running term as the customer page shows it."""

    row: Term

    @property
    def label(self) -> Any:
        """What it is a term of."""
        return EXPIRIES[self.row.timer].label

    @property
    def extend_url(self) -> str:
        """Where it is granted longer; empty where it cannot be."""
        return extend_url(self.row)


def follow_ups(user: Any) -> QuerySet[FollowUp]:
    """Those that a person may see, with what a row shows."""
    return FollowUp.objects.restrict(user, VIEW_CASE).select_related(
        "account__customer", "department", "term__case", "term__clock", "term__account", "case", "decided_by"
    )


def open_follow_ups(user: Any) -> QuerySet[FollowUp]:
    """Those that nobody has decided on."""
    return follow_ups(user).filter(state=FollowUpState.OPEN)


def follow_up_rows(rows: Iterable[FollowUp]) -> list[FollowUpRow]:
    """The rows with the words of their flows and terms."""
    return [FollowUpRow(row) for row in rows]


def _proposed(account: int) -> QuerySet[FollowUp]:
    found = FollowUp.objects.filter(account=account, state=FollowUpState.OPEN)
    return found.select_related("account", "term__case", "term__account")


def _running(account: int) -> QuerySet[Term]:
    found = Term.objects.filter(account=account, state=TermState.RUNNING)
    return found.select_related("clock", "case", "account").order_by("pk")


_PROPOSED, _RUNNING = Prepared(_proposed, int), Prepared(_running, int)


def terms_of_customer(user: Any, customer: Any) -> dict[str, Any] | None:
    """The proposed cases and running terms of the account in view; two queries. None: there are none."""
    account = customer.focus
    proposed = follow_up_rows(restricted_rows(_PROPOSED.rows(account.pk), user, VIEW_CASE)[:MOST])
    running = [TermRow(row) for row in restricted_rows(_RUNNING.rows(account.pk), user, VIEW_CASE)[:MOST]]
    if not proposed and not running:
        return None
    may_decide = has_permission(user, DECIDE_FOLLOW_UP, account.department_id)
    may_extend = has_permission(user, EXTEND_TEMPORARY, account.department_id)
    return {"follow_ups": proposed, "terms": running, "may_decide": may_decide, "may_extend": may_extend}
