"""The end of supply, for good or for a time (216 销户, 208 暂拆, 209 复装)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import leaving as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.operations import acceptance, away, leaving

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
    StepSpec(
        "accept_removal",
        forms.TemporaryRemovalForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-ID", "M-ORG"),
        button=_("Accept"),
    ),
    StepSpec(
        "accept_reinstallation",
        forms.ReinstallationForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-ID", "M-ORG"),
        button=_("Accept"),
    ),
    StepSpec("check_refit", forms.RefitCheckForm, away.check_refit, "check", button=_("Record check")),
)
