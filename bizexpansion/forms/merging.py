"""Forms of 213 并户."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm
from bizexpansion.models import AccountMerge, MergedAccount
from crm.web.forms import Section
from customers.book.models import SupplyAccount
from customers.book.validators import clean_account_number


class MergeForm(ChangeForm):
    """A01 of 213: the account that takes the others in."""

    sections: ClassVar[Sequence[Section]] = (
        ChangeForm.about,
        Section(_("Merge"), ("wanted_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )

    class Meta:
        model = AccountMerge
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "wanted_on", "reason", "identity_checked", "breaches_checked",
            "note",
        ]  # fmt: skip


class MergedAccountRow(RowForm):
    """An account that is taken in; its own people agree in writing."""

    account = forms.CharField(label=_("account number"), max_length=14)

    class Meta:
        model = MergedAccount
        fields: ClassVar = ["agreed_by", "agreed_on"]

    field_order = ("account", "agreed_by", "agreed_on")

    def clean_account(self) -> SupplyAccount:
        """The account behind the number; whether it may be taken in, the operation says."""
        number = clean_account_number(self.cleaned_data["account"])
        found = SupplyAccount.objects.filter(account_number=number).first()
        if found is None:
            raise ValidationError(_("There is no account with this number."))
        self.instance.account = found
        return found
