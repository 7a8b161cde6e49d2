"""``python -m benchmarks``: measure pages, steps and the sweep with as many customers and cases as a city has.

The data lie in a database of their own, beside that of ``make run``, and stay there: what is missing is made.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from typing import TYPE_CHECKING

import django

from benchmarks.database import bench_database
from crm.local.environment import server_environment
from crm.local.places import LocalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figures import Figure
    from benchmarks.pages import Page
    from benchmarks.web import Visitor

WARM_UP = 10
PARTS = ("pages", "search", "steps", "sweep")


def main() -> int:
    """Fill the database as far as it is not full, measure, and return 1 when a figure exceeds its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--accounts", type=int, default=400_000, help="supply accounts that there shall be")
    parser.add_argument("--cases", type=int, default=200_000, help="cases that there shall be, one in 20 open")
    parser.add_argument("--requests", type=int, default=60, help="measured requests for each page")
    parser.add_argument("--flows", nargs="*", default=None, help="flows to walk, by code (default: all)")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="what to measure (default: all)")
    parser.add_argument("--no-fill", action="store_true", help="measure what is there, add nothing")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    try:
        with server_environment("run"), bench_database():
            django.setup()
            from benchmarks.filling import fill

            fill(0 if options.no_fill else options.accounts, 0 if options.no_fill else options.cases, options.flows)
            return 1 if measure_all(options) else 0
    except LocalError as error:
        sys.exit(f"make bench: {error}")


def measure_all(options: argparse.Namespace) -> int:
    """Measure what was asked for and print it; how many figures exceed their limits."""
    from benchmarks.figures import print_table
    from benchmarks.filling import size
    from benchmarks.search import measure_search
    from benchmarks.steps import measure_steps
    from benchmarks.sweeping import measure_sweep

    figures: list[Figure] = []
    if "pages" in options.only:
        figures += measure_pages(options.requests)
    if "search" in options.only:
        figures += measure_search(options.requests)
    if "steps" in options.only:
        figures += measure_steps(options.flows)
    if "sweep" in options.only:
        figures += measure_sweep()
    print(size())
    print("load of the machine: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()))
    return print_table(figures)


def measure_pages(requests: int) -> list[Figure]:
    """Every page in floors, each opened by whoever reads it."""
    from benchmarks.pages import PAGES
    from benchmarks.web import sign_in, web_server
    from crm.local.demo_logins import demo_logins
    from crm.org.models import Staff

    clerk = Staff.objects.get(number=demo_logins()[0].username)
    readers = [page.reader() if page.reader else clerk for page in PAGES]
    addresses = [page.addresses(reader) for page, reader in zip(PAGES, readers, strict=True)]
    with web_server() as port:
        visitors = {reader.pk: sign_in(port, reader) for reader in readers}
        return measure([visitors[reader.pk] for reader in readers], PAGES, addresses, requests)


def measure(
    visitors: Sequence[Visitor], pages: Sequence[Page], addresses: Sequence[list[str]], requests: int
) -> list[Figure]:
    """Ask for every page in turn, many times: what else the machine does then falls on all of them alike."""
    times: list[list[float]] = [[] for _ in pages]
    answers: list[tuple[int, int]] = [(0, 0) for _ in pages]
    for turn in range(WARM_UP + requests):
        for index, (visitor, page) in enumerate(zip(visitors, pages, strict=True)):
            if turn and answers[index][0] != 200:
                continue
            visits = [visitor.visit(each, page.form, is_typed=page.is_typed) for each in addresses[index]]
            if not turn and not page.at_once:  # what the page loads by itself as soon as it stands belongs to it
                addresses[index].extend(visitor.loaded_by(visits[0][1], addresses[index]))
            answers[index] = max(status for status, _, _ in visits), sum(len(content) for _, content, _ in visits)
            if turn >= WARM_UP:
                times[index].append(sum(seconds for _, _, seconds in visits))
    return [
        _figure(page, answer, taken, times[0], address[0])
        for page, answer, taken, address in zip(pages, answers, times, addresses, strict=True)
    ]


def _figure(page: Page, answer: tuple[int, int], taken: list[float], floor: list[float], address: str) -> Figure:
    """A page in floors: medians compared, and the 95th percentiles where they count."""
    from benchmarks.figures import Figure, p95

    if answer[0] != 200:
        return Figure(page.name, 0, page.floors, "floors", trouble=f"{address} answers {answer[0]}")
    floors, late = statistics.median(taken) / statistics.median(floor), p95(taken) / p95(floor)
    counts = page.is_typed or page.at_p95
    more = f"median {statistics.median(taken) * 1000:.1f} ms, p95 {p95(taken) * 1000:.1f} ms"
    more += f", {answer[1] / 1024:.0f} kB"
    value, other = (late, f"; {floors:.1f} by medians") if counts else (floors, f"; {late:.1f} at p95")
    return Figure(page.name, value, page.floors, "floors p95" if counts else "floors", more + other)


if __name__ == "__main__":
    sys.exit(main())
