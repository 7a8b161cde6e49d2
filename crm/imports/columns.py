"""What a column of a file may hold: its words, and a parser from a cell to the value that is stored.

Parsers are pure. They take what a reader gives (text from CSV; text, number, day or moment from XLSX) and
return the stored value, or raise `Reject` with a sentence in the person's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm.wording import enumerated

Cell = str | int | float | bool | date | datetime | timedelta | None
Parser = Callable[[Any], Any]

CELL_MAX = 2000
"""No cell of a list of customers is longer; a longer one is a mistake or an attack."""

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+[\d:.]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Spaces without width and signs that turn the direction round: nobody sees them, and no search finds past them."""
_FORMULA = ("=", "+", "-", "@")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_SERIAL_ZERO = date(1899, 12, 30)


class Reject(ValueError):
    """A cell cannot be taken; the sentence says why."""


@dataclass(frozen=True)
class Column:
    """One column of an importer.

    `key` is also the name of the staged column, `sql` its type there. `names` are the words under which it
    may stand in a header; the first Chinese one is the template's. `may_be_empty`: the file has to have a required
    column, but not every row a value (`check_row` says which). `seal` and `unseal` keep a number that may
    not lie about in clear, in the kept row; `personal` columns are shown to nobody in a preview.
    """

    key: str
    label: Any
    parse: Parser
    names: tuple[str, ...]
    sql: str = "varchar"
    required: bool = False
    may_be_empty: bool = False
    default: Any = None
    note: Any = ""
    personal: bool = False
    seal: Callable[[str], str] | None = None
    unseal: Callable[[str], str] | None = None

    def value(self, cell: Cell) -> Any:
        """The stored value of a cell, the default of an empty one. Raises Reject."""
        if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
            if self.required and not self.may_be_empty:
                raise Reject(_("This is missing."))
            return self.default
        return self.parse(cell)


def words_of(cell: Cell) -> str:
    """A cell as text in one form: full-width letters and digits made plain, blanks at the ends dropped."""
    if isinstance(cell, str):
        text = (cell if cell.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", cell))).strip()
        if len(text) > CELL_MAX:
            raise Reject(_("This is too long: %(count)d characters.") % {"count": len(text)})
        if not text.isprintable() and _CONTROL.search(text):
            raise Reject(_("This holds characters that cannot be printed."))
        return text
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(int(cell))
    if isinstance(cell, float):
        if not cell.is_integer():
            return repr(cell)
        cell = int(cell)
    if isinstance(cell, int):
        return str(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def text(maximum: int) -> Parser:
    """A name or an address: one line of at most `maximum` characters that no spreadsheet would compute."""

    def parse(cell: Cell) -> str:
        value = " ".join(words_of(cell).split())
        if len(value) > maximum:
            raise Reject(_("At most %(maximum)d characters.") % {"maximum": maximum})
        if value.startswith(_FORMULA):
            raise Reject(_("This may not begin with “%(sign)s”: it would be a formula.") % {"sign": value[0]})
        return value

    return parse


def code(cell: Cell) -> str:
    """A number that is a name, without spaces. Rejects one that has lost digits: a spreadsheet keeps fifteen."""
    lost = isinstance(cell, float) and abs(cell) >= 1e15
    value = "" if lost else words_of(cell).replace(" ", "").lstrip("'")
    if lost or _SCIENTIFIC.fullmatch(value):
        raise Reject(_("The spreadsheet has rounded this number: format the column as text, enter it anew."))
    return value


def digits(pattern: str, sentence: Any) -> Parser:
    """A number that is a name, not an amount: no digit may have been lost to a spreadsheet."""
    form = re.compile(pattern)

    def parse(cell: Cell) -> str:
        value = code(cell)
        if not form.fullmatch(value):
            raise Reject(str(sentence))
        return value

    return parse


_remembered = lru_cache(maxsize=10_000, typed=True)
"""Few different values stand in such columns; a refusal is not remembered, its language may change."""


def amount(minimum: Decimal, maximum: Decimal, places: int = 2) -> Parser:
    """A decimal number between `minimum` and `maximum`; thousands may be parted by commas."""
    smallest = Decimal(1).scaleb(-places)

    @_remembered
    def parse(cell: Cell) -> Decimal:
        if isinstance(cell, date | timedelta | bool):
            raise Reject(_("This is not a number."))
        try:
            value = Decimal(words_of(cell).replace(",", ""))
        except InvalidOperation:
            raise Reject(_("This is not a number.")) from None
        if not value.is_finite() or not minimum <= value <= maximum:
            raise Reject(_("This must lie between %(a)s and %(b)s.") % {"a": minimum, "b": maximum})
        rounded = value.quantize(smallest)
        if rounded != value:
            raise Reject(_("At most %(places)d decimal places.") % {"places": places})
        return rounded

    return parse


@_remembered
def day(cell: Cell) -> date:
    """A day: 2026-11-25, 2026/11/25, 2026年11月25日, 20261125, or a spreadsheet's serial number of a day."""
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    value = words_of(cell)
    match = _DAY.fullmatch(value)
    try:
        if match:
            return _plausible(date(*map(int, match.groups())))
        if re.fullmatch(r"(19|20)\d{6}", value):
            return _plausible(datetime.strptime(value, "%Y%m%d").date())  # noqa: DTZ007 a day has no zone
        if re.fullmatch(r"\d{5}(\.\d+)?", value):
            return _plausible(_SERIAL_ZERO + timedelta(days=int(float(value))))
    except ValueError as error:
        if isinstance(error, Reject):
            raise
    raise Reject(_("This is not a day such as 2026-11-25."))


def _plausible(value: date) -> date:
    if not date(1900, 1, 2) <= value < date(2100, 1, 1):
        raise Reject(_("This day cannot be meant."))
    return value


def validated(clean: Callable[[str], str]) -> Parser:
    """A value that one of the house's own validators knows how to clean."""

    def parse(cell: Cell) -> str:
        try:
            return clean(words_of(cell))
        except ValidationError as error:
            raise Reject(" ".join(error.messages)) from None

    return parse


def choice(choices: type[TextChoices], also: Iterable[tuple[str, str]] = ()) -> Parser:
    """One of a list, by its code or by its word in Chinese or English; `also` adds (word, code)."""
    extra = tuple(also)

    @cache
    def known() -> dict[str, str]:
        codes: dict[str, str] = {}
        for language in ("en", "zh-hans"):
            with override(language):
                codes |= {_plain(str(member.label)): str(member.value) for member in choices}
        codes |= {_plain(word): code for word, code in extra}
        return codes | {_plain(str(member.value)): str(member.value) for member in choices if member.value}

    @_remembered
    def parse(cell: Cell) -> str:
        found = known().get(_plain(words_of(cell)))
        if found is None:
            allowed = enumerated(str(member.label) for member in choices if member.value)
            raise Reject(_("This is none of: %(allowed)s.") % {"allowed": allowed})
        return found

    parse.choices = choices  # type: ignore[attr-defined]  # for the template's explanations
    return parse


def _plain(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def header_word(cell: Cell) -> str:
    """The words of a header in one form, to compare them."""
    return _plain(str(cell if cell is not None else "")).strip("*:：")[:80]


def neutral(value: str) -> str:
    """A text that a spreadsheet will show and not compute (OWASP: CSV injection)."""
    active = value.startswith(("\t", "\r")) or value.lstrip().startswith(_FORMULA)
    return f"'{value}" if active else value
