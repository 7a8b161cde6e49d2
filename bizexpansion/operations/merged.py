"""Steps that do the work of several: what their records have in common, and how refusals find the field.

Such a step makes the same records as the steps that it stands for, each tied to the one visit, so that everything
that reads them later needs to know nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bizexpansion.models import Row, StepRecord
from bizexpansion.operations.checks import check, check_days
from bizexpansion.operations.work import StepWork
from crm.errors import InvalidInput

# Filled in when the record is kept.
NOT_TYPED = ("case", "task", "recorded_by", "recorded_at", "plan", "number")


@contextmanager
def naming(names: Mapping[str, str]) -> Iterator[None]:
    """Refusals inside name the fields of the one form: `{"sources-0-": "source_"}` by how a field begins."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput({_renamed(name, names): said for name, said in error.errors.items()}) from error


def look_through(work: StepWork, parts: Mapping[str, StepRecord | Row]) -> None:
    """Everything that is wrong in several records, at once; `parts` by what the names of their fields begin with.

    Raises InvalidInput.
    """
    errors: dict[str, list[str]] = {}
    for before, record in parts.items():
        found = check(record, ignore=NOT_TYPED)
        if isinstance(record, StepRecord):
            found = check_days(record, accepted_at=work.case.accepted_at, now=work.now) | found
        errors |= {before + name: said for name, said in found.items()}
    if errors:
        raise InvalidInput(errors)


def _renamed(name: str, names: Mapping[str, str]) -> str:
    for before, after in names.items():
        if name.startswith(before):
            return after + name.removeprefix(before)
    return name
