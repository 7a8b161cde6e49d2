"""Accounts that are paid together (303, 账务关系): what the counter is told, and who is told when a payer leaves.

No row of workflows.md says what becomes of them. Ours, UNCONFIRMED: arrears of an account that somebody pays for do
not bar applications of the payer (3.4, ruling 8: P2 asks for this account only), nor do they keep him from leaving;
the clerk is told by name and figure, and what he paid for pays for itself afterwards.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from bizexpansion.engine.definition import Flow
from bizexpansion.operations.preconditions import Answer, Question, prompt
from crm.messages.operations import notify
from crm.org.enums import Role
from crm.org.models import Department, RoleAssignment
from crm.outbox.handlers import handles
from crm.outbox.models import Fact
from crm.web.figures import money
from crm.workdays.calendar import load_calendar
from customers.book.models import SupplyAccount
from customers.book.queries.payers import payer_of
from metering.queries.payers import PaidFor, paid_for_by

ENDS = {"close_account", "archive_transfer"}
STAYS = {"hold_merged_accounts"}
"""213: its account takes the others in and stays; what they pay for stands beside each of them."""


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
    handles("book.payer_left", name="bizexpansion.tell_payer_left")(tell_payer_left)


@prompt("PAYER", gettext_lazy("Paid together with other accounts"), gettext_lazy("CONS tmpPayRelaNo; UNCONFIRMED"))
def paid_together(question: Question) -> Answer | None:
    """Which accounts this one pays for and what they owe, and which one pays for it; nothing where it is alone."""
    account = question.account
    if account is None:
        return None
    payer = payer_of(account, question.day)
    if payer is not None:
        words = _("The bills of this account are paid together with %(number)s.")
        return Answer(True, words % {"number": payer.account_number})
    told = told_of_paid_for(account, question)
    if not told:
        return None
    words = _("This account pays for others: %(accounts)s.") % {"accounts": told}
    if not _leaves(question.flow):
        return Answer(True, words)
    after = _("They pay for themselves once it has left; tell their customers, or relate them anew first (303).")
    return Answer(None, f"{words} {after}")


def told_of_paid_for(account: SupplyAccount, question: Question) -> str:
    """The accounts that one pays for, with what is overdue on each; "" where there is none."""
    return "; ".join(_told(one) for one in paid_for_by(account, question.day))


def _told(one: PaidFor) -> str:
    values = {"number": one.account.account_number, "debt": money(one.debt.arrears)}
    return _("%(number)s (owes %(debt)s)") % values if one.debt.arrears else one.account.account_number


def _leaves(flow: Flow) -> bool:
    """Whether the account has nobody any more who agreed to pay for others once the flow is archived."""
    effects = {name for step in flow.body.steps() for name in step.effects}
    return bool(effects & ENDS) and not effects & STAYS


def tell_payer_left(fact: Fact, *, now: datetime) -> None:
    """An account that paid for others has left: the customer managers of the department are told which."""
    payer = SupplyAccount.objects.get(pk=fact.payload["account_id"])
    freed = SupplyAccount.objects.filter(pk__in=fact.payload["freed"]).order_by("account_number")
    numbers = ", ".join(freed.values_list("account_number", flat=True))
    department = Department.objects.get(pk=fact.payload["department_id"])
    managers = RoleAssignment.objects.filter(
        role=Role.R6, staff__is_active=True, staff__department__path__startswith=department.path
    )

    def title() -> str:
        words = gettext("%(payer)s pays for no other account any more; who was paid for pays for itself now")
        return words % {"payer": payer.account_number}

    notify(
        set(managers.values_list("staff_id", flat=True)),
        kind="task",
        title=lazy(title, str)(),
        body=numbers,
        url=reverse("account", args=[payer.account_number]),
        key=fact.key,
        now=now,
        not_before=next(iter(load_calendar(department.pk).windows_from(now))).start,
    )
