"""Set the importance, key-account mark, risk grade or industry of an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.errors import OutOfScope
from crm.org.permissions import require
from crm.parameters.queries import get_parameter
from crm.web.forms import PageForm
from crm.web.views.operation import OperationFormView
from customers.book.grading_forms import ImportanceForm, IndustryForm, KeyAccountForm, RiskForm
from customers.book.models import Industry, SupplyAccount
from customers.book.operations import set_importance, set_industry, set_key_account, set_risk_grade
from customers.book.operations.grading import KEY_ACCOUNT_CAPACITY
from customers.book.quality.mending import next_in_queue
from customers.book.queries.accounts import account_by_number
from customers.book.rules import SET_IMPORTANCE, SET_INDUSTRY, SET_KEY_ACCOUNT, SET_RISK


@dataclass(frozen=True)
class Grading:
    """One of the forms: who may send it, what stands, the operation and its own arguments."""

    title: Any
    permission: str
    form_class: type[PageForm]
    standing: Callable[[SupplyAccount], dict[str, Any]]
    operation: Callable[..., SupplyAccount]
    arguments: Callable[[Any], dict[str, Any]]


GRADINGS: Mapping[str, Grading] = {
    "importance": Grading(
        _("Importance"),
        SET_IMPORTANCE,
        ImportanceForm,
        lambda row: {"importance": row.importance, "until": row.importance_until},
        set_importance,
        lambda form: {
            "importance": form.cleaned_data["importance"],
            "until": form.cleaned_data["until"],
            "decision": form.decision,
        },
    ),
    "key-account": Grading(
        _("Key account"),
        SET_KEY_ACCOUNT,
        KeyAccountForm,
        lambda row: {"is_key": row.is_key_account},
        set_key_account,
        lambda form: {"is_key": form.cleaned_data["is_key"], "decision": form.decision},
    ),
    "risk": Grading(
        _("Risk grade"),
        SET_RISK,
        RiskForm,
        lambda row: {"risk_grade": row.risk_grade},
        set_risk_grade,
        lambda form: {"risk_grade": form.cleaned_data["risk_grade"], "decision": form.decision},
    ),
    "industry": Grading(
        _("Industry"),
        SET_INDUSTRY,
        IndustryForm,
        lambda row: {"industry_code": row.industry_code},
        set_industry,
        lambda form: {"industry_code": form.cleaned_data["industry_code"]},
    ),
}


class GradeEdit(OperationFormView):
    """The form of one grade; a stale one shows what stands meanwhile."""

    template_name = "book/grade.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the account and the kind of grade."""
        found = GRADINGS.get(kwargs["kind"])
        if found is None:
            raise Http404
        self.grading = found
        self.account = account_by_number(request.user, kwargs["account_number"])
        if self.account.customer_id != kwargs["customer_id"]:
            raise OutOfScope
        require(request.user, found.permission, self.account.department_id)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[PageForm]:
        """The form of this grade."""
        return self.grading.form_class

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        return {"version": self.account.version, **self.grading.standing(self.account)}

    def perform(self, form: Any) -> SupplyAccount:
        """Set it."""
        return self.grading.operation(
            account_id=self.account.pk,
            version=form.cleaned_data["version"],
            actor=self.request.user,
            now=self.now,
            **self.grading.arguments(form),
        )

    def get_success_url(self) -> str:
        """On to the next finding if the queue of quality led here, else the customer page with this account."""
        return next_in_queue(self.request) or self.customer_url()

    def customer_url(self) -> str:
        """The customer page with this account."""
        return reverse("customer-account", args=[self.account.customer_id, self.account.account_number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account, the words of the page, the divisions to choose from."""
        context = super().get_context_data(**kwargs) | {
            "account": self.account,
            "title": self.grading.title,
            "cancel_url": self.customer_url(),
            "submit_label": _now("Save"),
        }
        if self.grading.permission == SET_KEY_ACCOUNT:
            context["least"] = get_parameter(
                KEY_ACCOUNT_CAPACITY, on=timezone.localdate(), department=self.account.department_id
            )
        if self.grading.permission == SET_INDUSTRY:
            context["industries"] = Industry.objects.order_by("code")
        return context
