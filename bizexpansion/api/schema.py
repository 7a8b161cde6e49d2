"""The OpenAPI document names the values of every form: one component a form, under the step and the application."""

from __future__ import annotations

from typing import Any

from bizexpansion.api.forms import schema_of_spec
from bizexpansion.flows import latest_flows
from bizexpansion.steps import STEPS

TAKEN_BY = {"Step": "values", "Application": "values"}


def component_of(key: str) -> str:
    """The name of a form's component: `draft_plan` becomes `DraftPlanValues`."""
    return "".join(part.capitalize() for part in key.split("_")) + "Values"


def describe_forms(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of drf-spectacular: add a component for each form, and say where it is sent."""
    schemas = result["components"]["schemas"]
    used = _used_by()
    for key, spec in sorted(STEPS.items()):
        schemas[component_of(key)] = {**schema_of_spec(spec), "description": _description(key, used)}
    accepting = {key for key in STEPS if key.startswith("accept")}
    for name, keys in (("Step", STEPS.keys() - accepting), ("Application", accepting)):
        refs = [{"$ref": f"#/components/schemas/{component_of(key)}"} for key in sorted(keys)]
        schemas[f"{name}Request"]["properties"]["values"] = {"anyOf": [*refs, {"type": "string"}]}
    return result


def _used_by() -> dict[str, list[str]]:
    """The steps that a form fills in, as `flow/step`."""
    found: dict[str, list[str]] = {}
    for graph in latest_flows():
        for step in graph.steps.values():
            for form in step.forms:
                found.setdefault(form, []).append(f"{graph.flow.code}/{step.id}")
    return found


def _description(key: str, used: dict[str, list[str]]) -> str:
    where = ", ".join(used.get(key, []))
    return f"Values of the form `{key}`" + (f" ({where})." if where else ".")
