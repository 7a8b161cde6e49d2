"""What leaves a customer's premises: meters (A39, S11, S12), the terminal (A33)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import DeviceCondition
from bizexpansion.models.records import Row, StepRecord
from customers.book.validators import validate_asset_number


def register_field(label: Any, **options: Any) -> models.DecimalField:
    """A register of a meter: two decimals, not below zero."""
    validators = [MinValueValidator(Decimal(0))]
    return models.DecimalField(label, max_digits=12, decimal_places=2, validators=validators, **options)


class MeterRemoval(StepRecord):
    """A39: the meters are down, with the final reading of each register; the customer has seen them."""

    past = ("removed_at",)
    personal = frozenset({"witness"})

    removed_at = models.DateTimeField(_("removed at"))
    witness = models.CharField(_("final reading confirmed by"), max_length=60, blank=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("removal of meters")
        verbose_name_plural = _("removals of meters")


class RemovedMeter(Row):
    """The final registers of a meter that was taken down: kWh, kvarh, kW."""

    removal = models.ForeignKey(
        MeterRemoval, on_delete=models.PROTECT, related_name="meters", verbose_name=_("removal")
    )
    asset_number = models.CharField(_("meter (asset number)"), max_length=22, validators=[validate_asset_number])
    total = register_field(_("total (kWh)"))
    peak = register_field(_("peak (kWh)"), default=Decimal(0))
    flat = register_field(_("flat (kWh)"), default=Decimal(0))
    valley = register_field(_("valley (kWh)"), default=Decimal(0))
    reactive = register_field(_("reactive (kvarh)"), default=Decimal(0))
    demand = register_field(_("greatest demand (kW)"), default=Decimal(0))
    rolled_over = models.BooleanField(_("the register has passed its end"), default=False)

    class Meta(Row.Meta):
        verbose_name = _("meter as removed")
        verbose_name_plural = _("meters as removed")
        constraints = [models.UniqueConstraint(fields=["removal", "asset_number"], name="removed_meter_once")]


class RemovalRecord(StepRecord):
    """S11 of a removal: in which state the devices came down, which seals were cut."""

    class Meta(StepRecord.Meta):
        verbose_name = _("record of a removal")
        verbose_name_plural = _("records of removals")


class RemovedDevice(Row):
    """A device that came down."""

    record = models.ForeignKey(
        RemovalRecord, on_delete=models.PROTECT, related_name="devices", verbose_name=_("record")
    )
    asset_number = models.CharField(_("asset number"), max_length=22, validators=[validate_asset_number])
    condition = models.CharField(
        _("condition"), max_length=12, choices=DeviceCondition, default=DeviceCondition.INTACT
    )
    seals = models.CharField(_("seals that were cut"), max_length=120, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("device as removed")
        verbose_name_plural = _("devices as removed")
        constraints = [models.UniqueConstraint(fields=["record", "asset_number"], name="removed_device_once")]


class DeviceReturn(StepRecord):
    """S12 拆回入库: the old devices lie in the store, kept as they came while readings may be doubted."""

    past = ("returned_on",)
    ahead = ("kept_until",)

    returned_on = models.DateField(_("returned to the store on"))
    slip_number = models.CharField(_("number of the slip"), max_length=30)
    shelf = models.CharField(_("place of storage"), max_length=60)
    kept_until = models.DateField(_("kept unchanged until"))

    class Meta(StepRecord.Meta):
        verbose_name = _("return of devices")
        verbose_name_plural = _("returns of devices")


class ReturnedDevice(Row):
    """A device that was handed in."""

    handed_in = models.ForeignKey(
        DeviceReturn, on_delete=models.PROTECT, related_name="devices", verbose_name=_("return of devices")
    )
    asset_number = models.CharField(_("asset number"), max_length=22, validators=[validate_asset_number])

    class Meta(Row.Meta):
        verbose_name = _("returned device")
        verbose_name_plural = _("returned devices")
        constraints = [models.UniqueConstraint(fields=["handed_in", "asset_number"], name="returned_device_once")]


class TerminalRemoval(StepRecord):
    """A33: the collection terminal is down and struck off at the master station."""

    past = ("removed_on",)

    removed_on = models.DateField(_("removed on"))
    asset_number = models.CharField(
        _("terminal (asset number)"), max_length=22, blank=True, validators=[validate_asset_number]
    )
    is_struck_off = models.BooleanField(_("struck off at the master station"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("removal of a terminal")
        verbose_name_plural = _("removals of terminals")
