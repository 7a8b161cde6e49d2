"""301 市政代工: works for a municipal body (workflows.md 4, 301: only the name is confirmed, the reading is P).

Road or pipe works need facilities of supply moved or protected; the utility plans, charges and tracks the works and
hangs the accounts behind them where they belong afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import CostKind, MunicipalWork
from bizexpansion.models.asking import ApplicationRecord, Headline
from bizexpansion.models.records import Row, StepRecord, capacity_field
from customers.book.enums import Importance, Voltage
from customers.book.validators import validate_phone


def cost_field(label: Any) -> models.DecimalField:
    """An amount of the works in yuan, above zero."""
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(10**9))],
    )


class MunicipalWorks(ApplicationRecord):
    """A01: which body asks for what, where. It has no account: nobody is supplied."""

    forms = ("accept_municipal",)
    personal = frozenset({"contact_name", "contact_phone"})

    body_name = models.CharField(_("municipal body"), max_length=120)
    letter_number = models.CharField(_("number of its letter"), max_length=60)
    project_name = models.CharField(_("project"), max_length=120)
    district = models.ForeignKey(
        "crm_org.District", on_delete=models.PROTECT, related_name="+", verbose_name=_("district")
    )
    address = models.CharField(_("place of the works"), max_length=200)
    work_kind = models.CharField(_("what is wanted"), max_length=8, choices=MunicipalWork)
    voltage = models.CharField(_("voltage of the facilities"), max_length=6, choices=Voltage, default=Voltage.KV10)
    description = models.TextField(_("description"), max_length=1000)
    contact_name = models.CharField(_("person to ask"), max_length=60)
    contact_phone = models.CharField(_("telephone"), max_length=20, validators=[validate_phone])
    wanted_on = models.DateField(_("works wanted by"))

    class Meta(ApplicationRecord.Meta):
        verbose_name = _("application for municipal works")
        verbose_name_plural = _("applications for municipal works")

    def headline(self) -> Headline:
        """The body and its project."""
        return Headline(f"{self.body_name} {self.project_name}", self.voltage, 1, Importance.NONE)

    def telephones(self) -> Iterator[str]:
        """The person to ask."""
        yield self.contact_phone


class WorksPlan(StepRecord):
    """A03: what is moved or protected, for how long it is off, what it will cost. The head stands beside it."""

    scope = models.TextField(_("scope of the works"), max_length=2000)
    outage = models.CharField(_("planned outage"), max_length=200, blank=True)
    capacity = capacity_field(_("capacity of the facilities (kVA)"))
    is_charged = models.BooleanField(_("the body pays the works"), default=True)
    estimate = models.DecimalField(
        _("estimate (yuan)"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )

    class Meta(StepRecord.Meta):
        verbose_name = _("plan of municipal works")
        verbose_name_plural = _("plans of municipal works")


class WorksItem(Row):
    """A facility that the works touch."""

    plan = models.ForeignKey(
        WorksPlan, on_delete=models.PROTECT, related_name="items", verbose_name=_("plan of municipal works")
    )
    facility = models.CharField(_("facility"), max_length=120)
    action = models.CharField(_("what is done"), max_length=8, choices=MunicipalWork)
    quantity = models.CharField(_("quantity"), max_length=40)
    amount = cost_field(_("estimate (yuan)"))

    class Meta(Row.Meta):
        verbose_name = _("facility of municipal works")
        verbose_name_plural = _("facilities of municipal works")


class WorksRecord(StepRecord):
    """A08: under which agreement the works were done, by whom, and what they cost (that an agreement is signed
    before is UNCONFIRMED, K)."""

    past = ("finished_on",)

    agreement_number = models.CharField(_("number of the works agreement"), max_length=40)
    agreement_signed_on = models.DateField(_("agreement signed on"))
    project_number = models.CharField(_("project number"), max_length=30)
    contractor = models.CharField(_("contractor"), max_length=120)
    licence_number = models.CharField(_("number of the contractor's licence"), max_length=40)
    licence_valid_until = models.DateField(_("licence valid until"))
    finished_on = models.DateField(_("finished on"))
    cost = models.DecimalField(
        _("cost (yuan)"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )

    class Meta(StepRecord.Meta):
        verbose_name = _("record of municipal works")
        verbose_name_plural = _("records of municipal works")

    def clean(self) -> None:
        """The agreement comes before the end, and the licence was valid then. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if self.agreement_signed_on and self.finished_on and self.agreement_signed_on > self.finished_on:
            errors["agreement_signed_on"] = _("The agreement is signed before the works are finished.")
        if self.licence_valid_until and self.finished_on and self.licence_valid_until < self.finished_on:
            errors["licence_valid_until"] = _("The licence was no longer valid.")
        if errors:
            raise ValidationError(errors)


class WorksCost(Row):
    """What was paid for the works, yuan."""

    record = models.ForeignKey(
        WorksRecord, on_delete=models.PROTECT, related_name="costs", verbose_name=_("record of municipal works")
    )
    kind = models.CharField(_("kind of cost"), max_length=8, choices=CostKind)
    description = models.CharField(_("description"), max_length=120)
    document = models.CharField(_("voucher"), max_length=40)
    amount = cost_field(_("amount (yuan)"))

    class Meta(Row.Meta):
        verbose_name = _("cost of municipal works")
        verbose_name_plural = _("costs of municipal works")


class Relinking(StepRecord):
    """A19: which accounts hang at another line, transformer district or reading section after the works."""

    changes_nothing = models.BooleanField(_("no account hangs elsewhere"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("re-linking after works")
        verbose_name_plural = _("re-linkings after works")


class RelinkedAccounts(Row):
    """All accounts of the department at a line or a transformer district, or one; and where they hang now."""

    relinking = models.ForeignKey(
        Relinking, on_delete=models.PROTECT, related_name="moves", verbose_name=_("re-linking after works")
    )
    from_line = models.CharField(_("line until now"), max_length=60, blank=True)
    from_area = models.CharField(_("transformer district until now"), max_length=60, blank=True)
    account_number = models.CharField(_("only the account"), max_length=10, blank=True)
    substation = models.CharField(_("substation"), max_length=60, blank=True)
    line = models.CharField(_("line"), max_length=60, blank=True)
    transformer_area = models.CharField(_("transformer district"), max_length=60, blank=True)
    section = models.ForeignKey(
        "book.ReadingSection",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reading section"),
    )

    class Meta(Row.Meta):
        verbose_name = _("re-linked accounts")
        verbose_name_plural = _("re-linked accounts")

    def clean(self) -> None:
        """From somewhere to somewhere. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if not (self.from_line or self.from_area or self.account_number):
            errors["from_line"] = _("Say which accounts: by line, by transformer district or by number.")
        if not (self.substation or self.line or self.transformer_area or self.section_id):
            errors["line"] = _("Say where they hang now.")
        if errors:
            raise ValidationError(errors)
