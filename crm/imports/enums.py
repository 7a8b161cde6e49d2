"""States of a batch and of its rows (words of ours)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BatchState(models.TextChoices):
    """Where a batch is on its way: handed in, being read, to be looked at, being taken in, taken in, …"""

    NEW = "NEW", pgettext_lazy("import", "to be mapped")
    CHECKING = "CHECKING", _("being checked")
    CHECKED = "CHECKED", _("checked, to be taken in")
    APPLYING = "APPLYING", _("being taken in")
    DONE = "DONE", _("taken in")
    UNDOING = "UNDOING", _("being undone")
    UNDONE = "UNDONE", _("undone")
    DISCARDED = "DISCARDED", _("discarded")
    FAILED = "FAILED", pgettext_lazy("import", "stopped by an error")


class RowState(models.TextChoices):
    """What becomes of a row: good ones become records, bad ones go back, unchanged ones are there already.

    Where an import is undone, a row whose record somebody has worked on since is kept.
    """

    GOOD = "G", pgettext_lazy("import", "good")
    BAD = "B", pgettext_lazy("import", "bad")
    UNCHANGED = "U", pgettext_lazy("import", "there already")
    KEPT = "K", pgettext_lazy("import", "kept when undone")


class ExportState(models.TextChoices):
    """Where an exported list is on its way."""

    WAITING = "WAITING", pgettext_lazy("export", "being written")
    READY = "READY", pgettext_lazy("export", "ready")
    FAILED = "FAILED", pgettext_lazy("export", "failed")
    EXPIRED = "EXPIRED", pgettext_lazy("export", "expired")


OPEN_STATES = (BatchState.NEW, BatchState.CHECKING, BatchState.CHECKED, BatchState.APPLYING)
MOVING_STATES = (BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING)
