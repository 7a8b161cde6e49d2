"""One tick of the sweep by hand, for operators and for tests with real processes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from crm.clocks.sweep import sweep


class Command(BaseCommand):
    """Record what is overdue or due soon, once."""

    help = "Record what is overdue or due soon, once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was done."""
        done = sweep(now=timezone.now())
        self.stdout.write(f"breached {done.breached}, warned {done.warned}, put aside {done.failed}")
