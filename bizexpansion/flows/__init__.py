"""The flows, each a table that a business person can read, and the register that finds them.

Every module of this package that states a ``FLOW`` is registered; a module that keeps old versions alive states
``OLDER``, a tuple of them. A running case is pinned to the version it began with, so a changed definition gets a
new version and the old one stays until its last case is closed; ``versions/<code>.json`` holds the fingerprints
that prove it.

A flow may have a second form, of the streamlined low-voltage profile (workflows.md 2.1, P): the same code and the
same acceptance, a version number of its own. Which of the two a new case takes, its department has chosen
(`operations/profiles.py`); a case is pinned to the version, and thereby to the profile.
"""

import pkgutil
from functools import cache
from importlib import import_module

from bizexpansion.engine.compile import Graph, compile_flow
from bizexpansion.engine.definition import Flow
from bizexpansion.enums import Profile


@cache
def all_flows() -> tuple[Flow, ...]:
    """Every version of every flow, by code and version."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    flows = [flow for module in modules for flow in (*getattr(module, "OLDER", ()), getattr(module, "FLOW", None))]
    return tuple(sorted((flow for flow in flows if flow), key=lambda flow: (flow.code, flow.version)))


@cache
def get_flow(code: str, version: int | None = None, *, profile: str = Profile.CLASSIC) -> Graph:
    """The compiled flow of that code: the given version, or the newest of a profile. Raises LookupError."""
    known = [flow for flow in all_flows() if flow.code == code]
    found = [one for one in known if (one.version == version if version else profile_of(one) == profile)]
    if not found:
        raise LookupError(f"no flow {code} version {version} {profile}")
    return compile_flow(found[-1])


def profile_of(flow: Flow) -> Profile:
    """The profile to which a definition belongs; one that names none is classic."""
    return Profile(flow.profile or Profile.CLASSIC)


def renames_between(code: str, before: int, after: int) -> dict[str, str]:
    """What steps of one version are called in a later one of the same profile; nothing on the way back to an
    earlier one. Raises LookupError where one of the two is of the other profile."""
    profile = profile_of(get_flow(code, before).flow)
    if profile_of(get_flow(code, after).flow) != profile:
        raise LookupError(f"flow {code}: version {after} is not {profile}")
    names: dict[str, str] = {}
    for flow in all_flows():
        if flow.code == code and before < flow.version <= after and profile_of(flow) == profile:
            step = dict(flow.renames)
            names = {old: step.get(new, new) for old, new in names.items()} | {
                old: new for old, new in step.items() if old not in names.values()
            }
    return names


def latest_flows() -> tuple[Graph, ...]:
    """The newest classic version of every flow, by code: one of each of the 34."""
    return tuple(get_flow(code) for code in sorted({flow.code for flow in all_flows()}))


def current_flows() -> tuple[Graph, ...]:
    """Every definition that a new case may take, by code: the newest of each profile."""
    kinds = sorted({(flow.code, profile_of(flow)) for flow in all_flows()})
    return tuple(get_flow(code, profile=profile) for code, profile in kinds)
