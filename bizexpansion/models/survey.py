"""The site survey (A02; workflows.md 6.2, source XQ)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import ProjectFlag
from bizexpansion.models.records import StepRecord, capacity_field
from customers.book.enums import Importance, TransferKind, Voltage


class Survey(StepRecord):
    """What two surveyors found: can it be supplied, how much, at which voltage, from how many sources."""

    past = ("surveyed_on",)

    surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("surveyor")
    )
    second_surveyor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second surveyor")
    )
    surveyed_on = models.DateField(_("surveyed on"))
    can_supply = models.BooleanField(_("supply is possible"), default=True)
    is_original_point = models.BooleanField(_("on the original supply point"), default=True)
    refusal_reason = models.CharField(_("reason why supply is not possible"), max_length=300, blank=True)
    approved_capacity = capacity_field(_("capacity found right (kVA)"), null=True, blank=True)
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage, blank=True)
    source_count = models.PositiveSmallIntegerField(_("number of sources"), default=1)
    project_flag = models.CharField(_("works needed"), max_length=1, choices=ProjectFlag, default=ProjectFlag.NONE)
    importance = models.CharField(_("grade of importance"), max_length=10, choices=Importance, blank=True)
    transfer_kind = models.CharField(
        _("transferred supply"), max_length=1, choices=TransferKind, default=TransferKind.NONE
    )
    substation = models.CharField(_("nearest substation"), max_length=60, blank=True)
    line = models.CharField(_("nearest line"), max_length=60, blank=True)
    spare_capacity = capacity_field(_("spare capacity of the line (kVA)"), null=True, blank=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("site survey")
        verbose_name_plural = _("site surveys")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")), name="survey_needs_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(can_supply=True, approved_capacity__gt=0)
                | models.Q(can_supply=False) & ~models.Q(refusal_reason=""),
                name="survey_capacity_or_reason",
            ),
        ]

    def clean(self) -> None:
        """What the result must name. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if self.can_supply:
            for name in ("approved_capacity", "voltage"):
                if not getattr(self, name):
                    errors[name] = _("Where supply is possible, this entry is needed.")
        elif not self.refusal_reason.strip():
            errors["refusal_reason"] = _("Say why supply is not possible.")
        if self.surveyor_id is not None and self.surveyor_id == self.second_surveyor_id:
            errors["second_surveyor"] = _("Field work needs two people.")
        if errors:
            raise ValidationError(errors)
