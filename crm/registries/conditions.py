"""The door for conditions on supply accounts: what a segment, a report or a campaign may ask of an account.

An app registers in its `AppConfig.ready`

    conditions.register(
        Condition("book.voltage", _("supply voltage"), Choice(lambda: Voltage.choices), on_column("voltage"))
    )

and the builder of segments offers it: heading, operators, the entry of the value, the words of the sentence
all follow from the kind. `apply` turns a checked row into a `Q` over `SupplyAccount`. It must be set-based: a
column of the account or an `Exists`; never a join to many, which would count an account twice. An account of
which the fact is not known meets no comparison; "not" turns exactly that around.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.registries.registry import Registry
from crm.wording import enumerated

MAX_CHOICES, MAX_TEXT, MAX_DAYS = 200, 100, 36_500

Labels = Mapping[str, Any]


@dataclass(frozen=True)
class Operator:
    """`entry` says what is typed beside it: choices, number, numbers, day, days, count, text or nothing.

    `sentence` holds `%(field)s`, and `%(value)s` where something is typed.
    """

    code: str
    label: Any
    entry: str
    sentence: Any


@dataclass(frozen=True)
class Asked:
    """A row of a segment with its value checked: list of str, Decimal, date, int, str, a pair, or None.

    `today` is the day in China to which "days ago" refers.
    """

    operator: str
    value: Any
    today: date


_COMPARED = {"gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "in": "in", "before": "lt", "since": "gte"}


def on_column(path: str) -> Callable[[Asked], Q]:
    """`apply` for a column of the account, or of a row that the account has one of at most."""

    def apply(asked: Asked) -> Q:
        value = asked.value
        match asked.operator:
            case "between" | "days":
                return Q(**{f"{path}__gte": value[0], f"{path}__lte": value[1]})
            case "older":
                return Q(**{f"{path}__lt": asked.today - timedelta(days=value)})
            case "within":
                return Q(**{f"{path}__gte": asked.today - timedelta(days=value), f"{path}__lte": asked.today})
            case "ahead":
                return Q(**{f"{path}__gte": asked.today, f"{path}__lte": asked.today + timedelta(days=value)})
            case "never":
                return Q(**{f"{path}__isnull": True})
            case "yes" | "no":
                return Q(**{path: asked.operator == "yes"})
            case "starts":
                return Q(**{f"{path}__startswith": value})
        return Q(**{f"{path}__{_COMPARED[asked.operator]}": value})

    return apply


class Kind:
    """What sort of fact a condition asks for."""

    operators: ClassVar[Sequence[Operator]] = ()

    def choices(self) -> Iterable[tuple[Any, Any]]:
        """Values and labels, for a kind that has them; may ask the database."""
        return ()

    def offered(self) -> Sequence[Operator]:
        """The operators that a person may choose."""
        return self.operators

    def clean(self, operator: str, raw: Any, labels: Labels) -> Any:
        """The value in its checked form. Raises ValidationError with a sentence for the person."""
        raise NotImplementedError

    def words(self, operator: str, value: Any, labels: Labels) -> str:
        """The checked value as it stands in the sentence."""
        return str(value)


@dataclass(frozen=True)
class Choice(Kind):
    """One of a list. `source` gives the values with their labels; the order is that of the page."""

    source: Callable[[], Iterable[tuple[Any, Any]]]
    operators: ClassVar = (Operator("in", _("is one of"), "choices", _("%(field)s is %(value)s")),)

    def choices(self) -> Iterable[tuple[Any, Any]]:
        """What `source` gives."""
        return self.source()

    def clean(self, operator: str, raw: Any, labels: Labels) -> list[str]:
        """A list of values, each known, in the order of the labels."""
        if not isinstance(raw, list | tuple) or len(raw) > MAX_CHOICES or not all(isinstance(v, str) for v in raw):
            raise ValidationError(_("Choose from the list."))
        if not raw:
            raise ValidationError(_("Choose at least one."))
        unknown = [value for value in raw if value not in labels]
        if unknown:
            raise ValidationError(
                _("%(value)s is no longer in the list; choose again."), params={"value": unknown[0][:40]}
            )
        return [value for value in labels if value in set(raw)]

    def words(self, operator: str, value: Any, labels: Labels) -> str:
        """The labels, joined."""
        return enumerated(str(labels.get(each, each)) for each in value)


@dataclass(frozen=True)
class Number(Kind):
    """An amount with its unit, at least `minimum`, with at most `places` decimals."""

    unit: Any = ""
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal = Decimal(10) ** 12
    places: int = 2
    operators: ClassVar = (
        Operator("gt", _("more than"), "number", "%(field)s > %(value)s"),
        Operator("gte", _("at least"), "number", "%(field)s ≥ %(value)s"),
        Operator("lt", _("less than"), "number", "%(field)s < %(value)s"),
        Operator("lte", _("at most"), "number", "%(field)s ≤ %(value)s"),
        Operator("between", _("between"), "numbers", _("%(field)s between %(value)s")),
    )

    def clean(self, operator: str, raw: Any, labels: Labels) -> Any:
        """A Decimal, or two in order."""
        if operator != "between":
            return self._number(raw)
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise ValidationError(_("Enter both ends."))
        low, high = (self._number(each) for each in raw)
        if low > high:
            raise ValidationError(_("The first number is larger than the second."))
        return low, high

    def words(self, operator: str, value: Any, labels: Labels) -> str:
        """With thousands separated, and the unit."""
        if operator == "between":
            return _now("%(low)s and %(high)s") % {"low": _amount(value[0]), "high": self._with_unit(value[1])}
        return self._with_unit(value)

    def _with_unit(self, value: Decimal) -> str:
        return f"{_amount(value)} {self.unit}".strip() if self.unit != "%" else f"{_amount(value)}%"

    def _number(self, raw: Any) -> Decimal:
        if raw is None or isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal) or raw == "":
            raise ValidationError(_("Enter a number."))
        text = _halfwidth(str(raw)).replace(",", "").replace(" ", "")
        try:
            number = Decimal(text) if len(text) <= 30 else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(_("Enter a number."))
        if abs(number) > self.maximum or (self.minimum is not None and number < self.minimum):
            raise ValidationError(
                _("The number lies outside %(low)s to %(high)s."),
                params={
                    "low": _amount(self.minimum if self.minimum is not None else -self.maximum),
                    "high": _amount(self.maximum),
                },
            )
        rounded = round(number, self.places)
        if rounded != number:
            raise ValidationError(_("At most %(places)d decimals."), params={"places": self.places})
        return rounded


@dataclass(frozen=True)
class Day(Kind):
    """A day. `never` is offered where it may be missing, under that word; `is_ahead` where it may be to come."""

    never: Any = ""
    is_ahead: bool = False
    operators: ClassVar = (
        Operator("older", _("more than … days ago"), "count", _("%(field)s more than %(value)s days ago")),
        Operator("within", _("within the last … days"), "count", _("%(field)s within the last %(value)s days")),
        Operator("ahead", _("within the next … days"), "count", _("%(field)s within the next %(value)s days")),
        Operator("before", _("before"), "day", _("%(field)s before %(value)s")),
        Operator("since", _("on or after"), "day", _("%(field)s on or after %(value)s")),
        Operator("days", _("between"), "days", _("%(field)s between %(value)s")),
        Operator("never", _("never"), "nothing", "%(field)s: %(value)s"),
    )

    def offered(self) -> Sequence[Operator]:
        """`never` only where the fact may be missing, under its own word; `ahead` only where it may be to come."""
        left_out = {"" if self.never else "never", "" if self.is_ahead else "ahead"}
        return [
            Operator("never", self.never, "nothing", operator.sentence) if operator.code == "never" else operator
            for operator in self.operators
            if operator.code not in left_out
        ]

    def clean(self, operator: str, raw: Any, labels: Labels) -> Any:
        """A day, two days in order, a number of days, or None."""
        if operator == "never":
            return None
        if operator in ("older", "within", "ahead"):
            text = _halfwidth(str(raw)).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
            if not text.isascii() or not text.isdecimal() or len(text) > 6 or int(text) > MAX_DAYS:
                raise ValidationError(_("Enter a number of days, 0 to 36,500."))
            return int(text)
        if operator == "days":
            if not isinstance(raw, list | tuple) or len(raw) != 2:
                raise ValidationError(_("Enter both ends."))
            first, last = (_day(each) for each in raw)
            if first > last:
                raise ValidationError(_("The first day lies after the second."))
            return first, last
        return _day(raw)

    def words(self, operator: str, value: Any, labels: Labels) -> str:
        """Days in ISO form."""
        if operator == "never":
            return str(self.never)
        if operator == "days":
            return _now("%(low)s and %(high)s") % {"low": value[0].isoformat(), "high": value[1].isoformat()}
        return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    operators: ClassVar = (
        Operator("yes", pgettext_lazy("condition", "yes"), "nothing", _("%(field)s: yes")),
        Operator("no", pgettext_lazy("condition", "no"), "nothing", _("%(field)s: no")),
    )

    def clean(self, operator: str, raw: Any, labels: Labels) -> None:
        """Nothing is typed."""

    def words(self, operator: str, value: Any, labels: Labels) -> str:
        """Nothing is typed."""
        return ""


@dataclass(frozen=True)
class Text(Kind):
    """The beginning of a text."""

    operators: ClassVar = (Operator("starts", _("begins with"), "text", _("%(field)s begins with %(value)s")),)

    def clean(self, operator: str, raw: Any, labels: Labels) -> str:
        """Some characters, none of them a control character."""
        text = raw.strip() if isinstance(raw, str) else ""
        if not text or len(text) > MAX_TEXT or not text.isprintable():
            raise ValidationError(_("Enter 1 to %(most)d characters."), params={"most": MAX_TEXT})
        return text

    def words(self, operator: str, value: Any, labels: Labels) -> str:
        """In quotation marks."""
        return f"“{value}”"


@dataclass(frozen=True)
class Condition:
    """One thing that may be asked of a supply account.

    `permission` beside that of looking at accounts: who lacks it for a department learns nothing about its
    accounts from the condition. `group` is the heading under which the builder offers it.
    """

    key: str
    label: Any
    kind: Kind
    apply: Callable[[Asked], Q] = field(repr=False)
    group: Any = ""
    permission: str = ""
    order: int = 100

    def operator(self, code: str) -> Operator | None:
        """The offered operator with this code."""
        return next((each for each in self.kind.offered() if each.code == code), None)


conditions: Registry[Condition] = Registry("conditions")


def _amount(value: Decimal) -> str:
    """1,000,000 and 0.5: no zeros behind the point."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _halfwidth(text: str) -> str:
    """Digits and signs as a Chinese input method writes them, in their plain form."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def _day(raw: Any) -> date:
    try:
        day = parse_date(_halfwidth(raw).strip()) if isinstance(raw, str) and len(raw) <= 20 else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise ValidationError(_("Enter a day."))
    return day
