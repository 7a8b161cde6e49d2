"""The supply account 用电户, what it may draw over time, and the section in which it is read."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department, District, Staff
from crm.org.scope import ScopedManager
from crm.web.masks import mask_address, mask_name
from customers.book.enums import (
    HIGH_VOLTAGES,
    AccountClass,
    AccountStatus,
    CustomerKind,
    HighEnergyClass,
    Importance,
    LoadCharacter,
    PowerState,
    RiskGrade,
    ShiftPattern,
    TariffClass,
    TemporaryKind,
    TransferKind,
    Voltage,
)
from customers.book.models.customer import Customer
from customers.book.models.periods import one_at_a_time, proper_period
from customers.book.validators import ACCOUNT_NUMBER, CAPACITY_MAX_KVA

OPEN_STATUSES = (AccountStatus.NEW_SUPPLY_OPEN, AccountStatus.CHANGE_OPEN)


class ReadingSection(models.Model):
    """抄表段 R_SECT: accounts whose meters are read together."""

    number = models.CharField(_("reading section number"), max_length=16, unique=True)
    name = models.CharField(_("reading section name"), max_length=60)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="reading_sections",
        verbose_name=_("business department"),
    )
    reading_day = models.PositiveSmallIntegerField(_("day of the month of reading"), default=1)
    reader = models.ForeignKey(
        Staff,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reading_sections",
        verbose_name=_("meter reader"),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("reading section")
        verbose_name_plural = _("reading sections")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reading_day__gte=1, reading_day__lte=31), name="reading_section_day_of_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class SupplyAccount(models.Model):
    """用电户 C_CONS: one contract place of supply, known by its account number 户号.

    Capacities in kVA; `running_capacity` = `contract_capacity` less what is suspended or reduced. The two
    columns repeat the `CapacityPeriod` in force, so that lists need no join; `operations/terms.py` is the only
    place that writes them. Status 1 and 2 are the lock "another case is open": `open_case_number` says
    which (workflows.md 2.3). Importance, key account and risk repeat the `AccountGrade` in force;
    `operations/grading.py` writes both. `version` counts changes, for forms that must not overwrite each other.
    """

    account_number = models.CharField(_("account number"), max_length=10, unique=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("customer")
    )
    name = models.CharField(_("account name"), max_length=120)
    address = models.CharField(_("supply address"), max_length=200)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("district")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("business department")
    )
    account_class = models.CharField(_("class of account"), max_length=2, choices=AccountClass)
    status = models.CharField(_("account status"), max_length=1, choices=AccountStatus)
    open_case_number = models.CharField(_("open case"), max_length=32, blank=True, default="")
    open_case_row = models.CharField(
        _("row of the batch order"), max_length=8, blank=True, default="", db_default="", editable=False
    )
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage)
    contract_capacity = models.DecimalField(
        _("contract capacity (kVA)"), max_digits=12, decimal_places=2, default=0
    )
    running_capacity = models.DecimalField(_("running capacity (kVA)"), max_digits=12, decimal_places=2, default=0)
    security_capacity = models.DecimalField(_("security load (kVA)"), max_digits=12, decimal_places=2, default=0)
    load_character = models.CharField(
        _("load character"), max_length=1, choices=LoadCharacter, default=LoadCharacter.THIRD
    )
    importance = models.CharField(_("importance"), max_length=10, choices=Importance, blank=True, default="")
    importance_until = models.DateField(_("important until"), null=True, blank=True)
    is_key_account = models.BooleanField(_("key account"), default=False)
    risk_grade = models.CharField(_("risk grade"), max_length=6, choices=RiskGrade, blank=True, default="")
    industry_code = models.CharField(_("industry code"), max_length=8, blank=True, default="")
    tariff_class = models.CharField(_("tariff class"), max_length=3, choices=TariffClass)
    shift_pattern = models.CharField(
        _("shift pattern"), max_length=10, choices=ShiftPattern, blank=True, default=""
    )
    weekly_closing = models.CharField(_("weekly closing day"), max_length=20, blank=True, default="")
    high_energy_class = models.CharField(
        _("energy-intensive trade"), max_length=12, choices=HighEnergyClass, blank=True, default=""
    )
    power_state = models.CharField(_("power state"), max_length=2, choices=PowerState, default=PowerState.CUT)
    transfer = models.CharField(
        _("transferred supply"), max_length=1, choices=TransferKind, default=TransferKind.NONE
    )
    temporary = models.CharField(
        _("temporary supply"), max_length=2, choices=TemporaryKind, default=TemporaryKind.PERMANENT
    )
    temporary_until = models.DateField(_("temporary until"), null=True, blank=True)
    is_urban = models.BooleanField(_("urban"), default=True)
    built_on = models.DateField(_("account opened on"))
    energised_on = models.DateField(_("first energised on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    section = models.ForeignKey(
        ReadingSection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name=_("reading section"),
    )
    check_cycle_months = models.PositiveSmallIntegerField(_("inspection cycle (months)"), null=True, blank=True)
    last_checked_on = models.DateField(_("last inspected on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("supply account")
        verbose_name_plural = _("supply accounts")
        indexes = [
            # a list is one department's accounts in the order of their numbers, further pages by key
            models.Index(fields=["department", "account_number"], name="account_by_department"),
            # each filter of the list finds its rows in that order too; the rare ones in a small index
            models.Index(fields=["account_class", "account_number"], name="account_by_class"),
            models.Index(fields=["voltage", "account_number"], name="account_by_voltage"),
            models.Index(
                fields=["status", "account_number"],
                name="account_by_status",
                condition=~Q(status=AccountStatus.NORMAL),
            ),
            models.Index(
                fields=["importance", "account_number"], name="account_by_importance", condition=~Q(importance="")
            ),
            models.Index(
                fields=["risk_grade", "account_number"], name="account_by_risk", condition=~Q(risk_grade="")
            ),
            models.Index(
                fields=["temporary_until", "id"],
                name="account_by_temporary_end",
                condition=Q(temporary_until__isnull=False),
            ),
            models.Index(fields=["account_number"], name="account_key_accounts", condition=Q(is_key_account=True)),
            models.Index(
                Left("industry_code", 2),
                "account_number",
                name="account_by_industry",
                condition=~Q(industry_code=""),
            ),
            models.Index(fields=["customer", "department"], name="account_by_customer"),
            models.Index(fields=["address"], name="account_by_address", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(account_number__regex=ACCOUNT_NUMBER), name="account_number_format"),
            models.CheckConstraint(
                condition=Q(contract_capacity__gte=0, contract_capacity__lte=CAPACITY_MAX_KVA),
                name="account_contract_capacity_range",
            ),
            models.CheckConstraint(
                condition=Q(running_capacity__gte=0, running_capacity__lte=F("contract_capacity")),
                name="account_running_within_contract",
            ),
            models.CheckConstraint(condition=Q(security_capacity__gte=0), name="account_security_capacity"),
            models.CheckConstraint(
                condition=Q(account_class=AccountClass.HV, voltage__in=HIGH_VOLTAGES)
                | (~Q(account_class=AccountClass.HV) & ~Q(voltage__in=HIGH_VOLTAGES)),
                name="account_voltage_fits_class",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=OPEN_STATUSES) & ~Q(open_case_number=""))
                | (~Q(status__in=OPEN_STATUSES) & Q(open_case_number="")),
                name="account_status_names_its_case",
            ),
            models.UniqueConstraint(
                fields=["open_case_number", "open_case_row"],
                condition=Q(status=AccountStatus.NEW_SUPPLY_OPEN),
                name="account_opened_once_per_case",
            ),
            models.CheckConstraint(
                condition=Q(importance_until__isnull=True) | Q(importance=Importance.TEMPORARY),
                name="account_importance_ends_if_temporary",
            ),
            models.CheckConstraint(
                condition=Q(temporary_until__isnull=True) | ~Q(temporary=TemporaryKind.PERMANENT),
                name="account_end_only_if_temporary",
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_on__isnull=True, status__in=[s for s in AccountStatus if s != AccountStatus.CLOSED]
                )
                | Q(closed_on__isnull=False, status=AccountStatus.CLOSED),
                name="account_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(built_on__gte=date(1900, 1, 2))
                & (Q(closed_on__isnull=True) | Q(closed_on__gte=F("built_on"))),
                name="account_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.account_number

    @property
    def is_open_for_change(self) -> bool:
        """No case is open and the account lives: a new case may begin (precondition P1)."""
        return self.status == AccountStatus.NORMAL

    @property
    def masked_name(self) -> str:
        """The account's name as it is shown by default. Reads `customer`: join it."""
        return mask_name(self.name) if self.customer.kind == CustomerKind.PERSON else self.name

    @property
    def masked_address(self) -> str:
        """The address as it is shown by default. Reads `customer`: join it."""
        return mask_address(self.address) if self.customer.kind == CustomerKind.PERSON else self.address


class CapacityPeriod(models.Model):
    """What an account may draw (`contract_capacity`) and draws (`running_capacity`) in a period, in kVA."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="capacity_periods", verbose_name=_("supply account")
    )
    period = DateRangeField(_("period"))
    contract_capacity = models.DecimalField(_("contract capacity (kVA)"), max_digits=12, decimal_places=2)
    running_capacity = models.DecimalField(_("running capacity (kVA)"), max_digits=12, decimal_places=2)
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("capacity in a period")
        verbose_name_plural = _("capacities over time")
        constraints = [
            proper_period("capacity_period_proper"),
            one_at_a_time("capacity_one_at_a_time", "account"),
            models.CheckConstraint(
                condition=Q(contract_capacity__gte=0, contract_capacity__lte=CAPACITY_MAX_KVA)
                & Q(running_capacity__gte=0, running_capacity__lte=F("contract_capacity")),
                name="capacity_running_within_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period} {self.contract_capacity}"
