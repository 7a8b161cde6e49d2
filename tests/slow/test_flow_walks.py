"""Long random walks over 104."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.bizexpansion.flows.walks import CHECKS, Walk, walks


@pytest.mark.slow
@given(walks(250))
@settings(
    max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_long_walks_stay_whole(walk: Walk) -> None:
    for check in CHECKS:
        check(walk)
