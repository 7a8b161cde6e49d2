"""The doors themselves: what an entry of each registry must bring.

A permission here is a name for `crm.org.permissions`; an entry whose permission the person lacks is not
shown. An empty permission means: everybody who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from crm.org.permissions import has_permission
from crm.registries.registry import Registered, Registry


@dataclass(frozen=True)
class NavigationItem:
    """A place in the frame's menu.

    `icon` is a Tabler outline icon. `letter` follows `g` on the keyboard. `phone` puts the place into the
    bottom row of a phone, where the first four permitted ones stand.
    """

    key: str
    label: Any
    url_name: str
    permission: str = ""
    order: int = 100
    icon: str = "point"
    phone: bool = False
    letter: str = ""


@dataclass(frozen=True)
class CustomerBlock:
    """A part of the customer page that a higher app fills.

    `query(user, customer)` returns the context of `template`, or None where the app has nothing to say, and the
    block does not stand there at all. The account in view is `customer.focus`. It must cost a constant number
    of queries and pass `.restrict(user, permission)`; a block stands there only if the person has `permission`
    in the department of that account. `is_side` puts it into the narrow column.

    Lazy blocks are fetched together after the page stands; a script in what is fetched does not run, so the
    page loads the static files `scripts` and `styles` of its blocks itself.
    """

    key: str
    title: Any
    template: str
    query: Callable[[Any, Any], Mapping[str, Any] | None]
    permission: str = ""
    order: int = 100
    lazy: bool = False
    is_side: bool = False
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchHit:
    """One record that the search box found. `detail` is shown masked; it holds nothing personal in clear.

    `group` is the heading under which it stands, by default the label of its source; `exact` says that what was
    typed is a number of this record, so that it comes first and may be opened at once.
    """

    url: str
    title: Any
    detail: Any = ""
    group: Any = ""
    exact: bool = False


@dataclass(frozen=True)
class SearchSource:
    """Finds records by what somebody types into the box, as he types (crm.search).

    `find(user, text)` returns a few hits, the best first, all of which the person may see; it gets any text
    whatever and must be quick for each, also for one that nothing matches. `label` says in the box what it finds.
    """

    key: str
    label: Any
    find: Callable[[Any, str], Iterable[SearchHit]]
    permission: str = ""
    order: int = 100


class _Permitted(Registered, Protocol):
    @property
    def permission(self) -> str: ...


P = TypeVar("P", bound=_Permitted)


def permitted(registry: Registry[P], user: Any, department_id: int | None = None) -> Iterator[P]:
    """The entries that this person's roles open, in order; for one business department if given."""
    return (
        entry for entry in registry if not entry.permission or has_permission(user, entry.permission, department_id)
    )


navigation: Registry[NavigationItem] = Registry("navigation")
customer_blocks: Registry[CustomerBlock] = Registry("customer_blocks")
search_sources: Registry[SearchSource] = Registry("search_sources")
