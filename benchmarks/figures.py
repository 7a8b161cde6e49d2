"""What was measured, beside what it may be: one table for everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value, in the unit of its limit; `more` tells what else was seen."""

    name: str
    value: float
    limit: float
    unit: str
    more: str = ""
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """Whether it stays within its limit."""
        return not self.trouble and self.value <= self.limit


def print_table(figures: Sequence[Figure]) -> int:
    """Print every figure with its limit and verdict; returns how many failed."""
    print(f"\n{'what':<44}{'measured':>10}{'at most':>10} {'unit':<12}{'verdict':<9}more")
    for one in figures:
        verdict = "pass" if one.passed else "FAIL"
        print(
            f"{_wide(one.name, 44)}{one.value:>10.2f}{one.limit:>10.2f} {one.unit:<12}{verdict:<9}"
            f"{one.trouble or one.more}"
        )
    failed = sum(not one.passed for one in figures)
    print(f"{len(figures) - failed} of {len(figures)} figures within their limits")
    return failed


def _wide(text: str, width: int) -> str:
    """The text filled up to a width in which a Chinese character counts two."""
    return text + " " * max(1, width - sum(2 if ord(letter) > 0x2E80 else 1 for letter in text))


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]
