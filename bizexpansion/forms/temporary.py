"""Forms of temporary supply (105 to 108): for how long, for what; plan; what is paid without a meter."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import MaterialKind, material_label
from bizexpansion.forms.acceptance import AcceptForm, ChangeForm
from bizexpansion.forms.base import StepForm
from bizexpansion.forms.control import ActionForm, PickStaff
from bizexpansion.forms.low_voltage import LowVoltageForm, PlanLowVoltageForm, offer
from bizexpansion.forms.plan import PlanForm
from bizexpansion.forms.supply import EnergiseForm
from bizexpansion.models import (
    Application,
    Energising,
    FeeReceipt,
    Prepayment,
    SupplyPlan,
    TemporaryEnd,
    TemporaryExtension,
    UnmeteredCheck,
)
from bizexpansion.operations.renewal import PAPERS, file_field
from bizexpansion.operations.temporary import agreed_use
from crm.org.models import Staff
from crm.web.forms import DayInput, Section
from crm.web.uploads import UploadField
from crm.wording import enumerated
from customers.book.enums import HIGH_VOLTAGES, Voltage

_CUSTOMER = (
    "applicant_kind", "applicant_name", "id_kind", "id_number", "legal_representative", "postal_address",
    "existing_account", "mode",
)  # fmt: skip
_TERM = ("temporary_use", "permit_number", "temporary_until", "term_reason")
_CHECKED = Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note"))


class TemporaryForm(LowVoltageForm):
    """临时用电登记表 (105): high or low voltage, one source, for a time only."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Customer"), _CUSTOMER),
        Section(_("Place of supply"), ("district", "address")),
        Section(_("Temporary use"), _TERM),
        Section(
            _("Supply applied for"),
            ("voltage", "applied_capacity", "wanted_on", "trade_code", "tariff_class", "purpose"),
        ),
        Section(
            _("Invoice with VAT"), ("vat_name", "vat_number", "vat_address_phone", "vat_bank", "vat_bank_account")
        ),
        _CHECKED,
    )
    wide = (*AcceptForm.wide, "term_reason")
    must: ClassVar[tuple[str, ...]] = ("temporary_use", "temporary_until")
    voltages: ClassVar[tuple[str, ...]] = tuple(Voltage.values)

    class Meta:
        model = Application
        fields: ClassVar[Any] = [
            "applicant_kind", "applicant_name", "id_kind", "legal_representative", "postal_address", "mode",
            "district", "address", "temporary_use", "permit_number", "temporary_until", "term_reason", "voltage",
            "applied_capacity", "wanted_on", "trade_code", "tariff_class", "purpose", "vat_name", "vat_number",
            "vat_address_phone", "vat_bank", "vat_bank_account", "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Any voltage; the days that a temporary supply must name."""
        super().narrow()
        self.fields["voltage"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in Voltage.choices if value in self.voltages
        ]
        for name in self.must:
            self.fields[name].required = True


class UnmeteredForm(TemporaryForm):
    """无表临时用电登记表 (106): how much is drawn for how many hours a day; nothing measures it."""

    sections = (
        Section(_("Customer"), _CUSTOMER),
        Section(_("Place of supply"), ("district", "address")),
        Section(_("Temporary use"), (*_TERM, "daily_hours")),
        Section(
            _("Supply applied for"),
            ("voltage", "applied_capacity", "wanted_on", "trade_code", "tariff_class", "purpose"),
        ),
        _CHECKED,
    )
    must = ("temporary_use", "temporary_until", "daily_hours")
    voltages = tuple(value for value in Voltage.values if value not in HIGH_VOLTAGES)

    class Meta:
        model = Application
        fields: ClassVar[Any] = [
            "applicant_kind", "applicant_name", "id_kind", "legal_representative", "postal_address", "mode",
            "district", "address", "temporary_use", "permit_number", "temporary_until", "term_reason",
            "daily_hours", "voltage", "applied_capacity", "wanted_on", "trade_code", "tariff_class", "purpose",
            "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip


class TemporaryPlanForm(PlanForm):
    """A03 of 105 at high voltage: the supply plan, and the last day that is granted."""

    sections = (
        Section(
            _("Supply"),
            ("approved_capacity", "voltage", "source_count", "importance", "project_flag", "temporary_until"),
        ),
        *PlanForm.sections[1:],
    )

    class Meta(PlanForm.Meta):
        exclude: ClassVar = [name for name in PlanForm.Meta.exclude if name != "temporary_until"]

    def narrow(self) -> None:
        """A temporary supply has a last day."""
        super().narrow()
        self.fields["temporary_until"].required = True


class TemporaryPlanLowVoltageForm(PlanLowVoltageForm):
    """A03 of 105 at low voltage."""

    sections = (
        Section(_("Supply"), ("approved_capacity", "voltage", "importance", "project_flag", "temporary_until")),
        *PlanLowVoltageForm.sections[1:],
    )

    class Meta(PlanLowVoltageForm.Meta):
        fields: ClassVar[Any] = [*PlanLowVoltageForm.Meta.fields, "temporary_until"]

    def narrow(self) -> None:
        """A temporary supply has a last day."""
        super().narrow()
        self.fields["temporary_until"].required = True


class UnmeteredPlanForm(PlanForm):
    """A03 of 106: capacity, hours, last day, and how it is connected; no works, no meter."""

    schemes = ("access_scheme", "receiving_scheme", "billing_scheme")
    sections = (
        Section(_("Supply"), ("approved_capacity", "voltage", "daily_hours", "temporary_until")),
        Section(_("Schemes"), schemes),
        Section(_("Opinion"), ("participants", "note")),
    )

    class Meta:
        model = SupplyPlan
        fields: ClassVar[Any] = [
            "approved_capacity", "voltage", "daily_hours", "temporary_until", "access_scheme", "receiving_scheme",
            "billing_scheme", "participants", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Low voltages; hours and last day are needed."""
        for name in (*self.schemes, "daily_hours", "temporary_until"):
            self.fields[name].required = True
        offer(self, "voltage", ["", *UnmeteredForm.voltages])

    def _post_clean(self) -> None:
        """One source."""
        self.instance.source_count = 1
        super()._post_clean()


class PrepaymentForm(StepForm):
    """A06 without a meter: the price; what is due follows from it. Hours a day are asked for where nothing of ours
    says them: the account came into the book without a prepayment."""

    wide = ("note",)
    daily_hours = forms.DecimalField(
        label=_("hours of use a day"), min_value=Decimal("0.01"), max_value=24, max_digits=4, decimal_places=2
    )

    class Meta:
        model = Prepayment
        fields: ClassVar = ["starts_on", "ends_on", "unit_price", "standard", "note"]

    def narrow(self) -> None:
        """Capacity and hours are those that were agreed; they are shown, not typed."""
        capacity, hours = agreed_use(self.case) if self.case is not None else (None, None)
        if self.case is None or hours is not None:
            del self.fields["daily_hours"]
        if hours is not None:
            words = _("For %(capacity)s kVA, %(hours)s hours a day.")
            self.fields["unit_price"].help_text = words % {"capacity": capacity, "hours": hours}
        elif capacity is not None:
            words = _("For %(capacity)s kVA; the account came into the book without a prepayment.")
            self.fields["daily_hours"].help_text = words % {"capacity": capacity}

    def clean(self) -> dict[str, Any]:
        """The hours where they are typed; the record does not offer them to every form."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.daily_hours = cleaned.get("daily_hours")
        return cleaned


class PrepaymentReceiptForm(StepForm):
    """A07 without a meter."""

    wide = ("note",)

    class Meta:
        model = FeeReceipt
        fields: ClassVar = ["amount", "method", "received_on", "invoice_number", "payer", "note"]


class EnergiseUnmeteredForm(EnergiseForm):
    """A18 without a meter: what holds the load to the declared capacity."""

    class Meta:
        model = Energising
        fields: ClassVar = ["energised_at", "order_number", "limiter_amperes", "note"]

    def narrow(self) -> None:
        """Nothing but the limiter holds the customer to what is paid for."""
        self.fields["limiter_amperes"].required = True


class ExtensionForm(ChangeForm):
    """A01 of 107."""

    sections = (
        ChangeForm.about,
        Section(_("Extension"), ("temporary_until", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "note")),
    )

    class Meta:
        model = TemporaryExtension
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "temporary_until", "reason", "identity_checked", "note",
        ]  # fmt: skip


class TemporaryEndForm(ChangeForm):
    """A01 of 108."""

    sections = (
        ChangeForm.about,
        Section(_("End of the supply"), ("ground", "wanted_on", "reason")),
        Section(_("Checked by the clerk"), ("note",)),
    )

    class Meta:
        model = TemporaryEnd
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "ground", "wanted_on", "reason", "note",
        ]  # fmt: skip


class EndCheckForm(StepForm):
    """A02 of 108: which load, which limiter, whether anybody is there."""

    wide: ClassVar[tuple[str, ...]] = ("note",)

    class Meta:
        model = UnmeteredCheck
        fields: ClassVar[Any] = [
            "surveyor", "second_surveyor", "checked_on", "load_found", "limiter_intact", "customer_met", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Surveyors of the department."""
        self.offer_people("check_end", "surveyor", "second_surveyor")


class ExtensionCheckForm(EndCheckForm):
    """A02 of 107: whether it may go on as it is."""

    wide = ("refusal_reason", "note")

    class Meta:
        model = UnmeteredCheck
        fields: ClassVar[Any] = [
            "surveyor", "second_surveyor", "checked_on", "load_found", "limiter_intact", "customer_met",
            "is_possible", "refusal_reason", "note",
        ]  # fmt: skip


RENEWAL_KINDS = tuple(kind for kinds in PAPERS for kind in kinds.split("|"))


class RenewalForm(ActionForm):
    """装表临时用电续签: until when, why, who has approved it, who has signed; `people` may approve."""

    wide = ("reason",)
    sections: ClassVar[Sequence[Section]] = (
        Section(_("Application"), ("until", "asked_by", "reason", "approved_by")),
        Section(_("Papers"), ("papers", *(file_field(kind) for kind in RENEWAL_KINDS), "identity_checked")),
        Section(_("Renewed contract"), ("signed_on", "customer_signatory", "utility_signatory")),
    )

    until = forms.DateField(label=_("new last day"), widget=DayInput)
    asked_by = forms.CharField(label=_("asked for by"), max_length=60)
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)
    papers = forms.MultipleChoiceField(
        label=_("papers handed in"),
        choices=[(kind, MaterialKind(kind).label) for kind in RENEWAL_KINDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    identity_checked = forms.BooleanField(label=_("identity and application form checked"))
    approved_by = PickStaff(label=_("approved by"), queryset=Staff.objects.none(), required=False)
    signed_on = forms.DateField(label=_("signed on"), widget=DayInput)
    customer_signatory = forms.CharField(label=_("signed for the customer by"), max_length=60)
    utility_signatory = forms.CharField(label=_("signed for us by"), max_length=60)

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in RENEWAL_KINDS:
            label = gettext("file: %(paper)s") % {"paper": MaterialKind(kind).label}
            self.fields[file_field(kind)] = UploadField(label=label, required=False)
        asked = enumerated(material_label(one) for one in PAPERS)
        self.fields["papers"].help_text = gettext("All have to be there before it is signed: %(papers)s.") % {
            "papers": asked
        }
        if people is not None:
            self.fields["approved_by"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The files by the kind of their paper."""
        cleaned: dict[str, Any] = super().clean() or {}
        found = {kind: cleaned.pop(file_field(kind), None) for kind in RENEWAL_KINDS}
        cleaned["files"] = {kind: upload for kind, upload in found.items() if upload}
        return cleaned
