"""The task: one visit of one step, the row that work queues are made of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import TaskState, Wait
from bizexpansion.models.case import Case
from crm.clocks.enums import Holder
from crm.org.enums import Role
from crm.org.scope import ScopedManager

# What decides whether a task stands on somebody's desk: where an index holds it all, counting reads no table.
QUEUE_READS = ("department", "node", "assignee", "instance", "warn_at", "case", "waiting_for")


class Task(models.Model):
    """One visit of one step of a case.

    `holder` says who holds the ball; while it is not the utility, `waiting_for` says for what. `clock` is the
    promise under which the step stands (its own node clock, else the total of the case). `due_at` and `warn_at` are
    that clock's own, kept here by the database (migration keep_due_of_tasks) while the task is open, so that an
    index serves the order of the work queue.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("case"))
    account_id = models.BigIntegerField(_("account"), null=True)
    department = models.ForeignKey(
        "crm_org.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    node = models.CharField(_("step"), max_length=20)
    code = models.CharField(_("code of the step"), max_length=4)
    instance = models.CharField(_("row of the batch"), max_length=40, blank=True)
    visit = models.PositiveSmallIntegerField(_("visit"))
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    role = models.CharField(_("role"), max_length=4, choices=Role)
    team = models.ForeignKey(
        "crm_org.Department", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("team")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="tasks",
        verbose_name=_("assigned to"),
    )
    holder = models.CharField(_("held by"), max_length=12, choices=Holder, default=Holder.UTILITY)
    waiting_for = models.CharField(_("waiting for"), max_length=2, choices=Wait, blank=True)
    clock = models.ForeignKey(
        "crm_clocks.Clock", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("clock")
    )
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    warn_at = models.DateTimeField(_("warn at"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"))
    opened_because = models.CharField(_("opened because of"), max_length=10)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    outcome = models.CharField(_("outcome"), max_length=30, blank=True)
    note = models.TextField(_("opinion"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "node", "instance"], condition=Q(state=TaskState.OPEN), name="task_open_once"
            ),
            models.UniqueConstraint(fields=["case", "node", "instance", "visit"], name="task_visit_once"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | ~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False),
                name="task_closed_at_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(holder=Holder.UTILITY, waiting_for="") | ~Q(holder=Holder.UTILITY) & ~Q(waiting_for=""),
                name="task_wait_names_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "id"], condition=Q(state=TaskState.OPEN), name="task_of_team"),
            models.Index(fields=["clock"], condition=Q(state=TaskState.OPEN), name="task_by_clock"),
            *(
                models.Index(
                    fields=[*first, "due_at", "id"],
                    include=[name for name in QUEUE_READS if name not in first],
                    condition=some,
                    name=name,
                )
                for name, first, some in (
                    ("task_desk", [], Q(state=TaskState.OPEN)),
                    ("task_desk_of_department", ["department"], Q(state=TaskState.OPEN)),
                    ("task_desk_of_step", ["node"], Q(state=TaskState.OPEN)),
                    ("task_desk_of_person", ["assignee"], Q(state=TaskState.OPEN)),
                    ("task_desk_of_nobody", [], Q(state=TaskState.OPEN, assignee__isnull=True)),
                )
            ),
            models.Index(
                fields=["case", "node", "waiting_for", "assignee", "id"],
                condition=Q(state=TaskState.OPEN, instance__gt=""),
                name="task_rows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.node}/{self.visit}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state == TaskState.OPEN
