"""Relocation (207): the application and the survey; the plan is that of every change of supply."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import prefill
from bizexpansion.forms import relocation as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.operations import acceptance, relocation

SPECS = (
    StepSpec(
        "accept_relocation",
        forms.RelocationForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-ORG", "M-ID", "M-PROP", "M-EQ"),
        button=_("Accept"),
    ),
    StepSpec(
        "survey_relocation",
        forms.RelocationSurveyForm,
        relocation.survey_relocation,
        "survey",
        papers=("M-PHOTO",),
        prefill=prefill.survey,
        button=_("Record survey"),
    ),
)
