"""Forms of acceptance and survey: the registration form 高压客户用电登记表, dispatch, survey record."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
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
from bizexpansion.queries.people import able_staff
from crm.web.forms import Section
from customers.book.enums import HIGH_VOLTAGES, Voltage
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT
from customers.book.validators import clean_account_number


class AcceptForm(StepForm):
    """高压客户用电登记表. `existing_account` is typed as an account number."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    id_number = forms.CharField(label=_("number of the document"), max_length=30)
    existing_account = forms.CharField(
        label=_("account that the customer already has here"), max_length=12, required=False
    )

    sections = (
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
    wide = ("address", "postal_address", "purpose", "nonlinear_load", "vat_address_phone", "note")

    class Meta:
        model = Application
        exclude: ClassVar = ["case", "task", "recorded_by", "recorded_at", "existing_account"]

    def narrow(self) -> None:
        """Only high voltages; a fresh token for a fresh form; no choice that stands for nothing."""
        voltages = [(value, label) for value, label in Voltage.choices if value in HIGH_VOLTAGES]
        self.fields["voltage"].choices = voltages  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("token", uuid4())

    def clean_existing_account(self) -> SupplyAccount | None:
        """The account behind the number, if the person may see it."""
        number = self.cleaned_data["existing_account"]
        if not number:
            return None
        number = clean_account_number(number)
        accounts = SupplyAccount.objects.restrict(self.user, VIEW_ACCOUNT).select_related("customer")
        account: SupplyAccount | None = accounts.filter(account_number=number).first()
        if account is None:
            raise ValidationError(_("There is no account with this number."))
        return account

    def record(self) -> Application:
        """The application, with the account that was looked up."""
        self.instance.existing_account = self.cleaned_data.get("existing_account")
        return self.instance

    def extra_arguments(self) -> dict[str, Any]:
        """What `accept_application` takes beside the record."""
        return {"id_number": self.cleaned_data["id_number"], "token": self.cleaned_data["token"]}


class ContactRow(RowForm):
    """A person who may be asked."""

    class Meta:
        model = ApplicationContact
        fields: ClassVar = ["purpose", "name", "phone"]


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
    """Who goes out, when. `sends_to` is the step that the leader will do."""

    sends_to: ClassVar[str] = ""

    class Meta:
        model = FieldJob
        fields: ClassVar = ["leader", "companion", "planned_for", "contact_agreed", "note"]

    def narrow(self) -> None:
        """People who can do the step."""
        if self.department is not None:
            for name in ("leader", "companion"):
                self.fields[name].queryset = able_staff(self.sends_to, self.department)  # type: ignore[attr-defined]


class SurveyJobForm(FieldJobForm):
    """S00."""

    sends_to = "survey"


class InspectionJobForm(FieldJobForm):
    """S02."""

    sends_to = "inspect_interim"


class FittingJobForm(FieldJobForm):
    """S10."""

    sends_to = "install_meter"


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
        exclude: ClassVar = ["case", "task", "recorded_by", "recorded_at"]

    def narrow(self) -> None:
        """Surveyors of the department."""
        if self.department is not None:
            for name in ("surveyor", "second_surveyor"):
                self.fields[name].queryset = able_staff("survey", self.department)  # type: ignore[attr-defined]
