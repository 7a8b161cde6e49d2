"""What is known already of the firms that the customer chose: of this case only, never of others."""

from __future__ import annotations

from django.forms import model_to_dict

from bizexpansion.forms.prefill import Known
from bizexpansion.models import Case, CompletionReport, DesignSubmission, StartOfWorks, StepRecord

_LICENCE = ("licence_grade", "licence_number", "licence_valid_until")


def design(case: Case) -> Known:
    """The design firm that handed in before, where the documents come again."""
    return _named_before(case, DesignSubmission, "design_firm")


def completion(case: Case) -> Known:
    """The firm that reported before, else the one that the customer named when the works began."""
    known = _named_before(case, CompletionReport, "reported_by_firm")
    if known:
        return known
    began = dict(_named_before(case, StartOfWorks, "contractor"))
    return {"reported_by_firm": began.pop("contractor"), **began} if began else {}


def _named_before(case: Case, model: type[StepRecord], firm: str) -> Known:
    found = model._default_manager.filter(case=case).order_by("-id").first()
    return model_to_dict(found, (firm, *_LICENCE)) if found is not None else {}
