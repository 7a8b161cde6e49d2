"""How good the book is: the scores of each account, what was found, and who takes care of it.

Scores and findings are derived, by `operations/quality/scoring.py` alone, and carry no foreign key to the account:
bulk imports and their undo write accounts by SQL, and a trigger takes what belongs to a deleted account away
(migration `score_accounts`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department, Staff
from crm.org.scope import ScopedManager
from customers.book.models.account import SupplyAccount
from customers.book.quality.catalogue import RULES
from customers.book.quality.definitions import QualityRule, Severity

PERFECT = 100


class AccountQuality(models.Model):
    """The two scores of a living account, 0 to 100; 100 means that no finding of the kind stands."""

    account = models.OneToOneField(
        SupplyAccount,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="quality",
        verbose_name=_("supply account"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    completeness = models.PositiveSmallIntegerField(_("completeness"))
    correctness = models.PositiveSmallIntegerField(_("correctness"))
    gaps = models.PositiveSmallIntegerField(_("gaps"), default=0)
    errors = models.PositiveSmallIntegerField(_("errors"), default=0)
    scored_at = models.DateTimeField(_("scored"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("quality of an account")
        verbose_name_plural = _("quality of accounts")
        indexes = [
            models.Index(fields=["completeness", "account"], name="quality_worst_completeness"),
            models.Index(fields=["correctness", "account"], name="quality_worst_correctness"),
            models.Index(fields=["department", "completeness", "account"], name="quality_by_completeness"),
            models.Index(fields=["department", "correctness", "account"], name="quality_by_correctness"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(completeness__lte=PERFECT, correctness__lte=PERFECT), name="quality_scores_in_range"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.completeness}/{self.correctness}"


class QualityFinding(models.Model):
    """One rule that one account breaks, since when, and how urgent it is: weight of the rule × the account's."""

    account = models.ForeignKey(
        SupplyAccount,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="findings",
        verbose_name=_("supply account"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    rule = models.CharField(_("rule"), max_length=40)
    severity = models.CharField(_("gap or error"), max_length=1, choices=Severity)
    detail = models.CharField(_("detail"), max_length=20, blank=True, default="")
    priority = models.PositiveSmallIntegerField(_("urgency"))
    since = models.DateTimeField(_("since"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [models.UniqueConstraint(fields=["account", "rule"], name="finding_once")]
        indexes = [
            models.Index(fields=["-priority", "id"], name="finding_most_urgent"),
            models.Index(fields=["department", "-priority", "id"], name="finding_by_urgency"),
            models.Index(fields=["department", "rule", "-priority", "id"], name="finding_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.rule}"

    @property
    def definition(self) -> QualityRule:
        """The rule that is broken."""
        return RULES[self.rule]


class FindingCare(models.Model):
    """Who takes care of a finding, or until when and why it was set aside; goes with the finding."""

    department_lookup = "finding__department_id"

    finding = models.OneToOneField(
        QualityFinding, on_delete=models.CASCADE, related_name="care", verbose_name=_("finding")
    )
    assignee = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    aside_until = models.DateField(_("set aside until"), null=True, blank=True)
    aside_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("care of a finding")
        verbose_name_plural = _("care of findings")
        indexes = [models.Index(fields=["assignee", "finding"], name="finding_care_mine")]
        constraints = [
            models.CheckConstraint(
                condition=Q(aside_until__isnull=True, aside_reason="")
                | (Q(aside_until__isnull=False) & ~Q(aside_reason="")),
                name="finding_aside_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.assignee_id or ''}"


class IdCheck(models.Model):
    """Whether an ID number is right, judged once for each hash: the number itself is only unsealed in memory."""

    customer_id = models.BigIntegerField(_("customer"), primary_key=True)
    id_hash = models.CharField(_("ID number, hash"), max_length=64)
    problem = models.CharField(_("what is wrong"), max_length=10, blank=True, default="")
    checked_at = models.DateTimeField(_("checked"))

    class Meta:
        verbose_name = _("check of an ID number")
        verbose_name_plural = _("checks of ID numbers")

    def __str__(self) -> str:
        return f"{self.customer_id} {self.problem}"


class QualityMark(models.Model):
    """An account that must be scored again. Triggers add a row with every write, and wait for nobody."""

    account_id = models.BigIntegerField(_("supply account"))

    class Meta:
        verbose_name = _("account to be scored")
        verbose_name_plural = _("accounts to be scored")

    def __str__(self) -> str:
        return str(self.account_id)


class QualityRun(models.Model):
    """The scoring of all accounts on one day: how far it has come, so that it goes on after a stop."""

    day = models.DateField(_("day"), unique=True)
    position = models.BigIntegerField(_("last account scored"), default=0)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("scoring of all accounts")
        verbose_name_plural = _("scorings of all accounts")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class DepartmentQuality(models.Model):
    """The scores of a department as they stood at the last full scoring of a month; later days leave it alone."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    month = models.DateField(_("month"))
    counted_at = models.DateTimeField(_("counted"))
    accounts = models.PositiveIntegerField(_("accounts"))
    completeness = models.DecimalField(_("mean completeness"), max_digits=5, decimal_places=2)
    correctness = models.DecimalField(_("mean correctness"), max_digits=5, decimal_places=2)
    findings = models.JSONField(_("findings by rule"), default=dict)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("quality of a department")
        verbose_name_plural = _("quality of departments")
        ordering = ["month", "department_id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "month"], name="department_quality_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.month:%Y-%m}"
