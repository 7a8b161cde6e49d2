"""Who carries a case of a new high-voltage supply, and what its records are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Protocol, TypeVar

from bizexpansion.enums import MaterialKind
from bizexpansion.models import Case, CaseDocument, Defect, Task
from crm.org.models import District, Staff
from customers.book.models import ReadingSection

Fields = Mapping[str, Any]
"""What a record says beside, or instead of, the usual."""
Arguments = tuple[Callable[..., Case], dict[str, Any]]
"""An operation, and what it takes besides task, version, actor and moment."""
Record = TypeVar("Record")


@dataclass(frozen=True)
class Applicant:
    """Who asks for a supply, where, and how the request came."""

    name: str
    id_number: str
    district: District
    address: str
    phone: str
    trade_code: str
    mode: str
    wanted_in: int
    """In how many days."""


class Hands(Protocol):
    """The case and its moment, what the customer wants, and the people and things that the steps take."""

    case: Case

    @property
    def moment(self) -> datetime:
        """When the step is done."""

    @property
    def capacity(self) -> Decimal:
        """kVA, over all sources."""

    @property
    def sources(self) -> int:
        """One or two."""

    @property
    def importance(self) -> str:
        """The grade of an important customer, or none."""

    @property
    def project_flag(self) -> str:
        """Whose works the supply needs."""

    @property
    def has_hidden_works(self) -> bool:
        """Whether an inspection comes between."""

    @property
    def is_fee_due(self) -> bool:
        """Whether the second source costs a fee."""

    @property
    def needs_terminal(self) -> bool:
        """Whether a load terminal is hung."""

    @property
    def contact(self) -> str:
        """The customer's person."""

    @property
    def station(self) -> str:
        """The place that the substation and its lines are called after."""

    @property
    def first_line(self) -> int:
        """The number of the first source's line."""

    def applicant(self) -> Applicant:
        """Who asks for it."""

    def person(self) -> str:
        """The name of somebody."""

    def pair(self, form: str) -> tuple[Staff, Staff]:
        """Two people who are sent to do a step out of doors."""

    def meters(self, count: int) -> list[str]:
        """Asset numbers of high-voltage meters in store."""

    def instrument_transformers(self, count: int) -> list[str]:
        """Asset numbers of instrument transformers in store."""

    def reading_section(self) -> ReadingSection:
        """Where the account shall be read."""


Step = Callable[[Hands, Task, Fields], Arguments]
STEPS: Final[dict[str, Step]] = {}


def step(node: str) -> Callable[[Step], Step]:
    """Name the step that a function makes the record of."""

    def keep(function: Step) -> Step:
        STEPS[node] = function
        return function

    return keep


def set_fields(record: Record, fields: Fields) -> Record:
    """The record, with these fields instead of its own."""
    for name, value in fields.items():
        setattr(record, name, value)
    return record


def today(hands: Hands) -> date:
    """The day of the step."""
    return hands.moment.date()


def papers(*kinds: str) -> list[CaseDocument]:
    """One paper of each kind, handed in on paper only."""
    return [CaseDocument(kind=kind, name=str(MaterialKind(kind).label)) for kind in kinds]


def defects(passed: bool, words: str, demand: str) -> list[Defect]:
    """What somebody found who did not let it pass."""
    return [] if passed else [Defect(number=1, description=words, demand=demand)]
