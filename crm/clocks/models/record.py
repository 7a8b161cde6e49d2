"""What happened to deadlines: how they moved, and which were missed. Rows are never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.clocks.enums import ShiftCause
from crm.clocks.models.clock import Clock
from crm.org.scope import ScopedManager


class ClockShift(models.Model):
    """A deadline moved; an empty one means that the clock stood still."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("clock"))
    old_due = models.DateTimeField(_("due before"), null=True, blank=True)
    new_due = models.DateTimeField(_("due now"), null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=8, choices=ShiftCause)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("time"))

    objects = ScopedManager["ClockShift"]()
    department_lookup = "clock__department_id"

    class Meta:
        verbose_name = _("shift of a deadline")
        verbose_name_plural = _("shifts of deadlines")
        ordering = ["clock_id", "at", "id"]
        indexes = [
            models.Index(fields=["-id"], name="clock_shift_calendar", condition=Q(cause=ShiftCause.CALENDAR))
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.old_due} → {self.new_due}"


class Breach(models.Model):
    """A deadline passed while the clock ran. `deadline` is its time, `recorded_at` when it was noticed.

    A breach that a corrected calendar undoes is struck out with a reason, never deleted.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="breaches", verbose_name=_("clock"))
    deadline = models.DateTimeField(_("deadline"))
    recorded_at = models.DateTimeField(_("recorded"))
    struck_out_at = models.DateTimeField(_("struck out"), null=True, blank=True)
    struck_out_reason = models.CharField(_("reason of striking out"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering = ["-deadline", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "deadline"], condition=Q(struck_out_at__isnull=True), name="breach_once"
            ),
            models.CheckConstraint(
                condition=Q(struck_out_at__isnull=True) | ~Q(struck_out_reason=""),
                name="breach_strike_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.deadline:%F %R}"


class SweepTick(models.Model):
    """One row: when the sweep last came by. Silence, not an error, is how a dead beat shows."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("tick of the sweep")
        verbose_name_plural = _("ticks of the sweep")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_sweep_tick")]

    def __str__(self) -> str:
        return f"{self.at:%F %R}"
