"""Codes of metering (words of ours; an outer interface maps them)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadingQuality(models.TextChoices):
    """What is known of a reading. A missing reading has no row: a gap is never a zero."""

    GOOD = "G", _("good")
    CONSTANT = "C", _("suspect: the whole series never changes")


class BatchState(models.TextChoices):
    RUNNING = "RUNNING", _("running")
    DONE = "DONE", _("done")
    FAILED = "FAILED", _("failed")
