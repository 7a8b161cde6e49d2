"""Less capacity for a time or for good, and back (201, 202, 204); another transformer for a time (205, 206)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import ExchangeCause
from bizexpansion.models.asking import ChangeApplication, Rows, working_day_after
from bizexpansion.models.records import Row, StepRecord, capacity_field, number_field
from crm.workdays.arithmetic import WorkCalendar
from customers.book.enums import (
    BasicChargeMode,
    ChangeRemark,
    PowerFactorStandard,
    PriceStrategy,
    RunStatus,
    StopKind,
)
from customers.book.models import Transformer, TransformerStop


class EquipmentChange(ChangeApplication):
    """What the changes of single transformers share: the day on which the change begins, and named equipment."""

    class Meta(ChangeApplication.Meta):
        abstract = True

    @property
    def acts_on(self) -> date | None:
        """The first day of the change, before which it is asked for in time (T14)."""
        return self.wanted_on

    acts_field = "wanted_on"

    wished_timers = frozenset({"T7"})

    def promised_by(self, limit: int, calendar: WorkCalendar) -> date | None:
        """Carried out on the day that was asked for, or so many working days after it."""
        return working_day_after(self.acts_on, limit, calendar) if self.acts_on else None

    def equipment_errors(self, given: list[int], fitting: set[int], said: str) -> dict[str, list[str]]:
        """Each transformer of the rows is one of those that fit, and named once."""
        errors = {} if given else {"equipment": [gettext("Name the transformers.")]}
        for index, number in enumerate(given):
            if number not in fitting or number in given[:index]:
                errors[f"equipment-{index}-number"] = [said]
        return errors


class CapacityReduction(EquipmentChange):
    """201 减容: whole transformers out of use, or smaller ones in their place, for a time or for good."""

    forms = ("accept_reduction",)

    is_permanent = models.BooleanField(_("for good"), default=False)
    starts_on = models.DateField(_("reduced from"))
    ends_on = models.DateField(_("restored on"), null=True, blank=True)

    class Meta(EquipmentChange.Meta):
        verbose_name = _("application for a reduction")
        verbose_name_plural = _("applications for reductions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_permanent=True, ends_on=None)
                | models.Q(is_permanent=False, ends_on__gt=models.F("starts_on")),
                name="reduction_ends_unless_permanent",
            )
        ]

    acts_field = "starts_on"

    @property
    def acts_on(self) -> date | None:
        """The first day of the reduction."""
        return self.starts_on

    def clean(self) -> None:
        """A reduction for a time has an end, one for good has none. Raises ValidationError by field."""
        if self.is_permanent and self.ends_on:
            raise ValidationError({"ends_on": _("A reduction for good has no end.")})
        if not self.is_permanent and not self.ends_on:
            raise ValidationError({"ends_on": _("Say when it is restored.")})
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("This day must come after the first.")})

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Transformers of the account that run, each once, a replacement smaller than what it replaces."""
        errors = super().check_rows(rows, now)
        asked = [row for row in rows.get("equipment", ()) if isinstance(row, ReducedEquipment)]
        plates = dict(
            Transformer.objects.filter(account_id=self.account_id, run_status=RunStatus.RUNNING).values_list(
                "sequence", "plate_capacity"
            )
        )
        said = gettext("The account has no such transformer in operation, or it is named twice.")
        errors |= self.equipment_errors([row.number for row in asked], set(plates), said)
        for index, row in enumerate(asked):
            if row.new_capacity and row.number in plates and row.new_capacity >= plates[row.number]:
                words = gettext("The transformer in its place must be smaller than %(plate)s kVA.")
                errors[f"equipment-{index}-new_capacity"] = [words % {"plate": f"{plates[row.number]:.0f}"}]
        if self.is_permanent and sum((one.new_capacity or Decimal(0) for one in asked), Decimal(0)) == 0:
            rest = set(plates) - {row.number for row in asked}
            if plates and not rest:
                errors["equipment"] = [gettext("Nothing would be left: this is the end of supply (216).")]
        return errors


