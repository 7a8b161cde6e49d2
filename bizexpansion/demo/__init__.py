"""Demo cases of flow 104 in every state, each carried step by step through the real operations, in the past."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from bizexpansion.demo.crew import crews
from bizexpansion.demo.scenarios import Scenario, scenarios
from bizexpansion.demo.walk import DemoWalk
from bizexpansion.models import Case
from crm.local.builders import SeedRequest


def build_cases(request: SeedRequest, stories: Sequence[Scenario] | None = None) -> None:
    """Walk the scenarios (all, unless `stories` says) that have no case yet; none for a book without accounts."""
    if not request.accounts:
        return
    walks = [DemoWalk(scenario, index, request) for index, scenario in enumerate(stories or scenarios())]
    present = set(Case.objects.filter(token__in=[walk.token for walk in walks]).values_list("token", flat=True))
    missing = [walk for walk in walks if walk.token not in present]
    if not missing:
        request.say(f"bizexpansion: {len(walks)} cases are there, nothing to add")
        return
    companies = crews()
    for count, walk in enumerate(missing, start=1):
        with transaction.atomic():  # a case is there whole or not at all, so that a second run can go by it
            walk.run(companies)
        if count % 10 == 0 or count == len(missing):
            request.say(f"bizexpansion: {count} of {len(missing)} cases")
