"""One form, one operation: the shape of nearly every page that changes something."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import FormView

from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.web import drafts
from crm.web.forms import add_refusal
from crm.web.request import StaffRequest


class OperationFormView(FormView):
    """Show a form; on sending make the one call in `perform`; show a refusal at the fields, nothing lost.

    - `perform(form)` calls the operation and returns what it returned;
    - `get_success_url()` or `done(result)` says where to go;
    - `draft_key` switches drafts on; `get_draft_subject()` tells two cases apart.

    A wrong entry answers 422, a refusal its own status (409 stale), both with the form as it was typed.
    Another department's record is a 404, a missing role a 403.
    """

    draft_key: ClassVar[str] = ""
    request: StaffRequest

    def perform(self, form: BaseForm) -> Any:
        """Make the one call."""
        raise NotImplementedError

    def done(self, result: Any) -> HttpResponse:
        """Go on after success."""
        return super().form_valid(self.form)

    def get_draft_subject(self) -> str:
        """What the draft is about, for example the number of the case; empty for something new."""
        return ""

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with this person's draft in it if there is one."""
        form = super().get_form(form_class)
        self.draft = None
        if self.draft_key and not form.is_bound:
            self.draft = drafts.find_draft(self.request.user, self.draft_key, self.get_draft_subject())
            drafts.restore(form, self.draft)
        return form

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Make the call, or show why not."""
        self.form = form
        try:
            result = self.perform(form)
        except (OutOfScope, NotPermitted):
            raise
        except DomainError as error:
            add_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        if self.draft_key:
            drafts.discard_draft(self.request.user, self.draft_key, self.get_draft_subject())
        return self.done(result)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """The form again, as typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and its draft."""
        context = super().get_context_data(**kwargs)
        if self.draft_key:
            context |= {
                "draft": getattr(self, "draft", None),
                "draft_key": self.draft_key,
                "draft_subject": self.get_draft_subject(),
            }
        return context

    @property
    def now(self) -> Any:
        """The moment of this request, for the operation."""
        if not hasattr(self, "_now"):
            self._now = timezone.now()
        return self._now
