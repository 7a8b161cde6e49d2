"""How a department handles low-voltage business: the classic or the streamlined profile, from a day on."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import Profile
from crm.org.models import Department


class DepartmentProfile(models.Model):
    """The profile of a business department on the days of `valid`; a department without a row is classic."""

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("business department"),
    )
    profile = models.CharField(_("profile"), max_length=12, choices=Profile)
    valid = DateRangeField(_("in force"))
    reason = models.CharField(_("reason"), max_length=200)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )
    chosen_at = models.DateTimeField(_("chosen at"))

    class Meta:
        verbose_name = _("low-voltage profile of a department")
        verbose_name_plural = _("low-voltage profiles of departments")
        ordering = ["department_id", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="department_profile_one_per_day",
                expressions=[("department", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__lower_inf=False), name="department_profile_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.profile}"
