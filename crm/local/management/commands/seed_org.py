"""`manage.py seed_org`: the demo company alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from crm.audit.operation import SYSTEM
from crm.local.seed.organisation import build_organisation


class Command(BaseCommand):
    """Make the demo company's departments, districts, duties and people, as far as they are missing."""

    help = "Make the demo company: departments, districts, duties of teams, 230 people, one demo login per role."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed of the names."""
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same names")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        """Do it and say how many rows were new."""
        self.stdout.write(str(build_organisation(seed=seed, actor=SYSTEM, now=timezone.now())))
