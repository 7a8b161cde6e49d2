"""Kinds of calendar days."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DayKind(TextChoices):
    """What the State Council's yearly notice makes of a day."""

    WORKDAY = "WORKDAY", _("working day")
    REST = "REST", _("weekend")
    HOLIDAY = "HOLIDAY", _("public holiday")
    MAKE_UP = "MAKE_UP", _("make-up working day")


WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP})
