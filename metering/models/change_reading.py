"""Readings that settle an account up to a change of its capacity, price or meter (业扩变更结算抄表)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.models import SupplyAccount
from metering.enums import ReadingType


class ChangeReading(models.Model):
    """What an account used, kWh, on the terms that a case has ended: from `since` to the day before `changed_on`.

    Worked out of the daily readings; `missing_days` of them are not there yet, without any `energy` is empty and
    has to be read. Source: workflows.md 2.4, P6 (reading type 05 of 050010, D): UNCONFIRMED.
    """

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="change_readings", verbose_name=_("supply account")
    )
    case_number = models.CharField(_("case"), max_length=32)
    reading_type = models.CharField(
        _("type of reading"), max_length=2, choices=ReadingType, default=ReadingType.CHANGE_SETTLEMENT
    )
    since = models.DateField(_("not billed since"))
    changed_on = models.DateField(_("new terms from"))
    of_capacity = models.BooleanField(_("capacity changes"), default=False)
    of_price = models.BooleanField(_("price changes"), default=False)
    of_meter = models.BooleanField(_("meter changes"), default=False)
    energy = models.DecimalField(_("energy, kWh"), max_digits=14, decimal_places=3, null=True)
    missing_days = models.PositiveIntegerField(_("days without a reading"), default=0)
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = ScopedManager()
    department_lookup = "account__department_id"

    class Meta:
        verbose_name = _("change-settlement reading")
        verbose_name_plural = _("change-settlement readings")
        ordering = ["account_id", "-changed_on"]
        constraints = [
            models.UniqueConstraint(fields=["account", "case_number"], name="change_reading_once_a_case"),
            models.CheckConstraint(condition=Q(changed_on__gte=F("since")), name="change_reading_days_in_order"),
            models.CheckConstraint(
                condition=Q(of_capacity=True) | Q(of_price=True) | Q(of_meter=True), name="change_reading_of_what"
            ),
            models.CheckConstraint(
                condition=Q(energy__isnull=True) | Q(energy__gte=0), name="change_reading_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["changed_on"], name="change_reading_open", condition=~Q(missing_days=0)),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.case_number} {self.changed_on}"
