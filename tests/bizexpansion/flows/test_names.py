"""Everything a flow shows to people has both its names."""

import re

import pytest
from django.utils import translation

from bizexpansion.flows import all_flows
from bizexpansion.flows.library import CODES, WAITS


def labels() -> list[object]:
    found: list[object] = [*(name for name, _ in CODES.values()), *WAITS.values()]
    for flow in all_flows():
        found += [flow.name, *(condition.label for condition in flow.conditions)]
        found += [exit.label for step in flow.body.steps() for exit in step.exits if len(step.exits) > 1]
    return found


@pytest.mark.parametrize(("language", "pattern"), [("zh-hans", r"^[一-鿿，]+$"), ("en", r"^[A-Za-z][ -~]+$")])
def test_every_label_is_in_both_languages(language: str, pattern: str) -> None:
    with translation.override(language):
        assert [str(label) for label in labels() if not re.match(pattern, str(label))] == []
