"""The supply plan 供电方案 in versions (A03), its countersigning, approval, reply and the customer's answer."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bizexpansion.enums import (
    ApprovalDecision,
    CountersignUnit,
    CustomerAnswer,
    PlanState,
    ProjectFlag,
    ReplyMethod,
    RowChange,
)
from bizexpansion.models.case import Case
from bizexpansion.models.records import Row, StepRecord, capacity_field, daily_hours_field, number_field
from customers.book.enums import (
    BasicChargeMode,
    DeviceClass,
    EquipmentKind,
    Importance,
    IncomingMode,
    Interlock,
    MeteringMode,
    MeteringPurpose,
    MeterKind,
    Ownership,
    PowerFactorStandard,
    PriceStrategy,
    Protection,
    SourceKind,
    SourceNature,
    StandbyMode,
    SupplyPointKind,
    Switching,
    TariffClass,
    Voltage,
    Wiring,
)


class SupplyPlan(StepRecord):
    """A03: one version of the plan. The latest version counts; AGREED is what the works are built by."""

    number = models.PositiveSmallIntegerField(_("version of the plan"))
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    approved_capacity = capacity_field(_("capacity of the plan (kVA)"))
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage)
    source_count = models.PositiveSmallIntegerField(
        _("number of sources"), validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    importance = models.CharField(_("grade of importance"), max_length=10, choices=Importance, blank=True)
    project_flag = models.CharField(_("works needed"), max_length=1, choices=ProjectFlag, default=ProjectFlag.NONE)
    access_scheme = models.TextField(_("connection to the grid"), max_length=2000, blank=True)
    receiving_scheme = models.TextField(_("customer's installation"), max_length=2000, blank=True)
    metering_scheme = models.TextField(_("metering"), max_length=1000, blank=True)
    billing_scheme = models.TextField(_("billing"), max_length=1000, blank=True)
    has_hidden_works = models.BooleanField(_("works that will be hidden"), default=False)
    is_fee_due = models.BooleanField(_("a business fee is due"), default=False)
    needs_terminal = models.BooleanField(_("a collection terminal is installed"), default=True)
    participants = models.CharField(_("taking part"), max_length=200, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    temporary_until = models.DateField(_("temporary until (last day)"), null=True, blank=True)
    daily_hours = daily_hours_field(null=True, blank=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("supply plan")
        verbose_name_plural = _("supply plans")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["APPROVED", "REPLIED", "AGREED"]), name="one_plan_in_force"
            ),
        ]


class PlanExtension(models.Model):
    """The customer has asked for a longer validity of the replied plan, and got it (T12, 1996 art. 21)."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("supply plan")
    )
    asked_on = models.DateField(_("asked for on"))
    asked_by = models.CharField(_("asked for by"), max_length=60)
    reason = models.TextField(_("reason"), max_length=500)
    ended_before = models.DateField(_("was valid until"))
    valid_until = models.DateField(_("valid until"))
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("extended by")
    )
    extended_at = models.DateTimeField(_("extended at"))

    class Meta:
        verbose_name = _("extension of a supply plan")
        verbose_name_plural = _("extensions of supply plans")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("ended_before"), asked_on__lte=F("ended_before")),
                name="plan_extension_is_longer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.valid_until}"


class PlanRow(Row):
    """A row of a plan: `number` is its number within the account, `change` what the plan does with it.

    A plan of new supply adds all its rows. In a plan for an existing account `change` follows from comparing the
    row with the book; only that a row is removed is said by the drafter.
    """

    number: models.PositiveSmallIntegerField[int, int]
    change = models.CharField(
        pgettext_lazy("row of a plan", "change"), max_length=6, choices=RowChange, default=RowChange.ADD
    )

    class Meta(Row.Meta):
        abstract = True

    @property
    def stays(self) -> bool:
        """Whether the row is there when the plan has been carried out."""
        return self.change != RowChange.REMOVE


