"""Forms of low-voltage supply (101, 102): registration and plan, with what such a customer has to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import AcceptForm
from bizexpansion.forms.base import RowForm
from bizexpansion.forms.plan import PlanForm
from bizexpansion.models import Application, PlanMeteringPoint, PlanSource, PlanSupplyPoint, SupplyPlan
from bizexpansion.operations.opening import RESIDENT_CLASSES
from crm.web.forms import Section
from customers.book.enums import HIGH_VOLTAGES, CustomerKind, IdKind, TariffClass, Voltage

_NOT_TYPED = ("case", "task", "recorded_by", "recorded_at", "existing_account")


def offer(form: Any, name: str, values: Any) -> None:
    """Let a choice offer only these values."""
    field = form.fields[name]
    field.choices = [(value, label) for value, label in field.choices if value in values]


class LowVoltageForm(AcceptForm):
    """低压非居民用电登记表 (102): one source of public supply."""

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
        Section(_("Place of supply"), ("district", "address")),
        Section(
            _("Supply applied for"),
            ("voltage", "applied_capacity", "wanted_on", "trade_code", "tariff_class", "purpose", "is_ev_charger"),
        ),
        Section(
            _("Invoice with VAT"), ("vat_name", "vat_number", "vat_address_phone", "vat_bank", "vat_bank_account")
        ),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )
    tariffs: ClassVar[tuple[str, ...]] = tuple(
        one for one in TariffClass.values if one not in (*RESIDENT_CLASSES, "000", "100", "500")
    )

    class Meta:
        model = Application
        fields: ClassVar[Any] = [
            "applicant_kind", "applicant_name", "id_kind", "legal_representative", "postal_address", "mode",
            "district", "address", "voltage", "applied_capacity", "wanted_on", "trade_code", "tariff_class",
            "purpose", "is_ev_charger", "vat_name", "vat_number", "vat_address_phone", "vat_bank",
            "vat_bank_account", "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Low voltages, and the classes of use of such customers."""
        super().narrow()
        self.fields["voltage"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in Voltage.choices if value not in HIGH_VOLTAGES
        ]
        self.initial.setdefault("voltage", Voltage.V380)
        offer(self, "tariff_class", self.tariffs)

    def _post_clean(self) -> None:
        """One source carries all that is applied for."""
        self.instance.source_count = 1
        self.instance.first_source_capacity = self.cleaned_data.get("applied_capacity")
        super()._post_clean()


class ResidentForm(LowVoltageForm):
    """低压居民生活用电登记表 (101): a home."""

    sections = (
        Section(
            _("Customer"), ("applicant_name", "id_kind", "id_number", "postal_address", "existing_account", "mode")
        ),
        Section(_("Place of supply"), ("district", "address")),
        Section(
            _("Supply applied for"), ("voltage", "applied_capacity", "wanted_on", "tariff_class", "is_ev_charger")
        ),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )
    tariffs = tuple(str(one) for one in RESIDENT_CLASSES)

    class Meta:
        model = Application
        fields: ClassVar[Any] = [
            "applicant_name", "id_kind", "postal_address", "mode", "district", "address", "voltage",
            "applied_capacity", "wanted_on", "tariff_class", "is_ev_charger", "identity_checked",
            "breaches_checked", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """A person with an identity card, single-phase unless more is asked for."""
        self.initial.setdefault("id_kind", IdKind.ID_CARD)
        self.initial.setdefault("voltage", Voltage.V220)
        self.initial.setdefault("tariff_class", TariffClass.RESIDENT_URBAN)
        super().narrow()

    def _post_clean(self) -> None:
        """The customer is a person."""
        self.instance.applicant_kind = CustomerKind.PERSON
        super()._post_clean()


class PlanLowVoltageForm(PlanForm):
    """A03 of low voltage: no receiving equipment of the customer, one source."""

    sections = (
        Section(_("Supply"), ("approved_capacity", "voltage", "importance", "project_flag")),
        Section(_("Schemes"), ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme")),
        Section(_("What follows"), ("is_fee_due", "needs_terminal")),
        Section(_("Opinion"), ("participants", "note")),
    )

    class Meta:
        model = SupplyPlan
        fields: ClassVar[Any] = [
            "approved_capacity", "voltage", "importance", "project_flag", "access_scheme", "receiving_scheme",
            "metering_scheme", "billing_scheme", "is_fee_due", "needs_terminal", "participants", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Low voltages."""
        super().narrow()
        offer(self, "voltage", ["", *(value for value in Voltage.values if value not in HIGH_VOLTAGES)])

    def _post_clean(self) -> None:
        """One source."""
        self.instance.source_count = 1
        super()._post_clean()


class ServicePointRow(RowForm):
    """受电点 of low voltage."""

    class Meta:
        model = PlanSupplyPoint
        fields: ClassVar = ["number", "name", "kind"]


class ServiceLineRow(RowForm):
    """电源 of low voltage: a public transformer and a service line."""

    class Meta:
        model = PlanSource
        fields: ClassVar = [
            "number",
            "kind",
            "voltage",
            "capacity",
            "substation",
            "line",
            "pole_number",
            "incoming_mode",
            "ownership_boundary",
        ]


class LowVoltageMeteringRow(RowForm):
    """计量点 of low voltage."""

    class Meta:
        model = PlanMeteringPoint
        fields: ClassVar = [
            "number",
            "name",
            "voltage",
            "mode",
            "wiring",
            "device_class",
            "meter_kind",
            "ct_ratio",
            "multiplier",
        ]
