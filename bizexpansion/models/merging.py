"""213 并户: which account takes the others in, and who of them agrees."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.models.asking import NOTHING, Amounts, ChangeApplication
from bizexpansion.models.plan import SupplyPlan
from bizexpansion.models.records import Row
from bizexpansion.models.supply_change import CapacitySum
from customers.book.models import SupplyAccount


class AccountMerge(ChangeApplication):
    """Accounts at one supply point become one: `account` takes in those of `absorbed`, with all their capacity."""

    forms = ("accept_merge",)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application to merge accounts")
        verbose_name_plural = _("applications to merge accounts")

    def others(self) -> list[SupplyAccount]:
        """The accounts that are taken in, in the order of their keys."""
        return [row.account for row in self.absorbed.select_related("account").order_by("account_id")]

    def leaving(self, row: str = "") -> Iterable[int]:
        """The supply of the accounts that are taken in ends."""
        return self.absorbed.values_list("account_id", flat=True)

    def taken_over_by(self) -> int | None:
        """The account that stays: nobody is paid out whose account goes on under another number."""
        return self.account_id

    @property
    def moved(self) -> tuple[Amounts, Amounts]:
        """All capacity of the others comes in (T = original + in; workflows.md 2.3, source DW)."""
        others = self.others()
        contract = sum((one.contract_capacity for one in others), Decimal(0))
        return Amounts(contract, sum((one.running_capacity for one in others), Decimal(0))), NOTHING

    @property
    def wanted_capacity(self) -> Decimal:
        """What all of them have together, in kVA."""
        capacity: Decimal = self.account.contract_capacity
        return capacity + self.moved[0].contract

    def other_sums(self) -> list[CapacitySum]:
        """Each of the others gives away all that it has (T = original - out)."""
        return [
            CapacitySum.of(one, moved_out=Amounts(one.contract_capacity, one.running_capacity))
            for one in self.others()
        ]

    def refuse_plan(self, plan: SupplyPlan, total: CapacitySum) -> dict[str, str]:
        """The capacity afterwards is the sum of the capacities, no more and no less."""
        if not total.applied_contract:
            return {}
        values = {
            "sum": f"{total.original_contract + total.moved_in_contract:,.2f}",
            "own": f"{total.original_contract:,.2f}",
            "others": f"{total.moved_in_contract:,.2f}",
        }
        words = gettext("A merge makes %(own)s kVA and %(others)s kVA into %(sum)s kVA; more is an increase.")
        return {"approved_capacity": words % values}


class MergedAccount(Row):
    """An account that is taken in, and who agrees for it."""

    personal = frozenset({"agreed_by"})

    application = models.ForeignKey(
        AccountMerge, on_delete=models.PROTECT, related_name="absorbed", verbose_name=_("application")
    )
    account = models.ForeignKey(
        "book.SupplyAccount", on_delete=models.PROTECT, related_name="+", verbose_name=_("supply account")
    )
    agreed_by = models.CharField(_("agreed by"), max_length=60)
    agreed_on = models.DateField(_("agreed on"))

    class Meta(Row.Meta):
        verbose_name = _("account that is taken in")
        verbose_name_plural = _("accounts that are taken in")
        constraints = [models.UniqueConstraint(fields=["application", "account"], name="merged_account_once")]
