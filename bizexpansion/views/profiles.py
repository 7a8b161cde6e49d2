"""Administration: which low-voltage profile each business department follows, from which day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import Profile
from bizexpansion.models import DepartmentProfile
from bizexpansion.operations.profiles import choose_profile
from bizexpansion.queries.profiles import departments_to_choose, flows_with_two_forms, profile_rows
from bizexpansion.rules import CHOOSE_PROFILE
from crm.org.models import Department
from crm.org.permissions import require
from crm.web.forms import DayInput, PageForm
from crm.web.views.operation import OperationFormView


class ProfileForm(PageForm):
    """Which department, which profile, from when, why."""

    wide = ("reason",)

    department = forms.ModelChoiceField(
        label=gettext_lazy("business department"), queryset=Department.objects.none()
    )
    profile = forms.ChoiceField(label=gettext_lazy("profile"), choices=Profile.choices)
    valid_from = forms.DateField(label=gettext_lazy("from the day"), widget=DayInput)
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=200)


class Profiles(OperationFormView):
    """The departments with their profiles, and the form for another one."""

    form_class = ProfileForm
    template_name = "bizexpansion/profiles.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who chooses."""
        require(self.request.user, CHOOSE_PROFILE)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """The departments of this person."""
        form = super().get_form(form_class)
        form.fields["department"].queryset = departments_to_choose(self.request.user)
        return form

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"valid_from": localtime(self.now).date()}

    def perform(self, form: Any) -> DepartmentProfile:
        """Make the one call."""
        given = dict(form.cleaned_data)
        department = given.pop("department")
        return choose_profile(department_id=department.pk, **given, actor=self.request.user, now=self.now)

    def done(self, result: DepartmentProfile) -> HttpResponse:
        """The page again."""
        messages.success(self.request, _("The profile is chosen. Running cases stay as they began."))
        return redirect("profile-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All departments, and which flows the choice concerns."""
        rows = profile_rows(self.request.user, localtime(self.now).date())
        return super().get_context_data(**kwargs) | {"rows": rows, "flows": flows_with_two_forms()}
