"""Forms of acceptance and survey: what registration forms share, 高压客户用电登记表, dispatch, survey record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    Application,
    ApplicationContact,
    ApplicationEquipment,
    ApplicationTransformer,
    FieldJob,
    Survey,
)
from bizexpansion.queries.people import sent_form
from crm.org.models import District
from crm.web.forms import Section
from crm.workdays.calendar import load_calendar
from customers.book.enums import HIGH_VOLTAGES, ContactPurpose, IdKind, Voltage
from customers.book.forms.details import address_attributes
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT
from customers.book.validators import clean_account_number


class Pressed(forms.HiddenInput):
    """Whether one of the buttons of that name was pressed; the form itself sends its own, empty."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        """True where any of the values says so."""
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return any(str(value or "").lower() not in ("", "false", "0") for value in values)

    def format_value(self, value: Any) -> str:
        """Never pressed again by itself."""
        return ""


class ApplicationForm(StepForm):
    """What every registration form has: its token, which makes a double click one case; papers that may follow."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    # Set by a button of its own, which the page offers once it has said what is missing.
    conditional = forms.BooleanField(label=_("accept now, missing papers follow"), widget=Pressed, required=False)

    def narrow(self) -> None:
        """A fresh token for a fresh form; an address asks whether it lies in its district."""
        if not self.is_bound:
            self.initial.setdefault("token", uuid4())
        if "district" in self.fields:
            places: Any = self.fields["district"]
            places.queryset = District.objects.select_related("department")
        if {"address", "district"} <= set(self.fields):
            self.fields["address"].widget.attrs |= address_attributes("[name=district]")
            self.fields["district"].widget.attrs |= address_attributes("[name=address]")
            self.fields["address"].help_text = _("With the street or town.")

    def extra_arguments(self) -> dict[str, Any]:
        """The token, and whether papers may follow: no part of the record."""
        return {name: self.cleaned_data[name] for name in ("token", "conditional")}

    def account_behind(self, field: str) -> SupplyAccount | None:
        """The account whose number was typed, if the person may see it. Raises ValidationError."""
        number = self.cleaned_data[field]
        if not number:
            return None
        number = clean_account_number(number)
        accounts = SupplyAccount.objects.restrict(self.user, VIEW_ACCOUNT).select_related("customer", "department")
        account: SupplyAccount | None = accounts.filter(account_number=number).first()
        if account is None:
            raise ValidationError(_("There is no account with this number."))
        return account


class ChangeForm(ApplicationForm):
    """变更/停用登记表: whom it concerns, who came, what is asked. A family adds the fields of its own model."""

    account = forms.CharField(label=_("account number"), max_length=14)

    about = Section(_("Account"), ("account", "mode", "contact_name", "contact_phone"))
    checked = Section(_("Checked by the clerk"), ("identity_checked", "note"))
    wide: ClassVar[Sequence[str]] = ("reason", "note")

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """What the book knows already; a family adds to it."""
        return {"account": account.account_number}

    def narrow(self) -> None:
        """A day that is wished for, as the counter says it."""
        super().narrow()
        if "wanted_on" in self.fields:
            self.fields["wanted_on"].label = _("day that the customer wishes")

    def clean_account(self) -> SupplyAccount | None:
        """The account behind the number."""
        return self.account_behind("account")

    def record(self) -> Any:
        """The application with its account."""
        self.instance.account = self.cleaned_data.get("account")
        return self.instance


