"""What people type into the forms of a step: everything that stands in the opened form, and what each adds to it.

Fields are called the same in all flows, so an answer is given once for a name; a story says only what is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseForm
from django.utils.timezone import localdate, localtime

from bizexpansion.forms.base import StepEntry

if TYPE_CHECKING:
    from bizexpansion.demo.changes import ChangeWalk

Answer = str | Callable[["ChangeWalk"], str]
PEOPLE = ("leader", "companion", "surveyor", "second_surveyor")
TICKED = frozenset(
    {
        "identity_checked", "breaches_checked", "is_possible", "can_supply", "contact_agreed", "wiring_checked",
        "metering_checked", "data_checked", "is_complete", "is_online", "passed", "network_ready", "limiter_intact",
    }
)  # fmt: skip

PROMISED = frozenset({"acts_on", "back_on", "ends_on", "starts_on", "temporary_until", "valid_until", "wanted_on"})
"""Days that somebody has named before; another that is prefilled with today means the day of the step, and a moment
after the story's own (this minute, the next opening) is told anew."""


def _in_days(days: int) -> Callable[[ChangeWalk], str]:
    return lambda walk: (walk.moment + timedelta(days=days)).date().isoformat()


def _serial(prefix: str) -> Callable[[ChangeWalk], str]:
    return lambda walk: f"{prefix}-{walk.moment:%Y}-{walk.index:03d}"


ANSWERS: Mapping[str, Answer] = {
    "contact_name": lambda walk: walk.contact,
    "contact_phone": lambda walk: walk.phone,
    "recipient": lambda walk: walk.contact,
    "signed_by": lambda walk: walk.contact,
    "customer_signatory": lambda walk: walk.contact,
    "payer": lambda walk: walk.contact,
    "utility_signatory": lambda walk: walk.names.person(),
    "district": lambda walk: str(walk.district.pk),
    "address": lambda walk: walk.address,
    "wanted_on": _in_days(20),
    "valid_until": _in_days(3 * 365),
    "ownership_boundary": "表箱进线开关负荷侧",
    "planned_for": lambda walk: _moment(walk.moment + timedelta(days=1)),
    "access_scheme": "由就近公用变压器低压出线供电",
    "receiving_scheme": "一户一表",
    "metering_scheme": "低供低计",
    "billing_scheme": "按现行电价执行",
    "billing_note": "按运行容量计收基本电费",
    "name": lambda walk: walk.contact,
    "phone": lambda walk: walk.phone,
    "purpose": "ELECTRICAL",
    "method": "TRANSFER",
    "invoice_number": _serial("FP"),
    "order_number": _serial("DL"),
    "notice_number": _serial("ZZ"),
    "file_number": _serial("HT"),
    "slip_number": _serial("CK"),
    "box_number": _serial("DA"),
    "shelf": "A-3-2",
    "seals": _serial("SZ"),
    "page_count": "24",
    "answer": "AGREE",
    "decision": "APPROVE",
    "outcome": "approved",
    "result": "SATISFIED",
    "score": "5",
    "total": "812.50",
}


def posted(entry: StepEntry, **values: Any) -> dict[str, Any]:
    """The values of an unbound entry as posted data; `values` replace (`sources-0-line`) or add to them."""
    data: dict[str, Any] = {}
    _collect(entry.form, data)
    for name, rows in (entry.rows | ({"papers": entry.papers} if entry.papers is not None else {})).items():
        data |= {
            f"{name}-TOTAL_FORMS": str(len(rows.forms)),
            f"{name}-INITIAL_FORMS": str(rows.initial_form_count()),
        }
        for row in rows.forms:
            _collect(row, data)
    return data | values


def _collect(form: BaseForm, data: dict[str, Any]) -> None:
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        shown = field.prepare_value(value)
        if shown is None or shown is False or shown == "":
            continue
        if hasattr(shown, "isoformat"):
            shown = shown.isoformat()
        data[form.add_prefix(name)] = "on" if shown is True else shown if isinstance(shown, list) else str(shown)


def filled(walk: ChangeWalk, entry: StepEntry, own: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody sends: what the form knows, the usual answers, every paper, and what is the story's own."""
    data, today = posted(entry), localdate().isoformat()
    for form in _forms(entry):
        for name, field in form.fields.items():
            key = form.add_prefix(name)
            if data.get(key) == today and name not in PROMISED:
                data[key] = walk.moment.date().isoformat()
            elif isinstance(field, forms.DateTimeField) and data.get(key, "") > _moment(walk.moment):
                data[key] = _answer(walk, name, field)
            elif key not in data and name not in ANSWERS and isinstance(field, forms.ModelChoiceField):
                data[key] = _chosen(name, field, data)
            elif key not in data and (answer := _answer(walk, name, field)):
                data[key] = answer
    if entry.papers is not None:
        data |= {row.add_prefix("present"): "on" for row in entry.papers.forms if row.initial.get("kind")}
    return data | dict(own)


def _forms(entry: StepEntry) -> list[BaseForm]:
    """The form and those rows that are asked for."""
    rows = [row for spec, one in entry.sets() for row in one.forms if spec.minimum or row.initial]
    return [entry.form, *rows]


def _chosen(name: str, field: forms.ModelChoiceField[Any], data: Mapping[str, Any]) -> str:
    """The first that can be chosen; of the people of a team, the first who is not named yet."""
    if field.queryset is None or not (field.required or name in PEOPLE):
        return ""
    taken = {data.get(other) for other in PEOPLE} if name in PEOPLE else set()
    return next((str(one.pk) for one in field.queryset[:3] if str(one.pk) not in taken), "")


def _answer(walk: ChangeWalk, name: str, field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return "on" if name in TICKED else ""
    if name in ANSWERS:
        answer = ANSWERS[name]
        return answer(walk) if callable(answer) else answer
    if not field.required:
        return ""
    if isinstance(field, forms.DateTimeField):
        return _moment(walk.moment)
    if isinstance(field, forms.DateField):
        return walk.moment.date().isoformat()
    return ""


def _moment(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%dT%H:%M}"
