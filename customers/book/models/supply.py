"""Through what: points of receipt, the sources that feed them, the equipment that stands in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import (
    ChangeRemark,
    EquipmentKind,
    IncomingMode,
    Interlock,
    Ownership,
    Phase,
    Protection,
    RunStatus,
    SourceKind,
    SourceNature,
    StandbyMode,
    SupplyPointKind,
    Switching,
    Voltage,
)
from customers.book.models.account import SupplyAccount


class SupplyPoint(models.Model):
    """受电点 C_SP: where the customer receives power, for example a transformer room. Own capacity in kVA."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="supply_points", verbose_name=_("supply account")
    )
    sequence = models.PositiveSmallIntegerField(_("number within the account"))
    name = models.CharField(_("supply point name"), max_length=60)
    kind = models.CharField(_("kind of supply point"), max_length=12, choices=SupplyPointKind)
    interlock = models.CharField(
        _("interlock of sources"), max_length=10, choices=Interlock, blank=True, default=""
    )
    switching = models.CharField(_("change-over"), max_length=10, choices=Switching, blank=True, default="")
    own_source_capacity = models.DecimalField(
        _("own source (kVA)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    own_source_interlock = models.CharField(
        _("interlock of the own source"), max_length=10, choices=Interlock, blank=True, default=""
    )
    remark = models.CharField(_("remark"), max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("supply point")
        verbose_name_plural = _("supply points")
        ordering = ["account_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["account", "sequence"], name="supply_point_sequence"),
            models.CheckConstraint(
                condition=Q(own_source_capacity__isnull=True) | Q(own_source_capacity__gt=0),
                name="supply_point_own_source_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.sequence} {self.name}"


class PowerSource(models.Model):
    """电源 C_PS: one feed of a supply point. Capacity in kVA.

    Substation, line and transformer area are named as the grid's own systems name them: the grid model is not
    ours to keep.
    """

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="power_sources", verbose_name=_("supply account")
    )
    supply_point = models.ForeignKey(
        SupplyPoint, on_delete=models.CASCADE, related_name="power_sources", verbose_name=_("supply point")
    )
    sequence = models.PositiveSmallIntegerField(_("number within the account"))
    kind = models.CharField(_("kind of source"), max_length=24, choices=SourceKind)
    nature = models.CharField(_("nature of source"), max_length=20, choices=SourceNature)
    phase = models.CharField(_("phases"), max_length=6, choices=Phase, default=Phase.THREE)
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage)
    capacity = models.DecimalField(_("source capacity (kVA)"), max_digits=12, decimal_places=2)
    substation = models.CharField(_("substation"), max_length=60, blank=True, default="")
    line = models.CharField(_("line"), max_length=60, blank=True, default="")
    transformer_area = models.CharField(_("transformer area"), max_length=60, blank=True, default="")
    incoming_mode = models.CharField(_("incoming mode"), max_length=12, choices=IncomingMode)
    incoming_pole = models.CharField(_("incoming pole or cabinet"), max_length=60, blank=True, default="")
    protection = models.CharField(_("protection"), max_length=14, choices=Protection, blank=True, default="")
    ownership_boundary = models.CharField(_("ownership boundary"), max_length=200, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=False)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("power source")
        verbose_name_plural = _("power sources")
        ordering = ["account_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["account", "sequence"], name="power_source_sequence"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="power_source_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.sequence} {self.line}"


class Transformer(models.Model):
    """受电设备 G_TRAN: a transformer or a high-voltage motor. `plate_capacity` in kVA (motor: kW as kVA)."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="transformers", verbose_name=_("supply account")
    )
    supply_point = models.ForeignKey(
        SupplyPoint, on_delete=models.CASCADE, related_name="transformers", verbose_name=_("supply point")
    )
    power_source = models.ForeignKey(
        PowerSource,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="transformers",
        verbose_name=_("power source"),
    )
    sequence = models.PositiveSmallIntegerField(_("number within the account"))
    kind = models.CharField(
        _("kind of equipment"), max_length=12, choices=EquipmentKind, default=EquipmentKind.TRANSFORMER
    )
    name = models.CharField(_("equipment name"), max_length=60)
    plate_capacity = models.DecimalField(_("plate capacity (kVA)"), max_digits=12, decimal_places=2)
    run_status = models.CharField(_("run status"), max_length=2, choices=RunStatus, default=RunStatus.STOPPED)
    change_remark = models.CharField(
        _("remark on change"), max_length=2, choices=ChangeRemark, default=ChangeRemark.NEW
    )
    standby = models.CharField(_("main or standby"), max_length=4, choices=StandbyMode, default=StandbyMode.MAIN)
    ownership = models.CharField(_("ownership"), max_length=10, choices=Ownership, default=Ownership.CUSTOMER)
    model = models.CharField(_("model"), max_length=40, blank=True, default="")
    maker = models.CharField(_("maker"), max_length=60, blank=True, default="")
    serial_number = models.CharField(_("serial number"), max_length=40, blank=True, default="")
    wiring_group = models.CharField(_("wiring group"), max_length=20, blank=True, default="")
    primary_voltage = models.CharField(_("primary voltage"), max_length=6, choices=Voltage)
    secondary_voltage = models.CharField(
        _("secondary voltage"), max_length=6, choices=Voltage, default=Voltage.V380
    )
    impedance_percent = models.DecimalField(
        _("impedance (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    first_run_on = models.DateField(_("first run on"), null=True, blank=True)
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True)
    plan_resume_on = models.DateField(_("planned to resume on"), null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("receiving equipment")
        verbose_name_plural = _("receiving equipment")
        ordering = ["account_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["account", "sequence"], name="transformer_sequence"),
            models.CheckConstraint(condition=Q(plate_capacity__gt=0), name="transformer_plate_capacity"),
            models.CheckConstraint(
                condition=Q(plan_resume_on__isnull=True)
                | Q(stopped_on__isnull=False, plan_resume_on__gt=F("stopped_on")),
                name="transformer_resumes_after_stop",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.sequence} {self.plate_capacity}"
