"""The words of duplicates and merges: rules, states, and the values between which a person chooses."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyKind(models.TextChoices):
    """What a key under which customers are compared is made of."""

    ID_NUMBER = "ID", _("ID number")
    NAME_ADDRESS = "NA", _("name and address")


class DuplicateRule(models.TextChoices):
    """Why two customers may be one."""

    CREDIT_CODE = "CREDIT_CODE", _("same unified social credit code")
    ID_NUMBER = "ID_NUMBER", _("same ID number")
    NAME_ADDRESS = "NAME_ADDRESS", _("same name and address")


class PairState(models.TextChoices):
    """What became of two customers that may be one."""

    OPEN = "OPEN", pgettext_lazy("duplicate", "to be judged")
    PROPOSED = "PROPOSED", pgettext_lazy("duplicate", "merge proposed")
    REJECTED = "REJECTED", pgettext_lazy("duplicate", "different customers")
    MERGED = "MERGED", pgettext_lazy("duplicate", "merged")
    GONE = "GONE", pgettext_lazy("duplicate", "no longer alike")


class MergeState(models.TextChoices):
    """The life of a merge: proposed, then refused, withdrawn or overtaken; or merged, and perhaps undone."""

    PROPOSED = "PROPOSED", pgettext_lazy("merge", "waits for consent")
    REFUSED = "REFUSED", pgettext_lazy("merge", "refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("merge", "withdrawn")
    OVERTAKEN = "OVERTAKEN", pgettext_lazy("merge", "overtaken by another merge")
    MERGED = "MERGED", pgettext_lazy("merge", "merged")
    UNDONE = "UNDONE", pgettext_lazy("merge", "undone")


class ConsentState(models.TextChoices):
    """What a department says to a merge."""

    WAITING = "WAITING", pgettext_lazy("consent", "waiting")
    GIVEN = "GIVEN", pgettext_lazy("consent", "agreed")
    REFUSED = "REFUSED", pgettext_lazy("consent", "refused")


class Side(models.TextChoices):
    """Whose value stays where the two customers differ."""

    SURVIVOR = "survivor", _("of the customer that stays")
    MERGED = "merged", _("of the customer that is merged into it")


MERGE_FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "kind"),
    "id_number": ("id_kind", "id_hash", "id_last4", "id_tail_hash", "id_cipher"),
    "registered_address": ("registered_address",),
    "mailing_address": ("mailing_address",),
}
"""What a person chooses -> the columns that go together."""

FIELD_LABELS: dict[str, Any] = {
    "name": _("customer name"),
    "id_number": _("ID number"),
    "registered_address": _("registered address"),
    "mailing_address": _("mailing address"),
}


def differing(one: Any, other: Any) -> list[str]:
    """The fields in which two customers differ. An encrypted number is a new text each time: its hash counts."""
    return [
        field
        for field, columns in MERGE_FIELDS.items()
        if any(getattr(one, column) != getattr(other, column) for column in columns if column != "id_cipher")
    ]


def default_side(field: str, survivor: Any, merged: Any) -> Side:
    """The survivor's value, unless it has none."""
    column = "id_hash" if field == "id_number" else MERGE_FIELDS[field][0]
    return Side.MERGED if getattr(merged, column) and not getattr(survivor, column) else Side.SURVIVOR


def completeness(customer: Any) -> int:
    """How many of the values that may be lacking are there."""
    return sum(bool(getattr(customer, column)) for column in ("id_hash", "registered_address", "mailing_address"))
