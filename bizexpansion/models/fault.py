"""Metering fault (302): what was reported, what was found on site, how it is mended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import FeeKind
from bizexpansion.models.asking import ChangeApplication
from bizexpansion.models.case import Case
from bizexpansion.models.records import StepRecord, number_field
from customers.book.models import SupplyAccount


class FaultKind(TextChoices):
    """What of the metering installation fails (110005; list C, words of ours)."""

    METER = "METER", _("energy meter")
    TRANSFORMER = "IT", _("instrument transformer")
    SECONDARY = "SECONDARY", _("secondary circuit")
    VOLTAGE_TIMER = "TIMER", _("loss-of-voltage timer")
    TERMINAL = "TERMINAL", _("collection terminal")
    CABINET = "CABINET", _("metering cabinet or box")


class FaultSource(TextChoices):
    """Where a fault came from (order source)."""

    COUNTER = "COUNTER", _("counter")
    CALL_CENTRE = "95598", _("hotline 95598")
    ALARM = "ALARM", _("alarm of the collection system")
    INSPECTION = "INSPECTION", _("power inspection")
    READING = "READING", _("meter reading")


class Liable(TextChoices):
    """Who has to answer for the fault."""

    NOBODY = "NOBODY", _("nobody: wear or weather")
    UTILITY = "UTILITY", _("power-supply company")
    CUSTOMER = "CUSTOMER", _("customer")
    THIRD = "THIRD", _("third party")


class FaultReport(ChangeApplication):
    """302 计量装置故障: what is reported, by whom, since when. An urgent fault goes on beside another case."""

    forms = ("accept_fault",)
    fee_kinds = (FeeKind.METER_LOSS,)

    source = models.CharField(
        _("source of the report"), max_length=10, choices=FaultSource, default=FaultSource.COUNTER
    )
    source_number = models.CharField(_("number of the alarm, call or inspection"), max_length=40, blank=True)
    metering_point = number_field(_("metering point (number)"), default=1)
    fault_kind = models.CharField(_("kind of fault"), max_length=10, choices=FaultKind)
    noticed_at = models.DateTimeField(_("noticed at"))
    is_urgent = models.BooleanField(_("urgent: danger or no supply"), default=False)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("report of a metering fault")
        verbose_name_plural = _("reports of metering faults")

    def goes_beside(self, account: SupplyAccount, number: str) -> bool:
        """An urgent fault does not wait for the case that holds the account, nor for one still to be filed."""
        held = account.open_case_number not in ("", number)
        return self.is_urgent and (held or bool(Case.holding([account.pk], but=number)))

    def points_concerned(self) -> set[int] | None:
        """The one whose installation fails."""
        return {self.metering_point}

    def clean(self) -> None:
        """It was noticed before it is reported, and what is not a visit at the counter has its number."""
        errors: dict[str, Any] = {}
        if self.noticed_at and self.noticed_at > (self.recorded_at or now()):
            errors["noticed_at"] = _("This moment lies in the future.")
        numbered = (FaultSource.CALL_CENTRE, FaultSource.ALARM, FaultSource.INSPECTION)
        if self.source in numbered and not self.source_number.strip():
            errors["source_number"] = _("Give the number under which it was reported.")
        if errors:
            raise ValidationError(errors)


class FaultCheck(StepRecord):
    """A02 of 302: what two people found on site."""

    past = ("checked_at",)

    surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("surveyor")
    )
    second_surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second surveyor")
    )
    checked_at = models.DateTimeField(_("checked at"))
    found = models.TextField(_("what was found"), max_length=1000)
    seals_intact = models.BooleanField(_("seals intact"), default=True)
    supply_is_on = models.BooleanField(_("the customer has power"), default=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("check of a metering fault")
        verbose_name_plural = _("checks of metering faults")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")), name="fault_check_needs_two_people"
            )
        ]

    def clean(self) -> None:
        """Two people. Raises ValidationError by field."""
        if self.surveyor_id is not None and self.surveyor_id == self.second_surveyor_id:
            raise ValidationError({"second_surveyor": _("Field work needs two people.")})


class FaultHandling(StepRecord):
    """A43: the kind of fault as it turned out, since when, who answers for it, and what follows from it."""

    past = ("handled_at",)

    fault_kind = models.CharField(_("kind of fault"), max_length=10, choices=FaultKind)
    cause = models.CharField(_("cause"), max_length=300)
    faulty_since = models.DateField(_("faulty since"), null=True, blank=True)
    handled_at = models.DateTimeField(_("handled at"))
    liable = models.CharField(_("liable"), max_length=10, choices=Liable, default=Liable.NOBODY)
    exchanges_meter = models.BooleanField(_("meter or instrument transformers are exchanged"), default=False)
    goes_to_laboratory = models.BooleanField(_("the removed meter goes to the laboratory"), default=False)
    exchanges_terminal = models.BooleanField(_("the collection terminal is exchanged"), default=False)
    corrects_energy = models.BooleanField(_("energy was measured wrongly"), default=False)
    seals = models.CharField(_("seals"), max_length=120)

    class Meta(StepRecord.Meta):
        verbose_name = _("handling of a metering fault")
        verbose_name_plural = _("handlings of metering faults")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goes_to_laboratory=False) | models.Q(exchanges_meter=True),
                name="fault_meter_tested_if_exchanged",
            )
        ]

    def clean(self) -> None:
        """Only a removed meter is tested; wrong energy has its first day. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if self.goes_to_laboratory and not self.exchanges_meter:
            errors["goes_to_laboratory"] = _("Only a meter that was removed goes to the laboratory.")
        if self.corrects_energy and self.faulty_since is None:
            errors["faulty_since"] = _("Say since when it was measured wrongly.")
        if errors:
            raise ValidationError(errors)
