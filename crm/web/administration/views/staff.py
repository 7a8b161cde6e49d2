"""People, their roles, absences and access. Each button is shown to the administrator who may press it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST

from crm.errors import InvalidInput
from crm.org.enums import Role
from crm.org.models import RoleAssignment, Staff
from crm.org.operations import (
    assign_role,
    create_staff,
    reset_password,
    revoke_role,
    set_absence,
    set_staff_active,
    unlock_account,
)
from crm.org.permissions import has_permission, require
from crm.org.queries import visible_staff
from crm.org.rules import ASSIGN_ROLE, MANAGE_STAFF, SET_ABSENCE, UNLOCK_ACCOUNT, VIEW_STAFF
from crm.web.administration.filters import StaffFilter
from crm.web.administration.forms import AbsenceForm, FirstPasswordForm, RoleForm, StaffForm
from crm.web.administration.places import ADMINISTRATION, tabs
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView


class StaffList(ListPage):
    """The people of the departments that this person administers."""

    permission = VIEW_STAFF
    order = ("number",)
    filterset_class = StaffFilter
    template_name = "administration/staff.html"
    rows_template = "administration/staff_rows.html"

    def get_queryset(self) -> QuerySet[Staff]:
        """With departments and roles."""
        return visible_staff(self.request.user)

    def extra(self) -> dict[str, Any]:
        """The tabs, and whether there is a button."""
        return {
            "tabs": tabs(ADMINISTRATION, self.request.user, "staff"),
            "may_create": has_permission(self.request.user, MANAGE_STAFF),
        }


class StaffDetail(View):
    """One person: where, which roles, what may be done by whom is looking."""

    def get(self, request: StaffRequest, number: str) -> HttpResponse:
        """Read the page."""
        return _page(request, _find(request, number))


class StaffCreate(OperationFormView):
    """Enter a new member of staff."""

    form_class = StaffForm
    template_name = "administration/staff_form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Only the system administrator."""
        require(request.user, MANAGE_STAFF)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: BaseForm) -> Any:
        """Create."""
        self.person = create_staff(actor=self.request.user, now=self.now, **form.cleaned_data)
        messages.success(self.request, _("Entered. The security administrator gives the roles."))
        return self.person

    def get_success_url(self) -> str:
        """To the new person."""
        return reverse("staff-detail", args=[self.person.number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        words = {"title": _("New member of staff"), "submit_label": _("Enter"), "cancel_url": reverse("staff-list")}
        return super().get_context_data(**kwargs) | words


class PersonFormView(OperationFormView):
    """A form about one person; subclasses name the permission that opens it, the title and the button."""

    template_name = "administration/staff_form.html"
    permission = ""
    title: Any = ""
    submit_label: Any = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Find the person first."""
        self.person = _find(request, kwargs["number"], self.permission)
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Back to the person."""
        return reverse("staff-detail", args=[self.person.number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words of the page."""
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "title": self.title,
            "submit_label": self.submit_label,
            "cancel_url": self.get_success_url(),
        }


class RoleAssign(PersonFormView):
    """Give a role."""

    form_class = RoleForm
    permission = ASSIGN_ROLE

    title = gettext_lazy("Give a role")
    submit_label = gettext_lazy("Give")

    def perform(self, form: BaseForm) -> Any:
        """Assign."""
        return assign_role(staff=self.person, actor=self.request.user, now=self.now, **form.cleaned_data)


class Absence(PersonFormView):
    """Note an absence."""

    form_class = AbsenceForm
    permission = SET_ABSENCE
    title = gettext_lazy("Absence")
    submit_label = gettext_lazy("Save")

    def perform(self, form: BaseForm) -> Any:
        """Set or clear."""
        return set_absence(
            staff=self.person, until=form.cleaned_data["until"], actor=self.request.user, now=self.now
        )


class PasswordReset(PersonFormView):
    """Give a first password again."""

    form_class = FirstPasswordForm
    permission = UNLOCK_ACCOUNT
    title = gettext_lazy("New first password")
    submit_label = gettext_lazy("Set")

    def perform(self, form: BaseForm) -> Any:
        """Reset."""
        reset_password(
            staff=self.person, password=form.cleaned_data["password"], actor=self.request.user, now=self.now
        )
        messages.success(self.request, _("The password is set; it must be changed at the next login."))


@require_POST
def revoke(request: StaffRequest, number: str) -> HttpResponse:
    """Take one role back."""
    person = _find(request, number, ASSIGN_ROLE)
    assignment = (
        RoleAssignment.objects.select_related("department")
        .filter(staff=person, pk=_number(request.POST.get("assignment")))
        .first()
    )
    if assignment is not None:
        revoke_role(
            staff=person,
            role=assignment.role,
            department=assignment.department,
            actor=request.user,
            now=timezone.now(),
        )
    return redirect("staff-detail", number)


@require_POST
def unlock(request: StaffRequest, number: str) -> HttpResponse:
    """End a lock-out."""
    person = _find(request, number, UNLOCK_ACCOUNT)
    try:
        unlock_account(staff=person, reason=request.POST.get("reason", ""), actor=request.user, now=timezone.now())
    except InvalidInput as error:
        return _page(request, person, error=error)
    messages.success(request, _("The person can sign in again."))
    return redirect("staff-detail", number)


@require_POST
def set_active(request: StaffRequest, number: str) -> HttpResponse:
    """Close an account or open it again."""
    person = _find(request, number, MANAGE_STAFF)
    active = request.POST.get("active") == "1"
    try:
        set_staff_active(
            staff=person,
            active=active,
            reason=request.POST.get("reason", ""),
            actor=request.user,
            now=timezone.now(),
        )
    except InvalidInput as error:
        return _page(request, person, error=error)
    return redirect("staff-detail", number)


def _find(request: StaffRequest, number: str, permission: str = VIEW_STAFF) -> Staff:
    """The person, if whoever asks may see them and may do `permission` at all."""
    require(request.user, permission)
    person = visible_staff(request.user).filter(number=number).first()
    if person is None:
        raise Http404
    return person


def _page(request: StaffRequest, person: Staff, *, error: InvalidInput | None = None) -> HttpResponse:
    names = {str(role): role.label for role in Role}
    may = {
        name: has_permission(request.user, permission)
        for name, permission in (
            ("assign", ASSIGN_ROLE),
            ("manage", MANAGE_STAFF),
            ("unlock", UNLOCK_ACCOUNT),
            ("absence", SET_ABSENCE),
        )
    }
    context = {
        "person": person,
        "may": may,
        "oneself": person.pk == request.user.pk,
        "assignments": [(a, names.get(a.role, a.role)) for a in person.assignments.all()],
        "errors": [sentence for sentences in error.errors.values() for sentence in sentences] if error else [],
    }
    return render(request, "administration/person.html", context, status=422 if error else 200)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0
