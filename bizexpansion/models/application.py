"""What is asked for at a new supply or an increase: the registration forms of workflows.md 6.1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import TemporaryUse
from bizexpansion.models.asking import LATEST_WISH, ApplicationRecord, Headline, Rows
from bizexpansion.models.records import Row, capacity_field, daily_hours_field
from customers.book.enums import (
    ContactPurpose,
    CustomerKind,
    EquipmentKind,
    HighEnergyClass,
    IdKind,
    Importance,
    Interlock,
    LoadCharacter,
    ShiftPattern,
    SourceNature,
    TariffClass,
    TemporaryKind,
    Voltage,
)
from customers.book.industries import clean_industry_code
from customers.book.models import SupplyAccount
from customers.book.validators import validate_phone

# Who is told first of progress: the agent brought the papers, the electrician does the works.
FIRST_ASKED = (ContactPurpose.AGENT, ContactPurpose.ELECTRICAL, ContactPurpose.LEGAL)


class Application(ApplicationRecord):
    """A01 of new supply and of more capacity, as accepted (S_APP). The ID number is kept by the book, sealed.

    Capacities in kVA. `applied_capacity` is what is asked for now, `existing_capacity` what the customer has.
    Each flow's form asks for what that kind of customer has to say.
    """

    forms = ("accept", "accept_low_voltage", "accept_resident", "accept_temporary", "accept_unmetered")

    # A person's tax number is that of the identity card.
    personal = frozenset(
        {"applicant_name", "address", "postal_address", "legal_representative"}
        | {"vat_name", "vat_number", "vat_address_phone", "vat_bank_account"}
    )

    # who
    applicant_kind = models.CharField(
        _("kind of customer"), max_length=12, choices=CustomerKind, default=CustomerKind.ORGANISATION
    )
    applicant_name = models.CharField(_("customer's name"), max_length=120)
    id_kind = models.CharField(_("kind of document"), max_length=12, choices=IdKind)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=200, blank=True)
    # where
    district = models.ForeignKey(
        "crm_org.District", on_delete=models.PROTECT, related_name="+", verbose_name=_("district")
    )
    address = models.CharField(_("address of supply"), max_length=200)
    existing_account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account that the customer already has here"),
    )
    is_in_park = models.BooleanField(_("in an industrial park"), default=False)
    # for what
    trade_code = models.CharField(_("industry code"), max_length=8, blank=True)
    tariff_class = models.CharField(_("class of use"), max_length=3, choices=TariffClass)
    purpose = models.CharField(_("purpose of the power"), max_length=200, blank=True)
    load_character = models.CharField(
        _("load character"), max_length=1, choices=LoadCharacter, default=LoadCharacter.THIRD
    )
    shift_pattern = models.CharField(_("production shifts"), max_length=10, choices=ShiftPattern, blank=True)
    rest_days = models.CharField(_("days of rest"), max_length=20, blank=True)
    high_energy_class = models.CharField(
        _("energy-intensive trade"), max_length=12, choices=HighEnergyClass, blank=True
    )
    importance = models.CharField(_("grade of importance"), max_length=10, choices=Importance, blank=True)
    is_residential_complex = models.BooleanField(_("residential complex"), default=False)
    is_ev_charger = models.BooleanField(_("charging facility for vehicles"), default=False)
    # how much
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage, default=Voltage.KV10)
    source_count = models.PositiveSmallIntegerField(
        _("number of sources"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    applied_capacity = capacity_field(_("capacity applied for (kVA)"))
    existing_capacity = models.DecimalField(
        _("existing capacity (kVA)"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1_000_000))],
    )
    first_source_capacity = capacity_field(_("first source, capacity (kVA)"))
    second_source_capacity = capacity_field(_("second source, capacity (kVA)"), null=True, blank=True)
    second_source_nature = models.CharField(
        _("second source, nature"), max_length=20, choices=SourceNature, blank=True
    )
    # what makes it special
    has_own_generation = models.BooleanField(_("own generation"), default=False)
    own_generation_capacity = capacity_field(_("own generation, capacity (kVA)"), null=True, blank=True)
    own_generation_interlock = models.CharField(
        _("own generation, interlock"), max_length=10, choices=Interlock, blank=True
    )
    has_nonlinear_load = models.BooleanField(_("non-linear load"), default=False)
    nonlinear_load = models.CharField(_("non-linear load: which"), max_length=200, blank=True)
    security_load = capacity_field(_("protective load (kVA)"), null=True, blank=True)
    # when
    wanted_on = models.DateField(_("supply wanted on"))
    production_starts_on = models.DateField(_("production starts on"), null=True, blank=True)
    project_name = models.CharField(_("project"), max_length=120, blank=True)
    project_approval = models.CharField(_("approval number of the project"), max_length=60, blank=True)
    # for how long, where it is temporary
    temporary_use = models.CharField(_("temporary use"), max_length=12, choices=TemporaryUse, blank=True)
    temporary_until = models.DateField(_("temporary until (last day)"), null=True, blank=True)
    term_reason = models.CharField(_("reason for a longer term"), max_length=200, blank=True)
    permit_number = models.CharField(_("permit of the works"), max_length=60, blank=True)
    daily_hours = daily_hours_field(null=True, blank=True)
    # invoice with VAT
    vat_name = models.CharField(_("VAT: name"), max_length=120, blank=True)
    vat_number = models.CharField(_("VAT: tax number"), max_length=20, blank=True)
    vat_address_phone = models.CharField(_("VAT: address and telephone"), max_length=200, blank=True)
    vat_bank = models.CharField(_("VAT: bank"), max_length=120, blank=True)
    vat_bank_account = models.CharField(_("VAT: bank account"), max_length=40, blank=True)

    class Meta(ApplicationRecord.Meta):
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_capacity__gt=0, applied_capacity__lte=1_000_000),
                name="application_capacity_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(source_count__gte=1, source_count__lte=3), name="application_sources_1_to_3"
            ),
            models.CheckConstraint(
                condition=models.Q(daily_hours__isnull=True) | models.Q(temporary_until__isnull=False),
                name="application_hours_only_if_temporary",
            ),
        ]

    def clean(self) -> None:
        """What must fit together on the paper form. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        sources = self.source_count or 1
        if sources in (2, 3):
            for name in ("second_source_capacity", "second_source_nature"):
                if not getattr(self, name):
                    errors[name] = _("A second source needs this entry.")
        elif sources == 1 and (self.second_source_capacity or self.second_source_nature):
            errors["source_count"] = _("A second source is entered, but only one source is asked for.")
        if self.has_own_generation:
            if not self.own_generation_capacity:
                errors["own_generation_capacity"] = _("Own generation needs its capacity.")
            if not self.own_generation_interlock:
                errors["own_generation_interlock"] = _("Own generation needs an interlock.")
        if self.has_nonlinear_load and not self.nonlinear_load:
            errors["nonlinear_load"] = _("Say which load is non-linear.")
        try:
            self.trade_code = clean_industry_code(self.trade_code or "")
        except ValidationError as error:
            errors["trade_code"] = error.messages
        if errors:
            raise ValidationError(errors)

    def subject(self) -> SupplyAccount | None:
        """The account that the customer has here already, if one was looked up."""
        account: SupplyAccount | None = self.existing_account
        return account

    def headline(self) -> Headline:
        """As it is applied for."""
        return Headline(self.applicant_name.strip(), self.voltage, self.source_count, self.importance)

    def telephones(self) -> Iterator[str]:
        """The contact persons, by what they are asked about."""
        order: dict[str, int] = {purpose: place for place, purpose in enumerate(FIRST_ASKED)}
        for contact in sorted(self.contacts.all(), key=lambda one: (order.get(one.purpose, len(order)), one.pk)):
            yield contact.phone

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Days, somebody to ask, and equipment that adds up to the capacity applied for."""
        errors = super().check_rows(rows, now)
        if self.check_wish("production_starts_on", now, 2 * LATEST_WISH):
            errors["production_starts_on"] = [gettext("This day is in the past or too far away.")]
        if not rows.get("contacts"):
            errors["contacts"] = [gettext("Name at least one person who can be asked.")]
        units = [one for one in rows.get("transformers", ()) if isinstance(one, ApplicationTransformer)]
        total = sum((one.unit_capacity or 0) * (one.count or 0) for one in units)
        if units and self.applied_capacity and total != self.applied_capacity:
            sentence = gettext("The receiving equipment adds up to %(total)s kVA, not to the capacity applied for.")
            errors["applied_capacity"] = [sentence % {"total": f"{total:.2f}"}]
        return errors

    @property
    def wanted_capacity(self) -> Decimal:
        """The capacity that is applied for, in kVA."""
        return self.applied_capacity

    @property
    def total_capacity(self) -> Decimal:
        """Contract capacity after the case, in kVA (T = applied + existing, source DW)."""
        return self.applied_capacity + self.existing_capacity

    @property
    def temporary(self) -> TemporaryKind:
        """What kind of temporary supply it is, if any: without a meter where hours a day are declared."""
        if self.temporary_until is None:
            return TemporaryKind.PERMANENT
        return TemporaryKind.METERED if self.daily_hours is None else TemporaryKind.UNMETERED

    @property
    def is_important(self) -> bool:
        """Whether the customer has a grade of importance."""
        return self.importance != Importance.NONE


class ApplicationContact(Row):
    """A person who may be asked, and about what (S_APP_CONTACT)."""

    personal = frozenset({"name", "phone"})

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("application")
    )
    purpose = models.CharField(_("asked about"), max_length=12, choices=ContactPurpose)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=20, validators=[validate_phone])

    class Meta(Row.Meta):
        verbose_name = _("contact person of an application")
        verbose_name_plural = _("contact persons of an application")
        constraints = [
            models.UniqueConstraint(fields=["application", "purpose", "name"], name="application_contact_once")
        ]


class WantedTransformer(Row):
    """Receiving equipment the customer wants: so many of so much."""

    kind = models.CharField(_("kind"), max_length=12, choices=EquipmentKind, default=EquipmentKind.TRANSFORMER)
    unit_capacity = capacity_field(_("capacity of one (kVA)"))
    count = models.PositiveSmallIntegerField(
        _("quantity"), validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    class Meta(Row.Meta):
        abstract = True


class ApplicationTransformer(WantedTransformer):
    """Receiving equipment of a new supply."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="transformers", verbose_name=_("application")
    )

    class Meta(Row.Meta):
        verbose_name = _("receiving equipment applied for")
        verbose_name_plural = _("receiving equipment applied for")


class EquipmentLine(Row):
    """A line of the list of electrical equipment 用电设备清单."""

    name = models.CharField(_("equipment"), max_length=60)
    model = models.CharField(_("model"), max_length=60, blank=True)
    unit_power = models.DecimalField(
        _("power of one (kW)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1_000_000))],
    )
    count = models.PositiveSmallIntegerField(
        _("quantity"), validators=[MinValueValidator(1), MaxValueValidator(9999)]
    )
    load_character = models.CharField(
        _("load character"), max_length=1, choices=LoadCharacter, default=LoadCharacter.THIRD
    )

    class Meta(Row.Meta):
        abstract = True


class ApplicationEquipment(EquipmentLine):
    """A line of the list of a new supply."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("application")
    )

    class Meta(Row.Meta):
        verbose_name = _("equipment of the customer")
        verbose_name_plural = _("equipment of the customer")
