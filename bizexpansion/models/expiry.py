"""Terms that a case begins, most of which run on for the account, and what is proposed when they end."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import FollowUpState, TermState
from bizexpansion.models.case import Case
from crm.org.models import Department
from crm.org.scope import ScopedManager
from customers.book.models import SupplyAccount


class Term(models.Model):
    """A time limit that a case has begun and that belongs to its account from then on (T13, T15 to T18).

    A temporary supply that came into the book without a case has its term (T13) too, on the account alone. The
    validity of a supply plan (T12) is one that ends within its case; a case without an account (103, 112) has
    it too. `clock` is the clock that runs for it now: the case's own while that is open, its heir after the
    hand-over (workflows.md 3.4, ruling 4). What happens at its end stands in `operations/expiry.py`.
    """

    department_lookup = "clock__department_id"

    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("supply account"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("case that began it"),
    )
    timer = models.CharField(_("timer"), max_length=4)
    clock = models.OneToOneField(
        "crm_clocks.Clock", on_delete=models.PROTECT, related_name="term", verbose_name=_("clock")
    )
    state = models.CharField(_("state"), max_length=8, choices=TermState, default=TermState.RUNNING)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ScopedManager["Term"]()

    class Meta:
        verbose_name = _("term of a case")
        verbose_name_plural = _("terms of cases")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["account", "timer"], name="term_running", condition=Q(state=TermState.RUNNING))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TermState.RUNNING, ended_at__isnull=True)
                | ~Q(state=TermState.RUNNING) & Q(ended_at__isnull=False),
                name="term_ended_at_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(case__isnull=False), name="term_of_account_or_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.timer} {self.account_id} {self.state}"

    @property
    def of_account(self) -> SupplyAccount:
        """The account; a term that ends within its case may have none. Raises ValueError."""
        if self.account is None:
            raise ValueError(f"the term {self} belongs to no account")
        return self.account

    @property
    def of_case(self) -> Case:
        """The case that began it; a term on an account alone has none. Raises ValueError."""
        if self.case is None:
            raise ValueError(f"the term {self} belongs to no case")
        return self.case

    @property
    def case_number(self) -> str:
        """The number of the case that began it; "" on an account alone."""
        return self.case.case_number if self.case else ""

    @property
    def department(self) -> Department:
        """The business department that looks after it."""
        return self.case.department if self.case else self.of_account.department

    @property
    def ends_on(self) -> date | None:
        """The first day that is no longer in the term; needs `clock`."""
        return localtime(self.clock.due_at).date() if self.clock.due_at else None


class FollowUp(models.Model):
    """A case that should follow because a term has ended: proposed to the counter, taken up there or dismissed.

    `flow_code` is the flow that is proposed, `case` the case that took it up. Without a flow it is proposed to
    abort the case that began the term (T12: its supply plan has lapsed). Without a term the account stands idle
    since `due_on` less six months (T19).
    """

    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("supply account"),
    )
    department = models.ForeignKey(
        "crm_org.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    term = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("term that ended"),
    )
    flow_code = models.CharField(_("business"), max_length=4, blank=True)
    due_on = models.DateField(_("due since"))
    state = models.CharField(_("state"), max_length=9, choices=FollowUpState, default=FollowUpState.OPEN)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken up as")
    )
    dismissed_because = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ScopedManager["FollowUp"]()

    class Meta:
        verbose_name = _("proposed follow-up case")
        verbose_name_plural = _("proposed follow-up cases")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="follow_up_open", condition=Q(state=FollowUpState.OPEN))
        ]
        constraints = [
            models.UniqueConstraint(fields=["term", "flow_code"], name="follow_up_once"),
            models.UniqueConstraint(
                fields=["account", "flow_code"], condition=Q(term=None, state=FollowUpState.OPEN), name="idle_once"
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.OPEN, case=None, decided_at=None)
                | Q(state=FollowUpState.TAKEN_UP, case__isnull=False, decided_at__isnull=False)
                | (Q(state=FollowUpState.DISMISSED, decided_at__isnull=False) & ~Q(dismissed_because="")),
                name="follow_up_state_fits",
            ),
            models.CheckConstraint(
                condition=Q(flow_code="") | Q(account__isnull=False), name="follow_up_flow_has_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow_code} {self.account_id} {self.state}"
