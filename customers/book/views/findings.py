"""One finding: what is wrong, the page that mends it, who takes it, what must wait, and the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.org.permissions import has_permission, require
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView
from customers.book.filters import FindingFilter
from customers.book.forms import AsideForm
from customers.book.models import QualityFinding
from customers.book.operations.quality import assign_findings, set_finding_aside, take_up_finding
from customers.book.quality.mending import mend_url
from customers.book.queries.quality import after_finding, menders_of, quality_of, visible_findings
from customers.book.rules import ASSIGN_QUALITY, MEND_QUALITY, VIEW_QUALITY
from customers.book.views.quality import findings_of_desk, queue_query

TAKEN_AT_ONCE = 20


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one finding."""
    return _show(request, _find(request, pk), AsideForm())


class FindingAside(OperationFormView):
    """Set a finding aside until a day, with the reason."""

    form_class = AsideForm
    http_method_names = ("post",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find it."""
        self.finding = _find(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        """Make the call."""
        return set_finding_aside(
            finding_id=self.finding.pk, actor=self.request.user, now=self.now, **form.cleaned_data
        )

    def done(self, result: Any) -> HttpResponse:
        """On to the next one."""
        messages.success(self.request, _("Set aside."))
        return redirect(_with(reverse("quality-next"), self.request, self.finding))

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        """The page of the finding with the form as typed."""
        return _show(self.request, self.finding, context["form"], **response)


@require_POST
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the finding (`staff=me`), give it back (empty), or give it to somebody (a key)."""
    found = _find(request, pk)
    wanted = request.POST.get("staff", "")
    staff_id = request.user.pk if wanted == "me" else int(wanted) if wanted.isdecimal() else None
    try:
        assign_findings(finding_ids=[found.pk], staff_id=staff_id, actor=request.user, now=timezone.now())
    except (OutOfScope, NotPermitted):
        raise
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(_with(reverse("quality-finding", args=[found.pk]), request))


@require_POST
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring a finding back that was set aside."""
    found = _find(request, pk)
    take_up_finding(finding_id=found.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Back in the queue."))
    return redirect(_with(reverse("quality-finding", args=[found.pk]), request))


@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """Take the most urgent findings of the queue that nobody has."""
    require(request.user, MEND_QUALITY)
    rows = FindingFilter(request.GET, findings_of_desk(request), request=request).qs
    rows = rows.filter(care__assignee__isnull=True).restrict(request.user, MEND_QUALITY)
    wanted = list(rows.order_by("-priority", "pk").values_list("pk", flat=True)[:TAKEN_AT_ONCE])
    count = assign_findings(finding_ids=wanted, staff_id=request.user.pk, actor=request.user, now=timezone.now())
    messages.success(request, _("%(count)d findings are yours now.") % {"count": count})
    return redirect(f"{reverse('quality-findings')}?desk=mine")


@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """The finding after `after` (urgency and key, as the queue is ordered) under the same filters."""
    require(request.user, VIEW_QUALITY)
    rows = FindingFilter(request.GET, findings_of_desk(request), request=request).qs
    urgency, _dash, pk = request.GET.get("after", "").partition("-")
    if urgency.isdecimal() and pk.isdecimal():
        rows = after_finding(rows, int(urgency), int(pk))
    found = rows.order_by("-priority", "pk").values_list("pk", flat=True).first()
    if found is None:
        messages.info(request, _("That was the last finding of this queue."))
        return redirect(_with(reverse("quality-findings"), request))
    return redirect(_with(reverse("quality-finding", args=[found]), request))


def _find(request: HttpRequest, pk: int) -> QualityFinding:
    """The finding, if this person may see it. Raises OutOfScope (404)."""
    require(request.user, VIEW_QUALITY)
    found = visible_findings(request.user).filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    return found


def _show(request: HttpRequest, found: QualityFinding, form: AsideForm, status: int = 200) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    care = getattr(found, "care", None)
    score, others = quality_of(user, found.account)
    may_assign = has_permission(user, ASSIGN_QUALITY, found.department_id)
    context = {
        "finding": found,
        "account": found.account,
        "care": care,
        "is_aside": bool(care and care.aside_until and care.aside_until > today),
        "score": score,
        "others": [each for each in others if each.pk != found.pk],
        "mend_url": mend_url(found, user, query=_after(request, found)),
        "next_url": _with(reverse("quality-next"), request, found),
        "queue_url": _with(reverse("quality-findings"), request),
        "keep": queue_query(request),
        "form": form,
        "may_mend": has_permission(user, MEND_QUALITY, found.department_id),
        "people": menders_of(found.department_id) if may_assign else [],
    }
    return render(request, "book/quality/finding.html", context, status=status)


def _with(address: str, request: HttpRequest, after: QualityFinding | None = None) -> str:
    """The address with the queue's desk and filters, and the place in the queue."""
    query = _after(request, after) if after else queue_query(request)
    return f"{address}?{query}" if query else address


def _after(request: HttpRequest, found: QualityFinding) -> str:
    query = queue_query(request)
    return f"{query}{'&' if query else ''}after={found.priority}-{found.pk}"
