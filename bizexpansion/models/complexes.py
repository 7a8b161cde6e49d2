"""103 小区新装: the complex that is applied for, the network that the plan wants built, and what is handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import FeeKind
from bizexpansion.models.asking import ApplicationRecord, Headline
from bizexpansion.models.plan import SupplyPlan
from bizexpansion.models.records import Row, StepRecord, capacity_field, number_field
from customers.book.enums import Voltage
from customers.book.validators import validate_phone


def area_field(label: Any, **options: Any) -> models.DecimalField:
    """A floor space in m²."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))], **options
    )


class ComplexApplication(ApplicationRecord):
    """The developer of a residential complex asks for its network: households, areas, load (M-PRJ, M-EQ).

    No account is opened: the households follow in batches (112), public facilities as cases of their own.
    """

    forms = ("accept_complex",)
    personal = frozenset({"contact_name", "contact_phone"})

    applicant_name = models.CharField(_("developer or organiser"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    contact_name = models.CharField(_("person to ask"), max_length=60)
    contact_phone = models.CharField(_("telephone"), max_length=20, validators=[validate_phone])
    project_name = models.CharField(_("project"), max_length=120)
    project_approval = models.CharField(_("approval number of the project"), max_length=60)
    district = models.ForeignKey(
        "crm_org.District", on_delete=models.PROTECT, related_name="+", verbose_name=_("district")
    )
    address = models.CharField(_("address"), max_length=200)
    household_count = models.PositiveIntegerField(
        _("households"), validators=[MinValueValidator(1), MaxValueValidator(50_000)]
    )
    residential_area = area_field(_("residential area (m²)"))
    public_area = area_field(_("area of public facilities (m²)"), default=Decimal(0))
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage, default=Voltage.KV10)
    source_count = models.PositiveSmallIntegerField(
        _("number of sources"), default=1, validators=[MinValueValidator(1), MaxValueValidator(2)]
    )
    applied_capacity = capacity_field(_("capacity applied for (kVA)"))
    wanted_on = models.DateField(_("supply wanted on"))

    class Meta(ApplicationRecord.Meta):
        verbose_name = _("application for a residential complex")
        verbose_name_plural = _("applications for residential complexes")

    def headline(self) -> Headline:
        """The developer, at high voltage."""
        return Headline(self.applicant_name.strip(), self.voltage, self.source_count, "")

    @property
    def wanted_capacity(self) -> Decimal | None:
        """As applied for, in kVA."""
        return self.applied_capacity

    def telephones(self) -> Iterator[str]:
        """Whoever acts for the developer."""
        yield self.contact_phone

    def check_fees(self, kinds: Collection[str]) -> str:
        """住宅配套费 (01) always, 高可靠性 (02) with a second source and only then (workflows.md 4, 103)."""
        if FeeKind.RESIDENTIAL not in kinds:
            return gettext("A complex owes the residential supporting fee.")
        if (FeeKind.HIGH_RELIABILITY in kinds) != self.case.is_dual_source:
            return gettext("The high-reliability fee is due with a second source, and only then.")
        return ""


class PlannedStation(Row):
    """A public transformer of the plan, with the households that it is to supply; capacity in kVA."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="stations", verbose_name=_("supply plan")
    )
    number = number_field(_("number"))
    name = models.CharField(_("transformer district"), max_length=60)
    line = models.CharField(_("line"), max_length=60)
    capacity = capacity_field(_("capacity of the public transformer (kVA)"))
    household_count = models.PositiveIntegerField(_("households"), validators=[MinValueValidator(1)])

    class Meta(Row.Meta):
        verbose_name = _("public transformer of a plan")
        verbose_name_plural = _("public transformers of a plan")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_station_number_once")]


class NetworkHandover(StepRecord):
    """A19 of a complex: lines and public transformers stand in the grid model, as the grid company's."""

    past = ("handed_over_on",)

    handed_over_on = models.DateField(_("handed over on"))
    substation = models.CharField(_("substation"), max_length=60)
    agreement_number = models.CharField(_("number of the handover agreement"), max_length=60)

    class Meta(StepRecord.Meta):
        verbose_name = _("handover of a network")
        verbose_name_plural = _("handovers of networks")


class HandedStation(Row):
    """A transformer district as it stands in the grid model."""

    handover = models.ForeignKey(
        NetworkHandover, on_delete=models.PROTECT, related_name="areas", verbose_name=_("handover")
    )
    number = number_field(_("number"))
    code = models.CharField(_("object in the grid model"), max_length=40)

    class Meta(Row.Meta):
        verbose_name = _("transformer district handed over")
        verbose_name_plural = _("transformer districts handed over")
        constraints = [models.UniqueConstraint(fields=["handover", "number"], name="station_handed_over_once")]
