"""The page of one action: what will happen, in numbers, and the form; sent, it is the one operation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bizexpansion.queries.case import find_case, find_task
from bizexpansion.queries.case_page import CasePage
from bizexpansion.views.actions import CASE_ACTIONS, TASK_ACTIONS
from crm.errors import NotPermitted
from crm.web.views.operation import OperationFormView


class Act(OperationFormView):
    """One action on a case, or on a step of it. What has ceased to be possible meanwhile, the operation tells."""

    template_name = "bizexpansion/action.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find case, step and action; refuse who may not."""
        user, number = self.request.user, kwargs["number"]
        self.task = find_task(user, number, kwargs["task_id"]) if "task_id" in kwargs else None
        self.case = self.task.case if self.task else find_case(user, number)
        self.page = CasePage(self.case, user, self.now)
        action = (TASK_ACTIONS if self.task else CASE_ACTIONS).get(kwargs["action"])
        if action is None:
            raise Http404
        self.action = action
        if not action.is_open_to(self.page, self.task) and self.request.method != "POST":
            raise NotPermitted
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        """The form of the action."""
        return self.action.form

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the colleagues, or the steps to choose from."""
        return super().get_form_kwargs() | self.action.options(self.page, self.task)

    def get_initial(self) -> dict[str, Any]:
        """The version of what is shown."""
        return {"version": self.task.version if self.task else self.case.version}

    def perform(self, form: Any) -> Any:
        """Make the one call."""
        data = form.cleaned_data | {"instance": getattr(form, "instance", None)}
        return self.action.perform(self.page, self.task, data, self.now)

    def done(self, result: Any) -> HttpResponse:
        """Say so, and back to the case."""
        messages.success(self.request, self.action.done_words)
        return redirect(self.back())

    def back(self) -> str:
        """The page of the case."""
        return reverse("case", args=[self.case.case_number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case, the words of the action, what it will do."""
        possible = self.action.is_open_to(self.page, self.task)
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "action": self.action,
            "sentence": self.action.sentence(self.page, self.task) if possible else "",
            "step_name": self.page.step_name(self.task.node) if self.task else "",
            "cancel_url": self.back(),
        }
