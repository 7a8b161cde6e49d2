"""The flows, each a table that a business person can read, and the register that finds them.

Every module of this package that states a ``FLOW`` is registered; a module that keeps old versions alive states
``OLDER``, a tuple of them. A running case is pinned to the version it began with, so a changed definition gets a
new version and the old one stays until its last case is closed; ``versions/<code>.json`` holds the fingerprints
that prove it.
"""

import pkgutil
from functools import cache
from importlib import import_module

from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import Flow


@cache
def all_flows() -> tuple[Flow, ...]:
    """Every version of every flow, by code and version."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    flows = [flow for module in modules for flow in (*getattr(module, "OLDER", ()), getattr(module, "FLOW", None))]
    return tuple(sorted((flow for flow in flows if flow), key=lambda flow: (flow.code, flow.version)))


@cache
def get_flow(code: str, version: int | None = None) -> Graph:
    """The compiled flow of that code: the given version, or the newest. Raises LookupError."""
    found = [flow for flow in all_flows() if flow.code == code and version in (None, flow.version)]
    if not found:
        raise LookupError(f"no flow {code} version {version}")
    return compile_flow(found[-1])


def renames_between(code: str, before: int, after: int) -> dict[str, str]:
    """What steps of one version are called in a later one; nothing on the way back to an earlier one."""
    names: dict[str, str] = {}
    for version in range(before + 1, after + 1):
        step = dict(get_flow(code, version).flow.renames)
        names = {old: step.get(new, new) for old, new in names.items()} | {
            old: new for old, new in step.items() if old not in names.values()
        }
    return names


def latest_flows() -> tuple[Graph, ...]:
    """The newest version of every flow, by code."""
    return tuple(get_flow(code) for code in sorted({flow.code for flow in all_flows()}))
