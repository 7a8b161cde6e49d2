"""Brings a large file of supply accounts in: `manage.py import_accounts accounts.csv --by 10001`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm.audit.operation import SYSTEM, Actor
from crm.errors import DomainError, InvalidInput
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.operations import apply_batch, check_batch, discard_batch, open_batch
from crm.org.models import Staff

SHOWN = 20


class Command(BaseCommand):
    """Check the file, then take its good rows in; the bad ones are listed and wait on the batch's page."""

    help = (
        "Import supply accounts with supply point and meter from CSV or XLSX; the same file twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, on whose behalf, and whether only to look."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="NUMBER", help="staff number; without it the system itself")
        parser.add_argument("--check", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run both steps and say how it went. Fails when the file is refused."""
        actor = self._actor(options["by"])
        with override(settings.LANGUAGE_CODE):
            try:
                self._run(options["file"], actor, check_only=options["check"])
            except InvalidInput as error:
                raise CommandError(
                    "; ".join(f"{key}: {s}" for key, all_ in error.errors.items() for s in all_)
                ) from error
            except DomainError as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(str(error)) from error

    def _run(self, path: Path, actor: Actor, *, check_only: bool) -> None:
        with path.open("rb") as file:
            batch = open_batch(kind="accounts", file=file, name=path.name, actor=actor, now=timezone.now())
        self.stdout.write(_("Checking %(name)s …") % {"name": batch.file_name})
        try:
            batch = check_batch(batch_id=batch.pk, mapping=batch.mapping, actor=actor, now=timezone.now())
        except BaseException:
            discard_batch(batch_id=batch.pk, actor=actor, now=timezone.now())
            raise
        self._say(batch)
        if check_only:
            discard_batch(batch_id=batch.pk, actor=actor, now=timezone.now())
            return
        batch = apply_batch(batch_id=batch.pk, actor=actor, now=timezone.now())
        self.stdout.write(
            _("Taken in: %(count)d accounts (import %(id)d).") % {"count": batch.rows_good, "id": batch.pk}
        )

    def _say(self, batch: ImportBatch) -> None:
        self.stdout.write(
            _("%(total)d rows: %(good)d good, %(bad)d bad, %(unchanged)d there already.")
            % {
                "total": batch.rows_total,
                "good": batch.rows_good,
                "bad": batch.rows_bad,
                "unchanged": batch.rows_unchanged,
            }
        )
        for row in ImportRow.objects.filter(batch=batch, state="B").order_by("line")[:SHOWN]:
            reasons = "; ".join(f"{problem['column']}: {problem['reason']}" for problem in row.problems())
            self.stdout.write(_("line %(line)d: %(reasons)s") % {"line": row.line, "reasons": reasons})

    def _actor(self, number: str | None) -> Actor:
        if not number:
            return SYSTEM
        person = Staff.objects.filter(number=number, is_active=True).first()
        if person is None:
            raise CommandError(f"no active member of staff has the number {number}")
        return person
