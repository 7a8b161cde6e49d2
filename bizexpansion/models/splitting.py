"""212 分户: which part of an account becomes an account of its own, how it is metered, which meter it gets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, int_list_validator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import NOTHING, Amounts, ChangeApplication
from bizexpansion.models.metering import MeterAssignment
from bizexpansion.models.plan import SupplyPlan
from bizexpansion.models.records import Row, StepRecord, capacity_field, number_field
from bizexpansion.models.supply_change import CapacitySum
from crm.web.masks import mask_name
from customers.book.enums import CustomerKind, DeviceClass, IdKind, MeteringMode, Wiring
from customers.book.sealed import Sealed
from customers.book.validators import validate_asset_number, validate_phone


class AccountSplit(ChangeApplication):
    """Parts of an account become accounts of their own at the same address and supply point."""

    forms = ("accept_split",)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application to split an account")
        verbose_name_plural = _("applications to split accounts")

    def parts(self) -> list[SplitShare]:
        """The new accounts, in the order of their numbers."""
        at_hand = "shares" in self.__dict__.get("_prefetched_objects_cache", {})
        shares = self.shares.all() if at_hand else self.shares.select_related("account")
        return sorted(shares, key=lambda one: one.number)

    @property
    def moved(self) -> tuple[Amounts, Amounts]:
        """What the new accounts get goes out of this one (T = original - out; workflows.md 2.3, source DW)."""
        out = sum((one.capacity for one in self.parts()), Decimal(0))
        return NOTHING, Amounts(out, out)

    @property
    def wanted_capacity(self) -> Decimal:
        """What is left to the account, in kVA."""
        capacity: Decimal = self.account.contract_capacity
        return capacity - self.moved[1].contract

    def other_sums(self) -> list[CapacitySum]:
        """Each new account has what moves in and nothing else (T = in)."""
        return [
            CapacitySum.of(one.account, moved_in=Amounts(one.capacity, one.capacity))
            for one in self.parts()
            if one.account is not None
        ]

    def refuse_plan(self, plan: SupplyPlan, total: CapacitySum) -> dict[str, str]:
        """A split moves capacity and adds none: the total stays what it was."""
        if not total.applied_contract:
            return {}
        values = {
            "own": f"{total.original_contract:,.2f}",
            "out": f"{total.moved_out_contract:,.2f}",
            "left": f"{total.original_contract - total.moved_out_contract:,.2f}",
        }
        words = gettext("Of %(own)s kVA %(out)s kVA go to the new accounts: exactly %(left)s kVA are left.")
        return {"approved_capacity": words % values}


class SplitShare(Row):
    """A new account of a split: whose it will be, and how much of the capacity, in kVA, it gets.

    `equipment` names the transformers (numbers of the original account, "2,3") that go with it: at high voltage
    whole transformers. `identity` is the sealed ID number on its way into the book; it is not kept here.
    """

    personal = frozenset({"name", "phone"})
    identity: Sealed = Sealed()

    application = models.ForeignKey(
        AccountSplit, on_delete=models.PROTECT, related_name="shares", verbose_name=_("application")
    )
    number = number_field(_("number"), default=1)
    kind = models.CharField(
        _("kind of customer"), max_length=12, choices=CustomerKind, default=CustomerKind.ORGANISATION
    )
    name = models.CharField(_("name of the new account"), max_length=120)
    id_kind = models.CharField(_("kind of document"), max_length=12, choices=IdKind, default=IdKind.CREDIT_CODE)
    phone = models.CharField(_("telephone"), max_length=20, validators=[validate_phone])
    capacity = capacity_field(_("capacity that moves over (kVA)"))
    equipment = models.CharField(
        _("transformers that go with it (numbers)"), max_length=60, blank=True, validators=[int_list_validator()]
    )
    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("new account"),
    )

    class Meta(Row.Meta):
        verbose_name = _("part of a split")
        verbose_name_plural = _("parts of a split")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="split_share_number_once")]

    @property
    def key(self) -> int:
        """The key of the new account, once the case has opened it."""
        if self.account_id is None:
            raise ValueError("the new account is opened with the case")
        return self.account_id

    @property
    def masked_name(self) -> str:
        """A person masked, a firm as it is called."""
        return mask_name(self.name) if self.kind == CustomerKind.PERSON else self.name

    @property
    def units(self) -> list[int]:
        """The numbers of the transformers that go with it."""
        return [int(one) for one in self.equipment.split(",") if one.strip()]


class SplitMeteringPlan(StepRecord):
    """S04 of a split: how each new account is metered."""

    past = ("confirmed_on",)

    confirmed_on = models.DateField(_("fixed on"))
    cabinet = models.CharField(_("metering cabinet"), max_length=120)

    class Meta(StepRecord.Meta):
        verbose_name = _("metering plan of a split")
        verbose_name_plural = _("metering plans of splits")


class SplitPoint(Row):
    """The metering point of a new account."""

    metering_plan = models.ForeignKey(
        SplitMeteringPlan, on_delete=models.PROTECT, related_name="points", verbose_name=_("metering plan")
    )
    number = number_field(_("new account (number)"))
    name = models.CharField(_("name"), max_length=60)
    mode = models.CharField(_("metering mode"), max_length=12, choices=MeteringMode)
    wiring = models.CharField(_("wiring"), max_length=12, choices=Wiring)
    device_class = models.CharField(_("class of the metering device"), max_length=4, choices=DeviceClass)
    multiplier = models.DecimalField(
        _("multiplier"),
        max_digits=10,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
    )

    class Meta(Row.Meta):
        verbose_name = _("metering point of a new account")
        verbose_name_plural = _("metering points of new accounts")
        constraints = [models.UniqueConstraint(fields=["metering_plan", "number"], name="split_point_once")]


class SplitMeter(Row):
    """S08: the meter of a new account."""

    assignment = models.ForeignKey(
        MeterAssignment, on_delete=models.PROTECT, related_name="new_meters", verbose_name=_("assignment")
    )
    number = number_field(_("new account (number)"))
    asset_number = models.CharField(_("meter (asset number)"), max_length=22, validators=[validate_asset_number])

    class Meta(Row.Meta):
        verbose_name = _("meter of a new account")
        verbose_name_plural = _("meters of new accounts")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="split_meter_per_account"),
            models.UniqueConstraint(fields=["assignment", "asset_number"], name="split_meter_once"),
        ]


def clean_units(row: SplitShare, high_voltage: bool) -> dict[str, Any]:
    """What is wrong with the transformers of a part, by field: whole transformers at high voltage, none at low."""
    try:
        units = row.units
    except ValueError:
        return {"equipment": ValidationError(gettext("Numbers, separated by commas."))}
    if high_voltage and not units:
        return {"equipment": ValidationError(gettext("High voltage is split by whole transformers: name them."))}
    if not high_voltage and units:
        return {"equipment": ValidationError(gettext("Low voltage has no transformers of its own."))}
    return {}
