"""Who holds the account (210 更名)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import holder as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.operations import acceptance, holder

EFFECTS = holder

SPECS = (
    StepSpec(
        "accept_rename",
        forms.RenameForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-ID", "M-ORG", "M-RENAME"),
        button=_("Accept"),
    ),
)
