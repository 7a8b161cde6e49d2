"""The families of flows: how their steps are filled in, and with them all that they register.

Every module of this package states `SPECS`, a tuple of `StepSpec`: for each form key of its flows, the form and the
operation that takes it. Importing a family also imports its operations, which register conditions, preconditions,
openers and effects under the names that its flows use. A step of another family that asks the same has its form.
"""

import pkgutil
from functools import cache
from importlib import import_module

from bizexpansion.forms.base import StepSpec


@cache
def all_specs() -> dict[str, StepSpec]:
    """How every step is filled in, by the key of its form. Raises ValueError where two families claim one key."""
    found: dict[str, StepSpec] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        for spec in import_module(f"{__name__}.{module.name}").SPECS:
            if spec.key in found:
                raise ValueError(f"two families fill in the step {spec.key}")
            found[spec.key] = spec
    return found
