"""``manage.py export_bpmn 104``: a flow as BPMN 2.0, for any modeler."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bizexpansion.engine.bpmn import to_bpmn
from bizexpansion.flows import get_flow


class Command(BaseCommand):
    """Write the newest (or the given) version of a flow to a file or to the standard output."""

    help = "Writes a flow as BPMN 2.0 with its picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Code of the flow, version, file."""
        parser.add_argument("code")
        parser.add_argument("--flow-version", type=int, default=None)
        parser.add_argument("--output", type=Path, default=None, help="file to write; without it, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError if there is no such flow."""
        try:
            document = to_bpmn(get_flow(options["code"], options["flow_version"]))
        except LookupError as error:
            raise CommandError(str(error)) from error
        if options["output"]:
            options["output"].write_text(document, encoding="utf-8")
        else:
            self.stdout.write(document)
