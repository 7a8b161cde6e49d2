"""Forms of the family "holder"."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.models import NameChange
from crm.web.forms import Section


class RenameForm(ChangeForm):
    """A01 of 210: the new name and what proves it."""

    sections = (
        ChangeForm.about,
        Section(_("Change of name"), ("new_name", "ground", "proof_number", "reason")),
        ChangeForm.checked,
    )

    class Meta:
        model = NameChange
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "new_name", "ground", "proof_number", "reason",
            "identity_checked", "note",
        ]  # fmt: skip
