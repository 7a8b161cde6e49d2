"""Decisions and archives of flows that change an existing account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.records import StepRecord


class Decision(StepRecord):
    """A04 without a supply plan: by which of its exits the step was left. A decision against says why."""

    outcome = models.CharField(_("decision"), max_length=30)

    class Meta(StepRecord.Meta):
        verbose_name = _("decision on an application")
        verbose_name_plural = _("decisions on applications")


class ChangeArchive(StepRecord):
    """A20 of a change: what was agreed is compared with the papers, then stands in the book."""

    data_checked = models.BooleanField(_("data checked against the papers"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("archive of a change")
        verbose_name_plural = _("archives of changes")
