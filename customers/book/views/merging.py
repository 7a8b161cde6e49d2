"""Possible duplicates, the comparison of two customers, merges and the consents that they wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_filters import FilterSet

from crm.errors import DomainError, InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.org.permissions import has_permission, require
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.templatetags.crm_web import department_name
from crm.web.views.operation import OperationFormView
from customers.book.filters import MergeFilter, PairFilter
from customers.book.forms import MergeForm
from customers.book.merging import FIELD_LABELS, ConsentState, MergeState, PairState, Side
from customers.book.models import CustomerMerge, DuplicatePair
from customers.book.operations import (
    consent_to_merge,
    merge_customers,
    propose_merge,
    refuse_merge,
    reject_duplicate,
    undo_merge,
    withdraw_merge,
)
from customers.book.queries.merging import (
    compare,
    faces,
    find_merge,
    find_pair,
    moved_by,
    speaks_for,
    visible_merges,
    visible_pairs,
    waiting_for,
)
from customers.book.rules import CONSENT_TO_MERGE, MERGE_CUSTOMERS, REVEAL_PERSONAL_DATA, VIEW_DUPLICATE


def places(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The tabs of the three lists; the one of consents for those who may give them."""
    lists: list[tuple[str, str, int | None]] = [
        ("duplicate-list", _("Possible duplicates"), None),
        ("merge-list", _("Merges"), None),
    ]
    if has_permission(request.user, CONSENT_TO_MERGE):
        waiting = waiting_for(request.user)[:100].count()
        lists.insert(1, ("merge-waiting-list", _("Waiting for our consent"), waiting))
    return [
        {"label": label, "url": reverse(name), "count": count, "here": name == here} for name, label, count in lists
    ]


class PairList(ListPage):
    """Customers that may be one, the newest finds first."""

    permission = VIEW_DUPLICATE
    order = ("-pk",)
    filterset_class = PairFilter
    template_name = "book/duplicates.html"
    rows_template = "book/duplicate_rows.html"

    def get_queryset(self) -> QuerySet[DuplicatePair]:
        """Those of this person's departments."""
        return visible_pairs(self.request.user)

    def get_rows(self, page: Any) -> list[Any]:
        """Each pair with its two customers as the reader may see them."""
        shown = faces(self.request.user, [who for pair in page.rows for who in (pair.first, pair.second)])
        return [(pair, shown[pair.first_id], shown[pair.second_id]) for pair in page.rows]

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": places(self.request, "duplicate-list")}


class MergeList(ListPage):
    """Merges, the newest first."""

    permission = VIEW_DUPLICATE
    order = ("-pk",)
    filterset_class: ClassVar[type[FilterSet] | None] = MergeFilter
    template_name = "book/merges.html"
    rows_template = "book/merge_rows.html"
    here = "merge-list"

    def get_queryset(self) -> QuerySet[CustomerMerge]:
        """Those that touch this person's departments."""
        return visible_merges(self.request.user)

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": places(self.request, self.here)}


class WaitingList(MergeList):
    """Proposals that wait for the consent of the reader's departments."""

    permission = CONSENT_TO_MERGE
    filterset_class = None
    here = "merge-waiting-list"

    def get_queryset(self) -> QuerySet[CustomerMerge]:
        """Those in which this person may agree."""
        return waiting_for(self.request.user)


class Compare(OperationFormView):
    """Two customers side by side: merge, propose it where another department must agree, or keep them apart."""

    form_class = MergeForm
    template_name = "book/duplicate.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the pair."""
        require(request.user, VIEW_DUPLICATE)
        self.pair = find_pair(request.user, kwargs["pk"])
        self.comparison = compare(request.user, self.pair.first, self.pair.second, self.pair.rules)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers what differs."""
        return super().get_form_kwargs() | {"comparison": self.comparison}

    def perform(self, form: Any) -> CustomerMerge:
        """Merge at once, or ask the others."""
        operation = propose_merge if self.comparison.others else merge_customers
        try:
            return operation(**form.decision(), actor=self.request.user, now=self.now)
        except StaleVersion as error:
            present = error.details["versions"]
            error.details["version"] = "-".join(str(present[face.customer.pk]) for face in self.comparison.faces)
            raise

    def done(self, result: CustomerMerge) -> HttpResponse:
        """To the merge: what moved, who must agree."""
        done = result.state == MergeState.MERGED
        messages.success(
            self.request,
            _("The two are one customer now.") if done else _("The other department is asked to agree."),
        )
        return redirect("merge", pk=result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The comparison and what can be done."""
        standing = self.pair.merges.filter(state__in=(MergeState.PROPOSED, MergeState.MERGED)).first()
        return super().get_context_data(**kwargs) | {
            "pair": self.pair,
            "comparison": self.comparison,
            "may_reveal": has_permission(self.request.user, REVEAL_PERSONAL_DATA),
            "is_open": self.pair.state in (PairState.OPEN, PairState.GONE, PairState.REJECTED),
            "may_reject": self.pair.state in (PairState.OPEN, PairState.GONE),
            "standing": standing,
            "other_names": "、".join(department_name(each) for each in self.comparison.others),
            "submit_label": _("Propose the merge") if self.comparison.others else _("Merge"),
            "cancel_url": reverse("duplicate-list"),
        }


