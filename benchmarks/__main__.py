"""``python -m benchmarks [--requests N] [--check]``: measure the pages on the demo data of ``make run``."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
from django.core.management import call_command

from crm.local.environment import server_environment
from crm.local.places import LocalError

if TYPE_CHECKING:
    from benchmarks.pages import Page
    from benchmarks.web import Visitor

WARM_UP = 10


@dataclass(frozen=True)
class Result:
    """What one page answered and took: seconds and bytes."""

    status: int
    median: float
    p95: float
    size: int


def main() -> int:
    """Measure every page and return 1 when one costs more than it may (with ``--check``) or does not answer."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--requests", type=int, default=200, help="measured requests for each page")
    parser.add_argument("--check", action="store_true", help="fail when a page costs more floors than it may")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    try:
        with server_environment("run"):
            django.setup()
            call_command("prepare_run", verbosity=0)
            return measure_all(options.requests, check=options.check)
    except LocalError as error:
        sys.exit(f"make bench: {error}")


def measure_all(requests: int, *, check: bool) -> int:
    """Print one line for each page; return 1 when one does not answer or, with ``check``, costs too much."""
    from benchmarks.pages import PAGES
    from benchmarks.search import measure_search
    from benchmarks.web import sign_in, web_server
    from crm.local.demo_logins import demo_logins
    from crm.org.models import Staff

    logins = demo_logins()
    if not logins:
        raise LocalError("there are no demo data yet: run 'make run' once")
    person = Staff.objects.get(number=logins[0].username)
    addresses = [page.addresses(person) for page in PAGES]
    with web_server() as port:
        results = measure(sign_in(port, person), PAGES, addresses, requests)
    print(f"{'page':<28}{'median ms':>12}{'p95 ms':>10}{'kB':>8}{'floors':>9}{'p95 floors':>12}{'at most':>9}")
    failures = 0
    for page, address, result in zip(PAGES, addresses, results, strict=True):
        if result.status != 200:
            print(f"{page.name:<28} {address[0]} answers {result.status}")
            failures += 1
            continue
        floors, late_floors = result.median / results[0].median, result.p95 / results[0].p95
        print(
            f"{page.name:<28}{result.median * 1000:>12.2f}{result.p95 * 1000:>10.2f}"
            f"{result.size / 1024:>8.1f}{floors:>9.1f}{late_floors:>12.1f}{page.floors:>9.1f}"
        )
        failures += check and max(floors, late_floors if page.is_typed or page.at_p95 else 0) > page.floors
    failures += measure_search(requests, check=check)
    return 1 if failures else 0


def measure(visitor: Visitor, pages: tuple[Page, ...], addresses: list[list[str]], requests: int) -> list[Result]:
    """Ask for every page in turn, many times: what else the machine does then falls on all of them alike."""
    times: list[list[float]] = [[] for _ in pages]
    answers: list[tuple[int, int]] = [(0, 0) for _ in pages]
    for turn in range(WARM_UP + requests):
        for index, page in enumerate(pages):
            if turn and answers[index][0] != 200:
                continue
            visits = [visitor.visit(each, page.form, is_typed=page.is_typed) for each in addresses[index]]
            answers[index] = max(status for status, _, _ in visits), sum(len(content) for _, content, _ in visits)
            if turn >= WARM_UP:
                times[index].append(sum(seconds for _, _, seconds in visits))
    return [
        Result(status, statistics.median(taken), sorted(taken)[int(len(taken) * 0.95)], size)
        for (status, size), taken in zip(answers, times, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