class PlanSupplyPoint(PlanRow):
    """A point of receipt 受电点 of the plan."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="supply_points", verbose_name=_("supply plan")
    )
    number = number_field(_("number"), default=1)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=14, choices=SupplyPointKind)
    interlock = models.CharField(_("interlock of the sources"), max_length=10, choices=Interlock, blank=True)
    switching = models.CharField(_("change-over"), max_length=10, choices=Switching, blank=True)
    own_source_interlock = models.CharField(
        _("interlock of own generation"), max_length=10, choices=Interlock, blank=True
    )
    own_source_capacity = capacity_field(_("own generation, capacity (kVA)"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("supply point of a plan")
        verbose_name_plural = _("supply points of a plan")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_point_number_once")]


class PlanSource(PlanRow):
    """A power source 电源 of the plan; capacity in kVA."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="sources", verbose_name=_("supply plan")
    )
    number = number_field(_("number"))
    supply_point = number_field(_("supply point (number)"), default=1)
    kind = models.CharField(_("kind"), max_length=24, choices=SourceKind, default=SourceKind.DEDICATED_TRANSFORMER)
    nature = models.CharField(_("nature"), max_length=20, choices=SourceNature, default=SourceNature.MAIN)
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage)
    capacity = capacity_field(_("capacity (kVA)"))
    substation = models.CharField(_("substation"), max_length=60)
    line = models.CharField(_("line"), max_length=60)
    pole_number = models.CharField(_("pole or cabinet"), max_length=30, blank=True)
    incoming_mode = models.CharField(_("incoming line"), max_length=12, choices=IncomingMode)
    protection = models.CharField(_("protection"), max_length=14, choices=Protection, blank=True)
    ownership_boundary = models.CharField(_("boundary of ownership"), max_length=200)

    class Meta(Row.Meta):
        verbose_name = _("source of a plan")
        verbose_name_plural = _("sources of a plan")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_source_number_once")]


