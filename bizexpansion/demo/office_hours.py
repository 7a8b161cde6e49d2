"""When the people of the demo work."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localtime


def at_work(moment: datetime, rng: Random) -> datetime:
    """The moment itself in office hours, else some time in the next morning of a weekday."""
    local = localtime(moment)
    if local.weekday() < 5 and 9 <= local.hour < 17:
        return local
    ahead = 1 if local.hour >= 17 or local.weekday() >= 5 else 0
    day = local + timedelta(days=ahead)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.replace(hour=9, minute=rng.randint(0, 59), second=rng.randint(0, 59))