@require_POST
def reject(request: StaffRequest, pk: int) -> HttpResponse:
    """Two different customers."""
    find_pair(request.user, pk)
    return _act(
        request,
        lambda: reject_duplicate(
            pair_id=pk, reason=request.POST.get("reason", ""), actor=request.user, now=timezone.now()
        ),
        _("The two are kept apart."),
        done="duplicate-list",
        refused=reverse("duplicate", args=[pk]),
    )


@require_GET
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """One merge: the two customers, who agreed, what moved, and what can be done now."""
    require(request.user, VIEW_DUPLICATE)
    found = find_merge(request.user, pk)
    consents = list(found.consents.select_related("department", "by").order_by("pk"))
    concerned = {row.department_id for row in consents}
    agree_for = speaks_for(request.user, CONSENT_TO_MERGE, concerned)
    ask_for = speaks_for(request.user, MERGE_CUSTOMERS, concerned)
    is_open, now = found.state == MergeState.PROPOSED, timezone.now()
    context = {
        "merge": found,
        "comparison": compare(
            request.user, found.survivor, found.merged, found.pair.rules if found.pair and is_open else ()
        ),
        "consents": consents,
        "chosen": [(FIELD_LABELS[name], Side(side).label) for name, side in sorted(found.choices.items())],
        "moved": moved_by(found),
        "may_reveal": has_permission(request.user, REVEAL_PERSONAL_DATA),
        "may_consent": is_open
        and any(row.state == ConsentState.WAITING and row.department_id in agree_for for row in consents),
        "may_withdraw": is_open
        and (
            found.proposed_by_id == request.user.pk
            or any(row.state == ConsentState.GIVEN and row.department_id in ask_for for row in consents)
        ),
        "may_undo": found.state == MergeState.MERGED
        and has_permission(request.user, MERGE_CUSTOMERS)
        and now <= (found.undo_until or now),
    }
    return render(request, "book/merge.html", context)


ACTIONS: dict[str, tuple[Callable[..., CustomerMerge], bool, Any]] = {
    "consent": (consent_to_merge, False, lambda: _("Your department agrees.")),
    "refuse": (refuse_merge, True, lambda: _("The merge is refused.")),
    "withdraw": (withdraw_merge, True, lambda: _("The proposal is withdrawn.")),
    "undo": (undo_merge, True, lambda: _("The merge is undone: they are two customers again.")),
}
"""What can be done with a merge: the operation, whether it takes a reason, what the next page says."""


@require_POST
def act(request: StaffRequest, pk: int, action: str) -> HttpResponse:
    """Agree, refuse, withdraw or undo."""
    if action not in ACTIONS:
        raise Http404
    find_merge(request.user, pk)
    operation, takes_reason, words = ACTIONS[action]
    values = {"reason": request.POST.get("reason", "")} if takes_reason else {}
    return _act(
        request,
        lambda: operation(merge_id=pk, **values, actor=request.user, now=timezone.now()),
        words(),
        done=reverse("merge", args=[pk]),
        refused=reverse("merge", args=[pk]),
    )


def _act(request: StaffRequest, call: Callable[[], Any], sentence: str, *, done: str, refused: str) -> HttpResponse:
    """Make the call; say what came of it on the next page."""
    try:
        call()
    except (OutOfScope, NotPermitted):
        raise
    except InvalidInput as error:
        for sentences in error.errors.values():
            for each in sentences:
                messages.error(request, str(each))
        return redirect(refused)
    except DomainError as error:
        records = error.details.get("records")
        messages.error(request, f"{error} {'、'.join(records)}" if records else str(error))
        return redirect(refused)
    messages.success(request, sentence)
    return redirect(done)
