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

CASE_NUMBER = re.compile(r"\d{6}-?\d{4,6}")


def find_case(user: Any, text: str) -> Iterable[SearchHit]:
    """By the case number, with or without its hyphen."""
    number = "".join(text.split())
    if not CASE_NUMBER.fullmatch(number):
        return []
    number = number if "-" in number else f"{number[:6]}-{number[6:]}"
    cases = Case.objects.restrict(user, VIEW_CASE).select_related("account__customer").filter(case_number=number)
    return [
        SearchHit(
            url=reverse("case", args=[case.case_number]),
            title=f"{case.case_number} {case.account.masked_name}",
            detail=f"{get_flow(case.flow_code, case.flow_version).flow.name} · {case.get_state_display()}",
        )
        for case in cases
    ]
