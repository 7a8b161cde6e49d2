"""Changes at existing metering points: meters and instrument transformers exchanged (A36), terminals (A42, A38)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.records import Row, StepRecord, number_field
from customers.book.enums import MeteringChange
from customers.book.validators import validate_asset_number

REGISTERS = ("total", "peak", "flat", "valley", "reactive", "demand")


def reading_field(label: Any) -> models.DecimalField:
    """One register as the meter shows it: kWh, kvarh or kW, before the multiplier."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(Decimal(0))]
    )


class MeterExchange(StepRecord):
    """A36: at one moment the old meters come down and the new ones go up, or the same hang at another place."""

    past = ("exchanged_at",)

    exchanged_at = models.DateTimeField(_("exchanged at"))
    change_mode = models.CharField(
        _("metering change mode"),
        max_length=2,
        choices=MeteringChange,
        default=MeteringChange.CHANGED,
        editable=False,
    )
    wiring_checked = models.BooleanField(_("wiring checked"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("exchange of meters")
        verbose_name_plural = _("exchanges of meters")


class ExchangedMeter(Row):
    """One metering point: the last reading of the old meter by register, the first of the new one.

    `old_asset_number` is empty where nothing hung there; `asset_number` where the same meter hangs again, or where
    the metering point is given up (`comes_down`).
    """

    exchange = models.ForeignKey(
        MeterExchange, on_delete=models.PROTECT, related_name="meters", verbose_name=_("exchange of meters")
    )
    metering_point = number_field(_("metering point (number)"), default=1)
    position = models.CharField(_("position"), max_length=120, blank=True)
    old_asset_number = models.CharField(
        _("old meter (asset number)"), max_length=22, blank=True, validators=[validate_asset_number]
    )
    final_total = reading_field(_("old: total (kWh)"))
    final_peak = reading_field(_("old: peak (kWh)"))
    final_flat = reading_field(_("old: flat (kWh)"))
    final_valley = reading_field(_("old: valley (kWh)"))
    final_reactive = reading_field(_("old: reactive (kvarh)"))
    final_demand = reading_field(_("old: greatest demand (kW)"))
    comes_down = models.BooleanField(_("nothing hangs here from now on"), default=False)
    has_rolled_over = models.BooleanField(_("the old register began again at zero"), default=False)
    asset_number = models.CharField(
        _("new meter (asset number)"), max_length=22, blank=True, validators=[validate_asset_number]
    )
    multiplier = models.DecimalField(
        _("multiplier"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    start_total = reading_field(_("new: total (kWh)"))
    start_peak = reading_field(_("new: peak (kWh)"))
    start_flat = reading_field(_("new: flat (kWh)"))
    start_valley = reading_field(_("new: valley (kWh)"))
    start_reactive = reading_field(_("new: reactive (kvarh)"))
    start_demand = reading_field(_("new: greatest demand (kW)"))

    class Meta(Row.Meta):
        verbose_name = _("meter as exchanged")
        verbose_name_plural = _("meters as exchanged")
        constraints = [models.UniqueConstraint(fields=["exchange", "metering_point"], name="point_exchanged_once")]

    @property
    def hangs_now(self) -> str:
        """The asset number of the meter that hangs after it."""
        return "" if self.comes_down else self.asset_number or self.old_asset_number


class TerminalExchange(StepRecord):
    """A42: another terminal collects the readings; the old one, where it is known, comes down."""

    past = ("exchanged_at",)

    old_asset_number = models.CharField(
        _("old terminal (asset number)"), max_length=22, blank=True, validators=[validate_asset_number]
    )
    asset_number = models.CharField(
        _("new terminal (asset number)"), max_length=22, validators=[validate_asset_number]
    )
    communication_address = models.CharField(_("communication address"), max_length=30)
    exchanged_at = models.DateTimeField(_("exchanged at"))
    is_online = models.BooleanField(_("answers the master station"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("exchange of a terminal")
        verbose_name_plural = _("exchanges of terminals")


class TerminalMove(StepRecord):
    """A38: the same terminal hangs at another place."""

    past = ("moved_at",)

    asset_number = models.CharField(_("terminal (asset number)"), max_length=22, validators=[validate_asset_number])
    position = models.CharField(_("new position"), max_length=120)
    moved_at = models.DateTimeField(_("moved at"))
    is_online = models.BooleanField(_("answers the master station"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("move of a terminal")
        verbose_name_plural = _("moves of terminals")
