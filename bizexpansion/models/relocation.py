"""Relocation of premises (207): the same customer, fed from the same supply point, at another place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import ChangeApplication
from bizexpansion.models.plan import SupplyPlan
from bizexpansion.models.supply_change import CapacitySum


class Relocation(ChangeApplication):
    """207 迁址: where to. Whether the new place is on the original supply point the counter asks and the survey
    decides; elsewhere it is new supply (source BG)."""

    forms = ("accept_relocation",)
    personal = ChangeApplication.personal | {"new_address"}
    every_meter = True

    new_district = models.ForeignKey(
        "crm_org.District", on_delete=models.PROTECT, related_name="+", verbose_name=_("district of the new place")
    )
    new_address = models.CharField(_("address of the new place"), max_length=200)
    is_on_supply_point = models.BooleanField(_("the new place is on the original supply point"), default=False)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a relocation")
        verbose_name_plural = _("applications for a relocation")

    def clean(self) -> None:
        """Another place, in a district of the same business department. Raises ValidationError by field."""
        errors: dict[str, Any] = {}
        if not self.new_address.strip():
            errors["new_address"] = _("Enter the address of supply.")
        elif self.account_id and self.new_address.strip() == self.account.address:
            errors["new_address"] = _("This is the address of today.")
        if (
            self.account_id
            and self.new_district_id
            and self.new_district.department_id != self.account.department_id
        ):
            errors["new_district"] = _(
                "This district is served by another business department: it cannot be on the same supply point."
            )
        if errors:
            raise ValidationError(errors)

    def account_columns(self) -> dict[str, object]:
        """The account is supplied at the new place."""
        return {"address": self.new_address.strip(), "district_id": self.new_district_id}

    def refuse_plan(self, plan: SupplyPlan, total: CapacitySum) -> dict[str, str]:
        """The capacity does not grow on the way; an increase is a flow of its own."""
        if total.total_contract <= total.original_contract:
            return {}
        words = gettext("Not more than the %(before)s kVA of today: an increase is 109, 110 or 111.")
        return {"approved_capacity": words % {"before": f"{total.original_contract:,.2f}"}}
