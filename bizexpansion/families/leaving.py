"""The end of supply (216 销户)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import leaving as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.operations import acceptance, leaving

SPECS = (
    StepSpec(
        "accept_closing",
        forms.ClosingForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-ID", "M-ORG", "M-OTHER"),
        button=_("Accept"),
    ),
    StepSpec("check_closing", forms.ClosingCheckForm, leaving.check_closing, "check", button=_("Record check")),
)
