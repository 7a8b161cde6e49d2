"""Merging of accounts (213)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import merging as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, merging

EFFECTS = (merging,)

SPECS = (
    StepSpec(
        "accept_merge",
        forms.MergeForm,
        acceptance.accept_application,
        "application",
        rows=(RowSpec("absorbed", forms.MergedAccountRow, _("accounts that are taken in"), extra=2, maximum=20),),
        papers=("M-CHG", "M-ID", "M-ORG", "M-PROP", "M-AGREE"),
        button=_("Accept"),
    ),
)
