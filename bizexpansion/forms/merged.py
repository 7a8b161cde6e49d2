"""The form of a step that does the work of several: one sheet of fields, and of them the records of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model
from django.forms.models import fields_for_model

from bizexpansion.forms.base import StepForm, use_pickers


@dataclass(frozen=True)
class Part:
    """A record that the form makes beside its own; its fields are called `name_field`."""

    name: str
    model: type[Model]
    fields: tuple[str, ...]


class MergedForm(StepForm):
    """A step's form with `parts`: records of other steps that the same visit leaves.

    The parts are looked through by the operation, which knows which of them are asked for; here only single
    entries are judged.
    """

    parts: ClassVar[tuple[Part, ...]] = ()

    def narrow(self) -> None:
        """The fields of the parts; what the answers so far leave out is not asked."""
        left_out = set(self.left_out()) if self.is_bound else set()
        for part in self.parts:
            for name, field in (fields_for_model(part.model, part.fields) or {}).items():
                if field is not None:
                    key = f"{part.name}_{name}"
                    field.required = field.required and key not in left_out
                    self.fields[key] = field
        use_pickers(self)

    def left_out(self) -> Iterable[str]:
        """The names of fields that need not be filled in, by what has been sent; none by default."""
        return ()

    def names_of(self, *parts: str) -> list[str]:
        """The fields of some parts."""
        return [f"{part.name}_{name}" for part in self.parts if part.name in parts for name in part.fields]

    def made(self) -> dict[str, Any]:
        """The unsaved record of each part, with what was typed; what was left empty is as the record has it."""
        return {part.name: part.model(**self._typed(part)) for part in self.parts}

    def extra_arguments(self) -> dict[str, Any]:
        """The operation takes every part by its name."""
        return {**super().extra_arguments(), **self.made()}

    def _typed(self, part: Part) -> Mapping[str, Any]:
        values = {name: self.cleaned_data.get(f"{part.name}_{name}") for name in part.fields}
        return {name: value for name, value in values.items() if value is not None}
