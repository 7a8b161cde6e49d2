"""Forms of 212 分户."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import AccountSplit, SplitMeter, SplitMeteringPlan, SplitPoint, SplitShare
from crm.errors import InvalidInput
from crm.web.forms import Section
from customers.book.operations.customers import clean_id_number
from customers.book.sealed import seal


class SplitForm(ChangeForm):
    """A01 of 212: the account that is split."""

    sections: ClassVar[Sequence[Section]] = (
        ChangeForm.about,
        Section(_("Split"), ("wanted_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )

    class Meta:
        model = AccountSplit
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "wanted_on", "reason", "identity_checked", "breaches_checked",
            "note",
        ]  # fmt: skip


class SplitShareRow(RowForm):
    """A new account; its ID number goes to the book, sealed, and is no part of the record."""

    id_number = forms.CharField(label=_("number of the document"), max_length=30)

    class Meta:
        model = SplitShare
        fields: ClassVar = ["number", "name", "kind", "id_kind", "phone", "capacity", "equipment"]

    field_order = ("number", "name", "kind", "id_kind", "id_number", "phone", "capacity", "equipment")

    def clean(self) -> dict[str, Any]:
        """The number fits the kind of document."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind, number = cleaned.get("id_kind"), cleaned.get("id_number")
        if kind and number:
            try:
                self.instance.identity = seal(clean_id_number(kind, number, today=timezone.localdate()))
            except InvalidInput as error:
                for sentences in error.errors.values():
                    self.add_error("id_number", [str(one) for one in sentences])
            except forms.ValidationError as error:
                self.add_error("id_number", error)
        return cleaned


class SplitMeteringForm(StepForm):
    """S04 of 212."""

    wide = ("note",)

    class Meta:
        model = SplitMeteringPlan
        fields: ClassVar = ["confirmed_on", "cabinet", "note"]


class SplitPointRow(RowForm):
    """The metering point of a new account."""

    class Meta:
        model = SplitPoint
        fields: ClassVar = ["number", "name", "mode", "wiring", "device_class", "multiplier"]


class SplitMeterRow(RowForm):
    """The meter of a new account."""

    class Meta:
        model = SplitMeter
        fields: ClassVar = ["number", "asset_number"]
