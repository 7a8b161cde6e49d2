"""``python -m benchmarks [--requests N] [--check]``: measure the pages on the demo data of ``make run``."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django

from benchmarks.pages import PAGES, Page
from crm.local.environment import server_environment
from crm.local.places import LocalError

if TYPE_CHECKING:
    from benchmarks.web import Visitor

WARM_UP = 10


@dataclass(frozen=True)
class Result:
    """What one page took: seconds and bytes."""

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
            return measure_all(options.requests, check=options.check)
    except LocalError as error:
        sys.exit(f"make bench: {error}")


def measure_all(requests: int, *, check: bool) -> int:
    """Print one line for each page; return 1 when one does not answer or, with ``check``, costs too much."""
    from benchmarks.web import sign_in, web_server
    from crm.local.demo_logins import demo_logins
    from crm.org.models import Staff

    logins = demo_logins()
    if not logins:
        raise LocalError("there are no demo data yet: run 'make run' once")
    person = Staff.objects.get(number=logins[0].username)
    failures = 0
    print(f"{'page':<24}{'median ms':>12}{'p95 ms':>10}{'kB':>8}{'floors':>9}{'at most':>9}")
    with web_server() as port:
        visitor = sign_in(port, person)
        floor: float | None = None
        for page in PAGES:
            result = measure(visitor, page, requests)
            if result is None:
                failures += 1
                continue
            floor = floor or result.median
            floors = result.median / floor
            print(
                f"{page.name:<24}{result.median * 1000:>12.2f}{result.p95 * 1000:>10.2f}"
                f"{result.size / 1024:>8.1f}{floors:>9.1f}{page.floors:>9.1f}"
            )
            failures += check and floors > page.floors
    return 1 if failures else 0


def measure(visitor: Visitor, page: Page, requests: int) -> Result | None:
    """Ask for a page many times; None, with a line that says so, when it does not answer as it should."""
    for _ in range(WARM_UP):
        status, content, _seconds = visitor.get(page.address)
    if status != 200:
        print(f"{page.name:<24} {page.address} answers {status}")
        return None
    times = sorted(visitor.get(page.address)[2] for _ in range(requests))
    return Result(statistics.median(times), times[int(len(times) * 0.95)], len(content))


if __name__ == "__main__":
    sys.exit(main())
