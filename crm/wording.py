"""Small pieces of sentences that depend on the language of the reader."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def enumerated(words: Iterable[object]) -> str:
    """Join the parts of an enumeration as the reader's language writes it: 甲、乙, or a, b."""
    return pgettext("between the parts of an enumeration", ", ").join(map(str, words))


def alternated(parts: Iterable[object]) -> str:
    """Join parts that hold commas themselves: 甲 1；乙 2, or a 1; b 2."""
    return pgettext("between parts that hold commas", "; ").join(map(str, parts))
