"""How an operation is called in the language of the reader; each app names its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def name_operations(words: Mapping[str, str | Promise]) -> None:
    """Register the words of operations, by the name that `@operation` carries."""
    _words.update(words)


def word_of(operation: str) -> str | Promise:
    """The word of an operation; its plain name where nobody gave it one."""
    return _words.get(operation, operation)


def named_operations() -> frozenset[str]:
    """Every operation that has a word."""
    return frozenset(_words)
