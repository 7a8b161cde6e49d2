"""List the flows, or tell all of them to a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

import bizexpansion.flows
from bizexpansion.engine.compile import compile_flow
from bizexpansion.enums import Profile
from bizexpansion.flows import all_flows, current_flows, latest_flows, profile_of
from bizexpansion.queries.definitions import definition, limits_on

LOCKS = Path(bizexpansion.flows.__file__).with_name("versions")


class Command(BaseCommand):
    """`manage.py flows [--json] [--language zh-hans] [--fingerprints]`."""

    help = "List the business-expansion flows, with their form of the streamlined profile"

    def add_arguments(self, parser: CommandParser) -> None:
        """What to print."""
        parser.add_argument("--json", action="store_true", help="everything about every flow, as JSON")
        parser.add_argument("--language", default="zh-hans", help="of the names")
        parser.add_argument(
            "--fingerprints", action="store_true", help="write flows/versions/<code>.json of flows that have none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints to standard output."""
        if options["fingerprints"]:
            self._write_fingerprints()
            return
        with translation.override(options["language"]):
            rules = limits_on(timezone.localdate())
            found = [definition(graph, rules) for graph in latest_flows()]
            second = {
                graph.flow.code: definition(graph, rules)
                for graph in current_flows()
                if profile_of(graph.flow) == Profile.STREAMLINED
            }
            found = [one | {"streamlined": second.get(one["code"])} for one in found]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for one in found:
            more = one["streamlined"]
            also = f"  {more['profile_name']} ({len(more['nodes'])})" if more else ""
            self.stdout.write(f"{one['code']}  {one['name']}  ({len(one['nodes'])}){also}")

    def _write_fingerprints(self) -> None:
        """A version that is locked already keeps its line: what it does may not change any more."""
        for flow in all_flows():
            path = LOCKS / f"{flow.code}.json"
            locked = json.loads(path.read_text()) if path.exists() else {}
            if str(flow.version) not in locked:
                locked[str(flow.version)] = compile_flow(flow).fingerprint
                path.write_text(json.dumps(locked, indent=2) + "\n")
                self.stdout.write(f"{flow.code} version {flow.version}")
