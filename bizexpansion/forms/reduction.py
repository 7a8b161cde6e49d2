"""Forms of reduction, restoration and temporary exchange (201, 202, 204, 205, 206)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    CapacityDraft,
    CapacityReduction,
    CapacityRestoration,
    ExchangeRestoration,
    ReducedEquipment,
    RestoredEquipment,
    TemporaryExchange,
    Unsealing,
    application_of,
)
from bizexpansion.models.reduction import standing_still
from bizexpansion.operations.capacity_plan import after
from bizexpansion.operations.lookups import account_of
from bizexpansion.operations.temporary_exchange import open_exchanges
from crm.web.figures import quantity
from crm.web.forms import Section
from customers.book.enums import StopKind
from customers.book.models import SupplyAccount

_CHECKED = Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note"))
_PERSON: list[str] = ["mode", "contact_name", "contact_phone", "reason", "identity_checked"]


class ReductionForm(ChangeForm):
    """A01 of 201."""

    sections = (
        ChangeForm.about,
        Section(_("Reduction"), ("is_permanent", "starts_on", "ends_on", "reason")),
        _CHECKED,
    )

    class Meta:
        model = CapacityReduction
        fields: ClassVar[Any] = [*_PERSON, "is_permanent", "starts_on", "ends_on", "breaches_checked", "note"]


class ReducedEquipmentRow(RowForm):
    """A transformer by its number, and the smaller one in its place."""

    class Meta:
        model = ReducedEquipment
        fields: ClassVar = ["number", "new_capacity"]


class ResumptionForm(ChangeForm):
    """A01 of 204."""

    kind = StopKind.SUSPENDED
    sections = (ChangeForm.about, Section(_("In use again"), ("wanted_on", "reason")), ChangeForm.checked)

    class Meta:
        model = CapacityRestoration
        fields: ClassVar[Any] = [*_PERSON, "wanted_on", "note"]

    @classmethod
    def known_of(cls, account: SupplyAccount) -> dict[str, Any]:
        """The account, and what stands still on it."""
        rows = [{"number": row.sequence} for row in standing_still(account.pk, cls.kind)]
        return {"account": account.account_number, "equipment": rows}

    def record(self) -> Any:
        """The application, which says what is ended."""
        self.instance.kind = self.kind
        return super().record()


class RestorationForm(ResumptionForm):
    """A01 of 202."""

    kind = StopKind.REDUCED
    sections = (
        ChangeForm.about,
        Section(_("In use again"), ("wanted_on", "wanted_capacity", "reason")),
        ChangeForm.checked,
    )

    class Meta:
        model = CapacityRestoration
        fields: ClassVar[Any] = [*_PERSON, "wanted_on", "wanted_capacity", "note"]


class RestoredEquipmentRow(RowForm):
    """A transformer by its number."""

    class Meta:
        model = RestoredEquipment
        fields: ClassVar = ["number"]


class ExchangeForm(ChangeForm):
    """A01 of 205."""

    sections = (
        ChangeForm.about,
        Section(_("Exchange"), ("number", "new_capacity", "cause", "starts_on", "ends_on", "reason")),
        _CHECKED,
    )

    class Meta:
        model = TemporaryExchange
        fields: ClassVar[Any] = [
            *_PERSON, "number", "new_capacity", "cause", "starts_on", "ends_on", "breaches_checked", "note",
        ]  # fmt: skip


class ExchangeEndForm(ChangeForm):
    """A01 of 206."""

    sections = (
        ChangeForm.about,
        Section(_("In use again"), ("number", "wanted_on", "reason")),
        ChangeForm.checked,
    )

    class Meta:
        model = ExchangeRestoration
        fields: ClassVar[Any] = [*_PERSON, "number", "wanted_on", "note"]

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """The account, and the transformer for which another stands in."""
        stop = next(iter(open_exchanges(account.pk)), None)
        return {"account": account.account_number, **({"number": stop.transformer.sequence} if stop else {})}


class CapacityDraftForm(StepForm):
    """A03 of 201, 202 and 205; the capacities that follow stand beside the day."""

    wide = ("billing_note", "note")
    sections = (
        Section(_("Change"), ("acts_on", "needs_inspection", "exchanges_meter", "changes_contract", "is_fee_due")),
        Section(
            _("Price from then on"),
            ("price_code", "strategy", "basic_charge_mode", "power_factor_standard", "billing_note", "note"),
        ),
    )

    class Meta:
        model = CapacityDraft
        fields: ClassVar = [
            "acts_on", "needs_inspection", "exchanges_meter", "changes_contract", "is_fee_due", "price_code",
            "strategy", "basic_charge_mode", "power_factor_standard", "billing_note", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Say what follows from the application."""
        if self.case is None:
            return
        contract, running = after(account_of(self.case), application_of(self.case))
        words = _("Afterwards: contract %(contract)s, running %(running)s.")
        self.fields["acts_on"].help_text = words % {
            "contract": quantity(contract, "kVA"),
            "running": quantity(running, "kVA"),
        }


class UnsealingForm(StepForm):
    """A37."""

    class Meta:
        model = Unsealing
        fields: ClassVar = ["unsealed_on", "seals", "note"]
