"""What the counter asks before an application is typed: which flows, for which account, what bars them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Flow
from bizexpansion.flows import latest_flows
from bizexpansion.operations.preconditions import Question, look_up
from bizexpansion.queries.follow_ups import FollowUpRow, open_follow_ups
from bizexpansion.rules import step_permission
from bizexpansion.steps import accept_spec
from crm.errors import NotPermitted, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import has_permission
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import account_by_number


def accepted_by(user: Staff) -> dict[str, Graph]:
    """The flows whose applications somebody accepts, by code. Raises NotPermitted where there are none."""
    graphs = {one.flow.code: one for one in latest_flows() if has_permission(user, accept_permission(one))}
    if not graphs:
        raise NotPermitted
    return graphs


def accept_permission(graph: Graph) -> str:
    """The permission to accept applications for a flow."""
    return step_permission(graph.steps["accept"].form)


def known_account(user: Staff, typed: str) -> tuple[SupplyAccount | None, str]:
    """The account behind a number, and what is wrong with it."""
    number = "".join(typed.split())
    if not number:
        return None, ""
    try:
        return account_by_number(user, number), ""
    except OutOfScope:
        return None, _("No account with this number that you may see.")


def known_values(graph: Graph, user: Staff, account: SupplyAccount) -> dict[str, Any]:
    """What is known beforehand of an account, and of the case where this very one has been proposed for it."""
    form: Any = accept_spec(graph).form
    found = open_follow_ups(user).filter(account=account, flow_code=graph.flow.code).first()
    proposed = FollowUpRow(found).known if found else {}
    return {**form.known_of(account), **proposed}


def barred_by(flow: Flow, account: SupplyAccount | None, now: datetime) -> list[str]:
    """What would refuse the flow on a known account, with figures."""
    if account is None:
        return []
    findings = look_up(flow, Question(flow, account, None, now))
    return [str(one.answer.words) for one in findings if one.is_unmet]
