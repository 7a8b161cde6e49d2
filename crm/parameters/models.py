"""A parameter and its values, each in force on a half-open range of days; the database forbids an overlap."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department
from crm.parameters.enums import NEEDS_CONFIRMATION, UNITS, Trust


class Parameter(models.Model):
    """One regulated number by its code, for example `lv.limit_kw`, with its unit."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def unit_label(self) -> Any:
        """The unit in the reader's language; symbols such as kVA stay as they are."""
        return UNITS.get(self.unit, self.unit)


class ParameterValue(models.Model):
    """The value on the days of `valid`; `selector` tells apart the cases (`city`, `hv1`), empty for the only one.

    A row with a department speaks for that business department alone and goes before the general row.
    """

    parameter = models.ForeignKey(
        Parameter, on_delete=models.PROTECT, related_name="values", verbose_name=_("parameter")
    )
    selector = models.CharField(_("applies to"), max_length=30, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("business department"),
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    valid = DateRangeField(_("in force"))
    source = models.CharField(_("source"), max_length=200)
    article = models.CharField(_("article"), max_length=60, blank=True)
    trust = models.CharField(_("trust"), max_length=1, choices=Trust)

    class Meta:
        verbose_name = _("value of a parameter")
        verbose_name_plural = _("values of parameters")
        ordering = ["parameter_id", "selector", "-valid"]
        constraints = [
            ExclusionConstraint(
                name="parameter_value_one_per_day",
                expressions=[
                    (F("parameter"), RangeOperators.EQUAL),
                    (F("selector"), RangeOperators.EQUAL),
                    (Coalesce("department", Value(0)), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="parameter_value_not_empty"),
            models.CheckConstraint(
                condition=Q(valid__lower_inf=False) & ~Q(source=""), name="parameter_value_dated_and_sourced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parameter_id}[{self.selector}] {self.value}"

    @property
    def figure(self) -> str:
        """The value without the zeros that the column adds: `160`, `0.5`."""
        return f"{self.value.normalize():f}"

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must still check the figure against the official text."""
        return self.trust in NEEDS_CONFIRMATION
