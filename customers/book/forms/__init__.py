"""Forms of the book's own pages: a contact person, the reason for seeing personal data."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.web.forms import DayInput, PageForm
from customers.book.enums import RevealReason
from customers.book.merging import Side, default_side
from customers.book.models import ContactPerson
from customers.book.queries.merging import Comparison
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


class MergeForm(PageForm):
    """Which of two customers stays, whose value stays where they differ, and why they are one."""

    wide = ("reason",)
    survivor = forms.TypedChoiceField(label=_("This customer stays"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why they are one customer"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one, other = comparison.faces
        self.comparison = comparison
        cast(forms.ChoiceField, self.fields["survivor"]).choices = [
            (face.customer.pk, f"{face.customer.customer_number} {face.customer.masked_name}")
            for face in comparison.faces
        ]
        self.initial.setdefault("survivor", comparison.fuller.pk)
        self.initial.setdefault("version", f"{one.customer.version}-{other.customer.version}")
        self.chosen = [row.name for row in comparison.rows if row.differs]
        stays = comparison.fuller
        goes = other.customer if stays == one.customer else one.customer
        for row in comparison.rows:
            if row.differs:
                words = [value or _("(empty)") for value in row.values]
                if words[0] == words[1]:  # masked alike
                    words = [f"{word} ({face.customer.customer_number})" for word, face in row.pairs]
                self.fields[row.name] = forms.TypedChoiceField(
                    label=row.label,
                    coerce=int,
                    widget=forms.RadioSelect,
                    choices=[(one.customer.pk, words[0]), (other.customer.pk, words[1])],
                )
                side = default_side(row.name, stays, goes)
                self.initial.setdefault(row.name, (goes if side == Side.MERGED else stays).pk)
        self.order_fields(["survivor", *self.chosen, "reason", "version"])

    def decision(self) -> dict[str, Any]:
        """What the operation takes: survivor, merged, and for each field whose value stays."""
        data = self.cleaned_data
        stays = data["survivor"]
        goes = next(face.customer.pk for face in self.comparison.faces if face.customer.pk != stays)
        seen = data["version"].split("-")
        versions = None
        if len(seen) == len(self.comparison.faces) and all(each.isdecimal() for each in seen):
            versions = {face.customer.pk: int(each) for face, each in zip(self.comparison.faces, seen, strict=True)}
        return {
            "survivor_id": stays,
            "merged_id": goes,
            "choices": {name: Side.SURVIVOR if data[name] == stays else Side.MERGED for name in self.chosen},
            "reason": data["reason"],
            "versions": versions,
        }


class ReasonForm(forms.Form):
    """Why something is refused, taken back or undone."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AsideForm(PageForm):
    """Until when a finding of quality waits, and why it cannot be mended now."""

    until = forms.DateField(label=_("set aside until"), widget=DayInput())
    reason = forms.CharField(label=_("reason"), max_length=200)
