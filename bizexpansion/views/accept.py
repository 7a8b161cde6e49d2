"""The counter: accept an application (A01), look up the customer first, tell once what is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from bizexpansion.enums import MaterialKind
from bizexpansion.flows import get_flow
from bizexpansion.forms.base import StepEntry
from bizexpansion.operations.papers import missing_kinds, required_kinds
from bizexpansion.queries.promises import promises
from bizexpansion.rules import step_permission
from bizexpansion.steps import STEPS, send_entry
from bizexpansion.views.entry import restore_entry
from bizexpansion.views.steps import draft_key, draft_subject, entry_context, show_refusal
from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.org.permissions import require
from crm.web import drafts
from crm.web.request import StaffRequest
from customers.book.enums import IdKind
from customers.book.models import SupplyAccount
from customers.book.queries.accounts import account_by_number

PERMISSION = step_permission("accept")
FLOW = "104"
FRESH = {"id_kind": IdKind.CREDIT_CODE}


class Accept(View):
    """The registration form 高压客户用电登记表. `?account=` begins with what the book knows of a customer."""

    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who accepts applications."""
        require(self.request.user, PERMISSION)
        self.now, self.spec, self.graph = timezone.now(), STEPS["accept"], get_flow(FLOW)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: StaffRequest) -> HttpResponse:
        """The form with this person's draft, or with the data of the account that was looked up."""
        account, trouble = self.look_up(request.GET.get("account", ""))
        entry = StepEntry(self.spec, user=request.user, initial=known_of(account) if account else FRESH)
        entry.form.known = frozenset(known_of(account)) if account else frozenset()
        draft = None
        if account is None:
            draft = drafts.find_draft(request.user, draft_key(None), draft_subject(None))
            restore_entry(entry, draft)
        return self.show(entry, draft=draft, account=account, trouble=trouble)

    def post(self, request: StaffRequest) -> HttpResponse:
        """Accept, or show why not; the same form sent twice is one case."""
        entry = StepEntry(self.spec, user=request.user, data=request.POST, files=request.FILES)
        if not entry.is_valid():
            return self.show(entry, status=422)
        try:
            case = send_entry(entry, actor=request.user, now=self.now)
        except (OutOfScope, NotPermitted):
            raise
        except DomainError as error:
            show_refusal(entry, error)
            return self.show(entry, status=error.status, other_case=error.details.get("case_number", ""))
        drafts.discard_draft(request.user, draft_key(None), draft_subject(None))
        messages.success(request, _("Accepted as %(number)s.") % {"number": case.case_number})
        return redirect("case", case.case_number)

    def look_up(self, number: str) -> tuple[SupplyAccount | None, str]:
        """The account behind a number, and what is wrong with it."""
        number = "".join(number.split())
        if not number:
            return None, ""
        try:
            account = account_by_number(self.request.user, number)
        except OutOfScope:
            return None, _("No account with this number that you may see.")
        return account, ""

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
            "required": [MaterialKind(kind).label for kind in required_kinds(self.graph, "accept")],
            "promises": promises(FLOW, None, self.now),
            **entry_context(entry, None, draft),
        }
        return render(self.request, "bizexpansion/accept.html", context, status=status)


@require_POST
def notice(request: StaffRequest) -> HttpResponse:
    """一次性告知书 for a customer who has not brought everything: printed, nothing is written yet.

    Posted, because the form holds personal data that must not stand in an address.
    """
    require(request.user, PERMISSION)
    graph = get_flow(FLOW)
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
        "name": request.POST.get("applicant_name", "")[:120],
        "missing": [MaterialKind(kind).label for kind in missing],
        "at": timezone.now(),
        "by": request.user,
        "department": request.user.department,
    }
    return render(request, "bizexpansion/prints/notice.html", context)


def known_of(account: SupplyAccount) -> dict[str, Any]:
    """What the book knows already of the customer of an account."""
    customer = account.customer
    return {
        "existing_account": account.account_number,
        "applicant_kind": customer.kind,
        "applicant_name": account.name,
        "id_kind": customer.id_kind,
        "postal_address": customer.mailing_address,
        "district": account.district_id,
        "address": account.address,
        "existing_capacity": account.contract_capacity,
        "trade_code": account.industry_code,
        "tariff_class": account.tariff_class,
        "importance": account.importance,
    }
