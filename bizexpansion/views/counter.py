"""The first page of the counter: what does the customer want, which forms were begun and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bizexpansion.counter import accepted_by, barred_by, known_account
from bizexpansion.engine.compile import Graph
from bizexpansion.engine.definition import Flow
from bizexpansion.enums import FlowFamily
from bizexpansion.queries.follow_ups import FollowUpRow, follow_up_rows, open_follow_ups
from bizexpansion.views.steps import draft_key
from bizexpansion.wishes import Wish, suggest
from crm.org.models import Staff
from crm.web import drafts
from crm.web.masks import mask_name
from crm.web.models import FormDraft
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


@dataclass(frozen=True)
class BegunForm:
    """A form at the counter that somebody began and has not sent: the flow, the masked name, when."""

    graph: Graph
    subject: str
    name: str
    saved_at: datetime

    @property
    def key(self) -> str:
        """Under which name it is drafted."""
        return draft_key(None, self.graph)


def begun_forms(user: Staff, *graphs: Graph, but: str = "") -> list[BegunForm]:
    """This person's unsent applications for some flows, the latest first, but for the one that is open."""
    by_key = {draft_key(None, one): one for one in graphs}
    return [
        BegunForm(by_key[one.form_key], one.subject, _who(one), one.saved_at)
        for one in drafts.drafts_of(user, *by_key)
        if one.subject != but
    ]


def _who(draft: FormDraft) -> str:
    """Whose application it is, masked; else the account number."""
    for name in ("applicant_name", "new_name", "contact_name"):
        if typed := draft.data.get(name, [""])[0].strip():
            return mask_name(typed)
    return draft.data.get("account", [""])[0]
