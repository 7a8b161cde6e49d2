"""Daily energy per supply account, and the batches that brought it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.book.models import SupplyAccount
from metering.enums import BatchState, ReadingQuality


class ReadingBatch(models.Model):
    """One import of readings: progress while it runs, the report when it is done."""

    source = models.CharField(_("source"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.RUNNING)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    rows_total = models.PositiveIntegerField(_("rows in the file"), default=0)
    rows_done = models.PositiveIntegerField(_("rows worked off"), default=0)
    inserted = models.PositiveIntegerField(_("new readings"), default=0)
    updated = models.PositiveIntegerField(_("corrected readings"), default=0)
    missing = models.PositiveIntegerField(_("missing readings"), default=0)
    constant_series = models.PositiveIntegerField(_("series that never change"), default=0)
    gaps = models.JSONField(_("gaps"), default=list, help_text=_("pairs of external id and day, the first 1,000"))
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("batch of readings")
        verbose_name_plural = _("batches of readings")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, state=BatchState.RUNNING)
                | (Q(finished_at__isnull=False) & ~Q(state=BatchState.RUNNING)),
                name="reading_batch_finished_when_not_running",
            ),
            models.CheckConstraint(condition=Q(rows_done__lte=models.F("rows_total")), name="reading_batch_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.source} #{self.pk}"

    @property
    def unchanged(self) -> int:
        """Readings of the file that stood in the database already, with the same value."""
        return self.rows_done - self.missing - self.inserted - self.updated


class ReadingSource(models.Model):
    """Which series of an outside source belongs to which supply account."""

    source = models.CharField(_("source"), max_length=40)
    external_id = models.CharField(_("identifier at the source"), max_length=40)
    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="reading_sources", verbose_name=_("supply account")
    )

    class Meta:
        verbose_name = _("source of readings")
        verbose_name_plural = _("sources of readings")
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="reading_source_external"),
            models.UniqueConstraint(fields=["source", "account"], name="reading_source_account"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class Reading(models.Model):
    """Energy of one account on one day, kWh. Partitioned by month (metering/partitions.py).

    The table is made by SQL, because Django knows no partitions; the key holds the day, as PostgreSQL wants.
    Its extra column `row_id` names a row in the audit log, which keeps what a correction or deletion replaced;
    inserts are not logged there, they carry their batch.
    """

    pk = models.CompositePrimaryKey("account_id", "day")
    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    day = models.DateField(_("day"))
    energy = models.DecimalField(_("energy, kWh"), max_digits=14, decimal_places=3)
    quality = models.CharField(_("quality"), max_length=1, choices=ReadingQuality, default=ReadingQuality.GOOD)
    batch = models.ForeignKey(
        ReadingBatch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("batch")
    )

    class Meta:
        db_table = "metering_reading"
        verbose_name = _("daily reading")
        verbose_name_plural = _("daily readings")

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"
