"""The first page of the counter: what does the customer want, which forms were begun and not sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bizexpansion.counter import accepted_by, barred_by, known_account
from bizexpansion.drafting import begun_forms
from bizexpansion.engine.definition import Flow
from bizexpansion.enums import FlowFamily
from bizexpansion.queries.follow_ups import FollowUpRow, follow_up_rows, open_follow_ups
from bizexpansion.wishes import Wish, suggest
from crm.web.request import StaffRequest
from customers.book.models import SupplyAccount

MOST_SAID = 60


@dataclass(frozen=True)
class Suggestion:
    """A flow that fits what the customer said, and the sentences of what bars it on the account."""

    wish: Wish
    flow: Flow
    barred: list[str]


@require_GET
def choose_flow(request: StaffRequest) -> HttpResponse:
    """Every flow that this person accepts, by family; the account goes along."""
    graphs = accepted_by(request.user)
    flows = [one.flow for one in graphs.values()]
    account, _trouble = known_account(request.user, request.GET.get("account", ""))
    context = {
        "follow_ups": proposed_for(request, account),
        "begun": begun_forms(request.user, *graphs.values()),
        "families": [(family.label, [one for one in flows if one.family == family]) for family in FlowFamily],
        "account": request.GET.get("account", ""),
    }
    return render(request, "bizexpansion/choose_flow.html", context)


@require_POST
def suggest_flows(request: StaffRequest) -> HttpResponse:
    """The flows that fit what the customer said, and what bars each on the account that was named.

    Posted, because what a customer says may be personal and must not stand in an address.
    """
    graphs = accepted_by(request.user)
    said, now = request.POST.get("said", "")[:MOST_SAID], timezone.now()
    account, trouble = known_account(request.user, request.POST.get("account", ""))
    found = [(wish, graphs[code].flow) for wish, code in suggest(said, graphs)]
    context = {
        "said": said.strip(),
        "suggestions": [Suggestion(wish, flow, barred_by(flow, account, now)) for wish, flow in found],
        "account": account,
        "trouble": trouble,
    }
    return render(request, "bizexpansion/suggestions.html", context)


def proposed_for(request: StaffRequest, account: SupplyAccount | None) -> list[FollowUpRow]:
    """The cases that are proposed for the account in hand."""
    return follow_up_rows(open_follow_ups(request.user).filter(account=account)) if account else []
