"""A file is a batch; each of its rows is kept beside the record that it became."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.imports.columns import header_word
from crm.imports.enums import MOVING_STATES, OPEN_STATES, BatchState, ExportState, RowState
from crm.org.models import Department, Staff
from crm.org.scope import ScopedManager


class ImportBatch(models.Model):
    """导入批次: one file on its way into the system.

    `mapping` says for each column of the importer (by key) in which column of the file it stands (from 0).
    `department` is the business department of the person who handed it in, empty for city-wide units. The
    file lies outside the web root until the batch has ended; then the rows and `sha256` speak for it.
    `entry_id` is the audit entry under which the records were written: undoing takes back exactly those.
    """

    kind = models.CharField(_("kind of import"), max_length=40)
    file_name = models.CharField(_("file name"), max_length=120)
    path = models.CharField(_("stored at"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    file_format = models.CharField(_("format"), max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    encoding = models.CharField(_("encoding"), max_length=10, blank=True)
    header = models.JSONField(_("columns of the file"), default=list)
    mapping = models.JSONField(_("assignment of columns"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=BatchState, default=BatchState.NEW)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_good = models.PositiveIntegerField(_("good rows"), default=0)
    rows_bad = models.PositiveIntegerField(_("bad rows"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("rows there already"), default=0)
    rows_kept = models.PositiveIntegerField(_("rows kept when undone"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("business department"),
    )
    by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handed in by")
    )
    at = models.DateTimeField(_("handed in at"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    entry_id = models.BigIntegerField(_("audit entry"), null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["-at", "-id"], name="import_batch_newest")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def repeated_heads(self) -> list[str]:
        """Words that stand over more than one column: which of them is meant, only a person knows."""
        words = [header_word(title) for title in self.header]
        return [title for at, title in enumerate(self.header) if words[at] and words[at] in words[:at]]

    @property
    def is_moving(self) -> bool:
        """A worker is at it: the page polls."""
        return self.state in MOVING_STATES

    @property
    def is_open(self) -> bool:
        """Neither ended nor given up."""
        return self.state in OPEN_STATES


class ImportRow(models.Model):
    """One line of the file as it came (`raw`, in the order of the batch's header) and what became of it.

    Personal numbers that may not lie about in clear are sealed in `raw` (see `Column.seal`). `record_id` is
    the record that a good row became once the batch is done, or which an unchanged row found.
    """

    department_lookup = "batch__department_id"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("line of the file"))
    state = models.CharField(_("state"), max_length=1, choices=RowState)
    label = models.CharField(_("known as"), max_length=40, blank=True)
    raw = models.JSONField(_("as it came"))
    errors = models.JSONField(_("errors"), null=True, blank=True)
    record_id = models.BigIntegerField(_("record"), null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once")]
        indexes = [
            models.Index(
                fields=["batch", "state", "line"],
                name="import_row_by_state",
                condition=~models.Q(state=RowState.GOOD),
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.line}"

    def problems(self) -> list[dict[str, Any]]:
        """The errors, each with `column` (key) and `reason`."""
        return list(self.errors or [])


class ColumnMemory(models.Model):
    """Which column of this person's files means what, by the words of the header: offered next time."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff"))
    kind = models.CharField(_("kind of import"), max_length=40)
    words = models.JSONField(_("assignment of columns"), default=dict)

    class Meta:
        verbose_name = _("remembered assignment of columns")
        verbose_name_plural = _("remembered assignments of columns")
        constraints = [models.UniqueConstraint(fields=["staff", "kind"], name="one_memory_per_import")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind}"


class ExportJob(models.Model):
    """导出: a list as one person saw it, on its way out; only that person may fetch it, until `expires_at`.

    `query` are the filters of the list, as in its address. `is_clear`: personal data not masked.
    """

    key = models.CharField(_("list"), max_length=40)
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    is_clear = models.BooleanField(_("personal data in clear"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.WAITING)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    path = models.CharField(_("stored at"), max_length=200, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("exported by"))
    at = models.DateTimeField(_("exported at"))
    expires_at = models.DateTimeField(_("can be fetched until"))

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [models.Index(fields=["by", "-id"], name="export_of_person")]

    def __str__(self) -> str:
        return f"{self.key} #{self.pk}"
