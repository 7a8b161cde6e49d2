"""Prove that the flows are sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bizexpansion.engine.bpmn import to_bpmn
from bizexpansion.engine.compile import Graph
from bizexpansion.enums import Profile
from bizexpansion.flows import current_flows, get_flow, profile_of
from bizexpansion.queries.faults import faults_of, known_timers


class Command(BaseCommand):
    """`manage.py check_flows [code …] [--export DIRECTORY]`."""

    help = "Check every definition, block by block; optionally write each as BPMN 2.0"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which flows, and where their BPMN goes."""
        parser.add_argument("codes", nargs="*", help="codes of flows; all of them if none is named")
        parser.add_argument("--export", type=Path, help="directory for <code>.bpmn, <code>-streamlined.bpmn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError listing what is wrong, or naming a flow that there is not."""
        try:
            codes = {get_flow(code).flow.code for code in options["codes"]}
        except LookupError as error:
            raise CommandError(str(error)) from error
        graphs = [graph for graph in current_flows() if not codes or graph.flow.code in codes]
        timers = known_timers()
        wrong = [f"{name_of(graph)} {fault}" for graph in graphs for fault in faults_of(graph, timers)]
        if options["export"]:
            options["export"].mkdir(parents=True, exist_ok=True)
            for graph in graphs:
                path = options["export"] / f"{name_of(graph)}.bpmn"
                path.write_text(to_bpmn(graph), encoding="utf-8")
        if wrong:
            raise CommandError("\n".join(wrong))
        flows, second = (
            len({graph.flow.code for graph in graphs}),
            "".join(f", {name_of(graph)}" for graph in graphs if profile_of(graph.flow) != Profile.CLASSIC),
        )
        self.stdout.write(f"{flows} flows are sound{second}")


def name_of(graph: Graph) -> str:
    """The code, and the profile where it is not the classic one."""
    profile = profile_of(graph.flow)
    return graph.flow.code if profile == Profile.CLASSIC else f"{graph.flow.code}-{profile}"
