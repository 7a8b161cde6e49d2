"""Prove that the flows are sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bizexpansion.engine.bpmn import to_bpmn
from bizexpansion.flows import get_flow, latest_flows
from bizexpansion.queries.faults import faults_of, known_timers


class Command(BaseCommand):
    """`manage.py check_flows [code …] [--export DIRECTORY]`."""

    help = "Check every definition, block by block; optionally write each as BPMN 2.0"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which flows, and where their BPMN goes."""
        parser.add_argument("codes", nargs="*", help="codes of flows; all of them if none is named")
        parser.add_argument("--export", type=Path, help="directory for <code>.bpmn")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError listing what is wrong, or naming a flow that there is not."""
        try:
            graphs = [get_flow(code) for code in options["codes"]] or list(latest_flows())
        except LookupError as error:
            raise CommandError(str(error)) from error
        timers = known_timers()
        wrong = [f"{graph.flow.code} {fault}" for graph in graphs for fault in faults_of(graph, timers)]
        if options["export"]:
            options["export"].mkdir(parents=True, exist_ok=True)
            for graph in graphs:
                path = options["export"] / f"{graph.flow.code}.bpmn"
                path.write_text(to_bpmn(graph), encoding="utf-8")
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{len(graphs)} flows are sound")
