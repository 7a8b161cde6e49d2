"""What the search box finds in business expansion."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from bizexpansion.flows import get_flow
from bizexpansion.models import Case
from bizexpansion.rules import VIEW_CASE
from crm.registries import SearchHit
from crm.search.normal import Query

BEGINNING = re.compile(r"\d{6,12}")
MOST = 8


def find_case(user: Any, typed: str) -> Iterable[SearchHit]:
    """By the case number, with or without its hyphen, or its beginning from the six digits of the day on."""
    text = Query.of(typed).text
    if not BEGINNING.fullmatch(text):
        return []
    number = f"{text[:6]}-{text[6:]}"
    cases = Case.objects.restrict(user, VIEW_CASE).select_related("account__customer")
    return [
        SearchHit(
            url=reverse("case", args=[case.case_number]),
            title=f"{case.case_number} {case.masked_title}",
            detail=f"{get_flow(case.flow_code, case.flow_version).flow.name} · {case.get_state_display()}",
            exact=case.case_number == number,
        )
        for case in cases.filter(case_number__startswith=number).order_by("case_number")[:MOST]
    ]
