"""What happened to a case: its history, its clocks, and what it changed in the book."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import EffectState, EventKind
from bizexpansion.models.case import Case
from bizexpansion.models.task import Task
from crm.clocks.enums import RuleKind


class CaseEvent(models.Model):
    """One line of the history: who did what, when, what was said. Written once, never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("case"))
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, related_name="events", verbose_name=_("task")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=EventKind)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    node = models.CharField(_("step"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=30, blank=True)
    note = models.TextField(_("what was said"), blank=True)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of a case")
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.node}"


class CaseClock(models.Model):
    """Ties a clock of the platform to the case that it times; `round` counts new beginnings of one timer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("case"))
    clock = models.OneToOneField(
        "crm_clocks.Clock", on_delete=models.PROTECT, related_name="case_link", verbose_name=_("clock")
    )
    timer = models.CharField(_("timer"), max_length=4)
    kind = models.CharField(_("kind of limit"), max_length=9, choices=RuleKind)
    instance = models.CharField(_("row of the batch"), max_length=40, blank=True)
    round = models.PositiveSmallIntegerField(_("round"))

    class Meta:
        verbose_name = _("clock of a case")
        verbose_name_plural = _("clocks of a case")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "timer", "kind", "instance", "round"], name="clock_round_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.timer}/{self.round}"


class EffectRecord(models.Model):
    """One change of the book that a step caused, with what is needed to take it back (`payload`).

    Compensated when the step is undone or the case aborted; sealed when the case is archived.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="effects", verbose_name=_("case"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="effects", verbose_name=_("task"))
    name = models.CharField(_("effect"), max_length=40)
    payload = models.JSONField(_("what it changed"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=EffectState, default=EffectState.APPLIED)
    applied_at = models.DateTimeField(_("applied at"))
    ended_at = models.DateTimeField(_("sealed or compensated at"), null=True, blank=True)

    class Meta:
        verbose_name = _("effect on the book")
        verbose_name_plural = _("effects on the book")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "name"], name="effect_once_per_task"),
            models.CheckConstraint(
                condition=Q(state=EffectState.APPLIED, ended_at__isnull=True)
                | ~Q(state=EffectState.APPLIED) & Q(ended_at__isnull=False),
                name="effect_ended_at_fits_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name} {self.state}"
