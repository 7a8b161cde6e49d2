"""What every application has in common (S_APP), and what one for a change of an existing account adds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import ApplicationMode, FeeKind
from bizexpansion.flows import get_flow
from bizexpansion.models.case import Case
from bizexpansion.models.records import Row, StepRecord
from crm.prepared import Prepared
from crm.workdays.arithmetic import WorkCalendar
from customers.book.enums import ContractAttachment, ContractOperation
from customers.book.models import PowerSource, SupplyAccount
from customers.book.validators import validate_phone

if TYPE_CHECKING:
    from bizexpansion.models.plan import SupplyPlan
    from bizexpansion.models.supply_change import CapacitySum

LATEST_WISH = timedelta(days=5 * 366)
Rows = Mapping[str, Sequence[Row]]
A = TypeVar("A", bound="ApplicationRecord")
ACTIVE_SOURCES: Prepared[PowerSource] = Prepared(
    lambda account: PowerSource.objects.filter(account_id=account, is_active=True), int
)


class Amounts(NamedTuple):
    """A contract capacity and a running capacity, in kVA."""

    contract: Decimal
    running: Decimal


NOTHING = Amounts(Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Headline:
    """What the case itself shows of an application."""

    title: str
    voltage: str
    source_count: int
    importance: str


def working_day_after(day: date, number: int, calendar: WorkCalendar) -> date:
    """So many working days after a day."""
    return next(islice(calendar.working_days_after(day), number - 1, None))


class ApplicationRecord(StepRecord):
    """A01: what the customer asks for. A family of flows has one model of its own, with typed fields.

    `forms` are the form keys of the acceptance step that this model is filled in by: a case finds its
    application by the form that its flow names. `identity_checked` and `breaches_checked` are preconditions P4
    and P3, which the clerk looks up. `attachments`: what the contract that follows has to carry.
    """

    forms: ClassVar[tuple[str, ...]] = ()
    attachments: ClassVar[tuple[ContractAttachment, ...]] = ()

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="%(class)s", verbose_name=gettext_lazy("case")
    )
    mode = models.CharField(
        gettext_lazy("way of applying"), max_length=12, choices=ApplicationMode, default=ApplicationMode.COUNTER
    )
    identity_checked = models.BooleanField(gettext_lazy("identity compared with the papers"), default=False)
    breaches_checked = models.BooleanField(gettext_lazy("no open breach of contract or theft"), default=False)

    class Meta(StepRecord.Meta):
        abstract = True

    fee_kinds: ClassVar[tuple[FeeKind, ...]] = ()
    """The fees that may be charged; empty: any."""

    def goes_beside(self, account: SupplyAccount, number: str) -> bool:
        """Whether the case `number` goes on while another one holds the account: never, but for urgent faults."""
        return False

    def points_concerned(self) -> set[int] | None:
        """The numbers of the metering points that it is about; None: it names none."""
        return None

    def resumed_units(self, rows: Rows) -> set[int] | None:
        """The numbers of the transformers that it puts back into use; None: that is not what it asks for."""
        return None

    def papers_needed(self) -> tuple[str, ...]:
        """The kinds of paper that these entries ask for, beside those that the flow always wants."""
        return ()

    def subject(self) -> SupplyAccount | None:
        """The account that is to be changed; None where a new one is asked for."""
        return None

    def named_day(self) -> date | None:
        """The day that the customer names for special reading and contract; None where the steps say it."""
        return None

    def leaving(self, row: str = "") -> Iterable[int] | None:
        """The accounts whose supply ends, in a batch that of a row ("": of all); None: that of the case."""
        return None

    def taken_over_by(self) -> int | None:
        """The account that takes in those that leave, and what was paid for them in advance; None: none does."""
        return None

    wished_timers: ClassVar[frozenset[str]] = frozenset()
    """The timers whose end follows the day that was wished for, and not the day on which the clock starts."""

    def promised_by(self, limit: int, calendar: WorkCalendar) -> date | None:
        """The day by which a clock of such a timer ends, with its `limit` in days; None: it is counted from its
        start."""
        return None

    def headline(self) -> Headline:
        """What the case shows of it."""
        raise NotImplementedError

    @property
    def wanted_capacity(self) -> Decimal | None:
        """The capacity that the customer wants to have afterwards, in kVA; None where that is not the question."""
        return None

    def telephones(self) -> Iterator[str]:
        """Whom to tell of progress, first choice first."""
        yield from ()

    def account_of_row(self, row: str) -> int | None:
        """The key of the account behind a row of a batch; None as long as it has none."""
        return None

    def check_fees(self, kinds: Collection[str]) -> str:
        """What is wrong with the items of a fee (A06), by their kinds; empty where nothing is."""
        return ""

    def row_words(self, row: str) -> str:
        """What people call a row of a batch; empty where there is none."""
        return ""

    def accounts_of_rows(self, rows: Sequence[str]) -> dict[str, int]:
        """The same for many rows, in one query."""
        return {}

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """What is wrong between the entries and their rows, by field; `now` bounds the days that are wished for."""
        return self.check_wish("wanted_on", now, LATEST_WISH)

    def check_wish(self, field: str, now: datetime, latest: timedelta) -> dict[str, list[str]]:
        """A wished day lies neither in the past nor too far ahead."""
        today, wish = localtime(now).date(), getattr(self, field, None)
        if wish and not today <= wish <= today + latest:
            return {field: [_("Choose a day between today and five years from now.")]}
        return {}


class ChangeApplication(ApplicationRecord):
    """An application to change, suspend or end an existing account (变更用电登记表, workflows.md 6.1)."""

    personal = frozenset({"contact_name", "contact_phone"})
    contract_operation: ClassVar[ContractOperation] = ContractOperation.CHANGE

    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("supply account"),
    )
    contact_name = models.CharField(gettext_lazy("person to ask"), max_length=60)
    contact_phone = models.CharField(gettext_lazy("telephone"), max_length=20, validators=[validate_phone])
    wanted_on = models.DateField(gettext_lazy("wanted on"), null=True, blank=True)
    reason = models.CharField(gettext_lazy("reason of the application"), max_length=300)

    # every meter of the account is taken down on the way, so that each point gets another
    every_meter: ClassVar[bool] = False

    class Meta(ApplicationRecord.Meta):
        abstract = True

    def subject(self) -> SupplyAccount | None:
        """The account that is to be changed."""
        account: SupplyAccount | None = self.account
        return account

    @property
    def wanted_capacity(self) -> Decimal | None:
        """As much as the account has."""
        capacity: Decimal = self.account.contract_capacity
        return capacity

    @property
    def moved(self) -> tuple[Amounts, Amounts]:
        """The capacity, in kVA, that other accounts of the case give to this one, and that it gives to them."""
        return NOTHING, NOTHING

    def account_columns(self) -> dict[str, object]:
        """What of the account itself is other once the change is carried out; nothing by default."""
        return {}

    def other_sums(self) -> list[CapacitySum]:
        """The sums of the other accounts of the case, not yet saved; none by default."""
        return []

    def refuse_plan(self, plan: SupplyPlan, total: CapacitySum) -> dict[str, str]:
        """What of a plan goes beyond what was asked for, by field of the plan; nothing by default."""
        return {}

    def headline(self) -> Headline:
        """As the account stands."""
        sources = len(ACTIVE_SOURCES.rows(self.account_id))
        return Headline(self.account.name, self.account.voltage, max(sources, 1), self.account.importance)

    def telephones(self) -> Iterator[str]:
        """The person who came."""
        yield self.contact_phone


def application_model(form: str) -> type[ApplicationRecord]:
    """The model behind an application form, by its key. Raises LookupError."""
    for model in _models(ApplicationRecord):  # type: ignore[type-abstract]
        if form in model.forms:
            return model
    raise LookupError(f"no application model for the form {form}")


def application_model_of(case: Case) -> type[ApplicationRecord]:
    """The model of the application of a case; no query."""
    return application_model(get_flow(case.flow_code, case.flow_version).steps["accept"].form)


def application_of(case: Case) -> ApplicationRecord:
    """What the customer of a case asked for, whatever its flow; read once for each case in memory."""
    return asked_as(application_model_of(case), case)


def asked_as(model: type[A], case: Case) -> A:
    """The application of a case whose flow has this kind; read once for each case in memory."""
    link: Any = model._meta.get_field("case").remote_field
    found: A = getattr(case, link.get_accessor_name())
    return found


def _models(base: type[ApplicationRecord]) -> Iterator[type[ApplicationRecord]]:
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from _models(model)
