"""What a meter showed, register by register, when it was hung and when it was taken down."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import ReadingMoment
from customers.book.models.metering import MeterInstallation

REGISTERS = ("total", "peak", "flat", "valley", "reactive", "demand")


def register_field(label: Any) -> models.DecimalField:
    """One register as the meter shows it, before the multiplier."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, default=Decimal(0))


class RegisterReading(models.Model):
    """All registers of a meter at the start or at the stop of an installation: kWh, kvarh and kW.

    Together they keep the energy across an exchange of meters: what was used is, register by register, stop less
    start of the old one plus what the new one counts from its own start.
    """

    department_lookup = "installation__account__department_id"

    installation = models.ForeignKey(
        MeterInstallation, on_delete=models.CASCADE, related_name="registers", verbose_name=_("meter at its place")
    )
    moment = models.CharField(_("moment of the reading"), max_length=5, choices=ReadingMoment)
    total = register_field(_("total (kWh)"))
    peak = register_field(_("peak (kWh)"))
    flat = register_field(_("flat (kWh)"))
    valley = register_field(_("valley (kWh)"))
    reactive = register_field(_("reactive (kvarh)"))
    demand = register_field(_("greatest demand (kW)"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("registers of a meter")
        verbose_name_plural = _("registers of meters")
        ordering = ["installation_id", "moment"]
        constraints = [
            models.UniqueConstraint(fields=["installation", "moment"], name="registers_once_a_moment"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in REGISTERS}), name="registers_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.installation_id} {self.moment} {self.total}"
