"""Regulated numbers: what is in force, their history, a new dated value and what it touches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from crm.org.permissions import has_permission, require
from crm.parameters.models import Parameter
from crm.parameters.operations import set_parameter_value
from crm.parameters.queries import parameter_history, parameters_in_force
from crm.parameters.rules import SET_VALUE, VIEW_PARAMETER
from crm.parameters.touch import ParameterChange, count_touched
from crm.web.administration.forms import ParameterValueForm
from crm.web.administration.places import ADMINISTRATION, tabs
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView


class ParameterList(ListPage):
    """Every parameter with the values in force today."""

    permission = VIEW_PARAMETER
    order = ("code",)
    page_size = 200
    template_name = "administration/parameters.html"
    rows_template = "administration/parameter_rows.html"

    def get_queryset(self) -> QuerySet[Parameter]:
        """All of them: a parameter belongs to nobody."""
        return parameters_in_force(on=timezone.localdate())

    def extra(self) -> dict[str, Any]:
        """The tabs."""
        return {"tabs": tabs(ADMINISTRATION, self.request.user, "parameters")}


class ParameterDetail(View):
    """One parameter with all its values, past and to come."""

    def get(self, request: StaffRequest, code: str) -> HttpResponse:
        """Read the page."""
        require(request.user, VIEW_PARAMETER)
        parameter = _find(code)
        context = {
            "parameter": parameter,
            "values": parameter_history(parameter),
            "today": timezone.localdate(),
            "may_set": has_permission(request.user, SET_VALUE),
        }
        return render(request, "administration/parameter.html", context)


class ValueCreate(OperationFormView):
    """A new dated value. The page says first how many open records it touches, then asks to confirm."""

    form_class = ParameterValueForm
    template_name = "administration/parameter_value.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Only those who may set it see the form."""
        require(request.user, SET_VALUE)
        self.parameter = _find(kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def perform(self, form: BaseForm) -> Any:
        """Put the value in force."""
        values = form.cleaned_data
        made = set_parameter_value(code=self.parameter.code, actor=self.request.user, now=self.now, **values)
        touched = self._touched(values["valid_from"], values["selector"], values["department"])
        messages.success(self.request, _("The value is set.") + " " + " ".join(touched))
        return made

    def get_success_url(self) -> str:
        """Back to the parameter."""
        return reverse("parameter-detail", args=[self.parameter.code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parameter and what a change from today would touch."""
        touched = self._touched(timezone.localdate(), "", None)
        return super().get_context_data(**kwargs) | {"parameter": self.parameter, "touched": touched}

    def _touched(self, valid_from: date, selector: str, department: Any) -> list[str]:
        change = ParameterChange(self.parameter.code, selector, department.pk if department else None, valid_from)
        return [
            ngettext("Touches %(number)d: %(what)s.", "Touches %(number)d: %(what)s.", number)
            % {"number": number, "what": label}
            for label, number in count_touched(change)
        ]


def _find(code: str) -> Parameter:
    parameter = Parameter.objects.filter(code=code).first()
    if parameter is None:
        raise Http404
    return parameter
