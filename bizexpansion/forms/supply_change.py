"""Forms of changes of supply: what the counter asks (109, 110, 111, 214), the plan beginning with what stands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm
from bizexpansion.models import (
    AccountMerge,
    AccountSplit,
    Case,
    ChangeEquipment,
    ChangeTransformer,
    PlanMeteringPoint,
    PlanSource,
    PlanSupplyPoint,
    PlanTransformer,
    SupplyChange,
    SupplyPlan,
    application_of,
)
from crm.web.forms import Section
from crm.wording import alternated
from customers.book.enums import HIGH_VOLTAGES, Voltage
from customers.book.models import SupplyAccount


class SupplyChangeForm(ChangeForm):
    """What the applications for a change of supply share: the voltage is that of today unless the form asks."""

    checked = Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note"))
    wide: ClassVar[Sequence[str]] = (*ChangeForm.wide, "nonlinear_load")

    def _post_clean(self) -> None:
        """The account belongs to the record before it is checked."""
        account = self.cleaned_data.get("account")
        if account is not None:
            self.instance.account = account
            self.instance.voltage = self.cleaned_data.get("voltage") or account.voltage
        super()._post_clean()


class IncreaseForm(SupplyChangeForm):
    """低压增容 (110) and what all increases ask: how much more, from when, why."""

    sections: ClassVar[Sequence[Section]] = (
        ChangeForm.about,
        Section(_("More capacity"), ("applied_capacity", "wanted_on", "reason")),
        SupplyChangeForm.checked,
    )

    class Meta:
        model = SupplyChange
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "applied_capacity", "wanted_on", "reason", "identity_checked",
            "breaches_checked", "note",
        ]  # fmt: skip

    def clean_applied_capacity(self) -> Any:
        """An increase adds something."""
        added = self.cleaned_data["applied_capacity"]
        if added is not None and added <= 0:
            raise forms.ValidationError(_("An increase adds capacity."))
        return added


class HomeIncreaseForm(IncreaseForm):
    """低压居民增容 (109): more for a home, perhaps with three phases instead of one."""

    sections = (
        ChangeForm.about,
        Section(_("More capacity"), ("applied_capacity", "voltage", "wanted_on", "reason")),
        SupplyChangeForm.checked,
    )

    class Meta(IncreaseForm.Meta):
        fields: ClassVar[Any] = [*IncreaseForm.Meta.fields, "voltage"]

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """The voltage as it is: 220 V for one phase."""
        return {**ChangeForm.known_of(account), "voltage": account.voltage}

    def narrow(self) -> None:
        """One phase or three."""
        super().narrow()
        offer_voltages(self, high=False)


class HighVoltageIncreaseForm(IncreaseForm):
    """高压增容 (111): with the load statement of a high-voltage customer."""

    sections = (
        ChangeForm.about,
        Section(_("More capacity"), ("applied_capacity", "wanted_on", "reason")),
        Section(_("Use of the power"), ("security_load", "has_nonlinear_load", "nonlinear_load")),
        SupplyChangeForm.checked,
    )

    class Meta(IncreaseForm.Meta):
        fields: ClassVar[Any] = [
            *IncreaseForm.Meta.fields, "security_load", "has_nonlinear_load", "nonlinear_load",
        ]  # fmt: skip


class VoltageChangeForm(SupplyChangeForm):
    """改压 (214): another voltage at the same place, with the same capacity or less."""

    new_capacity = forms.DecimalField(
        label=_("capacity afterwards (kVA)"), max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    sections = (
        ChangeForm.about,
        Section(_("Change of voltage"), ("voltage", "new_capacity", "is_utility_caused", "wanted_on", "reason")),
        Section(_("Use of the power"), ("security_load", "has_nonlinear_load", "nonlinear_load")),
        SupplyChangeForm.checked,
    )

    class Meta(IncreaseForm.Meta):
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "voltage", "is_utility_caused", "wanted_on", "reason",
            "security_load", "has_nonlinear_load", "nonlinear_load", "identity_checked", "breaches_checked",
            "note",
        ]  # fmt: skip

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """As much as today; the voltage is what is asked."""
        return {**ChangeForm.known_of(account), "new_capacity": account.contract_capacity}

    def _post_clean(self) -> None:
        """What is added, or given up, is the difference to today."""
        account, wanted = self.cleaned_data.get("account"), self.cleaned_data.get("new_capacity")
        known = account is not None and wanted is not None
        self.instance.applied_capacity = wanted - account.contract_capacity if known else Decimal(0)  # type: ignore[union-attr]
        super()._post_clean()


def offer_voltages(form: Any, *, high: bool) -> None:
    """Let the field `voltage` offer high voltages only, or low ones."""
    choices = [(value, label) for value, label in Voltage.choices if (value in HIGH_VOLTAGES) == high]
    form.fields["voltage"].choices = choices


class WantedTransformerRow(RowForm):
    """Receiving equipment that is to be added."""

    class Meta:
        model = ChangeTransformer
        fields: ClassVar = ["kind", "unit_capacity", "count"]


class ChangeEquipmentRow(RowForm):
    """A line of the list of equipment."""

    class Meta:
        model = ChangeEquipment
        fields: ClassVar = ["name", "model", "unit_power", "count", "load_character"]


class ChangePlanForm(plan_forms.PlanForm):
    """A03 of a change: the plan says how the account is supplied afterwards; the sources are counted."""

    sections = (
        Section(_("Supply afterwards"), ("approved_capacity", "voltage", "importance", "project_flag")),
        Section(_("Schemes"), plan_forms.SCHEMES),
        Section(_("What follows"), ("is_fee_due", "has_hidden_works", "needs_terminal")),
        Section(_("Opinion"), ("participants", "note")),
    )

    class Meta:
        model = SupplyPlan
        fields: ClassVar[Any] = [
            "approved_capacity", "voltage", "importance", "project_flag", *plan_forms.SCHEMES, "is_fee_due",
            "has_hidden_works", "needs_terminal", "participants", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """The terminal is an exchange here."""
        super().narrow()
        self.fields["approved_capacity"].label = _("contract capacity afterwards (kVA)")
        if self.case is not None and self.case.account is not None:
            account = self.case.account
            now = {"contract": f"{account.contract_capacity:,.2f}", "running": f"{account.running_capacity:,.2f}"}
            words = _("Today %(contract)s kVA by contract, %(running)s kVA running.") % now
            self.fields["approved_capacity"].help_text = " ".join([words, *accounts_beside(self.case)])
        self.fields["needs_terminal"].label = _("the collection terminal is exchanged or moved")

    def _post_clean(self) -> None:
        """The sources are counted by the operation."""
        self.instance.source_count = 1
        super()._post_clean()


def accounts_beside(case: Case) -> list[str]:
    """Of a split or a merge: the accounts that come or go, with what each carries."""
    asked = application_of(case)
    if isinstance(asked, AccountSplit):
        said = [f"{one.number} {one.masked_name} {one.capacity:,.2f} kVA" for one in asked.parts()]
        return [_("New accounts: %(accounts)s.") % {"accounts": alternated(said)}]
    if isinstance(asked, AccountMerge):
        said = [f"{one.account_number} {one.contract_capacity:,.2f} kVA" for one in asked.others()]
        return [_("Taken in: %(accounts)s.") % {"accounts": alternated(said)}]
    return []


class ChangePlanLowVoltageForm(ChangePlanForm):
    """A03 of a change at low voltage."""

    sections = (
        Section(_("Supply afterwards"), ("approved_capacity", "voltage", "importance", "project_flag")),
        Section(_("Schemes"), plan_forms.SCHEMES),
        Section(_("What follows"), ("is_fee_due", "needs_terminal")),
        Section(_("Opinion"), ("participants", "note")),
    )

    class Meta(ChangePlanForm.Meta):
        fields: ClassVar[Any] = [one for one in ChangePlanForm.Meta.fields if one != "has_hidden_works"]


class ChangeRow(RowForm):
    """A row of a plan of change; what a kind of customer is not asked stays as it stands, in hidden fields."""

    unasked: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.unasked:
            self.fields[name].widget = forms.HiddenInput()


class ChangeSupplyPointRow(ChangeRow):
    """受电点."""

    class Meta:
        model = PlanSupplyPoint
        fields: ClassVar = [
            "number", "change", "name", "kind", "interlock", "switching", "own_source_interlock",
            "own_source_capacity",
        ]  # fmt: skip


class ChangeSourceRow(ChangeRow):
    """电源."""

    class Meta:
        model = PlanSource
        fields: ClassVar = [
            "number", "change", "supply_point", "kind", "nature", "voltage", "capacity", "substation", "line",
            "pole_number", "incoming_mode", "protection", "ownership_boundary",
        ]  # fmt: skip


class ChangeTransformerRow(ChangeRow):
    """受电设备."""

    class Meta:
        model = PlanTransformer
        fields: ClassVar = [
            "number", "change", "supply_point", "source", "kind", "name", "model", "capacity", "standby",
            "ownership",
        ]  # fmt: skip


class ChangeMeteringRow(ChangeRow):
    """计量点, with the meter that it shall have."""

    class Meta:
        model = PlanMeteringPoint
        fields: ClassVar = [
            "number", "change", "exchanges_meter", "supply_point", "source", "name", "purpose", "voltage", "mode",
            "wiring", "device_class", "meter_kind", "ct_ratio", "pt_ratio", "multiplier",
        ]  # fmt: skip


class LowSupplyPointRow(ChangeSupplyPointRow):
    """受电点 of low voltage."""

    unasked = ("interlock", "switching", "own_source_interlock", "own_source_capacity")


class LowSourceRow(ChangeSourceRow):
    """电源 of low voltage."""

    unasked = ("supply_point", "nature", "protection")


class LowMeteringRow(ChangeMeteringRow):
    """计量点 of low voltage."""

    unasked = ("supply_point", "source", "purpose", "pt_ratio")
