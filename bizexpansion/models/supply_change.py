"""A change of supply of an existing account: what is asked for (109, 110, 111, 214), and its sums of capacity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.application import EquipmentLine, WantedTransformer
from bizexpansion.models.asking import NOTHING, Amounts, ChangeApplication, Headline
from bizexpansion.models.plan import SupplyPlan
from bizexpansion.models.records import Row, capacity_field
from customers.book.enums import Voltage
from customers.book.models import SupplyAccount
from customers.book.validators import CAPACITY_MAX_KVA


def sum_field(label: Any) -> models.DecimalField:
    """A part of a sum of capacities, in kVA; negative where a capacity falls."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, default=Decimal(0))


class CapacitySum(Row):
    """What a plan makes of the capacity of an account, in kVA (S_APP 合计容量; workflows.md 2.3, source DW).

    T = applied + original + moved in - moved out, for contract and running capacity alike; `applied` is negative
    where the capacity falls. The database holds the sum.
    """

    PARTS: ClassVar = ("original", "applied", "moved_in", "moved_out", "total")

    plan = models.ForeignKey(
        SupplyPlan, on_delete=models.PROTECT, related_name="sums", verbose_name=_("supply plan")
    )
    account = models.ForeignKey(
        "book.SupplyAccount", on_delete=models.PROTECT, related_name="+", verbose_name=_("supply account")
    )
    original_contract = sum_field(_("contract capacity before (kVA)"))
    applied_contract = sum_field(_("added to the contract capacity (kVA)"))
    moved_in_contract = sum_field(_("contract capacity moved in (kVA)"))
    moved_out_contract = sum_field(_("contract capacity moved out (kVA)"))
    total_contract = sum_field(_("contract capacity after (kVA)"))
    original_running = sum_field(_("running capacity before (kVA)"))
    applied_running = sum_field(_("added to the running capacity (kVA)"))
    moved_in_running = sum_field(_("running capacity moved in (kVA)"))
    moved_out_running = sum_field(_("running capacity moved out (kVA)"))
    total_running = sum_field(_("running capacity after (kVA)"))

    class Meta(Row.Meta):
        verbose_name = _("sum of capacities")
        verbose_name_plural = _("sums of capacities")
        constraints = [
            models.UniqueConstraint(fields=["plan", "account"], name="capacity_sum_once"),
            *(
                models.CheckConstraint(
                    condition=Q(
                        **{
                            f"total_{kind}": F(f"original_{kind}")
                            + F(f"applied_{kind}")
                            + F(f"moved_in_{kind}")
                            - F(f"moved_out_{kind}")
                        }
                    ),
                    name=f"capacity_sum_of_{kind}",
                )
                for kind in ("contract", "running")
            ),
            models.CheckConstraint(
                condition=Q(total_running__gte=0, total_running__lte=F("total_contract")),
                name="capacity_sum_running_within_contract",
                violation_error_message=_("The running capacity lies between 0 and the contract capacity."),
            ),
            models.CheckConstraint(
                condition=Q(moved_in_contract__gte=0, moved_out_contract__gte=0)
                & Q(moved_in_running__gte=0, moved_out_running__gte=0),
                name="capacity_sum_moved_forward",
            ),
        ]

    @classmethod
    def of(
        cls,
        account: SupplyAccount,
        *,
        applied: Amounts = NOTHING,
        moved_in: Amounts = NOTHING,
        moved_out: Amounts = NOTHING,
    ) -> CapacitySum:
        """The unsaved sum for an account as it stands; each amount is (contract, running) in kVA."""
        original = Amounts(account.contract_capacity, account.running_capacity)
        total = Amounts(
            *(sum(parts) - out for *parts, out in zip(original, applied, moved_in, moved_out, strict=True))
        )
        named = zip(cls.PARTS, (original, applied, moved_in, moved_out, total), strict=True)
        values = {f"{part}_{kind}": value for part, pair in named for kind, value in pair._asdict().items()}
        return cls(account=account, **values)


class SupplyChange(ChangeApplication):
    """More capacity (109, 110, 111), or another supply voltage (214), for an account that is supplied already.

    `applied_capacity` in kVA is what is added; negative or nothing at a change of voltage. `voltage` is the supply
    voltage afterwards.
    """

    forms = ("accept_increase_home", "accept_increase_low", "accept_increase_high", "accept_voltage_change")

    applied_capacity = models.DecimalField(
        _("capacity to be added (kVA)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(-CAPACITY_MAX_KVA), MaxValueValidator(CAPACITY_MAX_KVA)],
    )
    voltage = models.CharField(_("supply voltage"), max_length=6, choices=Voltage)
    security_load = capacity_field(_("protective load (kVA)"), null=True, blank=True)
    has_nonlinear_load = models.BooleanField(_("non-linear load"), default=False)
    nonlinear_load = models.CharField(_("non-linear load: which"), max_length=200, blank=True)
    is_utility_caused = models.BooleanField(_("the power company asks for the change"), default=False)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a change of supply")
        verbose_name_plural = _("applications for a change of supply")

    def clean(self) -> None:
        """Non-linear load says which. Raises ValidationError by field."""
        if self.has_nonlinear_load and not self.nonlinear_load.strip():
            raise ValidationError({"nonlinear_load": _("Say which load is non-linear.")})

    def headline(self) -> Headline:
        """The account, at the voltage that is asked for."""
        return replace(super().headline(), voltage=self.voltage)

    @property
    def wanted_capacity(self) -> Decimal:
        """Contract capacity after the change, in kVA (T = applied + original)."""
        capacity: Decimal = self.account.contract_capacity
        return capacity + self.applied_capacity

    def refuse_plan(self, plan: SupplyPlan, total: CapacitySum) -> dict[str, str]:
        """An increase is one, a change of voltage is none, and the side of the voltage is what was asked for."""
        before = {"before": f"{total.original_contract:,.2f}"}
        if self.applied_capacity > 0 and total.total_contract <= total.original_contract:
            return {"approved_capacity": gettext("More than the %(before)s kVA of today.") % before}
        if self.applied_capacity <= 0 and total.total_contract > total.original_contract:
            return {
                "approved_capacity": gettext(
                    "Not more than the %(before)s kVA of today: an increase is 110 or 111."
                )
                % before
            }
        return {}


class ChangeTransformer(WantedTransformer):
    """Receiving equipment that the customer wants to have added."""

    application = models.ForeignKey(
        SupplyChange, on_delete=models.PROTECT, related_name="transformers", verbose_name=_("application")
    )

    class Meta(Row.Meta):
        verbose_name = _("receiving equipment to be added")
        verbose_name_plural = _("receiving equipment to be added")


class ChangeEquipment(EquipmentLine):
    """A line of the list of electrical equipment that needs the capacity."""

    application = models.ForeignKey(
        SupplyChange, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("application")
    )

    class Meta(Row.Meta):
        verbose_name = _("equipment behind a change")
        verbose_name_plural = _("equipment behind a change")
