"""Several people at the same moment: threads with connections of their own, let go together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from crm.errors import DomainError

PATIENCE = 300


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Do all of them at the same moment; what each returned or was refused with. Needs a transactional test."""
    gate = Barrier(len(actions))

    def act(action: Callable[[], Any]) -> Any:
        try:
            gate.wait(PATIENCE)
            return action()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(act, action) for action in actions]]
