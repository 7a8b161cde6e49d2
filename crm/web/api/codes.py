"""The stable codes of all refusals, read from the code itself: they stand in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm.errors import DomainError

HEADER = "| code | status | meaning |\n|---|---|---|\n"


def refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """A kind of refusal and all that derive from it, as far as the apps are loaded."""
    yield kind
    for derived in kind.__subclasses__():
        yield from refusals(derived)


def table(kinds: Iterator[type[DomainError]]) -> str:
    """Code, status and sentence of each, sorted; a code that several share stands once for each status."""
    rows = {
        (kind.code, kind.status): str(kind.message) for kind in kinds if not kind.__module__.startswith("tests.")
    }
    return HEADER + "".join(f"| `{code}` | {status} | {rows[code, status]} |\n" for code, status in sorted(rows))


def tell_codes(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Hook of drf-spectacular: put the table where the problem document is described."""
    code = result["components"]["schemas"]["Problem"]["properties"]["code"]
    code["description"] = f"{code['description']}\n\n{table(refusals())}"
    return result
