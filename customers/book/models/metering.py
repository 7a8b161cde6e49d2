"""Measured by what: metering points, the devices of the store, and where each device hangs since when."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department
from crm.org.scope import ScopedManager
from customers.book.enums import (
    BillingRelation,
    DeviceClass,
    DeviceState,
    InstrumentTransformerKind,
    MeteringChange,
    MeteringMode,
    MeteringPointKind,
    MeteringPointState,
    MeteringPurpose,
    MeterKind,
    Ownership,
    PhaseLine,
    Voltage,
    Wiring,
)
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period
from customers.book.models.supply import PowerSource, SupplyPoint
from customers.book.validators import METER_ASSET_NUMBER, validate_asset_number


class MeteringPoint(models.Model):
    """计量点 C_MP. Hangs under the account, and under a supply point where that is known (workflows.md 6.3, K)."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="metering_points", verbose_name=_("supply account")
    )
    supply_point = models.ForeignKey(
        SupplyPoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="metering_points",
        verbose_name=_("supply point"),
    )
    power_source = models.ForeignKey(
        PowerSource,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="metering_points",
        verbose_name=_("power source"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("main metering point"),
    )
    relation = models.CharField(
        _("billing relation"), max_length=12, choices=BillingRelation, blank=True, default=""
    )
    sequence = models.PositiveSmallIntegerField(_("number within the account"))
    number = models.CharField(_("metering point number"), max_length=13, unique=True)
    name = models.CharField(_("metering point name"), max_length=60)
    state = models.CharField(
        _("state of the metering point"),
        max_length=2,
        choices=MeteringPointState,
        default=MeteringPointState.SET_UP,
    )
    kind = models.CharField(
        _("kind of metering point"), max_length=10, choices=MeteringPointKind, default=MeteringPointKind.CUSTOMER
    )
    purpose = models.CharField(
        _("metering purpose"), max_length=12, choices=MeteringPurpose, default=MeteringPurpose.SETTLEMENT
    )
    voltage = models.CharField(_("metering voltage"), max_length=6, choices=Voltage)
    mode = models.CharField(_("metering mode"), max_length=10, choices=MeteringMode)
    wiring = models.CharField(_("wiring"), max_length=12, choices=Wiring)
    device_class = models.CharField(_("class of metering installation"), max_length=3, choices=DeviceClass)
    side = models.CharField(_("side"), max_length=10, choices=Ownership, default=Ownership.CUSTOMER)
    has_load_control = models.BooleanField(_("load control terminal"), default=False)
    position = models.CharField(_("position"), max_length=120, blank=True, default="")
    is_metered = models.BooleanField(_("has a meter"), default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("metering point")
        verbose_name_plural = _("metering points")
        ordering = ["account_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["account", "sequence"], name="metering_point_sequence"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(relation=""), name="metering_point_relation_named"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Device(models.Model):
    """What meters and instrument transformers share: an asset of a store, with a state (100053).

    `department` is the business department whose store holds it or where it runs; `reserved_for` the account
    for which it was assigned, issued or installed.
    """

    asset_number = models.CharField(
        _("asset number"), max_length=22, unique=True, validators=[validate_asset_number]
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    state = models.CharField(
        _("state of the device"), max_length=3, choices=DeviceState, default=DeviceState.IN_STORE
    )
    reserved_for = models.ForeignKey(
        SupplyAccount,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to account"),
    )
    maker = models.CharField(_("maker"), max_length=60, blank=True, default="")
    model = models.CharField(_("model"), max_length=40, blank=True, default="")
    made_on = models.DateField(_("made on"), null=True, blank=True)
    tested_on = models.DateField(_("tested on"), null=True, blank=True)
    ownership = models.CharField(_("ownership"), max_length=10, choices=Ownership, default=Ownership.UTILITY)

    objects = ScopedManager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(asset_number__regex=METER_ASSET_NUMBER), name="%(class)s_asset_number"
            ),
            models.CheckConstraint(
                condition=Q(state=DeviceState.IN_STORE, reserved_for__isnull=True)
                | (~Q(state=DeviceState.IN_STORE) & Q(reserved_for__isnull=False)),
                name="%(class)s_out_of_store_for_somebody",
            ),
        ]
        indexes = [models.Index(fields=["department", "state", "asset_number"], name="%(class)s_by_store")]

    def __str__(self) -> str:
        return self.asset_number


class Meter(Device):
    """电能表 D_METER. Constant in impulses per kWh, currents in A."""

    kind = models.CharField(_("kind of meter"), max_length=14, choices=MeterKind)
    wiring = models.CharField(_("wiring"), max_length=12, choices=Wiring)
    rated_current = models.DecimalField(_("rated current (A)"), max_digits=8, decimal_places=2)
    maximum_current = models.DecimalField(_("maximum current (A)"), max_digits=8, decimal_places=2)
    constant = models.PositiveIntegerField(_("constant (imp/kWh)"))
    digits = models.PositiveSmallIntegerField(_("integer digits of the register"), default=6)
    accuracy = models.CharField(_("accuracy class"), max_length=6, default="1.0")
    protocol = models.CharField(_("communication protocol"), max_length=20, default="DL/T 645-2007")
    address = models.CharField(_("communication address"), max_length=20, blank=True, default="")
    keep_until = models.DateField(_("kept for review until"), null=True, blank=True)

    class Meta(Device.Meta):
        abstract = False
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        constraints = [
            *Device.Meta.constraints,
            models.CheckConstraint(
                condition=Q(rated_current__gt=0, maximum_current__gte=F("rated_current"), constant__gt=0)
                & Q(digits__gte=4, digits__lte=8),
                name="meter_plate",
            ),
        ]


class InstrumentTransformer(Device):
    """互感器 D_IT: current, voltage or combined transformer; ratio = `primary` / `secondary` (A or V)."""

    kind = models.CharField(_("kind of transformer"), max_length=4, choices=InstrumentTransformerKind)
    primary = models.DecimalField(_("primary rating"), max_digits=10, decimal_places=2)
    secondary = models.DecimalField(_("secondary rating"), max_digits=10, decimal_places=2)
    accuracy = models.CharField(_("accuracy class"), max_length=6, default="0.2S")

    class Meta(Device.Meta):
        abstract = False
        verbose_name = _("instrument transformer")
        verbose_name_plural = _("instrument transformers")
        constraints = [
            *Device.Meta.constraints,
            models.CheckConstraint(
                condition=Q(primary__gt=0, secondary__gt=0), name="instrumenttransformer_ratings"
            ),
        ]

    @property
    def ratio(self) -> Decimal:
        """Primary over secondary."""
        return self.primary / self.secondary


class Installation(models.Model):
    """A device hangs at a metering point for a half-open time; it hangs at one place at a time."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("supply account")
    )
    metering_point = models.ForeignKey(
        MeteringPoint, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("metering point")
    )
    period = DateTimeRangeField(_("period"))
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.metering_point_id} {self.period}"


class MeterInstallation(Installation):
    """C_METER_MP_RELA with history. Readings are totals of the register in kWh; `multiplier` = CT × PT ratio."""

    meter = models.ForeignKey(
        Meter, on_delete=models.PROTECT, related_name="installations", verbose_name=_("meter")
    )
    multiplier = models.DecimalField(_("multiplier"), max_digits=10, decimal_places=2, default=1)
    start_reading = models.DecimalField(_("start reading (kWh)"), max_digits=12, decimal_places=2)
    stop_reading = models.DecimalField(
        _("stop reading (kWh)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    change_mode = models.CharField(
        _("metering change mode"), max_length=2, choices=MeteringChange, default=MeteringChange.ADDED
    )

    class Meta:
        verbose_name = _("meter at its place")
        verbose_name_plural = _("meters at their places")
        constraints = [
            proper_period("meter_installation_proper"),
            one_at_a_time("meter_at_one_place", "meter", message=_("This meter hangs elsewhere at that time.")),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0, start_reading__gte=0)
                & (Q(stop_reading__isnull=True) | Q(stop_reading__gte=0)),
                name="meter_installation_readings",
            ),
            models.CheckConstraint(
                condition=Q(stop_reading__isnull=True, period__upper_inf=True)
                | Q(stop_reading__isnull=False, period__upper_inf=False),
                name="meter_removed_with_reading",
            ),
        ]


class InstrumentTransformerInstallation(Installation):
    """C_MP_IT_RELA with history: an instrument transformer on a phase of a metering point."""

    transformer = models.ForeignKey(
        InstrumentTransformer,
        on_delete=models.PROTECT,
        related_name="installations",
        verbose_name=_("instrument transformer"),
    )
    phase = models.CharField(_("phase"), max_length=3, choices=PhaseLine)

    class Meta:
        verbose_name = _("instrument transformer at its place")
        verbose_name_plural = _("instrument transformers at their places")
        constraints = [
            proper_period("it_installation_proper"),
            one_at_a_time("it_at_one_place", "transformer"),
        ]
