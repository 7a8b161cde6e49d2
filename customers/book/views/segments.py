"""Pages of segments: the list, the builder with its live count, the accounts in one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.errors import DomainError, InvalidInput, NotPermitted
from crm.imports.rules import EXPORT
from crm.org.permissions import has_permission, require
from crm.web.flash import done_with_undo
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView
from customers.book.builder import Builder
from customers.book.criteria import Group, Vocabulary, check_criteria, in_words, read_criteria
from customers.book.enums import AccountStatus, Sharing
from customers.book.filters import SegmentFilter
from customers.book.models import Segment, SupplyAccount, accounts_meeting
from customers.book.operations import archive_segment, copy_segment, restore_segment, save_segment, share_segment
from customers.book.queries.segments import count_accounts, segment_in_view, some_accounts, visible_segments
from customers.book.rules import SHARE_SEGMENT_WITH_ALL, USE_SEGMENTS
from customers.book.segment_forms import SegmentForm

LIVING = (AccountStatus.NORMAL.value, AccountStatus.CHANGE_OPEN.value)
FIRST_ROWS = {
    "match": "all",
    "items": [
        {"field": "book.status", "op": "in", "value": list(LIVING)},
        {"field": "", "op": ""},
    ],
}
"""A new segment begins with the accounts that live, said openly, so that anybody can take it out."""


class SegmentList(ListPage):
    """The segments that one may use; each counts itself when it comes into view."""

    permission = USE_SEGMENTS
    order = ("name", "pk")
    filterset_class = SegmentFilter
    template_name = "book/segments.html"
    rows_template = "book/segment_list_rows.html"

    def get_queryset(self) -> QuerySet[Segment]:
        """One's own and those shared."""
        return visible_segments(self.request.user)

    def get_rows(self, page: Any) -> list[dict[str, Any]]:
        """Each with its sentence; the labels are read once for all."""
        vocabulary = Vocabulary()
        return [{"segment": row, "words": sentence(row, vocabulary)} for row in page.rows]


class SegmentPage(ListPage):
    """The accounts in a segment, as far as the reader may see them."""

    permission = USE_SEGMENTS
    order = ("account_number",)
    counted = False
    template_name = "book/segment.html"
    rows_template = "book/account_rows.html"

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """The accounts; none, with the reason on the page, where it can no longer be answered."""
        self.segment = segment_in_view(self.request.user, self.kwargs["pk"])
        self.refusal = ""
        try:
            accounts = self.segment.accounts(self.request.user, today=timezone.localdate())
        except DomainError as error:
            self.refusal = str(error)
            accounts = SupplyAccount.objects.none()
        self.accounts = accounts
        return accounts.select_related("customer", "department")

    def extra(self) -> dict[str, Any]:
        """What it asks, how many there are, what this person may do with it."""
        own = self.segment.owner_id == self.request.user.pk
        context: dict[str, Any] = {
            "segment": self.segment,
            "words": sentence(self.segment, Vocabulary()),
            "refusal": self.refusal,
            "is_own": own,
            "counted": None if self.refusal else count_accounts(self.accounts),
            "sharings": _sharings(self.request) if own else [],
        }
        if has_permission(self.request.user, EXPORT) and not self.refusal:
            context["export_url"] = f"{reverse('export-new', args=['accounts'])}?segment={self.segment.pk}"
        return context


