"""The database of the measurements: beside that of ``make run``, named after it, on the same server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from crm.local.database import prepare_database

SUFFIX = "_bench"


@contextmanager
def bench_database() -> Iterator[None]:
    """Let DATABASE_URL name the database of the measurements, made where it is missing. Raises LocalError."""
    before = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = named(before)
    prepare_database(os.environ["DATABASE_URL"])
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = before


def named(url: str) -> str:
    """The address of the database of the measurements of a database."""
    parts = urlsplit(url)
    path = parts.path if parts.path.endswith(SUFFIX) else parts.path + SUFFIX
    return urlunsplit(parts._replace(path=path))
