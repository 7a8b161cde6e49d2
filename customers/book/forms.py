"""Forms of the book's own pages: a contact person, the reason for seeing personal data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.web.forms import PageForm
from customers.book.enums import RevealReason
from customers.book.models import ContactPerson
from customers.book.validators import clean_phone


class ContactForm(PageForm):
    """Name and phone of one contact person; what stands is shown masked, so an empty field keeps it."""

    name = forms.CharField(label=_("contact name"), max_length=60, required=False)
    phone = forms.CharField(label=_("contact phone"), max_length=30, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, standing: ContactPerson | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        for field in ("name", "phone"):
            self.fields[field].required = standing is None
        if standing:
            keep = _("Leave empty to keep %(value)s.")
            self.fields["name"].help_text = keep % {"value": standing.masked_name}
            self.fields["phone"].help_text = keep % {"value": standing.masked_phone}
        self.fields["phone"].widget.attrs["inputmode"] = "tel"

    def clean_phone(self) -> str:
        """The phone in its stored form."""
        value = self.cleaned_data["phone"]
        return clean_phone(value) if value else ""

    def clean(self) -> dict[str, Any]:
        """At least one of the two says something new."""
        cleaned = super().clean() or self.cleaned_data
        if self.standing and not (self.errors or cleaned.get("name") or cleaned.get("phone")):
            raise ValidationError(_("Enter what changes."), code="nothing")
        return cleaned


class RevealForm(forms.Form):
    """Why this value must be seen in clear."""

    reason = forms.ChoiceField(label=_("Why?"), choices=RevealReason)
    note = forms.CharField(
        label=_("remark"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("remark")}),
    )
