"""Forms of contacts: write one down, answer it, hand it over."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.web.forms import DayInput, PageForm
from customers.interactions.enums import ContactChannel, Direction, Purpose


class InteractionForm(PageForm):
    """As short as a call: who, how, what about; with an answer it is closed at once."""

    wide = ("text", "answer")

    channel = forms.ChoiceField(label=_("channel"), choices=ContactChannel)
    direction = forms.ChoiceField(label=_("direction"), choices=Direction)
    purpose = forms.ChoiceField(label=_("purpose"), choices=Purpose)
    contact_name = forms.CharField(label=_("who spoke for the customer"), max_length=60, required=False)
    text = forms.CharField(
        label=_("what it was about"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "data-focus": ""})
    )
    answer = forms.CharField(
        label=pgettext_lazy("contact", "answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the customer was told. Empty: it waits for an answer, and you are responsible."),
    )
    due_on = forms.DateField(label=_("answer until"), required=False, widget=DayInput())
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AnswerForm(PageForm):
    """What the customer was told."""

    wide = ("answer",)
    answer = forms.CharField(
        label=pgettext_lazy("contact", "answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-focus": ""}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(PageForm):
    """Who is responsible from now on, and why."""

    to_number = forms.CharField(label=_("staff number"), max_length=32)
    reason = forms.CharField(label=_("reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)
