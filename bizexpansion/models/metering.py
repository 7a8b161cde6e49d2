"""Metering work: plan (S04), assignment (S08), issue (S09), installation (A17, S11), terminal (A13)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import AssignMode
from bizexpansion.models.records import Row, StepRecord, number_field
from customers.book.enums import PhaseLine
from customers.book.validators import validate_asset_number


class MeteringPlan(StepRecord):
    """S04: the metering scheme of the agreed plan is fixed for the works."""

    past = ("confirmed_on",)

    confirmed_on = models.DateField(_("fixed on"))
    cabinet = models.CharField(_("metering cabinet"), max_length=120)
    needs_terminal = models.BooleanField(_("a collection terminal is installed"), default=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("metering plan")
        verbose_name_plural = _("metering plans")


class MeterAssignment(StepRecord):
    """S08: devices of the store are set aside for the case."""

    mode = models.CharField(
        _("way of assigning"), max_length=2, choices=AssignMode, default=AssignMode.ASSIGN_FIRST
    )

    class Meta(StepRecord.Meta):
        verbose_name = _("assignment of meters")
        verbose_name_plural = _("assignments of meters")


class AssignedMeter(Row):
    """One meter for one metering point of the plan, with its instrument transformers."""

    assignment = models.ForeignKey(
        MeterAssignment, on_delete=models.PROTECT, related_name="meters", verbose_name=_("assignment")
    )
    metering_point = number_field(_("metering point (number)"), default=1)
    asset_number = models.CharField(_("meter (asset number)"), max_length=22, validators=[validate_asset_number])

    class Meta(Row.Meta):
        verbose_name = _("assigned meter")
        verbose_name_plural = _("assigned meters")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "metering_point"], name="one_meter_per_point"),
            models.UniqueConstraint(fields=["assignment", "asset_number"], name="meter_assigned_once"),
        ]


class AssignedTransformer(Row):
    """One instrument transformer for a phase of a metering point."""

    assignment = models.ForeignKey(
        MeterAssignment, on_delete=models.PROTECT, related_name="transformers", verbose_name=_("assignment")
    )
    metering_point = number_field(_("metering point (number)"), default=1)
    asset_number = models.CharField(
        _("instrument transformer (asset number)"), max_length=22, validators=[validate_asset_number]
    )
    phase = models.CharField(_("phase"), max_length=3, choices=PhaseLine, default=PhaseLine.ALL)

    class Meta(Row.Meta):
        verbose_name = _("assigned instrument transformer")
        verbose_name_plural = _("assigned instrument transformers")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "asset_number"], name="transformer_assigned_once")
        ]


class MeterIssue(StepRecord):
    """S09: the devices leave the store."""

    past = ("issued_on",)

    issued_on = models.DateField(_("issued on"))
    issued_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued to")
    )
    slip_number = models.CharField(_("number of the slip"), max_length=30)

    class Meta(StepRecord.Meta):
        verbose_name = _("issue of meters")
        verbose_name_plural = _("issues of meters")


class MeterInstallation(StepRecord):
    """A17: the meters hang on the wall."""

    past = ("installed_at",)

    installed_at = models.DateTimeField(_("installed at"))
    position = models.CharField(_("position"), max_length=120)
    wiring_checked = models.BooleanField(_("wiring checked"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("installation of meters")
        verbose_name_plural = _("installations of meters")


class HungMeter(Row):
    """One meter as it was hung, with its register in kWh."""

    installation = models.ForeignKey(
        MeterInstallation, on_delete=models.PROTECT, related_name="meters", verbose_name=_("installation")
    )
    asset_number = models.CharField(_("meter (asset number)"), max_length=22, validators=[validate_asset_number])
    start_reading = models.DecimalField(
        _("start reading (kWh)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta(Row.Meta):
        verbose_name = _("meter as installed")
        verbose_name_plural = _("meters as installed")
        constraints = [models.UniqueConstraint(fields=["installation", "asset_number"], name="meter_hung_once")]


class InstallationRecord(StepRecord):
    """S11: readings and seals are recorded."""

    class Meta(StepRecord.Meta):
        verbose_name = _("record of an installation")
        verbose_name_plural = _("records of installations")


class InstalledReading(Row):
    """Registers of one meter as it was hung, in kWh, kvarh and kW, and its seals."""

    record = models.ForeignKey(
        InstallationRecord, on_delete=models.PROTECT, related_name="readings", verbose_name=_("record")
    )
    asset_number = models.CharField(_("meter (asset number)"), max_length=22, validators=[validate_asset_number])
    total = models.DecimalField(
        _("total (kWh)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    peak = models.DecimalField(
        _("peak (kWh)"), max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    flat = models.DecimalField(
        _("flat (kWh)"), max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    valley = models.DecimalField(
        _("valley (kWh)"), max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    reactive = models.DecimalField(
        _("reactive (kvarh)"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )
    demand = models.DecimalField(
        _("greatest demand (kW)"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )
    seals = models.CharField(_("seals"), max_length=120)

    class Meta(Row.Meta):
        verbose_name = _("reading at installation")
        verbose_name_plural = _("readings at installation")
        constraints = [models.UniqueConstraint(fields=["record", "asset_number"], name="installed_reading_once")]


class TerminalInstallation(StepRecord):
    """A13: the terminal that collects the readings."""

    past = ("installed_on",)

    asset_number = models.CharField(_("terminal (asset number)"), max_length=22, validators=[validate_asset_number])
    installed_on = models.DateField(_("installed on"))
    communication_address = models.CharField(_("communication address"), max_length=30)
    is_online = models.BooleanField(_("answers the master station"), default=False)
    removed_at = models.DateTimeField(_("taken down again at"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("installation of a terminal")
        verbose_name_plural = _("installations of terminals")
