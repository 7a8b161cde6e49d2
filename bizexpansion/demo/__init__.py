"""Demo cases, carried through the real operations in the past: 104 in every state, the others up to some step."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from bizexpansion.demo.changes import ChangeWalk
from bizexpansion.demo.crew import crews
from bizexpansion.demo.renewals import build_renewal
from bizexpansion.demo.scenarios import Scenario, scenarios
from bizexpansion.demo.stories import stories
from bizexpansion.demo.story import Story
from bizexpansion.demo.walk import DemoWalk
from bizexpansion.models import Case
from crm.local.builders import SeedRequest


def build_cases(
    request: SeedRequest, scenes: Sequence[Scenario] | None = None, tales: Sequence[Story] | None = None
) -> None:
    """Walk what has no case yet: all scenarios and stories, or those given; none for a book without accounts."""
    if not request.accounts:
        return
    walks: list[DemoWalk | ChangeWalk] = [
        *(DemoWalk(one, index, request) for index, one in enumerate(scenarios() if scenes is None else scenes)),
        *(ChangeWalk(one, index, request) for index, one in enumerate(stories() if tales is None else tales)),
    ]
    present = set(Case.objects.filter(token__in=[walk.token for walk in walks]).values_list("token", flat=True))
    missing = [walk for walk in walks if walk.token not in present]
    renewal = build_renewal(request) if scenes is None and tales is None else None
    if renewal is not None:
        request.say(f"bizexpansion: the temporary supply {renewal.account} goes on until {renewal.granted_until}")
    if not missing:
        request.say(f"bizexpansion: {len(walks)} cases are there, nothing to add")
        return
    companies = crews()
    for count, walk in enumerate(missing, start=1):
        try:
            with transaction.atomic():  # a case is there whole or not at all, so that a second run can go by it
                walk.run(companies)
        except Exception as missed:  # whatever it is: one case less is no reason to show nothing at all
            why = getattr(missed, "errors", None) or missed  # of a refusal, which fields
            request.say(f"bizexpansion: LEFT OUT: {walk.title}: {type(missed).__name__}: {why}")
        if count % 10 == 0 or count == len(missing):
            request.say(f"bizexpansion: {count} of {len(missing)} cases")
