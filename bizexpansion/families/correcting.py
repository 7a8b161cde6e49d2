"""Refund or back-billing of energy (A29), for 302 and 304."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import TaskState
from bizexpansion.forms import correcting as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.models import Case, CorrectionBasis, FaultHandling, TestResult
from bizexpansion.operations import correcting
from bizexpansion.operations.lookups import account_of
from bizexpansion.queries.correcting import average_price, error_began, recorded_energy
from crm.parameters.queries import get_parameter
from customers.book.models import MeterInstallation

FRACTION = "meter_test.refund_fraction"
PAY_WITHIN = timedelta(days=30)


def _known(case: Case) -> Mapping[str, Any]:
    """The error that a test has shown, its time, what was recorded then and what a kWh cost."""
    account, today = account_of(case), localdate()
    done = {"case": case, "task__state": TaskState.DONE}
    test = TestResult.objects.filter(**done).order_by("-id").first()
    handling = FaultHandling.objects.filter(**done).order_by("-id").first()
    known: dict[str, Any] = {"due_on": today + PAY_WITHIN, "ends_on": today}
    if test is not None and not test.is_within_tolerance:
        known |= {"basis": CorrectionBasis.METER_ERROR, "error_percent": test.error_percent}
        known["ends_on"] = localtime(test.tested_at).date()
        hung = MeterInstallation.objects.filter(account=account, meter__asset_number=test.asset_number)
        first = hung.order_by("period").first()
        since = localtime(first.period.lower).date() if first else None
        fraction = get_parameter(FRACTION, on=today)
        known["starts_on"] = error_began(test.asset_number, since, known["ends_on"], fraction)
    elif handling is not None:
        known["starts_on"] = handling.faulty_since
    start = known.get("starts_on")
    if start is not None and start < known["ends_on"]:
        known["recorded_energy"] = recorded_energy(account.pk, start, known["ends_on"])
        known["price"] = average_price(account.pk, start, known["ends_on"])
    return known


SPECS = (
    StepSpec(
        "correct_energy",
        forms.EnergyCorrectionForm,
        correcting.correct_energy,
        "correction",
        prefill=_known,
        button=_("Approve the correction"),
    ),
)
