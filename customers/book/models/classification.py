"""What kind of customer an account is: the official industries, and grades given by decision, with history."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import GradeKind, GradeSource
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period


class Industry(models.Model):
    """国民经济行业分类 GB/T 4754-2017: a section (one letter) or a division (two digits) of it.

    `SupplyAccount.industry_code` may be finer; its first two digits are the division.
    """

    code = models.CharField(_("industry code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100)
    section = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="divisions",
        verbose_name=_("section of industry"),
    )

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-T]$", section__isnull=True)
                | Q(code__regex=r"^\d\d$", section__isnull=False),
                name="industry_division_has_section",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AccountGrade(models.Model):
    """What an account was graded as in a period: importance 重要性, key account 大客户, or risk 风险等级.

    An empty `value` says that a grade was taken away, by whom and why. The grade in force is repeated on the
    account. Importance: 电监安全〔2008〕43号, GB/T 29328-2018; a temporary one has an end (regulations.md 9.1).
    """

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="grades", verbose_name=_("supply account")
    )
    kind = models.CharField(_("what is graded"), max_length=12, choices=GradeKind)
    value = models.CharField(_("grade"), max_length=10, blank=True, default="")
    period = DateRangeField(_("period"))
    source = models.CharField(_("rests on"), max_length=10, choices=GradeSource)
    document = models.CharField(_("document"), max_length=60, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("graded by"),
    )
    set_at = models.DateTimeField(_("graded at"))

    objects = ScopedManager()

    class Meta:
        verbose_name = _("grade of an account")
        verbose_name_plural = _("grades of accounts")
        constraints = [
            proper_period("account_grade_proper"),
            one_at_a_time("account_grade_one_at_a_time", "account", "kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="account_grade_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.value}"
