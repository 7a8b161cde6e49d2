"""What higher apps add to a supply account in the API, so that one call tells all that a console must show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.registries.registry import Registry


@dataclass(frozen=True)
class AccountPart:
    """A member of `GET /accounts/{number}/` that a higher app fills; `key` is its name.

    `query(user, account)` costs a constant number of queries and passes `.restrict(user, permission)`; what it
    gives is written by `serializer()`, a class of DRF, many times where `many`. The member is not there for
    somebody without `permission` in the department of the account.
    """

    key: str
    query: Callable[[Any, Any], Any]
    serializer: Callable[[], Any]
    permission: str
    many: bool = False
    order: int = 100


account_parts: Registry[AccountPart] = Registry("account_parts")
