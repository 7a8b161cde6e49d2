"""Metering fault (302 计量装置故障)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import fault as forms
from bizexpansion.forms import prefill
from bizexpansion.forms.base import StepSpec
from bizexpansion.models import Case, FaultReport
from bizexpansion.operations import acceptance, fault


def _reported(case: Case) -> Mapping[str, Any]:
    """The kind of fault as it was reported."""
    return {"fault_kind": FaultReport.objects.get(case=case).fault_kind}


SPECS = (
    StepSpec(
        "accept_fault",
        forms.FaultReportForm,
        acceptance.accept_application,
        "application",
        papers=("M-PHOTO", "M-ID"),
        button=_("Accept"),
    ),
    StepSpec(
        "check_fault",
        forms.FaultCheckForm,
        fault.check_fault,
        "check",
        prefill=prefill.surveyors,
        button=_("Record check"),
    ),
    StepSpec(
        "handle_fault",
        forms.FaultHandlingForm,
        fault.handle_fault,
        "handling",
        prefill=_reported,
        button=_("Record the handling"),
    ),
)
