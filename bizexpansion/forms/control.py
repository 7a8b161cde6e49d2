"""Forms of the actions on a case: a reason, a target, a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import StopReason
from crm.org.models import Staff
from crm.web.forms import DayInput, PageForm


class ActionForm(PageForm):
    """The base of all of them: carries the version of the case or task as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(ActionForm):
    """Say why."""

    wide = ("reason",)
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class UrgeForm(ActionForm):
    """What the holders of the case are told."""

    wide = ("note",)
    note = forms.CharField(label=_("what to tell them"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class NoteForm(ActionForm):
    """A remark, if there is one."""

    wide = ("note",)
    note = forms.CharField(
        label=_("remark"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )


class SuspendForm(ActionForm):
    """Why the case stands still, and by which document."""

    wide = ("note",)
    reason = forms.ChoiceField(label=_("reason"), choices=StopReason.choices)
    document = forms.CharField(label=_("document that proves it"), max_length=120, required=False)
    note = forms.CharField(label=_("explanation"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class ExtendPlanForm(ActionForm):
    """A longer validity of the supply plan: who asks for it, when, why, and until when it is granted."""

    wide = ("reason",)
    asked_on = forms.DateField(label=_("asked for on"), widget=DayInput)
    asked_by = forms.CharField(label=_("asked for by"), max_length=60)
    until = forms.DateField(label=_("new last day"), widget=DayInput)
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)

    def __init__(self, *args: Any, proposed: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (proposed or {}).items():
            self.fields[name].initial = value


class PickStaff(forms.ModelChoiceField):
    """A colleague by name, number and unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and number."""
        return f"{obj.name} {obj.number}"


class HandOverForm(ActionForm):
    """To whom a task goes; `people` are those who can do it."""

    wide = ("reason",)
    assignee = PickStaff(label=_("to whom"), queryset=Staff.objects.none())
    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False
    )

    def __init__(self, *args: Any, people: Any = None, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.fields["assignee"].queryset = people  # type: ignore[attr-defined]
        self.fields["reason"].required = needs_reason


class ReturnForm(ReasonForm):
    """Where the case goes back to, and why. `targets` are (step id, words) of the steps that may be chosen."""

    field_order = ("target", "reason")
    target = forms.ChoiceField(label=_("back to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, targets: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = list(targets)  # type: ignore[attr-defined]


class MissingForm(ActionForm):
    """Everything that is missing, told once."""

    wide = ("note",)
    note = forms.CharField(
        label=_("what is missing"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text=_("Say all of it at once; the customer gets it in writing."),
    )
