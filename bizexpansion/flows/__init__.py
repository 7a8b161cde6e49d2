"""The flows, each a table that a business person can read, and the register that finds them.

A running case is pinned to the version it began with, so a changed definition gets a new version and the old one
stays registered until its last case is closed; ``versions.json`` holds the fingerprints that prove it.
"""

from functools import cache

from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import Flow

from . import hv_new_supply

FLOWS: tuple[Flow, ...] = (hv_new_supply.FLOW,)


@cache
def get_flow(code: str, version: int | None = None) -> Graph:
    """The compiled flow of that code: the given version, or the newest. Raises LookupError."""
    found = [flow for flow in FLOWS if flow.code == code and version in (None, flow.version)]
    if not found:
        raise LookupError(f"no flow {code} version {version}")
    return compile_flow(max(found, key=lambda flow: flow.version))


def latest_flows() -> tuple[Graph, ...]:
    """The newest version of every flow, by code."""
    return tuple(get_flow(code) for code in sorted({flow.code for flow in FLOWS}))
