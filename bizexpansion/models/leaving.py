"""The end of supply, for good or for a time: closing (216), temporary removal (208), re-installation (209)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import ClosingGround
from bizexpansion.models.asking import ChangeApplication
from bizexpansion.models.capacity import CheckedOnSite
from bizexpansion.models.records import StepRecord


class AccountClosing(ChangeApplication):
    """216 销户: because the customer wishes it, stands idle (T19), or is bankrupt."""

    forms = ("accept_closing",)

    ground = models.CharField(
        _("ground of the closing"), max_length=8, choices=ClosingGround, default=ClosingGround.WISH
    )
    proof_number = models.CharField(_("number of the court ruling or decision"), max_length=60, blank=True)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application to close an account")
        verbose_name_plural = _("applications to close an account")

    def papers_needed(self) -> tuple[str, ...]:
        """Whoever wishes it shows who he is."""
        return ("M-ID|M-ORG",) if self.ground == ClosingGround.WISH else ()

    def clean(self) -> None:
        """A customer who wishes it is looked at; a bankruptcy has its ruling. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if self.ground == ClosingGround.WISH and not self.identity_checked:
            errors["identity_checked"] = _("Compare the identity papers with the file first.")
        if self.ground == ClosingGround.BANKRUPT and not self.proof_number.strip():
            errors["proof_number"] = _("Enter the number of the ruling.")
        if errors:
            raise ValidationError(errors)


class ClosingCheck(CheckedOnSite):
    """A02 of a closing: what is in use on site; for an idle account, where and when the public notice hangs."""

    past: ClassVar[tuple[str, ...]] = ("checked_on", "notice_on")

    is_in_use = models.BooleanField(_("power is still used here"), default=False)
    notice_on = models.DateField(_("public notice posted on"), null=True, blank=True)
    notice_place = models.CharField(_("place of the notice"), max_length=120, blank=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("site check of a closing")
        verbose_name_plural = _("site checks of closings")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")), name="closing_check_needs_two_people"
            )
        ]


class TemporaryRemoval(ChangeApplication):
    """208 暂拆: the meter comes down for a time, building work say; the place is kept until it is back."""

    forms = ("accept_removal",)

    back_on = models.DateField(_("meter back before"))

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a temporary removal")
        verbose_name_plural = _("applications for a temporary removal")


class Reinstallation(ChangeApplication):
    """209 复装: the meter comes back within the period of the removal."""

    forms = ("accept_reinstallation",)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a re-installation")
        verbose_name_plural = _("applications for a re-installation")


class RefitCheck(CheckedOnSite):
    """A02 of a re-installation: is the place fit for a meter, what is it going to cost."""

    is_place_fit = models.BooleanField(_("meter box and service line are sound"), default=False)
    is_fee_due = models.BooleanField(_("a fee is due"), default=False)
    needs_terminal = models.BooleanField(_("a collection terminal is installed"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("site check of a re-installation")
        verbose_name_plural = _("site checks of re-installations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")), name="refit_check_needs_two_people"
            )
        ]