class SegmentEdit(OperationFormView):
    """The builder. A button of a row (`do`) answers with the rows anew, saving with the segment's page."""

    form_class = SegmentForm
    template_name = "book/segment_edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only one's own; a visible one of somebody else is refused."""
        require(request.user, USE_SEGMENTS)
        self.segment = segment_in_view(request.user, kwargs["pk"]) if "pk" in kwargs else None
        if self.segment and self.segment.owner_id != request.user.pk:
            raise NotPermitted(_("Only the owner changes a segment; copy it."))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One more row or one less, or save."""
        if "do" not in request.POST:
            return super().post(request, *args, **kwargs)
        if self.request.htmx:
            return render(request, "book/segment_criteria.html", {"builder": self.builder})
        return self.render_to_response(self.get_context_data(form=self.form_class(initial=request.POST.dict())))

    @property
    def builder(self) -> Builder:
        """The rows as they were sent, or as they stand."""
        if self.request.method == "POST":
            return Builder.from_post(self.request.POST, self.request.user)
        stored = self.segment.criteria if self.segment else read_criteria(FIRST_ROWS)
        return Builder.from_criteria(stored, self.request.user)

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        if self.segment is None:
            return {"version": 0}
        return {name: getattr(self.segment, name) for name in ("name", "description", "version")}

    def perform(self, form: Any) -> Segment:
        """Save."""
        data = form.cleaned_data
        return save_segment(
            segment_id=self.segment.pk if self.segment else None,
            version=data["version"],
            name=data["name"],
            description=data["description"],
            conditions=self.builder.root.as_json(),
            actor=self.request.user,
            now=self.now,
        )

    def done(self, result: Segment) -> HttpResponse:
        """On to the accounts in it."""
        return redirect("segment", result.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, judged when they were sent to be saved."""
        builder = self.builder
        if self.request.method == "POST" and "do" not in self.request.POST:
            builder.judge()
        leave = reverse("segment", args=[self.segment.pk]) if self.segment else reverse("segment-list")
        return super().get_context_data(**kwargs) | {
            "segment": self.segment,
            "builder": builder,
            "cancel_url": leave,
            "submit_label": _("Save"),
        }


@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """How many accounts the rows find now, in what words, and the first few; rows not filled in are left out."""
    require(request.user, USE_SEGMENTS)
    builder = Builder.from_post(request.POST, request.user)
    context: dict[str, Any] = {"is_partial": any(row.is_blank for row in builder.root.rows())}
    try:
        criteria = builder.criteria(leave_blank_out=True)
        if list(criteria.rows()):
            context |= _found(request, check_criteria(criteria, builder.vocabulary), builder.vocabulary)
    except InvalidInput:
        builder.judge()
        context["errors"] = [row.error for row in builder.root.rows() if row.error and not row.is_blank]
    except DomainError as error:
        context["errors"] = [str(error)]
    return render(request, "book/segment_preview.html", context)


@require_GET
def count(request: StaffRequest, pk: int) -> HttpResponse:
    """How many accounts of a segment this person sees, for its line of the list."""
    segment = segment_in_view(request.user, pk)
    try:
        counted = count_accounts(segment.accounts(request.user, today=timezone.localdate()))
    except DomainError:
        counted = None
    return render(request, "book/segment_count.html", {"counted": counted})


@require_POST
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Copy, and go on in the builder."""
    made = copy_segment(segment_id=pk, actor=request.user, now=timezone.now())
    messages.success(request, _("This is your copy; change it as you like."))
    return redirect("segment-edit", made.pk)


@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    """Put away, with a way back."""
    segment = archive_segment(segment_id=pk, actor=request.user, now=timezone.now())
    words = _("The segment “%(name)s” was put away.") % {"name": segment.name}
    done_with_undo(request, words, reverse("segment-restore", args=[pk]))
    return redirect("segment-list")


@require_POST
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Take it out again."""
    restore_segment(segment_id=pk, actor=request.user, now=timezone.now())
    return redirect("segment", pk)


@require_POST
def share(request: StaffRequest, pk: int) -> HttpResponse:
    """Say who sees it."""
    version = request.POST.get("version", "")
    segment = share_segment(
        segment_id=pk,
        sharing=request.POST.get("sharing", ""),
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Shared with: %(whom)s.") % {"whom": segment.get_sharing_display()})
    return redirect("segment", pk)


def sentence(segment: Segment, vocabulary: Vocabulary) -> str:
    """What a segment asks, in words, whatever is stored."""
    try:
        return in_words(segment.criteria, vocabulary)
    except InvalidInput as error:
        return str(error)


def _sharings(request: StaffRequest) -> list[tuple[str, Any]]:
    wide = has_permission(request.user, SHARE_SEGMENT_WITH_ALL)
    return [choice for choice in Sharing.choices if wide or choice[0] != Sharing.EVERYONE]


def _found(request: StaffRequest, criteria: Group, vocabulary: Vocabulary) -> dict[str, Any]:
    accounts = accounts_meeting(criteria, request.user, today=timezone.localdate())
    return {
        "words": in_words(criteria, vocabulary),
        "counted": count_accounts(accounts),
        "rows": some_accounts(accounts),
    }
