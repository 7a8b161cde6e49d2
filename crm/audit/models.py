"""Append-only ledgers: what people did, which rows it changed, whose personal data was shown, who opened what.

The actor is kept as a number and a staff number, not as a foreign key: evidence must not change or vanish
with the account that it speaks of. The database itself refuses UPDATE, DELETE and TRUNCATE (see
`triggers.py`).
"""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One call of a named operation by one person: the sentence of the business log."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor_id = models.BigIntegerField(_("actor"), null=True, db_index=True)
    actor_number = models.CharField(_("staff number"), max_length=32, blank=True)
    operation = models.CharField(_("operation"), max_length=80, db_index=True)
    subject_type = models.CharField(_("kind of record"), max_length=80, blank=True)
    subject_id = models.BigIntegerField(_("record"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict)
    parent_id = models.BigIntegerField(_("part of"), null=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.operation} #{self.pk}"


class Change(models.Model):
    """One row that a statement inserted, updated or deleted; written by the database, never by Python."""

    INSERTED, UPDATED, DELETED = "I", "U", "D"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"))
    entry_id = models.BigIntegerField(_("audit entry"), null=True, db_index=True)
    actor_id = models.BigIntegerField(_("actor"), null=True)
    operation = models.CharField(_("operation"), max_length=80, blank=True)
    table_name = models.CharField(_("table"), max_length=80)
    row_id = models.BigIntegerField(_("row"))
    action = models.CharField(
        _("action"), max_length=1, choices=[("I", _("inserted")), ("U", _("updated")), ("D", _("deleted"))]
    )
    old = models.JSONField(_("before"), null=True)
    new = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("row change")
        verbose_name_plural = _("row changes")
        indexes = [
            models.Index(fields=["table_name", "row_id", "-id"], name="audit_change_row"),
            # rows come in the order of time: what changed since an hour ago is a few pages at the end
            BrinIndex(fields=["at"], name="audit_change_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.table_name}:{self.row_id} {self.action}"


class Reveal(models.Model):
    """One person saw one piece of personal data in clear, and said why."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor_id = models.BigIntegerField(_("actor"), db_index=True)
    actor_number = models.CharField(_("staff number"), max_length=32)
    subject_type = models.CharField(_("kind of record"), max_length=80)
    subject_id = models.BigIntegerField(_("record"))
    field = models.CharField(_("field"), max_length=80)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("reveal of personal data")
        verbose_name_plural = _("reveals of personal data")
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_reveal_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.subject_id} {self.field}"


class Viewing(models.Model):
    """A person opened the page of a record on a day: one row a day, with the first time.

    What was shown then was masked; what was shown in clear is a `Reveal`.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"))
    day = models.DateField(_("day"))
    actor_id = models.BigIntegerField(_("actor"))
    actor_number = models.CharField(_("staff number"), max_length=32)
    subject_type = models.CharField(_("kind of record"), max_length=80)
    subject_id = models.BigIntegerField(_("record"))

    class Meta:
        verbose_name = _("opening of a record")
        verbose_name_plural = _("openings of records")
        constraints = [
            # Also the index by which the openings of a record are found.
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "day", "actor_id"], name="audit_viewing_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["actor_id", "day"], name="audit_viewing_actor")]

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.subject_id} {self.day}"
