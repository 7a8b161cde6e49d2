"""What a person has typed and not yet sent, and what the API has answered and may be asked again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.models import Staff


class FormDraft(models.Model):
    """The latest state of one form that one person has begun, restored when it opens again anywhere.

    Not under audit, on purpose: it is no record yet, only its author sees it, and the audit would keep the
    personal data of a discarded form for good. Deleted when the form is sent, or after thirty days.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("staff"))
    form_key = models.CharField(_("form"), max_length=60)
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    data = models.JSONField(_("entries"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["staff", "form_key", "subject"], name="one_draft_of_a_form"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_age")]

    def __str__(self) -> str:
        return f"{self.form_key}/{self.subject} of {self.staff_id}"


class KeptAnswer(models.Model):
    """The answer to a request with an `Idempotency-Key`, kept for the same person asking again.

    `sealed` is the answer encrypted, for it may show what only this person may see. Not under audit: the
    operation that was answered has its own entry. Deleted after 72 hours.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff"))
    key = models.CharField(_("idempotency key"), max_length=255)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    sealed = models.TextField(_("answer, encrypted"), blank=True, default="")
    at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["staff", "key"], name="one_answer_for_a_key")]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.key} of {self.staff_id}"
