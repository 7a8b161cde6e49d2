"""Pages of contacts: one's own open questions, one contact, the forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.org.permissions import has_permission, require
from crm.web.lists import ListPage
from crm.web.request import StaffRequest
from crm.web.views.operation import OperationFormView
from customers.book.queries.accounts import account_by_number
from customers.book.queries.search import account_url
from customers.interactions.forms import AnswerForm, HandOverForm, InteractionForm
from customers.interactions.models import Interaction
from customers.interactions.operations import answer_interaction, hand_over_interaction, record_interaction
from customers.interactions.queries import find_interaction, my_open
from customers.interactions.rules import MANAGE_INTERACTION, RECORD_INTERACTION


class MyQuestions(ListPage):
    """What I was asked first and have not answered; what is due first stands first."""

    permission = RECORD_INTERACTION
    order = ("due_on", "pk")
    template_name = "interactions/list.html"
    rows_template = "interactions/rows.html"

    def get_queryset(self) -> QuerySet[Interaction]:
        """One's own."""
        return my_open(self.request.user)


@require_GET
def interaction(request: StaffRequest, pk: int) -> HttpResponse:
    """One contact, with what can be done about it."""
    row = find_interaction(request.user, pk)
    is_mine = row.owner_id == request.user.pk
    may_act = row.is_open and (is_mine or has_permission(request.user, MANAGE_INTERACTION, row.department_id))
    context = {"row": row, "account_url": account_url(row.account), "may_act": may_act}
    return render(request, "interactions/interaction.html", context)


class NewInteraction(OperationFormView):
    """Write a contact with a customer down, from the page of the account."""

    form_class = InteractionForm
    template_name = "interactions/form.html"
    draft_key = "interaction"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the account."""
        self.account = account_by_number(request.user, kwargs["account_number"])
        require(request.user, RECORD_INTERACTION, self.account.department_id)
        return super().dispatch(request, *args, **kwargs)

    def get_draft_subject(self) -> str:
        """The account."""
        return self.account.account_number

    def perform(self, form: Any) -> Interaction:
        """Write it."""
        return record_interaction(
            account_id=self.account.pk, **form.cleaned_data, actor=self.request.user, now=self.now
        )

    def done(self, result: Interaction) -> HttpResponse:
        """Back to the customer."""
        messages.success(self.request, _("The contact is written down."))
        return redirect(account_url(self.account))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account and the way back."""
        return super().get_context_data(**kwargs) | {
            "account": self.account,
            "title": _("Record a contact"),
            "cancel_url": account_url(self.account),
            "submit_label": _("Save"),
        }


class _OnInteraction(OperationFormView):
    """A form about one contact."""

    template_name = "interactions/form.html"
    title: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the contact."""
        self.row = find_interaction(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """The version that this form is about."""
        return {"version": self.row.version}

    def get_success_url(self) -> str:
        """The contact."""
        return reverse("interaction", args=[self.row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The contact and the way back."""
        return super().get_context_data(**kwargs) | {
            "account": self.row.account,
            "row": self.row,
            "title": self.title,
            "cancel_url": self.get_success_url(),
            "submit_label": self.title,
        }

    def values(self, form: Any) -> dict[str, Any]:
        """What both operations take."""
        return {
            "interaction_id": self.row.pk,
            **form.cleaned_data,
            "actor": self.request.user,
            "now": self.now,
        }


class Answer(_OnInteraction):
    """Close a contact with what the customer was told."""

    form_class = AnswerForm

    @property
    def title(self) -> str:
        """What the form is called."""
        return _("Answer")

    def perform(self, form: Any) -> Interaction:
        """Answer it."""
        return answer_interaction(**self.values(form))


class HandOver(_OnInteraction):
    """Make somebody else responsible."""

    form_class = HandOverForm

    @property
    def title(self) -> str:
        """What the form is called."""
        return _("Hand over")

    def perform(self, form: Any) -> Interaction:
        """Hand it over."""
        return hand_over_interaction(**self.values(form))
