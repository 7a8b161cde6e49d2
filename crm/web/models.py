"""What a person has typed and not yet sent."""

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
