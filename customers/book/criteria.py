"""What a segment asks, as a value: rows joined by "all of" or "any of", with groups one level deep.

    {"match": "all", "items": [
        {"field": "book.voltage", "op": "in", "value": ["KV10"]},
        {"match": "any", "not": true, "items": [{"field": "book.capacity", "op": "gte", "value": "630"}]}]}

Stored in this form (schema version 1), typed in the builder, sent over the API. A row is known by its place:
`2`, or `3.1` for the first row of the group that stands third; errors name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.errors import DomainError, InvalidInput
from crm.registries.conditions import Asked, Condition, Labels, Operator, conditions

SCHEMA_VERSION = 1
MAX_ROWS, MAX_ITEMS = 40, 20
ALL, ANY = "all", "any"
FIELD = "conditions"


class UnknownCondition(DomainError):
    """The segment asks something that the system no longer knows: it finds nobody until it is mended."""

    code = "unknown_condition"
    message = gettext_lazy("A condition of this segment can no longer be answered; correct the segment.")


@dataclass(frozen=True)
class Row:
    """One condition as it was typed or stored; `value` is not checked yet."""

    field: str = ""
    op: str = ""
    value: Any = None
    negated: bool = False

    def as_json(self) -> dict[str, Any]:
        """The stored form."""
        stored: dict[str, Any] = {"field": self.field, "op": self.op}
        if self.value is not None:
            stored["value"] = self.value
        return stored | ({"not": True} if self.negated else {})

    @property
    def condition(self) -> Condition | None:
        """What it asks; None when no app offers it any more."""
        return conditions.get(self.field)

    @property
    def operator(self) -> Operator | None:
        """How it asks; None when unknown."""
        return self.condition.operator(self.op) if self.condition else None


@dataclass(frozen=True)
class Group:
    """Rows joined by all or any; at the root also groups of rows."""

    match: str = ALL
    items: tuple[Row | Group, ...] = ()
    negated: bool = False

    def as_json(self) -> dict[str, Any]:
        """The stored form."""
        stored: dict[str, Any] = {"match": self.match, "items": [item.as_json() for item in self.items]}
        return stored | ({"not": True} if self.negated else {})

    def rows(self, before: str = "") -> Iterator[tuple[str, Row]]:
        """Every row with its place."""
        for number, item in enumerate(self.items, start=1):
            if isinstance(item, Group):
                yield from item.rows(f"{before}{number}.")
            else:
                yield f"{before}{number}", item

    def permissions(self) -> list[str]:
        """What somebody must be permitted beside looking at accounts, to be answered."""
        named = {row.condition.permission for _place, row in self.rows() if row.condition}
        return sorted(named - {""})


class Vocabulary:
    """The labels of choices, each list read once, however many segments are put into words."""

    def __init__(self) -> None:
        self._labels: dict[str, Labels] = {}

    def labels(self, condition: Condition) -> Labels:
        """Value -> label, in the order of the page."""
        if condition.key not in self._labels:
            self._labels[condition.key] = {str(value): label for value, label in condition.kind.choices()}
        return self._labels[condition.key]


def read_criteria(raw: Any) -> Group:
    """The criteria in a piece of JSON, whatever it holds; values and conditions are not judged yet.

    Raises InvalidInput naming the row whose form is wrong.
    """
    root = _read_group(raw, "", is_root=True)
    if len(list(root.rows())) > MAX_ROWS:
        raise InvalidInput({FIELD: _("A segment has at most %(most)d conditions.") % {"most": MAX_ROWS}})
    return root


def check_criteria(root: Group, vocabulary: Vocabulary) -> Group:
    """The same with every value checked and in its stored form. Raises InvalidInput naming each wrong row."""
    errors: dict[str, Any] = {}
    checked = _check_group(root, "", vocabulary, errors)
    if not list(root.rows()):
        errors[FIELD] = _("Add at least one condition.")
    if errors:
        raise InvalidInput(errors)
    return checked


def row_error(place: str, row: Row, vocabulary: Vocabulary) -> str:
    """What is wrong with a row, as a sentence that names it; empty when nothing is."""
    try:
        _check(row, vocabulary)
    except ValidationError as error:
        label = row.condition.label if row.condition else row.field[:40]
        where = _("Row %(place)s, %(label)s") if label else _("Row %(place)s")
        sentence = where % {"place": place, "label": label}
        return _("%(where)s: %(what)s") % {"where": sentence, "what": " ".join(error.messages)}
    return ""


def as_query(root: Group, *, today: date) -> Q:
    """The criteria as a filter over supply accounts. Raises UnknownCondition."""
    return _query(root, today, Vocabulary())


def in_words(root: Group, vocabulary: Vocabulary) -> str:
    """The criteria as a sentence; what nobody offers any more is named as unknown."""
    return _words(root, vocabulary, is_root=True)


def _read_group(raw: Any, place: str, *, is_root: bool) -> Group:
    where = f"{FIELD}.{place}" if place else FIELD
    if not isinstance(raw, Mapping) or raw.get("match") not in (ALL, ANY) or not isinstance(raw.get("items"), list):
        raise InvalidInput({where: _("Conditions are an object with match (all or any) and items.")})
    if len(raw["items"]) > MAX_ITEMS:
        raise InvalidInput({where: _("A group has at most %(most)d rows.") % {"most": MAX_ITEMS}})
    items: list[Row | Group] = []
    for number, item in enumerate(raw["items"], start=1):
        here = f"{place}.{number}" if place else str(number)
        if isinstance(item, Mapping) and "items" in item:
            if not is_root:
                raise InvalidInput({f"{FIELD}.{here}": _("A group cannot hold another group.")})
            items.append(_read_group(item, here, is_root=False))
        else:
            items.append(_read_row(item, here))
    return Group(raw["match"], tuple(items), _flag(raw, where))


def _read_row(raw: Any, place: str) -> Row:
    where = f"{FIELD}.{place}"
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(name), str) for name in ("field", "op")):
        raise InvalidInput({where: _("Row %(place)s has no condition or no operator.") % {"place": place}})
    return Row(raw["field"][:80], raw["op"][:20], raw.get("value"), _flag(raw, where))


def _flag(raw: Mapping[str, Any], where: str) -> bool:
    negated = raw.get("not", False)
    if not isinstance(negated, bool):
        raise InvalidInput({where: _("“not” is true or false.")})
    return negated


def _check_group(group: Group, before: str, vocabulary: Vocabulary, errors: dict[str, Any]) -> Group:
    items: list[Row | Group] = []
    for number, item in enumerate(group.items, start=1):
        place = f"{before}{number}"
        if isinstance(item, Group):
            if not item.items:
                errors[f"{FIELD}.{place}"] = _("Row %(place)s: the group is empty.") % {"place": place}
            items.append(_check_group(item, f"{place}.", vocabulary, errors))
            continue
        sentence = row_error(place, item, vocabulary)
        if sentence:
            errors[f"{FIELD}.{place}"] = sentence
        else:
            value = _stored(_check(item, vocabulary).value)
            items.append(Row(item.field, item.op, value, item.negated))
    return Group(group.match, tuple(items), group.negated)


@dataclass(frozen=True)
class _Checked:
    """A row whose value was found right."""

    condition: Condition
    operator: Operator
    value: Any
    labels: Labels


def _check(row: Row, vocabulary: Vocabulary) -> _Checked:
    """Raises ValidationError."""
    condition, operator = row.condition, row.operator
    if not row.field:
        raise ValidationError(_("Choose what is asked."))
    if condition is None:
        raise ValidationError(_("This condition does not exist (any more)."))
    if operator is None:
        raise ValidationError(_("Choose how it is compared."))
    labels = vocabulary.labels(condition) if operator.entry == "choices" else {}
    return _Checked(condition, operator, condition.kind.clean(operator.code, row.value, labels), labels)


def _stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_stored(each) for each in value]
    return value if value is None or isinstance(value, int | list) else str(value)


def _query(group: Group, today: date, vocabulary: Vocabulary) -> Q:
    joined = Q()
    for item in group.items:
        part = _query(item, today, vocabulary) if isinstance(item, Group) else _row_query(item, today, vocabulary)
        joined = joined & part if group.match == ALL else joined | part
    return ~joined if group.negated else joined


def _row_query(row: Row, today: date, vocabulary: Vocabulary) -> Q:
    try:
        checked = _check(row, vocabulary)
    except ValidationError as error:
        raise UnknownCondition(details={"field": row.field}) from error
    asked = checked.condition.apply(Asked(row.op, checked.value, today))
    return ~asked if row.negated else asked


def _words(group: Group, vocabulary: Vocabulary, *, is_root: bool = False) -> str:
    joint = pgettext("conditions", "and") if group.match == ALL else pgettext("conditions", "or")
    parts = [
        _words(item, vocabulary) if isinstance(item, Group) else _row_words(item, vocabulary)
        for item in group.items
    ]
    sentence = f" {joint} ".join(parts)
    if group.negated:
        return _("not (%(words)s)") % {"words": sentence}
    return sentence if is_root or len(parts) < 2 else _("(%(words)s)") % {"words": sentence}


def _row_words(row: Row, vocabulary: Vocabulary) -> str:
    try:
        checked = _check(row, vocabulary)
    except ValidationError:
        return _("[unknown condition: %(name)s]") % {"name": row.condition.label if row.condition else row.field}
    kind, code = checked.condition.kind, checked.operator.code
    filled = {"field": checked.condition.label, "value": kind.words(code, checked.value, checked.labels)}
    sentence = str(checked.operator.sentence) % filled
    return _("not (%(words)s)") % {"words": sentence} if row.negated else sentence
