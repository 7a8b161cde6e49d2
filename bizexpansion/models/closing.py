"""The end of a case: energising (A18), grid data (A19), archive (A20), call-back (A21), papers (A22)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import CallBackResult, EnergisedExtent
from bizexpansion.models.records import StepRecord


class Energising(StepRecord):
    """A18: power is on."""

    past = ("energised_at",)

    extent = models.CharField(_("extent"), max_length=2, choices=EnergisedExtent, default=EnergisedExtent.FULL)
    energised_at = models.DateTimeField(_("energised at"))
    order_number = models.CharField(_("switching order"), max_length=30)
    metering_checked = models.BooleanField(_("meters turn the right way"), default=False)
    limiter_amperes = models.PositiveSmallIntegerField(
        _("current limiter (A)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )

    class Meta(StepRecord.Meta):
        verbose_name = _("energising")
        verbose_name_plural = _("energisings")


class TopologyUpdate(StepRecord):
    """A19: place of the customer and its connection in the grid model."""

    substation = models.CharField(_("substation"), max_length=60)
    line = models.CharField(_("line"), max_length=60)
    grid_object = models.CharField(_("object in the grid model"), max_length=40)
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(73), MaxValueValidator(136)],
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, validators=[MinValueValidator(3), MaxValueValidator(54)]
    )

    class Meta(StepRecord.Meta):
        verbose_name = _("update of the grid model")
        verbose_name_plural = _("updates of the grid model")


class BookArchive(StepRecord):
    """A20: the data of the case become the master data and billing begins."""

    reading_section = models.ForeignKey(
        "book.ReadingSection", on_delete=models.PROTECT, related_name="+", verbose_name=_("reading section")
    )
    billing_starts_on = models.DateField(_("billing starts on"))
    data_checked = models.BooleanField(_("data checked against the papers"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("archive to the book")
        verbose_name_plural = _("archives to the book")


class CallBack(StepRecord):
    """A21: the call centre asks how it was."""

    past = ("called_at",)

    result = models.CharField(_("result"), max_length=12, choices=CallBackResult)
    called_at = models.DateTimeField(_("called at"))
    score = models.PositiveSmallIntegerField(
        _("score (1 to 5)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta(StepRecord.Meta):
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")


class PaperArchive(StepRecord):
    """A22: papers and files go to the archive; the order is closed."""

    box_number = models.CharField(_("box"), max_length=30)
    page_count = models.PositiveSmallIntegerField(_("pages"), validators=[MinValueValidator(1)])
    is_complete = models.BooleanField(_("papers complete"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("archive of papers")
        verbose_name_plural = _("archives of papers")