class PlanTransformer(PlanRow):
    """Receiving equipment 受电设备 of the plan; capacity in kVA."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="transformers", verbose_name=_("supply plan")
    )
    number = number_field(_("number"))
    supply_point = number_field(_("supply point (number)"), default=1)
    source = number_field(_("fed by source (number)"), default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=EquipmentKind, default=EquipmentKind.TRANSFORMER)
    name = models.CharField(_("name"), max_length=60)
    model = models.CharField(_("model"), max_length=40, blank=True)
    capacity = capacity_field(_("capacity (kVA)"))
    standby = models.CharField(_("main or standby"), max_length=4, choices=StandbyMode, default=StandbyMode.MAIN)
    ownership = models.CharField(_("owner"), max_length=10, choices=Ownership, default=Ownership.CUSTOMER)

    class Meta(Row.Meta):
        verbose_name = _("receiving equipment of a plan")
        verbose_name_plural = _("receiving equipment of a plan")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_transformer_number_once")]


class PlanMeteringPoint(PlanRow):
    """A metering point 计量点 of the plan with the meter and instrument transformers it shall get."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="metering_points", verbose_name=_("supply plan")
    )
    number = number_field(_("number"))
    supply_point = number_field(_("supply point (number)"), default=1)
    source = number_field(_("source (number)"), default=1)
    name = models.CharField(_("name"), max_length=60)
    purpose = models.CharField(
        pgettext_lazy("metering point", "purpose"),
        max_length=12,
        choices=MeteringPurpose,
        default=MeteringPurpose.SETTLEMENT,
    )
    voltage = models.CharField(_("voltage"), max_length=6, choices=Voltage)
    mode = models.CharField(_("way of metering"), max_length=10, choices=MeteringMode, default=MeteringMode.HV_SIDE)
    wiring = models.CharField(_("wiring"), max_length=12, choices=Wiring, default=Wiring.THREE_WIRE)
    device_class = models.CharField(
        _("class of the device"), max_length=3, choices=DeviceClass, default=DeviceClass.III
    )
    meter_kind = models.CharField(
        _("kind of meter"), max_length=14, choices=MeterKind, default=MeterKind.THREE_PHASE_HV
    )
    is_metered = models.BooleanField(_("has a meter"), default=True)
    ct_ratio = models.CharField(_("ratio of current transformers"), max_length=12, blank=True)
    pt_ratio = models.CharField(_("ratio of voltage transformers"), max_length=14, blank=True)
    multiplier = models.DecimalField(
        _("multiplier"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    exchanges_meter = models.BooleanField(_("gets another meter"), default=True)

    class Meta(Row.Meta):
        verbose_name = _("metering point of a plan")
        verbose_name_plural = _("metering points of a plan")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_metering_number_once")]


class PlanPrice(Row):
    """The price scheme 用电户电价方案 of the plan."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="prices", verbose_name=_("supply plan")
    )
    tariff_class = models.CharField(_("class of use"), max_length=3, choices=TariffClass)
    price_code = models.CharField(_("price code"), max_length=20)
    strategy = models.CharField(_("pricing"), max_length=8, choices=PriceStrategy, default=PriceStrategy.TWO_PART)
    basic_charge_mode = models.CharField(
        _("basic charge"), max_length=1, choices=BasicChargeMode, default=BasicChargeMode.CAPACITY
    )
    power_factor_standard = models.CharField(
        _("power factor standard"), max_length=4, choices=PowerFactorStandard, default=PowerFactorStandard.P090
    )
    is_time_of_use = models.BooleanField(_("time-of-use prices"), default=True)

    class Meta(Row.Meta):
        verbose_name = _("price of a plan")
        verbose_name_plural = _("prices of a plan")


class Countersign(StepRecord):
    """S03: the departments' opinions on a plan above the approval limit."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="countersigns", verbose_name=_("supply plan")
    )
    agrees = models.BooleanField(_("all departments agree"))

    class Meta(StepRecord.Meta):
        verbose_name = _("countersigning")
        verbose_name_plural = _("countersignings")


class CountersignOpinion(Row):
    """What one department says."""

    countersign = models.ForeignKey(
        Countersign, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("countersigning")
    )
    unit = models.CharField(_("department"), max_length=12, choices=CountersignUnit)
    agrees = models.BooleanField(_("agrees"), default=True)
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=60)

    class Meta(Row.Meta):
        verbose_name = _("opinion of a department")
        verbose_name_plural = _("opinions of departments")
        constraints = [models.UniqueConstraint(fields=["countersign", "unit"], name="countersign_unit_once")]


class PlanApproval(StepRecord):
    """A04: the decision on a plan."""

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="approvals", verbose_name=_("supply plan")
    )
    decision = models.CharField(_("decision"), max_length=8, choices=ApprovalDecision)

    class Meta(StepRecord.Meta):
        verbose_name = _("approval of a plan")
        verbose_name_plural = _("approvals of plans")


class PlanReply(StepRecord):
    """A05: the approved plan goes to the customer in writing (答复单); it is valid for a year (T12)."""

    past = ("replied_on",)

    personal = frozenset({"recipient"})

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="replies", verbose_name=_("supply plan")
    )
    method = models.CharField(_("way of replying"), max_length=12, choices=ReplyMethod, default=ReplyMethod.WRITTEN)
    replied_on = models.DateField(_("replied on"))
    recipient = models.CharField(_("received by"), max_length=60)

    class Meta(StepRecord.Meta):
        verbose_name = _("reply of a plan")
        verbose_name_plural = _("replies of plans")


class PlanAnswer(StepRecord):
    """W5: what the customer answers: agrees, wants another plan, or gives up."""

    past = ("answered_on",)

    personal = frozenset({"signed_by"})

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="answers", verbose_name=_("supply plan")
    )
    answer = models.CharField(_("answer"), max_length=8, choices=CustomerAnswer)
    answered_on = models.DateField(_("answered on"))
    signed_by = models.CharField(_("signed by"), max_length=60)

    class Meta(StepRecord.Meta):
        verbose_name = _("answer of the customer")
        verbose_name_plural = _("answers of customers")


def latest_plan(case: Case) -> SupplyPlan | None:
    """The plan of highest version, if there is one."""
    return SupplyPlan.objects.filter(case=case).order_by("-number").first()
