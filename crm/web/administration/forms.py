"""Forms of the administration pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.org.enums import Role
from crm.org.models import Department
from crm.org.queries import business_departments
from crm.parameters.enums import Trust
from crm.web.forms import DayInput, PageForm


def _open_departments() -> Any:
    return Department.objects.filter(is_active=True).order_by("path")


class StaffForm(PageForm):
    """A new member of staff."""

    number = forms.CharField(label=_("staff number"), max_length=32)
    name = forms.CharField(label=_("name"), max_length=40)
    department = forms.ModelChoiceField(label=_("department"), queryset=Department.objects.none())
    phone = forms.CharField(label=_("work phone"), max_length=20, required=False)
    password = forms.CharField(
        label=_("first password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It must be changed at the first login."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = _open_departments()  # type: ignore[attr-defined]


class RoleForm(PageForm):
    """A role for a person, where the person works or for another department."""

    role = forms.ChoiceField(label=_("role"), choices=Role.choices)
    department = forms.ModelChoiceField(
        label=_("for department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("where the person works"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = _open_departments()  # type: ignore[attr-defined]


class AbsenceForm(PageForm):
    """Away until a day, or back."""

    until = forms.DateField(
        label=_("absent until"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave empty when the person is back."),
    )


class FirstPasswordForm(PageForm):
    """A new first password."""

    password = forms.CharField(
        label=_("first password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It must be changed at the next login."),
    )


class ParameterValueForm(PageForm):
    """A dated value with where it comes from."""

    wide = ("source",)
    value = forms.DecimalField(label=_("value"), min_value=Decimal(0), max_digits=18, decimal_places=6)
    valid_from = forms.DateField(label=_("in force from"), widget=DayInput())
    selector = forms.CharField(label=_("applies to"), max_length=30, required=False)
    department = forms.ModelChoiceField(
        label=_("business department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("all business departments"),
    )
    source = forms.CharField(label=_("source"), max_length=200)
    article = forms.CharField(label=_("article"), max_length=60, required=False)
    trust = forms.ChoiceField(label=_("trust"), choices=Trust.choices, initial=Trust.UNCONFIRMED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = business_departments()  # type: ignore[attr-defined]
