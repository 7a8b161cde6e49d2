"""Change of tariff class (215): category, time of use, basic charge, power factor, tariffs of residents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import MaterialKind
from bizexpansion.models.asking import ChangeApplication, Rows
from bizexpansion.models.records import StepRecord, number_field
from customers.book.enums import (
    AccountClass,
    BasicChargeMode,
    PowerFactorStandard,
    PriceStrategy,
    TariffClass,
)
from customers.book.models import AccountPrice


class TariffChangeKind(TextChoices):
    """Sub-kinds of 215 (P)."""

    CATEGORY = "CATEGORY", _("class of use")
    TIME_OF_USE = "TOU", _("time-of-use price on or off")
    BASIC_CHARGE = "BASIC", _("way of the basic charge")
    POWER_FACTOR = "PF", _("power factor standard")
    RESIDENT = "RESIDENT", _("tariff of a resident: electric heating, charging")


class MeterWork(TextChoices):
    """What the new price asks of the meter."""

    NONE = "NONE", _("nothing")
    PROGRAM = "PROGRAM", _("another program")
    EXCHANGE = "EXCHANGE", _("another meter")


class TariffChange(ChangeApplication):
    """215 改类: the price as it shall be, from a day on. Within the same receiving installation (GL, ZJ)."""

    forms = ("accept_tariff",)

    kind = models.CharField(_("what changes"), max_length=8, choices=TariffChangeKind)
    effective_on = models.DateField(_("in force from"))
    sequence = number_field(_("price (number)"), default=1)
    tariff_class = models.CharField(_("class of use"), max_length=3, choices=TariffClass)
    industry_code = models.CharField(_("industry code"), max_length=8, blank=True)
    price_code = models.CharField(_("price code"), max_length=20)
    strategy = models.CharField(_("pricing"), max_length=8, choices=PriceStrategy)
    basic_charge_mode = models.CharField(
        _("basic charge"), max_length=1, choices=BasicChargeMode, default=BasicChargeMode.NONE
    )
    power_factor_standard = models.CharField(
        _("power factor standard"), max_length=4, choices=PowerFactorStandard, default=PowerFactorStandard.NONE
    )
    is_time_of_use = models.BooleanField(_("time-of-use price"), default=False)
    new_use = models.CharField(_("what the power is used for now"), max_length=200, blank=True)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a change of tariff")
        verbose_name_plural = _("applications for a change of tariff")

    @property
    def changes_category(self) -> bool:
        """Another class of use is asked for."""
        return self.kind in (TariffChangeKind.CATEGORY, TariffChangeKind.RESIDENT)

    def papers_needed(self) -> tuple[str, ...]:
        """Another use is proved (licence, certificate of the heating or of the charging place)."""
        return (MaterialKind.M_USE.value,) if self.changes_category else ()

    def price_now(self) -> AccountPrice | None:
        """The price that is in force today under this number."""
        today = localtime(self.recorded_at).date() if self.recorded_at else localtime().date()
        rows = AccountPrice.objects.filter(account_id=self.account_id, sequence=self.sequence)
        return rows.filter(period__contains=today).first()

    def clean(self) -> None:
        """Two parts go with a basic charge, and what is not asked for stays. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if (self.strategy == PriceStrategy.TWO_PART) == (self.basic_charge_mode == BasicChargeMode.NONE):
            said = _("A two-part price needs a basic charge; a one-part price has none.")
            errors["basic_charge_mode"] = said
        if self.changes_category and not self.new_use.strip():
            errors["new_use"] = _("Say what the power is used for now.")
        if self.account_id and not self.changes_category and self.tariff_class != self.account.tariff_class:
            errors["tariff_class"] = _("The class of use does not change with this kind.")
        is_home = bool(self.account_id) and self.account.account_class == AccountClass.LV_RESIDENT
        if self.kind == TariffChangeKind.RESIDENT and not is_home:
            errors["kind"] = _("This is for residents only.")
        if errors:
            raise ValidationError(errors)

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Exactly what the kind names changes, from a day that is not over."""
        errors = super().check_rows(rows, now)
        today = localtime(now).date()
        if self.effective_on and not today <= self.effective_on <= date(today.year + 1, today.month, 28):
            errors["effective_on"] = [gettext("Choose a day from today on, within a year.")]
        price = self.price_now()
        if price is None:
            errors["sequence"] = [gettext("The account has no price with this number.")]
        elif not self._differs(price):
            errors["kind"] = [gettext("Nothing of that kind differs from the price in force.")]
        return errors

    def _differs(self, price: AccountPrice) -> bool:
        """Whether what the kind names is another than today."""
        named = {
            TariffChangeKind.TIME_OF_USE: ("is_time_of_use",),
            TariffChangeKind.BASIC_CHARGE: ("basic_charge_mode",),
            TariffChangeKind.POWER_FACTOR: ("power_factor_standard",),
        }.get(TariffChangeKind(self.kind), ("price_code",))
        other = any(getattr(self, name) != getattr(price, name) for name in named)
        return other or (self.changes_category and self.tariff_class != self.account.tariff_class)


class TariffCheck(StepRecord):
    """A02 of 215: what the power is used for on site, and what the new price asks of meter and contract."""

    past = ("checked_on",)

    surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("surveyor")
    )
    second_surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second surveyor")
    )
    checked_on = models.DateField(_("checked on"))
    use_found = models.CharField(_("use found on site"), max_length=300)
    is_possible = models.BooleanField(_("the change is possible"), default=True)
    refusal_reason = models.CharField(_("reason why it is not possible"), max_length=300, blank=True)
    meter_work = models.CharField(_("work at the meter"), max_length=8, choices=MeterWork, default=MeterWork.NONE)
    changes_contract = models.BooleanField(_("the text of the contract changes"), default=False)
    needs_plan = models.BooleanField(_("a plan of the change is drafted"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("check of a change of tariff")
        verbose_name_plural = _("checks of changes of tariff")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")), name="tariff_check_needs_two_people"
            )
        ]

    def clean(self) -> None:
        """Two people, and a reason for a refusal. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if not self.is_possible and not self.refusal_reason.strip():
            errors["refusal_reason"] = _("Say why.")
        if self.surveyor_id is not None and self.surveyor_id == self.second_surveyor_id:
            errors["second_surveyor"] = _("Field work needs two people.")
        if errors:
            raise ValidationError(errors)


class TariffPlan(StepRecord):
    """A03 of 215: how it is metered and billed from the day on which the new price applies."""

    ahead = ("effective_on",)

    effective_on = models.DateField(_("in force from"))
    metering_scheme = models.TextField(_("metering"), max_length=1000)
    billing_scheme = models.TextField(_("billing"), max_length=1000)

    class Meta(StepRecord.Meta):
        verbose_name = _("plan of a change of tariff")
        verbose_name_plural = _("plans of changes of tariff")
