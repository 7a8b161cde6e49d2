"""Demo data of the book: accounts with everything that hangs on them, sections, and a store of meters."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from crm.audit.operation import SYSTEM
from crm.imports.writing import analyze
from crm.local.builders import SeedRequest
from customers.book.demo.accounts import build_accounts, find_places, prepare_accounts
from customers.book.demo.rows import Writer
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
    starts = range(present, request.accounts, BATCH)
    analysed = 0
    for first, writer in zip(starts, _prepared(starts, request), strict=True):
        build_accounts(writer, actor=SYSTEM, now=request.now)
        last = min(first + BATCH, request.accounts)
        if last >= 4 * analysed:  # the planner keeps up with a book that grows fast
            analyze(*writer.tables)
            analysed = last
        request.say(f"book: {last:,} of {request.accounts:,} supply accounts")


def _prepared(starts: Sequence[int], request: SeedRequest) -> Iterator[Writer]:
    """The batches in their order; while one is written the next one is drawn."""
    places = find_places()

    def prepare(first: int) -> Writer:
        last = min(first + BATCH, request.accounts)
        return prepare_accounts(first=first, last=last, seed=request.seed, now=request.now, places=places)

    if len(starts) == 1:
        yield prepare(starts[0])
        return
    with ThreadPoolExecutor(max_workers=1) as ahead:
        try:
            coming = deque([ahead.submit(prepare, starts[0])])
            for first in starts[1:]:
                writer = coming.popleft().result()
                coming.append(ahead.submit(prepare, first))
                yield writer
            yield coming.popleft().result()
        finally:
            ahead.submit(connections.close_all)  # the thread's own
