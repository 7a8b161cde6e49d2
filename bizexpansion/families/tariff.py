"""Change of tariff class (215 改类)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import tariff as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.models import Case, TariffChange
from bizexpansion.models.tariff import TariffChangeKind
from bizexpansion.operations import acceptance, tariff


def _asked(case: Case) -> Mapping[str, Any]:
    """What the customer says of the use, and whether that needs a plan and another contract."""
    asked = TariffChange.objects.get(case=case)
    return {
        "use_found": asked.new_use,
        "changes_contract": asked.changes_category,
        "needs_plan": asked.changes_category,
    }


def _day(case: Case) -> Mapping[str, Any]:
    """The day that was asked for; once it has passed today, and for a basic charge the first of a month (T14)."""
    asked = TariffChange.objects.get(case=case)
    day = max(asked.effective_on, localdate())
    if asked.kind == TariffChangeKind.BASIC_CHARGE and day.day != 1:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return {"effective_on": day}


SPECS = (
    StepSpec(
        "accept_tariff",
        forms.TariffChangeForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-USE"),
        button=_("Accept"),
    ),
    StepSpec(
        "check_tariff",
        forms.TariffCheckForm,
        tariff.check_tariff,
        "check",
        prefill=_asked,
        button=_("Record check"),
    ),
    StepSpec(
        "draft_tariff",
        forms.TariffPlanForm,
        tariff.draft_tariff,
        "plan",
        prefill=_day,
        button=_("Submit plan"),
    ),
)
