"""The counter: choose the flow, look up the customer, accept an application (A01), tell once what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from bizexpansion.counter import accept_permission, known_account, known_values
from bizexpansion.drafting import begun_forms, draft_key, draft_subject, restore_entry
from bizexpansion.engine.compile import Graph
from bizexpansion.enums import material_label
from bizexpansion.errors import PapersMissing
from bizexpansion.flows import get_flow
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import BatchApplication
from bizexpansion.operations.conditional import may_follow
from bizexpansion.operations.papers import missing_kinds, required_kinds
from bizexpansion.operations.preconditions import Question, look_up_all
from bizexpansion.queries.promises import promises
from bizexpansion.steps import accept_entry, accept_spec, send_entry
from bizexpansion.views.counter import proposed_for
from bizexpansion.views.entry import offer_equipment
from bizexpansion.views.steps import entry_context, show_refusal
from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.org.permissions import require
from crm.web import drafts
from crm.web.flash import done_with_print
from crm.web.models import FormDraft
from crm.web.request import StaffRequest
from customers.book.models import SupplyAccount, Transformer

# `?draft=new` opens an empty form although another was begun.
NEW = "new"


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
        account, trouble = known_account(request.user, request.GET.get("account", ""))
        known = known_values(self.graph, request.user, account) if account else {}
        entry = accept_entry(self.graph, user=request.user, initial=known)
        entry.form.known = frozenset(known)
        draft = None if account else self.begun(request.GET.get("draft", ""))
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
            offer = later_offer(error)
            return self.show(
                entry, status=error.status, other_case=error.details.get("case_number", ""), offer=offer
            )
        drafts.discard_draft(request.user, draft_key(None, self.graph), draft_subject(None, entry))
        said = _("Accepted as %(number)s.") % {"number": case.case_number}
        done_with_print(request, said, reverse("print-receipt", args=[case.case_number]))
        return redirect("case", case.case_number)

    def begun(self, asked: str) -> FormDraft | None:
        """The draft that is asked for; the latest, so that a form opens where it was left; none for a new form."""
        if asked == NEW:
            return None
        mine = drafts.drafts_of(self.request.user, draft_key(None, self.graph))
        return next((one for one in mine if not asked or one.subject == asked), None)

    def show(
        self,
        entry: StepEntry,
        *,
        status: int = 200,
        draft: Any = None,
        account: SupplyAccount | None = None,
        trouble: str = "",
        other_case: str = "",
        offer: list[tuple[str, date]] | None = None,
    ) -> HttpResponse:
        """The page, with the account that was looked up or else the one that stands in the form."""
        if account is None and "account" in entry.form.fields:
            account, _trouble = known_account(self.request.user, str(entry.form["account"].value() or ""))
        required = required_kinds(self.graph, "accept")
        later = may_follow(
            self.graph.flow.code, required, on=localtime(self.now).date(), department=department_of(account)
        )
        equipment = numbered_equipment(self.graph, account)
        for form in (entry.form, *(entry.rows["equipment"].forms if "equipment" in entry.rows else ())):
            offer_equipment(form, equipment)
        context = {
            "flow": self.graph.flow,
            "account": account,
            "trouble": trouble,
            "looked_up": account.account_number if account else self.request.GET.get("account", ""),
            "other_case": other_case,
            "required": [(material_label(kind), later.get(kind)) for kind in required],
            "offer": offer,
            "has_list": issubclass(accept_spec(self.graph).form._meta.model, BatchApplication),
            "promises": promises(self.graph, account, self.now),
            "follow_ups": proposed_for(self.request, account),
            "begun": begun_forms(self.request.user, self.graph, but=draft_subject(None, entry)),
            "equipment": equipment,
            "findings": look_up_all(self.graph.flow, Question(self.graph.flow, account, None, self.now)),
            **entry_context(entry, None, draft, self.graph),
        }
        return render(self.request, "bizexpansion/accept.html", context, status=status)


def numbered_equipment(graph: Graph, account: SupplyAccount | None) -> list[Transformer]:
    """The transformers of the account, where the form asks for one by its number."""
    spec = accept_spec(graph)
    asked = [spec.form, *(row.form for row in spec.rows if row.name == "equipment")]
    if account is None or not any("number" in form.base_fields for form in asked):
        return []
    return list(account.transformers.order_by("sequence"))


def department_of(account: SupplyAccount | None) -> int | None:
    """Whose parameters hold: those of the account's department, else the company's."""
    return account.department_id if account else None


def later_offer(error: DomainError) -> list[tuple[str, date]] | None:
    """What the customer may bring later, with the days, if nothing else bars the acceptance."""
    if not isinstance(error, PapersMissing):
        return None
    later = {kind: date.fromisoformat(day) for kind, day in error.details.get("may_follow", {}).items()}
    if set(later) != set(error.details["missing"]):
        return None
    return [(material_label(kind), day) for kind, day in later.items()]


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
    entry = accept_entry(graph, user=request.user, data=request.POST)
    entry.form.is_valid()  # what is right of it says which papers these entries ask for
    missing = missing_kinds(graph, "accept", present)
    needed = entry.form.instance.papers_needed()
    missing += [kinds for kinds in needed if not set(present) & set(kinds.split("|"))]
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
