"""The case: one application on its way through a flow."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import OPEN_STATES, CaseState
from crm.org.models import TeamDuty
from crm.org.scope import ScopedManager


def duties_in(department_id: Any) -> QuerySet[TeamDuty]:
    """The duties of teams for a department (its key, or a reference to it), those for all first."""
    duties = TeamDuty.objects.filter(Q(department_id=department_id) | Q(department__isnull=True))
    # Descending puts NULL first, so that the department's own team overwrites the general one.
    return duties.order_by("-department_id")


class CaseNumberCounter(models.Model):
    """How many case numbers a day has given out; one row a day, moved on under its own row lock."""

    day = models.DateField(_("day"), unique=True)
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("counter of case numbers")
        verbose_name_plural = _("counters of case numbers")

    def __str__(self) -> str:
        return f"{self.day} {self.last}"


class Case(models.Model):
    """One customer application in one version of a flow, pinned to it for life.

    `marking` and the conditions frozen in it are the engine's own (bizexpansion/engine/marking.py); nothing
    else writes them. `department` is the business department (营业部) that owns the case. `row` is not stored: in a
    batch it says at which row somebody works just now, so that what is looked up is that row's.
    """

    row: str = ""

    case_number = models.CharField(_("case number"), max_length=16, unique=True)
    flow_code = models.CharField(_("flow"), max_length=4)
    flow_version = models.PositiveSmallIntegerField(_("version of the flow"))
    definition_hash = models.CharField(_("fingerprint of the flow"), max_length=64)
    token = models.UUIDField(_("token of the application form"), unique=True)
    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("account"),
    )
    department = models.ForeignKey(
        "crm_org.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    title = models.CharField(_("customer"), max_length=120)
    state = models.CharField(_("state"), max_length=12, choices=CaseState, default=CaseState.IN_PROGRESS)
    marking = models.JSONField(_("marking"))
    version = models.PositiveIntegerField(_("version"), default=1)
    was_returned = models.BooleanField(_("was sent back"), default=False)
    is_green_channel = models.BooleanField(_("green channel"), default=False)
    is_important = models.BooleanField(_("important customer"), default=False)
    goes_beside = models.BooleanField(_("goes on beside another case"), default=False)
    is_dual_source = models.BooleanField(_("more than one source"), default=False)
    voltage = models.CharField(_("supply voltage"), max_length=12)
    plan_lapsed_on = models.DateField(_("supply plan lapsed on"), null=True, blank=True)
    urged_count = models.PositiveSmallIntegerField(_("times urged"), default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing_reason = models.CharField(_("reason of the ending"), max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=[s.value for s in OPEN_STATES], goes_beside=False),
                name="one_open_case",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=[s.value for s in OPEN_STATES])
                | Q(closed_at__isnull=False) & ~Q(state__in=[s.value for s in OPEN_STATES]),
                name="case_closed_at_fits_state",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "-id"], name="case_department_state"),
            models.Index(fields=["closed_at"], name="case_closed", condition=Q(state=CaseState.CLOSED)),
        ]

    def __str__(self) -> str:
        return self.case_number

    @property
    def is_open(self) -> bool:
        """Neither closed nor aborted."""
        return self.state in OPEN_STATES

    @staticmethod
    def bars(*account_ids: int) -> Q:
        """What a case is that bars another one on these accounts (P1).

        The book lets an account go with the archive (A20), but a case is open until its file is closed (A22)."""
        return Q(account__in=account_ids, state__in=OPEN_STATES, goes_beside=False)

    @classmethod
    def holding(cls, account_ids: Iterable[int], *, but: str = "") -> dict[int, str]:
        """The numbers of the cases that bar another one on these accounts, by account; `but` a case itself."""
        found = cls.objects.filter(cls.bars(*account_ids)).exclude(case_number=but)
        return dict(found.values_list("account_id", "case_number"))

    @property
    def masked_title(self) -> str:
        """The customer's name, masked where it is a person's."""
        return self.account.masked_name if self.account else self.title

    @cached_property
    def known(self) -> dict[tuple[str, str], Any]:
        """What has been read of this case, by name and row, so that one step does not read it again and again."""
        return {}

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Forget what was known."""
        self.known.clear()
        super().refresh_from_db(*args, **kwargs)

    @cached_property
    def teams(self) -> dict[str, int]:
        """The team that has each role's duty for the department, else the one for all; one query."""
        return dict(duties_in(self.department_id).values_list("role", "team_id"))

    @property
    def conditions(self) -> dict[str, Any]:
        """The conditions as last computed."""
        values: dict[str, Any] = self.marking.get("values", {})
        return values
