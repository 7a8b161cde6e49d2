"""Somebody is away: their desk on one page, and all of it handed on with one press."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from bizexpansion.operations.absence import hand_over_desk
from bizexpansion.queries.absence import desk_of, people_to_relieve
from bizexpansion.rules import ASSIGN_TASK
from bizexpansion.views.queue import tell_refused
from crm.errors import InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.forms import DayInput, PageForm
from crm.web.request import StaffRequest

TEAM, KEEP = "team", "keep"


class AbsenceForm(PageForm):
    """Until when somebody is away."""

    until = forms.DateField(label=gettext_lazy("away until"), widget=DayInput())


class Absence(View):
    """Choose who is away; see what lies on the desk and to whom it could go; hand it on."""

    request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only dispatchers and managers, and only for people of their departments."""
        require(self.request.user, ASSIGN_TASK)
        self.now = timezone.now()
        self.people = people_to_relieve(self.request.user)
        self.person = self._person(request.GET.get("person", ""))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: StaffRequest) -> HttpResponse:
        """The people with tasks; of the chosen one the desk with a proposal for each task."""
        until = self.person.absent_until if self.person else None
        return self._show(AbsenceForm(initial={"until": until or timezone.localdate(self.now)}))

    def post(self, request: StaffRequest) -> HttpResponse:
        """Enter the absence and hand on what is chosen."""
        if self.person is None:
            raise OutOfScope
        form = AbsenceForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            result = hand_over_desk(
                person=self.person,
                until=form.cleaned_data["until"],
                plan=self._plan(),
                actor=request.user,
                now=self.now,
            )
        except InvalidInput as refusal:
            form.add_refusal(refusal)
            return self._show(form, status=422)
        words = ngettext("%(count)d task handed on.", "%(count)d tasks handed on.", len(result.done))
        messages.success(request, words % {"count": len(result.done)})
        tell_refused(request, result)
        return redirect(f"{reverse('queue-absence')}?person={self.person.pk}")

    def _plan(self) -> dict[int, int | None]:
        plan: dict[int, int | None] = {}
        for name, value in self.request.POST.items():
            task = name.removeprefix("task-")
            if name.startswith("task-") and task.isdecimal() and value != KEEP:
                plan[int(task)] = int(str(value)) if str(value).isdecimal() else None
        return plan

    def _person(self, number: str) -> Staff | None:
        """Whose desk it is, be it empty by now. Raises OutOfScope."""
        if not number:
            return None
        people = people_to_relieve(self.request.user, with_tasks=False)
        found = people.filter(pk=number).first() if number.isdecimal() else None
        if found is None:
            raise OutOfScope
        return found

    def _show(self, form: AbsenceForm, status: int = 200) -> HttpResponse:
        desk = desk_of(self.person, self.request.user, self.now) if self.person else []
        chosen = {name.removeprefix("task-"): value for name, value in self.request.POST.items()}
        context = {
            "form": form,
            "person": self.person,
            "people": list(self.people[:200]),
            "desk": [(one, chosen.get(str(one.row.task.pk), str(one.proposed or TEAM))) for one in desk],
            "team": TEAM,
            "keep": KEEP,
        }
        return render(self.request, "bizexpansion/absence.html", context, status=status)
