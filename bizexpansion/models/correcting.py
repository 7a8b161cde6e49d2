"""A29: energy that was measured wrongly is billed again, with kWh and yuan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.records import StepRecord


class CorrectionBasis(TextChoices):
    """On what a correction rests (供电营业规则 1996 arts 80, 81; 2024 UNCONFIRMED)."""

    METER_ERROR = "ERROR", _("meter error out of tolerance: half of the time")
    WIRING = "WIRING", _("wrong wiring: the whole time")
    MULTIPLIER = "MULTIPLIER", _("wrong multiplier: by the readings")
    STOPPED = "STOPPED", _("meter stood still or failed: use of normal months")


class EnergyCorrection(StepRecord):
    """退补电量: energy above zero is owed by the customer, below zero given back; yuan with the same sign.

    With a meter error γ the energy follows from what was recorded: recorded × γ / (1 + γ), given back where the
    meter ran fast. `price` is the average of the bills of that time, yuan/kWh.
    """

    basis = models.CharField(_("basis of the correction"), max_length=10, choices=CorrectionBasis)
    starts_on = models.DateField(_("corrected from"))
    ends_on = models.DateField(_("corrected until"))
    recorded_energy = models.DecimalField(
        _("energy recorded in that time (kWh)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    error_percent = models.DecimalField(
        _("relative error (%)"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("-99.9")), MaxValueValidator(Decimal(100))],
    )
    energy = models.DecimalField(
        _("energy to be corrected (kWh)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    price = models.DecimalField(
        _("average price (yuan/kWh)"),
        max_digits=8,
        decimal_places=4,
        validators=[MinValueValidator(Decimal("0.0001"))],
    )
    amount = models.DecimalField(
        _("amount corrected (yuan)"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    due_on = models.DateField(_("due on"))

    class Meta(StepRecord.Meta):
        verbose_name = _("correction of energy")
        verbose_name_plural = _("corrections of energy")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="correction_ends_after_start")
        ]

    def clean(self) -> None:
        """The period has its days; an error gives the energy, otherwise it is entered. Raises ValidationError."""
        errors: dict[str, Any] = {}
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            errors["ends_on"] = _("This day must come after the first.")
        if self.basis == CorrectionBasis.METER_ERROR:
            if not self.error_percent:
                errors["error_percent"] = _("Enter the error that the test has shown.")
        elif not self.energy:
            errors["energy"] = _("Enter how much was measured too much or too little.")
        if errors:
            raise ValidationError(errors)

    def compute(self) -> None:
        """Fill in energy (for a meter error) and amount, to two places, half up."""
        if self.basis == CorrectionBasis.METER_ERROR and self.error_percent is not None:
            error = self.error_percent / 100
            self.energy = _rounded(-self.recorded_energy * error / (1 + error))
        self.amount = _rounded((self.energy or Decimal(0)) * self.price)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
