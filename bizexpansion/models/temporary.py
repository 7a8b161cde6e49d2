"""Temporary supply: what is paid in advance without a meter (A06 of 106 and 107)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.records import StepRecord, capacity_field, daily_hours_field


class Prepayment(StepRecord):
    """A06 without a meter: declared capacity x hours x days, and what it costs. Void once the step is undone.

    From the day `starts_on` to the day `ends_on`, both included. Capacity kVA, taken as load; energy kWh; the price
    yuan/kWh. Source: workflows.md 4, 106 (K).
    """

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    capacity = capacity_field(_("declared capacity (kVA)"), editable=False)
    daily_hours = daily_hours_field(editable=False)
    unit_price = models.DecimalField(
        _("price (yuan/kWh)"),
        max_digits=8,
        decimal_places=4,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal(100))],
    )
    standard = models.CharField(_("charging standard"), max_length=120)
    energy = models.DecimalField(_("energy (kWh)"), max_digits=14, decimal_places=2, editable=False)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2, editable=False)
    voided_at = models.DateTimeField(_("void since"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("prepaid use without a meter")
        verbose_name_plural = _("prepaid uses without a meter")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="prepayment_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0, energy__gt=0), name="prepayment_positive"),
        ]
