"""The counter: choose the flow, look up the customer, accept an application (A01), tell once what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import FlowFamily, material_label
from bizexpansion.flows import get_flow, latest_flows
from bizexpansion.forms.base import StepEntry
from bizexpansion.operations.expiry import EXPIRIES
from bizexpansion.operations.papers import missing_kinds, required_kinds
from bizexpansion.operations.preconditions import Question, look_up
from bizexpansion.queries.follow_ups import FollowUpRow, follow_up_rows, open_follow_ups
from bizexpansion.queries.promises import promises
from bizexpansion.rules import step_permission
from bizexpansion.steps import accept_entry, accept_spec, send_entry
from bizexpansion.views.entry import restore_entry
from bizexpansion.views.steps import draft_key, draft_subject, entry_context, show_refusal
from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.org.permissions import has_permission, require
from crm.web import drafts
from crm.web.request import StaffRequest
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import account_by_number


@require_GET
def choose_flow(request: StaffRequest) -> HttpResponse:
    """What does the customer want? Every flow that this person accepts, by family; the account goes along."""
    graphs = [one for one in latest_flows() if has_permission(request.user, accept_permission(one))]
    if not graphs:
        raise NotPermitted
    context: dict[str, Any] = {
        "families": [
            (family.label, [one.flow for one in graphs if one.flow.family == family]) for family in FlowFamily
        ],
        "account": request.GET.get("account", ""),
    }
    account = find_account(request.user, request.GET.get("account", ""))
    context["follow_ups"] = proposed_for(request, account)
    return render(request, "bizexpansion/choose_flow.html", context)


def accept_permission(graph: Graph) -> str:
    """The permission to accept applications for a flow."""
    return step_permission(graph.steps["accept"].form)


class Accept(View):
    """The registration form of a flow. `?account=` begins with what the book knows of a customer."""

    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who accepts applications."""
        self.now, self.graph = timezone.now(), flow_or_404(kwargs["code"])
        require(self.request.user, accept_permission(self.graph))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: StaffRequest, **kwargs: Any) -> HttpResponse:
        """The form with this person's draft, or with the data of the account that was looked up."""
        account, trouble = self.look_up(request.GET.get("account", ""))
        form: Any = accept_spec(self.graph).form
        known = {**form.known_of(account), **self.proposed(account)} if account else {}
        entry = accept_entry(self.graph, user=request.user, initial=known)
        entry.form.known = frozenset(known)
        draft = None
        if account is None:
            draft = drafts.find_draft(request.user, draft_key(None, self.graph), draft_subject(None))
            restore_entry(entry, draft)
        return self.show(entry, draft=draft, account=account, trouble=trouble)

    def post(self, request: StaffRequest, **kwargs: Any) -> HttpResponse:
        """Accept, or show why not; the same form sent twice is one case."""
        entry = accept_entry(self.graph, user=request.user, data=request.POST, files=request.FILES)
        if not entry.is_valid():
            return self.show(entry, status=422)
        try:
            case = send_entry(entry, actor=request.user, now=self.now)
        except (OutOfScope, NotPermitted):
            raise
        except DomainError as error:
            show_refusal(entry, error)
            return self.show(entry, status=error.status, other_case=error.details.get("case_number", ""))
        drafts.discard_draft(request.user, draft_key(None, self.graph), draft_subject(None))
        messages.success(request, _("Accepted as %(number)s.") % {"number": case.case_number})
        return redirect("case", case.case_number)

    def look_up(self, number: str) -> tuple[SupplyAccount | None, str]:
        """The account behind a number, and what is wrong with it."""
        account = find_account(self.request.user, number)
        missing = bool(number.strip()) and account is None
        return account, _("No account with this number that you may see.") if missing else ""

    def proposed(self, account: SupplyAccount) -> dict[str, Any]:
        """What is known beforehand where this very case has been proposed for the account."""
        found = open_follow_ups(self.request.user).filter(account=account, flow_code=self.graph.flow.code).first()
        return dict(EXPIRIES[found.term.timer].known(found.term)) if found else {}

    def show(
        self,
        entry: StepEntry,
        *,
        status: int = 200,
        draft: Any = None,
        account: SupplyAccount | None = None,
        trouble: str = "",
        other_case: str = "",
    ) -> HttpResponse:
        """The page."""
        context = {
            "flow": self.graph.flow,
            "account": account,
            "trouble": trouble,
            "looked_up": self.request.GET.get("account", ""),
            "other_case": other_case,
            "required": [material_label(kind) for kind in required_kinds(self.graph, "accept")],
            "promises": promises(self.graph, account, self.now),
            "follow_ups": proposed_for(self.request, account),
            "findings": look_up(self.graph.flow, Question(self.graph.flow, account, None, self.now)),
            **entry_context(entry, None, draft, self.graph),
        }
        return render(self.request, "bizexpansion/accept.html", context, status=status)


def proposed_for(request: StaffRequest, account: SupplyAccount | None) -> list[FollowUpRow]:
    """The cases that are proposed for the account in hand."""
    return follow_up_rows(open_follow_ups(request.user).filter(account=account)) if account else []


def find_account(user: Any, number: str) -> SupplyAccount | None:
    """The account behind a number as it was typed, if the person may see it."""
    number = "".join(number.split())
    try:
        return account_by_number(user, number) if number else None
    except OutOfScope:
        return None


def flow_or_404(code: str) -> Graph:
    """The newest version of a flow. Raises Http404."""
    try:
        return get_flow(code)
    except LookupError:
        raise Http404 from None


@require_POST
def notice(request: StaffRequest, code: str) -> HttpResponse:
    """一次性告知书 for a customer who has not brought everything: printed, nothing is written yet.

    Posted, because the form holds personal data that must not stand in an address.
    """
    graph = flow_or_404(code)
    require(request.user, accept_permission(graph))
    count = request.POST.get("papers-TOTAL_FORMS", "0")
    present = [
        request.POST.get(f"papers-{index}-kind", "")
        for index in range(min(int(count), 40) if count.isdecimal() else 0)
        if f"papers-{index}-present" in request.POST
    ]
    missing = missing_kinds(graph, "accept", present)
    context = {
        "flow": graph.flow,
        "step": graph.steps["accept"],
        "name": request.POST.get("applicant_name", request.POST.get("contact_name", ""))[:120],
        "missing": [material_label(kind) for kind in missing],
        "at": timezone.now(),
        "by": request.user,
        "department": request.user.department,
    }
    return render(request, "bizexpansion/prints/notice.html", context)
