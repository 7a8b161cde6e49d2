"""`manage.py check_ledger`: is every balance the sum of its entries, and every open item what allocations leave?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metering.queries.check import FAULTS, find_faults

SHOWN = 20


class Command(BaseCommand):
    """Prove it for all accounts, from the entries and allocations alone."""

    help = "Compare balances and open items with the sums of entries and allocations, for all accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was compared; end with an error and the first accounts where something differs."""
        faults = find_faults()
        for name, accounts in faults.items():
            self.stdout.write(f"{FAULTS[name]}: {len(accounts):,} accounts")
            for account_number in accounts[:SHOWN]:
                self.stdout.write(f"  {account_number}")
        if faults:
            raise CommandError("The ledger does not agree with itself.")
        self.stdout.write("Every balance is the sum of its entries; every open item is what allocations leave.")
