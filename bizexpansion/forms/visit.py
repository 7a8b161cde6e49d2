"""The form of the one visit (streamlined 101): what two people ask and write down at the customer's door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import CustomerAnswer, ProjectFlag
from bizexpansion.forms.low_voltage import offer
from bizexpansion.forms.merged import MergedForm, Part
from bizexpansion.models import (
    ContractDraft,
    ContractSigning,
    PlanAnswer,
    PlanMeteringPoint,
    PlanPrice,
    PlanSource,
    PlanSupplyPoint,
    SupplyPlan,
    Survey,
)
from crm.web.forms import Section
from customers.book.enums import HIGH_VOLTAGES, Voltage

SCHEMES = ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme")
WITHOUT_WORKS_OF_THE_CUSTOMER = (ProjectFlag.NONE, ProjectFlag.EXTERNAL)


class VisitForm(MergedForm):
    """A02 with plan, contract and fee: found, planned, agreed and signed in one go."""

    signs_now = forms.BooleanField(label=_("the contract is signed now"), required=False, initial=True)

    parts = (
        Part("plan", SupplyPlan, (*SCHEMES, "needs_terminal")),
        Part("supply", PlanSupplyPoint, ("name", "kind")),
        Part("source", PlanSource, ("pole_number", "incoming_mode", "ownership_boundary")),
        Part("point", PlanMeteringPoint, ("name",)),
        Part("price", PlanPrice, ("price_code", "is_time_of_use")),
        Part("answer", PlanAnswer, ("answer", "signed_by")),
        Part("contract", ContractDraft, ("valid_from", "valid_until")),
        Part("signing", ContractSigning, ("utility_signatory",)),
    )
    sections = (
        Section(_("On site"), ("surveyor", "second_surveyor", "surveyed_on", "can_supply", "refusal_reason")),
        Section(
            _("Supply"),
            (
                *("approved_capacity", "voltage", "project_flag", "substation", "line", "source_pole_number"),
                *("source_incoming_mode", "source_ownership_boundary", "supply_name", "supply_kind"),
            ),
        ),
        Section(
            _("Metering and price"),
            ("point_name", "price_price_code", "price_is_time_of_use", "plan_needs_terminal"),
        ),
        Section(_("What the customer is told in writing"), tuple(f"plan_{name}" for name in SCHEMES)),
        Section(
            _("Customer's answer and contract"),
            (
                *("answer_answer", "answer_signed_by", "contract_valid_from", "contract_valid_until"),
                *("signs_now", "signing_utility_signatory", "note"),
            ),
            _("The contract is the standard text. Unticked, the customer signs later at the counter."),
        ),
    )
    wide = ("refusal_reason", "source_ownership_boundary", *(f"plan_{name}" for name in SCHEMES), "note")

    class Meta:
        model = Survey
        fields: ClassVar[Any] = [
            "surveyor", "second_surveyor", "surveyed_on", "can_supply", "refusal_reason", "approved_capacity",
            "voltage", "project_flag", "substation", "line", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Surveyors of the department, low voltages, no works of the customer."""
        super().narrow()
        planned = not self.is_bound or bool(self.data.get("can_supply"))
        for name in SCHEMES:
            self.fields[f"plan_{name}"].required = planned
        self.offer_people("visit_home", "surveyor", "second_surveyor")
        for name, label in (
            ("supply_name", _("name of the supply point")),
            ("supply_kind", _("kind of supply point")),
            ("point_name", _("name of the metering point")),
        ):
            self.fields[name].label = label
        if self.user is not None:
            self.initial.setdefault("surveyor", self.user.pk)
            self.initial.setdefault("signing_utility_signatory", self.user.name)
        for name in ("surveyed_on", "contract_valid_from"):
            self.initial.setdefault(name, localdate())
        offer(self, "voltage", ["", *(one for one in Voltage.values if one not in HIGH_VOLTAGES)])
        offer(self, "project_flag", WITHOUT_WORKS_OF_THE_CUSTOMER)
        offer(self, "answer_answer", ["", CustomerAnswer.AGREE, CustomerAnswer.REFUSE])

    def left_out(self) -> Iterable[str]:
        """Without supply nothing is planned; without agreement nothing is signed; what is signed later, later."""
        agreed = self.data.get("answer_answer") == CustomerAnswer.AGREE
        if not self.data.get("can_supply"):
            return self.names_of(*(part.name for part in self.parts))
        return [
            *([] if agreed else self.names_of("contract")),
            *([] if agreed and self.data.get("signs_now") else self.names_of("signing")),
        ]

    def made(self) -> dict[str, Any]:
        """Without a signature there is no signing."""
        made = super().made()
        return made if self.cleaned_data["signs_now"] else made | {"signing": None}
