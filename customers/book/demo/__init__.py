"""Demo data of the book: accounts with everything that hangs on them, sections, and a store of meters."""

from __future__ import annotations

from crm.audit.operation import SYSTEM
from crm.local.builders import SeedRequest
from customers.book.demo.accounts import build_accounts
from customers.book.demo.store import build_sections, build_store
from customers.book.demo.streets import build_streets
from customers.book.models import SupplyAccount

BATCH = 5000


def build_book(request: SeedRequest) -> None:
    """Bring the book to `request.accounts` supply accounts; what stands already is left as it is."""
    build_sections(actor=SYSTEM, now=request.now)
    build_store(actor=SYSTEM, now=request.now)
    build_streets(actor=SYSTEM, now=request.now)
    present = SupplyAccount.objects.count()
    if present >= request.accounts:
        request.say(f"book: {present:,} supply accounts are there, nothing to add")
        return
    for first in range(present, request.accounts, BATCH):
        last = min(first + BATCH, request.accounts)
        build_accounts(first=first, last=last, seed=request.seed, actor=SYSTEM, now=request.now)
        request.say(f"book: {last:,} of {request.accounts:,} supply accounts")
