"""Moving a meter (218 移表)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import moving as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.models import Case
from bizexpansion.operations import acceptance, moving
from bizexpansion.operations.exchange import standing_terminal
from bizexpansion.operations.lookups import account_of


def _known(case: Case) -> Mapping[str, Any]:
    """Whether the book knows a terminal that may have to move too."""
    return {"moves_terminal": standing_terminal(account_of(case).pk) is not None}


SPECS = (
    StepSpec(
        "accept_move",
        forms.MeterMoveForm,
        acceptance.accept_application,
        "application",
        rows=(RowSpec("points", forms.MovedPointRow, _("meters to be moved"), extra=1),),
        papers=("M-CHG", "M-ID", "M-ORG"),
        button=_("Accept"),
    ),
    StepSpec(
        "draft_move",
        forms.MoveDraftForm,
        moving.draft_move,
        "draft",
        prefill=_known,
        button=_("Submit plan"),
    ),
)
