"""Another holder of the account (211 过户)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import transfer as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, transfer

EFFECTS = transfer

SPECS = (
    StepSpec(
        "accept_transfer",
        forms.TransferForm,
        acceptance.accept_application,
        "application",
        rows=(RowSpec("contacts", forms.TransferContactRow, _("persons of the new holder"), extra=1),),
        papers=("M-CHG", "M-ID", "M-ORG", "M-NEW", "M-PROP"),
        button=_("Accept"),
    ),
)
