"""What the tests of a meter have shown (METER test record of flow 304)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import TestPlace
from customers.book.models.metering import Meter


class MeterTest(models.Model):
    """One test of a meter: its relative error and the tolerance of its class on that day, both in per cent."""

    department_lookup = "meter__department_id"

    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="tests", verbose_name=_("meter"))
    place = models.CharField(_("place of the test"), max_length=2, choices=TestPlace)
    tested_at = models.DateTimeField(_("tested at"))
    error_percent = models.DecimalField(_("relative error (%)"), max_digits=6, decimal_places=3)
    tolerance_percent = models.DecimalField(_("tolerance (%)"), max_digits=5, decimal_places=3)
    is_within_tolerance = models.BooleanField(_("within tolerance"))
    report_number = models.CharField(_("number of the report"), max_length=40)
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("test of a meter")
        verbose_name_plural = _("tests of meters")
        ordering = ["meter_id", "-tested_at"]
        constraints = [
            models.UniqueConstraint(fields=["meter", "tested_at"], name="meter_tested_once_at_a_moment"),
            models.CheckConstraint(condition=models.Q(tolerance_percent__gt=0), name="meter_test_tolerance"),
        ]

    def __str__(self) -> str:
        return f"{self.meter_id} {self.error_percent}"
