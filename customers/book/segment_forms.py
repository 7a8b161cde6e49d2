"""The head of a segment: its name and what it is for; its rows are `customers.book.builder`'s."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.forms import PageForm


class SegmentForm(PageForm):
    """Name and purpose; `version` is the one that this form changes."""

    name = forms.CharField(label=_("name of the segment"), max_length=80)
    description = forms.CharField(label=_("what it is for"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    wide: ClassVar[tuple[str, ...]] = ("description",)
