"""Residential complexes: what the developer built and handed to the grid company."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department, District
from crm.org.scope import ScopedManager
from customers.book.enums import Voltage
from customers.book.validators import validate_capacity


class ResidentialProject(models.Model):
    """小区配套工程: one complex with its public network, written when the network is handed over (103, A19).

    No account belongs to it: its households become accounts in batches (112) that name its case. It does not count
    as a new supply (workflows.md 2.3). Areas in m².
    """

    case_number = models.CharField(_("case"), max_length=32, unique=True)
    name = models.CharField(_("project"), max_length=120)
    developer = models.CharField(_("developer or organiser"), max_length=120)
    address = models.CharField(_("address"), max_length=200)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    household_count = models.PositiveIntegerField(_("households"))
    residential_area = models.DecimalField(_("residential area (m²)"), max_digits=12, decimal_places=2)
    public_area = models.DecimalField(_("area of public facilities (m²)"), max_digits=12, decimal_places=2)
    handed_over_on = models.DateField(_("handed over on"))
    archived_on = models.DateField(_("archived on"), null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("residential complex")
        verbose_name_plural = _("residential complexes")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class TransformerArea(models.Model):
    """公变台区 of a complex: a public transformer with the line that feeds it, now the grid company's."""

    department_lookup = "project__department_id"

    project = models.ForeignKey(
        ResidentialProject, on_delete=models.CASCADE, related_name="areas", verbose_name=_("residential complex")
    )
    sequence = models.PositiveSmallIntegerField(_("number within the complex"))
    code = models.CharField(_("object in the grid model"), max_length=40, unique=True)
    name = models.CharField(_("transformer district"), max_length=60)
    substation = models.CharField(_("substation"), max_length=60)
    line = models.CharField(_("line"), max_length=60)
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage)
    capacity = models.DecimalField(
        _("capacity of the public transformer (kVA)"),
        max_digits=12,
        decimal_places=2,
        validators=[validate_capacity],
    )
    household_count = models.PositiveIntegerField(_("households"), validators=[MinValueValidator(1)])

    objects = ScopedManager()

    class Meta:
        verbose_name = _("transformer district of a complex")
        verbose_name_plural = _("transformer districts of complexes")
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["project", "sequence"], name="project_area_once")]

    def __str__(self) -> str:
        return self.name
