"""Changes of the running capacity: suspension (203); what is checked on site, cut and sealed on the way."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import ChangeApplication, Rows, working_day_after
from bizexpansion.models.records import Row, StepRecord, number_field
from crm.workdays.arithmetic import WorkCalendar
from customers.book.enums import BasicChargeMode, RunStatus
from customers.book.models import AccountPrice, Transformer


class CapacityChange(ChangeApplication):
    """203 暂停: which transformers stand still, from when until when. Whole transformers only."""

    forms = ("accept_suspension",)

    acts_field = "starts_on"

    starts_on = models.DateField(_("out of use from"))
    ends_on = models.DateField(_("in use again from"))

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a change of capacity")
        verbose_name_plural = _("applications for a change of capacity")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="capacity_change_ends_after_start"
            )
        ]

    @property
    def acts_on(self) -> date:
        """The first day of the suspension."""
        return self.starts_on

    wished_timers = frozenset({"T7"})

    def promised_by(self, limit: int, calendar: WorkCalendar) -> date | None:
        """Sealed on the day that was asked for, or so many working days after it."""
        return working_day_after(self.acts_on, limit, calendar)

    def clean(self) -> None:
        """It ends after it begins. Raises ValidationError by field."""
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("This day must come after the first.")})

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Each transformer belongs to the account, runs, and is named once."""
        errors = super().check_rows(rows, now)
        given = [row.number for row in rows.get("equipment", ()) if isinstance(row, ChangedEquipment)]
        running = set(
            Transformer.objects.filter(account_id=self.account_id, run_status=RunStatus.RUNNING).values_list(
                "sequence", flat=True
            )
        )
        if not given:
            errors["equipment"] = [gettext("Name the transformers.")]
        elif set(given) < running and is_billed_by_demand(self.account_id, localtime(now).date()):
            errors["equipment"] = [gettext("Billed by demand: all transformers are suspended together.")]
        for index, number in enumerate(given):
            if number not in running or number in given[:index]:
                said = gettext("The account has no such transformer in operation, or it is named twice.")
                errors[f"equipment-{index}-number"] = [said]
        return errors


def is_billed_by_demand(account_id: int, day: date) -> bool:
    """Whether the basic charge of an account follows the demand on a day, not the capacity."""
    prices = AccountPrice.objects.filter(account_id=account_id, period__contains=day)
    return prices.filter(basic_charge_mode=BasicChargeMode.DEMAND).exists()


class ChangedEquipment(Row):
    """A transformer of the account, by its number within the account."""

    application = models.ForeignKey(
        CapacityChange, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("application")
    )
    number = number_field(_("number of the transformer"))

    class Meta(Row.Meta):
        verbose_name = _("transformer of a change")
        verbose_name_plural = _("transformers of a change")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="changed_equipment_once")]


class CheckedOnSite(StepRecord):
    """A02 of a change: two people were there, and say whether it is possible."""

    past: ClassVar[tuple[str, ...]] = ("checked_on",)

    surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("surveyor")
    )
    second_surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second surveyor")
    )
    checked_on = models.DateField(_("checked on"))
    is_possible = models.BooleanField(_("the change is possible"), default=True)
    refusal_reason = models.CharField(_("reason why it is not possible"), max_length=300, blank=True)

    class Meta(StepRecord.Meta):
        abstract = True

    def clean(self) -> None:
        """Two people, and a reason for a refusal. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if not self.is_possible and not self.refusal_reason.strip():
            errors["refusal_reason"] = _("Say why.")
        if self.surveyor_id is not None and self.surveyor_id == self.second_surveyor_id:
            errors["second_surveyor"] = _("Field work needs two people.")
        if errors:
            raise ValidationError(errors)


class SiteCheck(CheckedOnSite):
    """A02 of a change: what was found on site."""

    class Meta(StepRecord.Meta):
        verbose_name = _("site check of a change")
        verbose_name_plural = _("site checks of changes")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")), name="site_check_needs_two_people"
            )
        ]


class SuspensionDraft(StepRecord):
    """A03 of 203: when it is sealed, what runs on, how it is billed. The head of the plan stands beside it."""

    ahead = ("seal_on",)

    seal_on = models.DateField(_("to be sealed on"))
    remaining_capacity = models.DecimalField(
        _("capacity that runs on (kVA)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        editable=False,
    )
    billing_note = models.CharField(_("billing"), max_length=300)

    class Meta(StepRecord.Meta):
        verbose_name = _("plan of a suspension")
        verbose_name_plural = _("plans of suspensions")


class PowerCut(StepRecord):
    """A26: power is off."""

    past = ("cut_at",)

    cut_at = models.DateTimeField(_("cut at"))
    order_number = models.CharField(_("switching order"), max_length=30)

    class Meta(StepRecord.Meta):
        verbose_name = _("de-energising")
        verbose_name_plural = _("de-energisings")


class Sealing(StepRecord):
    """A34: transformers are sealed off; from this day the running capacity is lower."""

    past = ("sealed_on",)

    sealed_on = models.DateField(_("sealed on"))
    seals = models.CharField(_("seals"), max_length=200)

    class Meta(StepRecord.Meta):
        verbose_name = _("sealing of equipment")
        verbose_name_plural = _("sealings of equipment")
