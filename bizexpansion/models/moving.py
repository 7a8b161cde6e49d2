"""Moving a meter (218): only its place changes; address, capacity, class and supply point stay."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import ChangeApplication, Rows
from bizexpansion.models.records import Row, StepRecord, number_field
from customers.book.models import MeterInstallation


class MeterMove(ChangeApplication):
    """218 移表: which meters shall hang where. The customer pays for it (BG)."""

    forms = ("accept_move",)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application to move a meter")
        verbose_name_plural = _("applications to move a meter")

    def points_concerned(self) -> set[int] | None:
        """Those that are moved."""
        return set(self.points.values_list("number", flat=True))

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Each point has a meter, is named once, and the new place is another."""
        errors = super().check_rows(rows, now)
        hung = {
            row.metering_point.sequence: row.metering_point.position
            for row in MeterInstallation.objects.filter(
                account_id=self.account_id, period__upper_inf=True
            ).select_related("metering_point")
        }
        given = [row for row in rows.get("points", ()) if isinstance(row, MovedPoint)]
        if not given:
            errors["points"] = [gettext("Say which meter shall hang where.")]
        seen: set[int] = set()
        for index, row in enumerate(given):
            if row.number not in hung or row.number in seen:
                said = gettext("No meter hangs at this metering point, or it is named twice.")
                errors[f"points-{index}-number"] = [said]
            elif row.new_position.strip() == hung[row.number]:
                errors[f"points-{index}-new_position"] = [gettext("The meter hangs there already.")]
            seen.add(row.number)
        return errors


class MovedPoint(Row):
    """A metering point of the account, by its number, and where its meter shall hang."""

    application = models.ForeignKey(
        MeterMove, on_delete=models.PROTECT, related_name="points", verbose_name=_("application")
    )
    number = number_field(_("metering point (number)"), default=1)
    new_position = models.CharField(_("new position"), max_length=120)

    class Meta(Row.Meta):
        verbose_name = _("metering point to be moved")
        verbose_name_plural = _("metering points to be moved")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="moved_point_once")]


class MoveDraft(StepRecord):
    """A03 of 218: how the meter is moved, how long power is off, who pays; the plan's head stands beside it."""

    scheme = models.TextField(_("how the meter is moved"), max_length=1000)
    outage_hours = models.DecimalField(
        _("power off for (hours)"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(72))],
    )
    is_fee_due = models.BooleanField(_("the customer pays for the move"), default=True)
    free_because = models.CharField(_("why the customer does not pay"), max_length=200, blank=True)
    moves_terminal = models.BooleanField(_("the collection terminal moves too"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("plan of a move")
        verbose_name_plural = _("plans of moves")

    def clean(self) -> None:
        """The rule is that the customer pays; an exception says why. Raises ValidationError by field."""
        if self.is_fee_due == bool(self.free_because.strip()):
            raise ValidationError({"free_because": _("Say why if, and only if, the customer does not pay.")})
