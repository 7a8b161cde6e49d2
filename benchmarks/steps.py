"""Completing a step: what the server takes for it, and how many statements, at every step of every flow."""

from __future__ import annotations

import statistics
from importlib import import_module

from benchmarks.figures import Figure, p95
from benchmarks.walks import Done, walk
from tests.bizexpansion.flows.office import Office

MOST_MS, MOST_STATEMENTS = 60.0, 39
WARM_UP = "301"
"""A short flow, walked before: the first request of a process loads what all later ones find loaded."""


def measure_steps(flows: list[str] | None) -> list[Figure]:
    """The 95th percentile over all steps of the flows (all, unless named), and the most statements of one."""
    done: list[Done] = []

    def keep(office: Office, one: Done) -> None:
        if one.node != "accept":
            done.append(one)

    import_module("crm.wsgi")  # looks after garbage as a web server does
    walk([WARM_UP], lambda office, one: None)
    failures = walk(flows, keep)
    trouble = "; ".join(failures)
    if not done:
        return [Figure("completing a step", 0, MOST_MS, "ms p95", trouble=trouble or "no step was done")]
    times = [one.seconds * 1000 for one in done]
    most = max(done, key=lambda one: one.statements)
    flows_done = len({one.flow for one in done})
    above = sum(one.statements > MOST_STATEMENTS for one in done)
    return [
        Figure(
            "completing a step: server time",
            p95(times),
            MOST_MS,
            "ms p95",
            f"{len(done)} steps of {flows_done} flows, median {statistics.median(times):.1f} ms",
            trouble,
        ),
        Figure(
            "completing a step: statements",
            most.statements,
            MOST_STATEMENTS,
            "at worst",
            f"{most.flow} {most.node}; {above} steps above",
        ),
    ]
