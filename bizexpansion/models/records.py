"""What every step leaves behind: a typed record, tied to the visit that wrote it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.case import Case
from bizexpansion.models.task import Task
from customers.book.validators import validate_capacity


class StepRecord(models.Model):
    """The data of one visit of a step. A new visit writes a new record; the latest one counts.

    `recorded_by`, `recorded_at`, `case` and `task` are filled by the operation, never by a form.
    `personal` names the fields that may not appear in logs or in the details of an error. `past` names days
    and moments that lie between the acceptance of the case and now, `ahead` those from today on.
    """

    personal: ClassVar[frozenset[str]] = frozenset()
    past: ClassVar[tuple[str, ...]] = ()
    ahead: ClassVar[tuple[str, ...]] = ()

    case = models.ForeignKey(Case, on_delete=models.PROTECT, verbose_name=_("case"))
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="%(class)s", verbose_name=_("task"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    note = models.TextField(_("opinion"), blank=True, max_length=1000)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.case_id}/{self.task_id}"


class Row(models.Model):
    """A row that belongs to a step's record; `personal` names the fields that are shown masked.

    `judged`: rows of a list of hundreds have been judged all together before they are saved.
    """

    personal: ClassVar[frozenset[str]] = frozenset()
    judged: ClassVar[bool] = False

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


def capacity_field(label: Any, **options: Any) -> models.DecimalField:
    """A capacity in kVA, above zero and at most a million (the book's own limits)."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, validators=[validate_capacity], **options)


def daily_hours_field(**options: Any) -> models.DecimalField:
    """Hours a day for which the declared capacity is drawn: more than none, at most 24."""
    return models.DecimalField(
        _("hours of use a day"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(24))],
        **options,
    )


def number_field(label: Any, **options: Any) -> models.PositiveSmallIntegerField:
    """A number that people count with: 1 to 99, within the account."""
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(99)], **options
    )
