"""How a page is filled in so that its step is left by another exit than the first.

Nobody states this for a flow: one decision of the form is changed after another, with a word of reason beside it,
until the step is left that way. What has led there once is tried first the next time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from bizexpansion.engine.definition import Exit
from bizexpansion.enums import TaskState
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Task
from bizexpansion.steps import open_entry
from tests.bizexpansion.flows.office import Office, Sheet, Values

REASON = "不符合要求"
# Names under which forms usually ask for the decision.
USUAL = ("outcome", "decision", "answer", "result", "passed", "agrees", "settled", "possible", "complete", "supply")
_found: dict[tuple[str, str], dict[str, str]] = {}


@contextmanager
def left_by(office: Office, sheet: Sheet, exit: Exit) -> Iterator[None]:
    """The step has been left by that exit, from its page; afterwards it never was. Fails where no way is found."""
    form = office.step(sheet.task.node).form
    own = office.table.exits.get((sheet.task.node, exit.outcome))
    if own is not None:
        candidates: Iterator[Values] = iter([own(office) if callable(own) else own])
    else:
        candidates = _candidates(office, sheet, exit, _found.get((form, exit.outcome)))
    for values in candidates:
        with office.aside():
            office.send(sheet, **values)
            if Task.objects.exclude(state=TaskState.OPEN).filter(pk=sheet.task.pk, outcome=exit.outcome).exists():
                if own is None:
                    _found[form, exit.outcome] = dict(values)
                yield
                return
    raise AssertionError(
        f"nothing on the page of {sheet.task.node} leads to {exit.outcome}: state it in Table.exits"
    )


def way_out(office: Office, sheet: Sheet, exit: Exit) -> Values:
    """What has to be typed for an exit by which the step has been left before."""
    own = office.table.exits.get((sheet.task.node, exit.outcome))
    if own is not None:
        return own(office) if callable(own) else own
    return _found[office.step(sheet.task.node).form, exit.outcome]


def _candidates(office: Office, sheet: Sheet, exit: Exit, known: Values | None) -> Iterator[Values]:
    if known is not None:
        yield known
    entry = open_entry(sheet.task, user=sheet.person)
    decisions = sorted(_decisions(entry, sheet), key=lambda one: _likeness(one, exit))
    words, all_words = _words(entry, sheet, rows=False), _words(entry, sheet, rows=True)
    for name, value in decisions[:12]:
        for around in (words, all_words, {}):
            yield {**around, name: value}


def _decisions(entry: StepEntry, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Every tick that can be changed, and every other choice of a short list."""
    for name, field in _fields(entry, rows=True):
        if isinstance(field, forms.ModelChoiceField):
            continue
        if isinstance(field, forms.BooleanField):
            yield name, "" if sheet.data.get(name) else "on"
        elif isinstance(field, forms.ChoiceField):
            values = [str(value) for value, _ in field.choices if value]  # type: ignore[union-attr]
            if len(values) <= 8:
                yield from ((name, value) for value in values if value != sheet.data.get(name))


def _likeness(decision: tuple[str, str], exit: Exit) -> tuple[bool, int, str]:
    """The choice that is called like the exit first, then the usual names."""
    name, value = decision
    place = next((number for number, usual in enumerate(USUAL) if usual in name), len(USUAL))
    return value.lower() != exit.outcome.lower(), place, name


def _words(entry: StepEntry, sheet: Sheet, *, rows: bool) -> dict[str, str]:
    """A word of reason in every text that is still empty."""
    return {
        name: REASON
        for name, field in _fields(entry, rows=rows)
        if type(field) is forms.CharField and not sheet.data.get(name)
    }


def _fields(entry: StepEntry, *, rows: bool) -> Iterator[tuple[str, forms.Field]]:
    everything = [entry.form, *(row for one in entry.rows.values() for row in one.forms)] if rows else [entry.form]
    for form in everything:
        for name, field in form.fields.items():
            if not isinstance(field.widget, forms.HiddenInput) and name != "DELETE":
                yield form.add_prefix(name), field
