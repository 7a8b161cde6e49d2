"""Batch orders: one application, hundreds of rows of a list, each a customer (S_BATCH_CUST_APP)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import ApplicationRecord, Headline
from bizexpansion.models.records import Row, StepRecord
from crm.web.masks import mask_name
from customers.book.enums import CustomerKind, IdKind, TariffClass, Voltage
from customers.book.models import SupplyAccount
from customers.book.validators import validate_phone

MOST_ROWS = 2000
"""A longer list is handed in as several orders."""


def _counted(part: str, word: str) -> str:
    return f"{part}{word}" if part.isascii() and part.isalnum() else part


class ListRowState(TextChoices):
    """How far a row of a list has come; at which step it stands, its task says."""

    WAITING = "WAITING", _("to be corrected")
    GOOD = "GOOD", _("in order")
    TAKEN = "TAKEN", _("being worked on")
    ARCHIVED = "ARCHIVED", _("archived")
    DROPPED = "DROPPED", _("dropped")


LIVE_ROWS = (ListRowState.WAITING, ListRowState.GOOD, ListRowState.TAKEN)


class BatchApplication(ApplicationRecord):
    """What applications for a batch have in common; the rows hang at `list_rows`."""

    personal: ClassVar[frozenset[str]] = frozenset({"contact_name", "contact_phone"})

    contact_name = models.CharField(_("person to ask"), max_length=60)
    contact_phone = models.CharField(_("telephone"), max_length=20, validators=[validate_phone])
    district = models.ForeignKey(
        "crm_org.District", on_delete=models.PROTECT, related_name="+", verbose_name=_("district")
    )
    address = models.CharField(_("address"), max_length=200)
    sheet_name = models.CharField(_("file name"), max_length=120, blank=True, editable=False)

    class Meta(ApplicationRecord.Meta):
        abstract = True

    @classmethod
    def row_model(cls) -> Any:
        """What a row of the list is."""
        return cls._meta.get_field("list_rows").related_model

    def rows(self) -> models.QuerySet[Any]:
        """The rows of the list in its order."""
        return self.row_model()._default_manager.filter(application=self).order_by("number")

    def row(self, row: str) -> Any:
        """One row by its number; None where there is none."""
        return self.rows().filter(number=int(row)).first() if row.isdecimal() else None

    def row_words(self, row: str) -> str:
        """Its number, its place and its customer, masked."""
        found = self.row(row) if row else None
        return found.words if found is not None else ""

    def account_of_row(self, row: str) -> int | None:
        """The key of the account behind a row; None as long as it has none."""
        return self.accounts_of_rows([row]).get(row)

    def accounts_of_rows(self, rows: Sequence[str]) -> dict[str, int]:
        """The same for many rows, in one query."""
        found = self.rows().filter(number__in=[int(row) for row in rows], account__isnull=False)
        return {str(number): account for number, account in found.values_list("number", "account_id")}

    def telephones(self) -> Iterator[str]:
        """Whose row it is, then whoever handed the list in."""
        row = self.row(self.case.row) if self.case.row else None
        if row is not None:
            yield from (one for one in (row.phone,) if one)
        yield self.contact_phone


class BatchRow(Row):
    """A row of the list: as it came (`raw`, by column), what is wrong with it, and the account behind it.

    Rows are judged all at once when the list is read (`operations/batch`), not one by one when they are saved.
    """

    judged = True

    number = models.PositiveIntegerField(_("number in the list"))
    state = models.CharField(_("state"), max_length=8, choices=ListRowState, default=ListRowState.GOOD)
    raw = models.JSONField(_("as it came"), default=dict)
    problems = models.JSONField(_("errors"), default=list)
    name = models.CharField(_("customer's name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    building = models.CharField(_("building"), max_length=40, blank=True)
    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("supply account"),
    )
    drop_reason = models.CharField(_("reason why it was dropped"), max_length=200, blank=True)

    class Meta(Row.Meta):
        abstract = True

    @property
    def key(self) -> str:
        """By what the engine knows the row."""
        return str(self.number)

    @property
    def place(self) -> str:
        """Where it is, as short as people say it."""
        return self.building

    @property
    def masked_name(self) -> str:
        """The customer, masked."""
        return mask_name(self.name) if self.name else ""

    @property
    def words(self) -> str:
        """Its number, its place and its customer, masked."""
        return " · ".join(part for part in (f"#{self.number}", self.place, self.masked_name) if part)


class HouseholdBatch(BatchApplication):
    """112 低压批量新装: the developer hands in the list of households; the network they hang on is ready.

    The network is that of a residential complex (`project`, the case of flow 103) or is there already; then the
    clerk says on what that rests. Capacity in kW, voltage that of the households' network.
    """

    forms = ("accept_batch",)

    applicant_name = models.CharField(_("developer or organiser"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    project = models.ForeignKey(
        "bizexpansion.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="household_orders",
        verbose_name=_("residential complex"),
    )
    network_ready = models.BooleanField(_("the network is ready"), default=False)
    network_basis = models.CharField(_("on what that rests"), max_length=200, blank=True)
    household_count = models.PositiveIntegerField(_("households"))
    wanted_on = models.DateField(_("supply wanted on"))

    class Meta(BatchApplication.Meta):
        verbose_name = _("application for a batch of households")
        verbose_name_plural = _("applications for batches of households")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(household_count__gte=1, household_count__lte=MOST_ROWS),
                name="household_count_in_range",
            )
        ]

    def clean(self) -> None:
        """A network that is said to be ready says on what that rests. Raises ValidationError by field."""
        if self.network_ready and not self.network_basis.strip():
            raise ValidationError({"network_basis": _("Say on what that rests.")})

    def headline(self) -> Headline:
        """The developer, at low voltage."""
        return Headline(self.applicant_name.strip(), Voltage.V380, 1, "")

    @property
    def wanted_capacity(self) -> Decimal:
        """The sum of the rows that take part, in kW."""
        rows = self.rows().exclude(state__in=(ListRowState.WAITING, ListRowState.DROPPED))
        return rows.aggregate(total=Sum("capacity"))["total"] or Decimal(0)

    tariff_class = TariffClass.RESIDENT_URBAN
    """With which price the plan begins; what each household uses, its row says."""


class Household(BatchRow):
    """One household of the list. The ID number is sealed as the book seals it; it may come at hand-over."""

    personal = frozenset({"name", "phone", "address"})

    application = models.ForeignKey(
        HouseholdBatch, on_delete=models.PROTECT, related_name="list_rows", verbose_name=_("application")
    )
    kind = models.CharField(_("kind of customer"), max_length=12, choices=CustomerKind, default=CustomerKind.PERSON)
    id_kind = models.CharField(_("kind of document"), max_length=12, choices=IdKind, blank=True)
    id_hash = models.CharField(_("ID number, hash"), max_length=64, blank=True)
    id_tail_hash = models.CharField(_("ID number, hash of the last six"), max_length=32, blank=True)
    id_last4 = models.CharField(_("ID number, last four"), max_length=4, blank=True)
    id_cipher = models.TextField(_("ID number, encrypted"), blank=True)
    unit = models.CharField(_("unit of the building"), max_length=20, blank=True)
    room = models.CharField(_("room"), max_length=20, blank=True)
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage, blank=True)
    capacity = models.DecimalField(_("capacity (kW)"), max_digits=12, decimal_places=2, null=True, blank=True)
    tariff_class = models.CharField(_("class of use"), max_length=3, choices=TariffClass, blank=True)

    @property
    def place(self) -> str:
        """Building, unit and room; a bare number says what it counts: 2, 1 and 101 are 2幢1单元101, not 21101."""
        return f"{_counted(self.building, '幢')}{_counted(self.unit, '单元')}{self.room}"

    @property
    def masked_name(self) -> str:
        """A person masked, a firm as it is called."""
        return self.name if self.kind == CustomerKind.ORGANISATION else super().masked_name

    class Meta(BatchRow.Meta):
        verbose_name = _("household of a batch")
        verbose_name_plural = _("households of a batch")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="household_number_once"),
            models.UniqueConstraint(
                fields=["account"], condition=~models.Q(state="DROPPED"), name="household_account_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("WAITING", "DROPPED"))
                | models.Q(capacity__gt=0) & ~models.Q(name="") & ~models.Q(address=""),
                name="household_whole_or_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DROPPED") | ~models.Q(drop_reason=""), name="household_dropped_why"
            ),
        ]


class ClosingResult(TextChoices):
    """How a row of a batch closing ended."""

    SETTLED = "SETTLED", _("settled")
    DEBT_LEFT = "DEBT_LEFT", _("debt left")


class ClosingBatch(BatchApplication):
    """217 批量销户: an area is demolished; whoever organises it hands in the list of accounts (拆迁公告)."""

    forms = ("accept_batch_closing",)

    applicant_name = models.CharField(_("organiser of the demolition"), max_length=120)
    notice_number = models.CharField(_("number of the notice of demolition"), max_length=60)
    notice_on = models.DateField(_("notice of demolition issued on"))
    account_count = models.PositiveIntegerField(_("accounts"))
    wanted_on = models.DateField(_("power off wanted on"))

    class Meta(BatchApplication.Meta):
        verbose_name = _("application for a batch closing")
        verbose_name_plural = _("applications for batch closings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account_count__gte=1, account_count__lte=MOST_ROWS),
                name="closing_count_in_range",
            )
        ]

    def headline(self) -> Headline:
        """The organiser, at low voltage."""
        return Headline(self.applicant_name.strip(), Voltage.V380, 1, "")

    def leaving(self, row: str = "") -> Iterable[int] | None:
        """The account of the row, or those of all rows that are worked on."""
        if row:
            found = self.account_of_row(row)
            return [found] if found is not None else []
        return self.rows().filter(state=ListRowState.TAKEN).values_list("account_id", flat=True)


class ClosingRow(BatchRow):
    """One account of the list, and how its closing ended."""

    personal = frozenset({"name", "phone", "address"})

    application = models.ForeignKey(
        ClosingBatch, on_delete=models.PROTECT, related_name="list_rows", verbose_name=_("application")
    )
    account_number = models.CharField(_("account number"), max_length=10, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=ClosingResult, blank=True)

    @property
    def place(self) -> str:
        """The account, and how its closing ended."""
        return " ".join(part for part in (self.account_number, str(self.get_result_display())) if part)

    class Meta(BatchRow.Meta):
        verbose_name = _("account of a batch closing")
        verbose_name_plural = _("accounts of a batch closing")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="closing_number_once"),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(state="TAKEN"),
                name="closing_account_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("TAKEN", "ARCHIVED")) | models.Q(account__isnull=False),
                name="closing_taken_has_account",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DROPPED") | ~models.Q(drop_reason=""), name="closing_dropped_why"
            ),
        ]


class BatchDetermination(StepRecord):
    """A25: so many rows become customers now, so many wait to be corrected."""

    taken_count = models.PositiveIntegerField(_("rows that are taken"), editable=False)
    waiting_count = models.PositiveIntegerField(_("rows that wait"), editable=False)
    is_complete = models.BooleanField(_("the list can be worked with"), default=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("determination of batch customers")
        verbose_name_plural = _("determinations of batch customers")


class RowDetermination(StepRecord):
    """A25 of a row that had to be corrected: it is in order and takes part."""

    class Meta(StepRecord.Meta):
        verbose_name = _("determination of a corrected row")
        verbose_name_plural = _("determinations of corrected rows")


class BatchArchive(StepRecord):
    """A20 of a batch: every row becomes standing data; meters are read by building."""

    billing_starts_on = models.DateField(_("billing starts on"))
    data_checked = models.BooleanField(_("data checked against the papers"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("archive of a batch")
        verbose_name_plural = _("archives of batches")


class BuildingSection(Row):
    """In which reading section the meters of a building are read."""

    archive = models.ForeignKey(
        BatchArchive, on_delete=models.PROTECT, related_name="sections", verbose_name=_("archive")
    )
    building = models.CharField(_("building"), max_length=40, blank=True)
    reading_section = models.ForeignKey(
        "book.ReadingSection", on_delete=models.PROTECT, related_name="+", verbose_name=_("reading section")
    )

    class Meta(Row.Meta):
        verbose_name = _("reading section of a building")
        verbose_name_plural = _("reading sections of buildings")
        constraints = [models.UniqueConstraint(fields=["archive", "building"], name="one_section_per_building")]


def account_numbers(rows: Sequence[BatchRow]) -> dict[int, str]:
    """The account numbers of rows by the keys of their accounts, in one query."""
    keys = [row.account_id for row in rows if row.account_id]
    return dict(SupplyAccount.objects.filter(pk__in=keys).values_list("pk", "account_number"))
