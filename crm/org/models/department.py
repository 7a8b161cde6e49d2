"""The tree of departments, the districts they serve, and which team does which duty."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.org.enums import DepartmentKind, Role


class Department(models.Model):
    """One unit of the tree: company, marketing department 营销部, business department 营业部, hall, team.

    `path` is the chain of ids from the root (`/1/4/9/`), so that a subtree is one prefix.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=DepartmentKind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    path = models.CharField(_("path"), max_length=200, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind=DepartmentKind.COMPANY),
                name="department_has_parent",
            )
        ]

    def __str__(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class District(models.Model):
    """An administrative district and the business department that serves it (routing of an account)."""

    code = models.CharField(_("code"), max_length=9, unique=True)
    name = models.CharField(_("name"), max_length=40)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="districts", verbose_name=_("business department")
    )

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TeamDuty(models.Model):
    """Which team takes the work of a role for a business department; `department` empty means for all."""

    role = models.CharField(_("role"), max_length=4, choices=Role)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("business department"),
    )
    team = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="takes", verbose_name=_("team"))

    class Meta:
        verbose_name = _("duty of a team")
        verbose_name_plural = _("duties of teams")
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["role", "department"], name="one_team_per_duty", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.role} → {self.team_id}"
