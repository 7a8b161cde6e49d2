"""How far a figure can be relied on: the marks of the domain files, one vocabulary for parameters and clocks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trust(models.TextChoices):
    """Everything below LAW must be checked by a person before go-live; the word UNCONFIRMED stays visible."""

    LAW = "L", _("read in the text of the act")
    SEEN = "S", _("seen on a public page")
    CONFIRMED = "C", _("confirmed by a secondary source")
    DERIVED = "D", _("derived from sources")
    INFERRED = "I", _("inferred from two sources")
    KNOWN = "K", _("UNCONFIRMED: trade knowledge")
    PROPOSED = "P", _("UNCONFIRMED: our proposal")
    UNCONFIRMED = "U", _("UNCONFIRMED")


# Words among the units; symbols (kVA, kW, yuan/kWh) are the same in every language.
UNITS = {
    "working day": _("working day"),
    "day": _("calendar day"),
    "month": _("month"),
}
NEEDS_CONFIRMATION = frozenset({Trust.KNOWN, Trust.PROPOSED, Trust.UNCONFIRMED})