class AcceptForm(ApplicationForm):
    """高压客户用电登记表. `existing_account` is typed as an account number."""

    id_number = forms.CharField(label=_("number of the document"), max_length=30)
    existing_account = forms.CharField(
        label=_("account that the customer already has here"), max_length=12, required=False
    )

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Customer"),
            (
                "applicant_kind",
                "applicant_name",
                "id_kind",
                "id_number",
                "legal_representative",
                "postal_address",
                "existing_account",
                "mode",
            ),
        ),
        Section(_("Place of supply"), ("district", "address", "is_in_park")),
        Section(
            _("Supply applied for"),
            (
                "voltage",
                "source_count",
                "applied_capacity",
                "existing_capacity",
                "first_source_capacity",
                "second_source_capacity",
                "second_source_nature",
                "wanted_on",
                "production_starts_on",
            ),
        ),
        Section(
            _("Use of the power"),
            (
                "trade_code",
                "tariff_class",
                "purpose",
                "load_character",
                "shift_pattern",
                "rest_days",
                "high_energy_class",
                "importance",
                "is_residential_complex",
                "is_ev_charger",
                "security_load",
                "has_own_generation",
                "own_generation_capacity",
                "own_generation_interlock",
                "has_nonlinear_load",
                "nonlinear_load",
            ),
        ),
        Section(_("Project"), ("project_name", "project_approval")),
        Section(
            _("Invoice with VAT"), ("vat_name", "vat_number", "vat_address_phone", "vat_bank", "vat_bank_account")
        ),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )
    wide: ClassVar[tuple[str, ...]] = (
        "address",
        "postal_address",
        "purpose",
        "nonlinear_load",
        "vat_address_phone",
        "note",
    )

    class Meta:
        model = Application
        exclude: ClassVar = [
            "case", "task", "recorded_by", "recorded_at", "existing_account", "temporary_use", "temporary_until",
            "term_reason", "permit_number", "daily_hours",
        ]  # fmt: skip

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """What the book knows already of the customer of an account."""
        customer = account.customer
        return {
            "existing_account": account.account_number,
            "applicant_kind": customer.kind,
            "applicant_name": account.name,
            "id_kind": customer.id_kind,
            "postal_address": customer.mailing_address,
            "district": account.district_id,
            "address": account.address,
            "existing_capacity": account.contract_capacity,
            "trade_code": account.industry_code,
            "tariff_class": account.tariff_class,
            "importance": account.importance,
        }

    def narrow(self) -> None:
        """Only high voltages."""
        super().narrow()
        voltages = [(value, label) for value, label in Voltage.choices if value in HIGH_VOLTAGES]
        self.fields["voltage"].choices = voltages  # type: ignore[attr-defined]
        self.initial.setdefault("id_kind", IdKind.CREDIT_CODE)

    def clean_existing_account(self) -> SupplyAccount | None:
        """The account that the customer has here already."""
        return self.account_behind("existing_account")

    def record(self) -> Application:
        """The application, with the account that was looked up."""
        self.instance.existing_account = self.cleaned_data.get("existing_account")
        return self.instance

    def extra_arguments(self) -> dict[str, Any]:
        """The number of the document goes to the book, sealed; it is no part of the record."""
        return {**super().extra_arguments(), "id_number": self.cleaned_data["id_number"]}


class ContactRow(RowForm):
    """A person who may be asked."""

    class Meta:
        model = ApplicationContact
        fields: ClassVar = ["purpose", "name", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].initial = ContactPurpose.ELECTRICAL


class TransformerRow(RowForm):
    """Receiving equipment applied for."""

    class Meta:
        model = ApplicationTransformer
        fields: ClassVar = ["kind", "unit_capacity", "count"]


class EquipmentRow(RowForm):
    """A line of the list of equipment."""

    class Meta:
        model = ApplicationEquipment
        fields: ClassVar = ["name", "model", "unit_power", "count", "load_character"]


class FieldJobForm(StepForm):
    """Who goes out, when: people who may do the steps that this one sends them to."""

    class Meta:
        model = FieldJob
        fields: ClassVar = ["leader", "companion", "planned_for", "contact_agreed", "note"]

    def narrow(self) -> None:
        """People who can do the first step that waits for this dispatch; mostly they go the next working day."""
        if self.case is not None and self.task is not None:
            self.offer_people(sent_form(self.case, self.task.node), "leader", "companion")
            calendar = load_calendar(self.case.department_id)
            tomorrow = next(calendar.working_days_after(localdate()))
            self.initial.setdefault("planned_for", calendar.opening(tomorrow))


class SurveyForm(StepForm):
    """A02: what was found on site."""

    sections = (
        Section(_("On site"), ("surveyor", "second_surveyor", "surveyed_on")),
        Section(
            _("Result"),
            (
                "can_supply",
                "refusal_reason",
                "approved_capacity",
                "voltage",
                "source_count",
                "importance",
                "project_flag",
                "transfer_kind",
            ),
        ),
        Section(_("Grid nearby"), ("substation", "line", "spare_capacity")),
        Section(_("Opinion"), ("note",)),
    )
    wide = ("refusal_reason", "note")

    class Meta:
        model = Survey
        exclude: ClassVar[Any] = ["case", "task", "recorded_by", "recorded_at", "is_original_point"]

    def narrow(self) -> None:
        """Surveyors of the department."""
        self.offer_people("survey", "surveyor", "second_surveyor")
