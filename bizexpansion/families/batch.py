"""Batch orders (112, 217): the application with its list, the determination of customers, the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import batch as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.models import Case, ListRowState
from bizexpansion.operations import acceptance, batch, closings, households

EFFECTS = (households, closings)


def _buildings(case: Case) -> Mapping[str, Any]:
    """A line for each building of the list."""
    rows = batch.batch_of(case).rows().filter(state=ListRowState.TAKEN)
    names = sorted(set(rows.values_list("building", flat=True)))
    return {"sections": [{"building": name} for name in names]}


SPECS = (
    StepSpec(
        "accept_batch",
        forms.HouseholdBatchForm,
        acceptance.accept_application,
        "application",
        papers=("M-ORG", "M-LIST", "M-PRJ"),
        button=_("Accept"),
    ),
    StepSpec(
        "accept_batch_closing",
        forms.BatchClosingForm,
        acceptance.accept_application,
        "application",
        papers=("M-DEMO", "M-LIST"),
        button=_("Accept"),
    ),
    StepSpec(
        "determine_batch",
        forms.DeterminationForm,
        batch.determine_batch,
        "determination",
        button=_("Determine the customers"),
    ),
    StepSpec(
        "determine_row",
        forms.RowDeterminationForm,
        batch.determine_row,
        "determination",
        button=_("The row takes part"),
    ),
    StepSpec(
        "archive_batch",
        forms.BatchArchiveForm,
        batch.archive_batch,
        "archive",
        rows=(RowSpec("sections", forms.BuildingSectionRow, _("reading sections"), extra=0, maximum=200),),
        prefill=_buildings,
        button=_("Archive to the book"),
    ),
)
