"""The form in which text is stored for searching and in which a query meets it.

Full-width and compatibility forms become plain ones (Unicode NFKC), ASCII letters small, spaces and punctuation
go. The database does the same in `crm_search_text` (migration 0001), so that an index and a query cannot differ;
`tests/crm/search/test_normal.py` holds the two against each other. No wildcard or quote survives: what is
normal may stand in a LIKE pattern as it is.
"""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass

LONGEST = 60
"""Characters of a query that are looked at; a name has at most 120, an address 200."""

DROPPED = (
    "".join(map(chr, range(1, 32)))
    + "\x7f \u00a0\u1680\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufe0e\ufe0f\ufeff"
    + string.punctuation
    + "·•‧・。、《》〈〉「」『』【】〔〕〖〗“”‘’„‹›«»—–‒―…〜￣¥£€§№°"
)
"""Characters that neither an index nor a query holds."""

_TABLE = str.maketrans(string.ascii_uppercase, string.ascii_lowercase, DROPPED + "\x00")


def normal(text: str) -> str:
    """The searchable form of a text, of any length; never an error."""
    clean = text.encode("utf-8", "ignore").decode()  # half of a surrogate pair cannot be stored
    return unicodedata.normalize("NFKC", clean).translate(_TABLE)


@dataclass(frozen=True)
class Query:
    """What somebody typed, in its searchable form; `text` has at most `LONGEST` characters."""

    text: str

    @classmethod
    def of(cls, typed: str) -> Query:
        """Read what was typed, whatever it is."""
        return cls(normal(typed[: 10 * LONGEST])[:LONGEST])

    @property
    def is_number(self) -> bool:
        """Only digits 0 to 9."""
        return self.text.isascii() and self.text.isdigit()

    @property
    def is_letters(self) -> bool:
        """Only letters a to z, as the initials of a name are."""
        return self.text.isascii() and self.text.isalpha()

    @property
    def is_code(self) -> bool:
        """Letters and digits as in a number of an ID document, a customer or a contract."""
        return self.text.isascii() and self.text.isalnum() and any(c.isdigit() for c in self.text)

    def grams(self, size: int) -> list[str]:
        """The pieces of `size` characters that a text containing this one must contain, each once."""
        return list(dict.fromkeys(self.text[i : i + size] for i in range(len(self.text) - size + 1)))
