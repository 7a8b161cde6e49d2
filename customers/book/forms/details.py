"""Forms of the details of an account and of a customer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.org.permissions import has_permission
from crm.web.forms import DayInput, PageForm, Section
from crm.web.masks import mask_address
from customers.book.enums import AccountClass, IdKind, LoadCharacter, ShiftPattern, TemporaryKind
from customers.book.models import ReadingSection, SupplyAccount
from customers.book.operations.details import OWN
from customers.book.rules import EDIT_ACCOUNT, KEEP_SECTIONS, SET_INDUSTRY

GUARDED = {
    "name": EDIT_ACCOUNT,
    "address": EDIT_ACCOUNT,
    "section": KEEP_SECTIONS,
    "industry_code": SET_INDUSTRY,
    **dict.fromkeys(OWN, EDIT_ACCOUNT),
}
"""Field -> the permission to correct it."""

FOR_HIGH_VOLTAGE = ("check_cycle_months", "last_checked_on", "load_character", "security_capacity", "shift_pattern")


def may_correct(user: Any, department_id: int) -> list[str]:
    """The fields that this person may correct in a department."""
    return [name for name, permission in GUARDED.items() if has_permission(user, permission, department_id)]


def address_attributes(include: str) -> dict[str, str]:
    """What lets an address field ask for its hint, which stands where its help text is."""
    return {
        "hx-post": reverse("address-hint"),
        "hx-trigger": "change",
        "hx-target": "#id_address_helptext",
        "hx-include": include,
    }


class AccountDetailsForm(PageForm):
    """What stands is filled in; the name and address of a person are shown masked, and empty keeps them."""

    name = forms.CharField(label=_("account name"), max_length=120, required=False)
    address = forms.CharField(label=_("supply address"), max_length=200, required=False)
    section = forms.ModelChoiceField(
        label=_("reading section"), queryset=ReadingSection.objects.none(), to_field_name="number", required=False
    )
    industry_code = forms.CharField(
        label=_("industry code"), max_length=60, required=False, help_text=_("GB/T 4754-2017: C, 39 or 3970")
    )
    energised_on = forms.DateField(label=_("first energised on"), required=False, widget=DayInput())
    temporary_until = forms.DateField(label=_("temporary until"), required=False, widget=DayInput())
    load_character = forms.ChoiceField(label=_("load character"), choices=LoadCharacter.choices)
    security_capacity = forms.DecimalField(
        label=_("security load (kVA)"), max_digits=12, decimal_places=2, min_value=0
    )
    shift_pattern = forms.ChoiceField(label=_("shift pattern"), choices=ShiftPattern.choices, required=False)
    check_cycle_months = forms.IntegerField(label=_("inspection cycle (months)"), required=False, min_value=1)
    last_checked_on = forms.DateField(label=_("last inspected on"), required=False, widget=DayInput())
    reason = forms.CharField(label=_("reason"), max_length=200)
    district = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    sections = (
        Section(_("supply account"), ("name", "address", "section", "industry_code", "energised_on")),
        Section(_("temporary supply"), ("temporary_until",)),
        Section(_("high voltage"), FOR_HIGH_VOLTAGE),
        Section("", ("reason",)),
    )
    wide = ("address", "reason")

    def __init__(self, *args: Any, account: SupplyAccount, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.masked = ("name", "address") if account.customer.is_person else ()
        sections = ReadingSection.objects.filter(department_id=account.department_id, is_active=True)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        for name in self._left_out(user):
            del self.fields[name]
        self.initial = {**self.shown(), "version": account.version, "district": account.district_id, **self.initial}
        keep = _("Leave empty to keep %(value)s.")
        shown = {"name": account.masked_name, "address": account.masked_address}
        for name in self.masked:
            if name in self.fields:
                self.fields[name].help_text = keep % {"value": shown[name]}
        if "address" in self.fields:
            address = self.fields["address"]
            address.widget.attrs |= address_attributes("[name=district]")
            address.help_text = address.help_text or _("With the street or town.")

    def shown(self) -> dict[str, Any]:
        """What stands, as the form shows it."""
        account = self.account
        values = {name: getattr(account, name) for name in GUARDED if name != "section"}
        values["section"] = account.section.number if account.section else ""
        return {name: "" if name in self.masked else values[name] for name in GUARDED if name in self.fields}

    def changes(self) -> dict[str, Any]:
        """What the operation takes: every field of the form; an empty masked one is left as it is."""
        data = self.cleaned_data
        found = {name: data[name] for name in GUARDED if name in self.fields}
        if "section" in found:
            found["section"] = found["section"].number if found["section"] else self.shown()["section"]
        return {name: value for name, value in found.items() if value or name not in self.masked}

    def _left_out(self, user: Any) -> list[str]:
        """Fields that this person may not correct, or that this account has no use for."""
        allowed = set(may_correct(user, self.account.department_id))
        if self.account.account_class != AccountClass.HV:
            allowed -= set(FOR_HIGH_VOLTAGE)
        if self.account.temporary == TemporaryKind.PERMANENT:
            allowed.discard("temporary_until")
        return [name for name in GUARDED if name not in allowed]


class CustomerDetailsForm(PageForm):
    """The ID number, never filled in, and the mailing address; empty keeps what stands."""

    id_kind = forms.ChoiceField(
        label=_("kind of ID document"), choices=[choice for choice in IdKind.choices if choice[0]]
    )
    id_number = forms.CharField(label=_("ID number"), max_length=30, required=False)
    mailing_address = forms.CharField(label=_("mailing address"), max_length=200, required=False)
    reason = forms.CharField(label=_("reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)
    wide = ("mailing_address", "reason")

    def __init__(self, *args: Any, account: SupplyAccount, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customer = account.customer
        kind = customer.id_kind or (IdKind.ID_CARD if customer.is_person else IdKind.CREDIT_CODE)
        self.initial = {"version": customer.version, "id_kind": kind, **self.initial}
        keep = _("Leave empty to keep %(value)s.")
        if customer.id_last4:
            self.fields["id_number"].help_text = keep % {"value": customer.masked_id_number}
        if customer.mailing_address:
            shown = mask_address(customer.mailing_address) if customer.is_person else customer.mailing_address
            self.fields["mailing_address"].help_text = keep % {"value": shown}