class ReducedEquipment(Row):
    """A transformer by its number; the capacity of a smaller one in its place, empty where none comes."""

    application = models.ForeignKey(
        CapacityReduction, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("application")
    )
    number = number_field(_("number of the transformer"))
    new_capacity = capacity_field(_("smaller transformer in its place (kVA)"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("transformer of a reduction")
        verbose_name_plural = _("transformers of a reduction")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="reduced_equipment_once")]


def standing_still(account_id: int, kind: StopKind) -> list[Transformer]:
    """The transformers of an account that a suspension (or reduction) keeps still, their term over or not."""
    remark = ChangeRemark.REDUCED if kind == StopKind.REDUCED else ChangeRemark.STOPPED
    rows = Transformer.objects.filter(account_id=account_id, run_status=RunStatus.STOPPED, change_remark=remark)
    exchanged = TransformerStop.objects.filter(kind=StopKind.EXCHANGED, period__upper_inf=True)
    return list(rows.exclude(pk__in=exchanged.values("transformer_id")).order_by("sequence"))


class CapacityRestoration(EquipmentChange):
    """202 减容恢复, 204 暂停恢复: which of the transformers that stand still run again, from which day."""

    forms = ("accept_resumption", "accept_restoration")
    kind = models.CharField(_("what is ended"), max_length=9, choices=StopKind, editable=False)
    wanted_capacity = capacity_field(_("running capacity wanted (kVA)"), null=True, blank=True)

    class Meta(EquipmentChange.Meta):
        verbose_name = _("application to restore capacity")
        verbose_name_plural = _("applications to restore capacity")

    def resumed_units(self, rows: Rows) -> set[int]:
        """The transformers that run again."""
        return {row.number for row in rows.get("equipment", ()) if isinstance(row, RestoredEquipment)}

    def clean(self) -> None:
        """The day is given. Raises ValidationError by field."""
        if self.wanted_on is None:
            raise ValidationError({"wanted_on": _("Say from which day it runs again.")})

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Transformers of the account that stand still, each once; not more than the contract allows."""
        errors = super().check_rows(rows, now)
        given = [row.number for row in rows.get("equipment", ()) if isinstance(row, RestoredEquipment)]
        stopped = standing_still(self.account_id, StopKind(self.kind))
        said = gettext("No such transformer of the account stands still, or it is named twice.")
        errors |= self.equipment_errors(given, {row.sequence for row in stopped}, said)
        if self.account_id and self.wanted_capacity and self.wanted_capacity > self.account.contract_capacity:
            words = gettext("The contract allows %(capacity)s kVA. More is an increase (111).")
            errors["wanted_capacity"] = [words % {"capacity": f"{self.account.contract_capacity:.0f}"}]
        return errors


class RestoredEquipment(Row):
    """A transformer of the account that stands still, by its number."""

    application = models.ForeignKey(
        CapacityRestoration, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("application")
    )
    number = number_field(_("number of the transformer"))

    class Meta(Row.Meta):
        verbose_name = _("transformer that runs again")
        verbose_name_plural = _("transformers that run again")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="restored_equipment_once")]


class TemporaryExchange(EquipmentChange):
    """205 暂换: a faulty transformer, or one that is overhauled, replaced for a time by one at least as large."""

    forms = ("accept_exchange",)

    number = number_field(_("number of the transformer"))
    new_capacity = capacity_field(_("transformer in its place (kVA)"))
    cause = models.CharField(_("why it is exchanged"), max_length=8, choices=ExchangeCause)
    starts_on = models.DateField(_("exchanged from"))
    ends_on = models.DateField(_("back in place on"))

    class Meta(EquipmentChange.Meta):
        verbose_name = _("application for a temporary exchange")
        verbose_name_plural = _("applications for temporary exchanges")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="exchange_ends_after_start"
            )
        ]

    acts_field = "starts_on"

    @property
    def acts_on(self) -> date | None:
        """The first day of the exchange."""
        return self.starts_on

    def clean(self) -> None:
        """It ends after it begins. Raises ValidationError by field."""
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("This day must come after the first.")})

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """A transformer of the account that runs and no stand-in itself; the other is not smaller."""
        errors = super().check_rows(rows, now)
        unit = Transformer.objects.filter(
            account_id=self.account_id, sequence=self.number, run_status=RunStatus.RUNNING
        ).first()
        if unit is None or TransformerStop.objects.filter(replacement=unit, period__upper_inf=True).exists():
            errors["number"] = [gettext("The account has no such transformer in operation.")]
        elif self.new_capacity and self.new_capacity < unit.plate_capacity:
            words = gettext(
                "The transformer in its place has at least %(plate)s kVA; a smaller one is a reduction."
            )
            errors["new_capacity"] = [words % {"plate": f"{unit.plate_capacity:.0f}"}]
        return errors


class ExchangeRestoration(EquipmentChange):
    """206 暂换恢复: the transformer that was exchanged for a time comes back."""

    forms = ("accept_exchange_end",)

    number = number_field(_("number of the transformer"))

    class Meta(EquipmentChange.Meta):
        verbose_name = _("application to end a temporary exchange")
        verbose_name_plural = _("applications to end temporary exchanges")

    def resumed_units(self, rows: Rows) -> set[int]:
        """The transformer that comes back."""
        return {self.number}

    def clean(self) -> None:
        """The day is given. Raises ValidationError by field."""
        if self.wanted_on is None:
            raise ValidationError({"wanted_on": _("Say from which day it runs again.")})

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """A transformer for which another stands in."""
        errors = super().check_rows(rows, now)
        stops = TransformerStop.objects.filter(
            account_id=self.account_id, transformer__sequence=self.number, period__upper_inf=True
        )
        if not stops.filter(kind=StopKind.EXCHANGED).exists():
            errors["number"] = [gettext("No transformer stands in for this one.")]
        return errors


class CapacityDraft(StepRecord):
    """A03 of 201, 202 and 205: when, what capacity follows, what else must change, and how it is billed from then.

    The capacities (kVA) follow from what was asked for; the head of the plan stands beside it.
    """

    ahead = ("acts_on",)

    acts_on = models.DateField(_("to be carried out on"))
    contract_after = models.DecimalField(
        _("contract capacity afterwards (kVA)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        editable=False,
    )
    running_after = models.DecimalField(
        _("running capacity afterwards (kVA)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        editable=False,
    )
    exchanges_meter = models.BooleanField(_("meters or instrument transformers are exchanged"), default=False)
    changes_contract = models.BooleanField(_("the contract is amended"), default=False)
    needs_inspection = models.BooleanField(_("new or long idle equipment is inspected"), default=False)
    is_fee_due = models.BooleanField(_("a business fee is due"), default=False)
    price_code = models.CharField(_("price code"), max_length=20)
    strategy = models.CharField(_("price strategy"), max_length=8, choices=PriceStrategy)
    basic_charge_mode = models.CharField(_("basic charge"), max_length=1, choices=BasicChargeMode)
    power_factor_standard = models.CharField(_("power factor standard"), max_length=4, choices=PowerFactorStandard)
    billing_note = models.CharField(_("billing"), max_length=300)

    class Meta(StepRecord.Meta):
        verbose_name = _("plan of a change of capacity")
        verbose_name_plural = _("plans of changes of capacity")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(running_after__gte=0, running_after__lte=models.F("contract_after")),
                name="draft_running_within_contract",
            )
        ]


class Unsealing(StepRecord):
    """A37: seals are taken off; from this day the running capacity is higher."""

    past = ("unsealed_on",)

    unsealed_on = models.DateField(_("unsealed on"))
    seals = models.CharField(_("seals taken off"), max_length=200)

    class Meta(StepRecord.Meta):
        verbose_name = _("unsealing of equipment")
        verbose_name_plural = _("unsealings of equipment")
