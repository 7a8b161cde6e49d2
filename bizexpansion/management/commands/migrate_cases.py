"""Bring running cases into another version of their flow."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bizexpansion.enums import OPEN_STATES
from bizexpansion.flows import all_flows, get_flow, profile_of
from bizexpansion.models import Case
from bizexpansion.operations.versions import migrate_case
from crm.audit.operation import SYSTEM
from crm.errors import DomainError


class Command(BaseCommand):
    """`manage.py migrate_cases 104 --to 2 --reason "…" [case number …]`."""

    help = "Bring running cases of a flow into another version; those that cannot go stay, and are listed"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which flow, which version, why, and which cases (all that run in the same profile if none is named)."""
        parser.add_argument("code")
        parser.add_argument("cases", nargs="*", help="case numbers")
        parser.add_argument("--to", type=int, required=True, help="version")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction a case. Raises CommandError if there is no such version, or a case had to stay."""
        code, version = options["code"], options["to"]
        try:
            profile = profile_of(get_flow(code, version).flow)
        except LookupError as error:
            raise CommandError(str(error)) from error
        others = [one.version for one in all_flows() if one.code == code and profile_of(one) == profile]
        cases = Case.objects.filter(flow_code=code, flow_version__in=others, state__in=OPEN_STATES)
        cases = cases.exclude(flow_version=version)
        if options["cases"]:
            cases = cases.filter(case_number__in=options["cases"])
        stayed = []
        for case in cases.order_by("pk").iterator():
            try:
                migrate_case(
                    case_id=case.pk, version=version, reason=options["reason"], actor=SYSTEM, now=timezone.now()
                )
            except DomainError as error:
                why = (error.details or {}).get("why", "")
                stayed.append(f"{case.case_number}: {error.message} {why}".rstrip())
            else:
                self.stdout.write(f"{case.case_number}: {case.flow_version} → {version}")
        if stayed:
            raise CommandError("\n".join(stayed))
