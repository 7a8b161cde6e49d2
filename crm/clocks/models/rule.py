"""What is promised: the limit, its legal source, for whom and when it is in force."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.clocks.arithmetic import Terms
from crm.clocks.enums import DayEnd, LimitUnit, PauseReason, RuleKind, VoltageClass
from crm.org.models import Department
from crm.parameters.enums import NEEDS_CONFIRMATION, Trust


class ClockRule(models.Model):
    """One promised limit. A change is a new row from a day on; running clocks keep the rule they began with.

    A rule applies where every selector that it names fits: an empty selector fits everything. Of several
    that fit, the one that names more wins (see `choose_rule`).
    """

    code = models.CharField(_("code"), max_length=40)
    timer = models.CharField(_("timer"), max_length=8)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=9, choices=RuleKind)
    limit = models.PositiveIntegerField(_("limit"))
    unit = models.CharField(_("unit"), max_length=13, choices=LimitUnit)
    warning_lead = models.PositiveIntegerField(_("warn ahead"), null=True, blank=True)
    last_warning_lead = models.PositiveIntegerField(_("warn once more ahead"), null=True, blank=True)
    ends = models.CharField(_("ends at"), max_length=17, choices=DayEnd, default=DayEnd.CLOSE_OF_BUSINESS)
    counts_start_day = models.BooleanField(_("the start day counts"), default=False)
    counts_day_left = models.BooleanField(_("the day on which a pause begins counts"), default=False)
    counts_day_returned = models.BooleanField(_("the day on which a pause ends counts"), default=False)
    customer_must_act = models.BooleanField(
        _("the customer must act: the end moves off days that are not worked"), default=False
    )
    warns_at_any_hour = models.BooleanField(_("warns outside office hours too"), default=False)
    is_total = models.BooleanField(_("total of its parts"), default=False)
    pause_reasons = ArrayField(
        models.CharField(max_length=20, choices=PauseReason),
        verbose_name=_("allowed reasons of pauses"),
        default=list,
        blank=True,
    )
    starts_on = models.CharField(_("starts on step"), max_length=8, blank=True)
    stops_on = models.CharField(_("stops on step"), max_length=8, blank=True)
    businesses = ArrayField(
        models.CharField(max_length=8), verbose_name=_("kinds of business"), default=list, blank=True
    )
    voltage = models.CharField(_("voltage class"), max_length=2, choices=VoltageClass, blank=True)
    sources = models.PositiveSmallIntegerField(_("number of sources"), null=True, blank=True)
    external_works = models.BooleanField(_("with external works"), null=True, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="clock_rules",
        verbose_name=_("department"),
    )
    legal_source = models.CharField(_("source"), max_length=300)
    trust = models.CharField(_("trust"), max_length=11, choices=Trust)
    valid = DateRangeField(_("in force"))

    class Meta:
        verbose_name = _("clock rule")
        verbose_name_plural = _("clock rules")
        ordering = ["timer", "kind", "code", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gte=1), name="clock_rule_limit_positive"),
            ExclusionConstraint(
                name="clock_rule_one_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.limit} {self.unit}"

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody must confirm the figure before go-live."""
        return self.trust in NEEDS_CONFIRMATION

    def terms(self) -> Terms:
        """The rule as the arithmetic takes it."""
        return Terms(
            limit=self.limit,
            unit=LimitUnit(self.unit),
            warning_lead=self.warning_lead,
            last_warning_lead=self.last_warning_lead,
            ends=DayEnd(self.ends),
            counts_start_day=self.counts_start_day,
            counts_day_left=self.counts_day_left,
            counts_day_returned=self.counts_day_returned,
            customer_must_act=self.customer_must_act,
            warns_at_any_hour=self.warns_at_any_hour,
        )
