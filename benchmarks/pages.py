"""The pages that are measured, the floor first. A new page that people open all day gets a line here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its name in the report, its address, and the most floors that it may cost."""

    name: str
    address: str
    floors: float


PAGES = (Page("floor", "/floor/", 1.0),)
