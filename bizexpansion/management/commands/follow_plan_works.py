"""Bring running low-voltage cases to the limit of their plan."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from bizexpansion.operations.works_limit import cases_with_works_limits, follow_plan_works
from crm.audit.operation import SYSTEM


class Command(BaseCommand):
    """`manage.py follow_plan_works --reason "…" [case number …]`."""

    help = (
        "Let the limits (T6) of running low-voltage cases follow their plan, where it was drafted before they did"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Why, and which cases (all that run if none is named)."""
        parser.add_argument("cases", nargs="*", help="case numbers")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction a case; run again it finds nothing to do."""
        cases = cases_with_works_limits()
        if options["cases"]:
            cases = cases.filter(case_number__in=options["cases"])
        for pk, number in cases.values_list("pk", "case_number"):
            moved = follow_plan_works(case_id=pk, reason=options["reason"], actor=SYSTEM, now=timezone.now())
            if moved:
                self.stdout.write(f"{number}: {moved}")
