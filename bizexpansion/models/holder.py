"""Who holds the account: change of name (210)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import ChangeApplication


class RenameGround(TextChoices):
    """Why the same customer bears another name (GH)."""

    REGISTRATION = "REGISTRATION", _("change in the commercial register")
    HOUSEHOLD = "HOUSEHOLD", _("another member of the household book")
    CORRECTION = "CORRECTION", _("correction of a wrong entry")


class NameChange(ChangeApplication):
    """210 更名: the same legal subject or household, only the name changes; address, capacity, class stay."""

    forms = ("accept_rename",)
    personal = ChangeApplication.personal | {"new_name"}

    new_name = models.CharField(_("new name"), max_length=120)
    ground = models.CharField(_("ground of the change"), max_length=12, choices=RenameGround)
    proof_number = models.CharField(_("number of the proof"), max_length=60)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a change of name")
        verbose_name_plural = _("applications for a change of name")

    def clean(self) -> None:
        """Another name, and one that says something. Raises ValidationError by field."""
        self.new_name = " ".join(self.new_name.split())
        if self.account_id and self.new_name == self.account.name:
            raise ValidationError({"new_name": _("This is the name that the account has already.")})
