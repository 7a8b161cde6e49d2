"""A clock and the ledger of its spans."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from crm.clocks.arithmetic import Terms
from crm.clocks.enums import ClockState, Holder, PauseReason, SpanKind, reason_words
from crm.clocks.models.rule import ClockRule
from crm.org.models import Department
from crm.org.scope import ScopedManager

FINAL_STATES = (ClockState.STOPPED, ClockState.CANCELLED, ClockState.HANDED_OVER)


class Clock(models.Model):
    """One promise that runs for one subject; `key` names it (`case:123:T1:PROMISED:1`).

    `due_at` and `warn_at` are computed by the operations and stored: pages and the sweep read the same
    column. Both are empty while the clock is paused. `breached_at` and `warned_at` hold the deadline (the
    moment of the warning) that has been dealt with; a deadline that moves empties them. `until` is the day of
    the end of a term that was agreed for this one clock (suspension, temporary supply) instead of counted.
    """

    key = models.CharField(_("key"), max_length=80, unique=True)
    rule = models.ForeignKey(ClockRule, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("rule"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("department")
    )
    owner_kind = models.CharField(_("belongs to"), max_length=20)
    account_id = models.BigIntegerField(_("supply account"), null=True, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=11, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField(_("started"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    warn_at = models.DateTimeField(_("warn at"), null=True, blank=True)
    until = models.DateField(_("agreed end"), null=True, blank=True)
    provisional = models.BooleanField(_("provisional"), default=False)
    warned_at = models.DateTimeField(_("warned"), null=True, blank=True)
    breached_at = models.DateTimeField(_("overdue since"), null=True, blank=True)
    sweep_error = models.TextField(_("error of the sweep"), blank=True)
    sweep_retry_at = models.DateTimeField(_("sweep tries again"), null=True, blank=True)
    successor = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessor",
        verbose_name=_("handed over to"),
    )

    objects = ScopedManager["Clock"]()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="clock_due",
                condition=Q(state=ClockState.RUNNING, breached_at__isnull=True, sweep_retry_at__isnull=True),
            ),
            models.Index(
                fields=["warn_at"],
                name="clock_warn",
                condition=Q(
                    state=ClockState.RUNNING,
                    warned_at__isnull=True,
                    breached_at__isnull=True,
                    sweep_retry_at__isnull=True,
                ),
            ),
            models.Index(fields=["sweep_retry_at"], name="clock_retry", condition=Q(sweep_retry_at__isnull=False)),
            models.Index(
                fields=["department", "due_at"], name="clock_department_due", condition=Q(state=ClockState.RUNNING)
            ),
            models.Index(
                fields=["owner_kind", "due_at"], name="clock_running_due", condition=Q(state=ClockState.RUNNING)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ClockState.PAUSED, due_at__isnull=True, warn_at__isnull=True)
                | Q(state=ClockState.RUNNING, due_at__isnull=False)
                | Q(state__in=FINAL_STATES),
                name="clock_paused_has_no_deadline",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINAL_STATES, stopped_at__isnull=False)
                | (~Q(state__in=FINAL_STATES) & Q(stopped_at__isnull=True)),
                name="clock_final_is_stopped",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="clock_stops_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to the clock any more."""
        return self.state in FINAL_STATES

    def terms(self) -> Terms:
        """What the arithmetic counts by: the rule, or the day that was agreed for this clock."""
        terms = self.rule.terms()
        return replace(terms, until=self.until) if self.until else terms


class ClockPart(models.Model):
    """A clock whose counted days use up a total (T6 of high voltage is the sum of T1 to T5)."""

    total = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="parts", verbose_name=_("total"))
    part = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="totals", verbose_name=_("part"))

    class Meta:
        verbose_name = _("part of a total")
        verbose_name_plural = _("parts of totals")
        constraints = [
            models.UniqueConstraint(fields=["total", "part"], name="clock_part_once"),
            models.CheckConstraint(condition=~Q(total=F("part")), name="clock_part_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.total_id} ⊃ {self.part_id}"


class _Period(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ClockSpan(models.Model):
    """A stretch of a clock's life: it ran or stood still, who held the ball, why, by which document.

    Half-open; the end of the open span is empty. Spans of one clock never overlap, so one at most is open.
    """

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="spans", verbose_name=_("clock"))
    kind = models.CharField(_("kind"), max_length=7, choices=SpanKind)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    holder = models.CharField(_("held by"), max_length=11, choices=Holder, default=Holder.UTILITY)
    reason = models.CharField(_("reason"), max_length=20, choices=PauseReason, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    document = models.CharField(_("document"), max_length=120, blank=True)
    actor_id = models.BigIntegerField(_("by"), null=True, blank=True)

    class Meta:
        verbose_name = _("span of a clock")
        verbose_name_plural = _("spans of clocks")
        ordering = ["clock_id", "started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="clock_span_forward"
            ),
            models.CheckConstraint(
                condition=Q(kind=SpanKind.RUNNING, reason="") | (Q(kind=SpanKind.PAUSED) & ~Q(reason="")),
                name="clock_span_pause_has_reason",
            ),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(ended_at__isnull=True), name="clock_one_open_span"
            ),
            ExclusionConstraint(
                name="clock_spans_apart",
                expressions=[
                    ("clock", RangeOperators.EQUAL),
                    (_Period("started_at", "ended_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.kind} {self.started_at:%F %R}"

    @property
    def reason_words(self) -> str:
        """Why the clock stood still, in the reader's language."""
        return reason_words(self.reason)
