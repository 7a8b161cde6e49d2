"""The sub-districts and towns of a district, against which an address is checked."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.org.models import District


class Street(models.Model):
    """街道 or 镇 of a district, by its statistical code of nine digits (GB/T 2260 and three more).

    `written_as` are the forms in which an address names it; empty for what the statistics list as if it were a
    street (a development zone, a forest farm), because such a word in an address proves nothing.
    """

    code = models.CharField(_("street code"), max_length=9, unique=True)
    name = models.CharField(_("street or town"), max_length=60)
    district = models.ForeignKey(
        District, on_delete=models.CASCADE, related_name="streets", verbose_name=_("district")
    )
    written_as = ArrayField(
        models.CharField(max_length=60), verbose_name=_("written in addresses as"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("street or town")
        verbose_name_plural = _("streets and towns")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^\d{9}$"), name="street_code_format")]

    def __str__(self) -> str:
        return self.name
