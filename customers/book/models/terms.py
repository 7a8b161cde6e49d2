"""On what terms: the price assigned to an account and the contract signed with the customer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import (
    BasicChargeMode,
    ContractAttachment,
    ContractOperation,
    ContractStatus,
    ContractType,
    PowerFactorStandard,
    PriceStrategy,
)
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period


class AccountPrice(models.Model):
    """用户电价 C_CONS_PRC: which price applies in a period; an account may have several side by side (`sequence`).

    The amounts stand with the tariff in metering; here stands only which code applies and how it is counted.
    """

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="prices", verbose_name=_("supply account")
    )
    sequence = models.PositiveSmallIntegerField(_("number within the account"), default=1)
    period = DateRangeField(_("period"))
    price_code = models.CharField(_("price code"), max_length=20)
    strategy = models.CharField(_("price strategy"), max_length=8, choices=PriceStrategy)
    basic_charge_mode = models.CharField(
        _("basic charge"), max_length=1, choices=BasicChargeMode, default=BasicChargeMode.NONE
    )
    power_factor_standard = models.CharField(
        _("power factor standard"), max_length=4, choices=PowerFactorStandard, default=PowerFactorStandard.NONE
    )
    is_time_of_use = models.BooleanField(_("time-of-use price"), default=False)
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("price of an account")
        verbose_name_plural = _("prices of accounts")
        constraints = [
            proper_period("account_price_proper"),
            one_at_a_time("account_price_one_at_a_time", "account", "sequence"),
            models.CheckConstraint(
                condition=Q(strategy=PriceStrategy.TWO_PART) & ~Q(basic_charge_mode=BasicChargeMode.NONE)
                | Q(strategy=PriceStrategy.ONE_PART, basic_charge_mode=BasicChargeMode.NONE),
                name="account_price_two_part_has_basic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.price_code} {self.period}"


class Contract(models.Model):
    """供用电合同 C_CUST_AGREEMENT. `term` is half-open; without an end the contract runs until terminated.

    At most one valid contract of a type at a time: an exclusion constraint, so that two clerks cannot both
    sign.
    """

    department_lookup = "account__department_id"

    number = models.CharField(_("contract number"), max_length=20, unique=True)
    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("supply account")
    )
    contract_type = models.CharField(_("type of contract"), max_length=2, choices=ContractType)
    operation = models.CharField(
        _("contract operation"), max_length=2, choices=ContractOperation, default=ContractOperation.NEW
    )
    status = models.CharField(
        _("contract status"), max_length=1, choices=ContractStatus, default=ContractStatus.UNSIGNED
    )
    term = DateRangeField(_("term"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=60, blank=True, default="")
    is_standard_text = models.BooleanField(_("standard text"), default=True)
    attachments = ArrayField(
        models.CharField(max_length=20, choices=ContractAttachment),
        verbose_name=_("attachments"),
        default=list,
        blank=True,
    )
    voided_on = models.DateField(_("declared void on"), null=True, blank=True)
    void_reason = models.CharField(_("reason of voidance"), max_length=200, blank=True, default="")
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("supply contract")
        verbose_name_plural = _("supply contracts")
        constraints = [
            proper_period("contract_term_proper", "term"),
            one_at_a_time(
                "contract_one_valid_at_a_time",
                "account",
                "contract_type",
                column="term",
                condition=Q(status=ContractStatus.VALID),
                message=_("Another contract of this type is valid at that time."),
            ),
            models.CheckConstraint(
                condition=~Q(status=ContractStatus.VALID) | Q(signed_on__isnull=False),
                name="contract_valid_if_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status=ContractStatus.VOID) | Q(voided_on__isnull=False), name="contract_void_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number
