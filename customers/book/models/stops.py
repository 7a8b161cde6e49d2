"""When receiving equipment stood still: the history behind suspension (203) and reduction (201)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager
from customers.book.enums import StopEnd, StopKind
from customers.book.models.account import SupplyAccount
from customers.book.models.periods import one_at_a_time, proper_period
from customers.book.models.supply import Transformer


class TransformerStop(models.Model):
    """A transformer out of use from a day on, by suspension, reduction or exchange; open until it runs again.

    `capacity` (kVA) is what it takes from the running capacity while it is open. `planned_until` is the day on
    which it is meant to run again; a term that expires ends the stop (`ended_by`), though the equipment may stand
    still. `replacement` is the transformer that stands in for it. A stop that was too short `is_billed_in_full`.
    A transformer stands still once at a time.
    """

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.CASCADE, related_name="stops", verbose_name=_("supply account")
    )
    transformer = models.ForeignKey(
        Transformer, on_delete=models.CASCADE, related_name="stops", verbose_name=_("receiving equipment")
    )
    kind = models.CharField(_("kind of stop"), max_length=9, choices=StopKind)
    period = DateRangeField(_("period"))
    capacity = models.DecimalField(_("capacity it takes (kVA)"), max_digits=12, decimal_places=2, default=0)
    replacement = models.ForeignKey(
        Transformer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("stands in for it"),
    )
    ended_by = models.CharField(_("ended by"), max_length=9, choices=StopEnd, blank=True, default="")
    is_billed_in_full = models.BooleanField(_("too short: billed in full"), default=False)
    planned_until = models.DateField(_("planned to resume on"), null=True, blank=True)
    case_number = models.CharField(_("case"), max_length=32, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("stop of receiving equipment")
        verbose_name_plural = _("stops of receiving equipment")
        ordering = ["account_id", "id"]
        constraints = [
            proper_period("transformer_stop_proper"),
            one_at_a_time("transformer_stops_once", "transformer"),
            models.CheckConstraint(condition=models.Q(capacity__gte=0), name="transformer_stop_capacity"),
            models.CheckConstraint(
                condition=models.Q(ended_by="", period__upper_inf=True)
                | (~models.Q(ended_by="") & models.Q(period__upper_inf=False)),
                name="transformer_stop_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transformer_id} {self.kind} {self.period}"
