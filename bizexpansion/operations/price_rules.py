"""What the capacity says of the price of commerce and industry: one part or two, the power factor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bizexpansion.models import PlanPrice, SupplyPlan
from bizexpansion.operations.plan import Errors
from crm.parameters.queries import get_parameters
from customers.book.enums import HIGH_VOLTAGES, PowerFactorStandard, PriceStrategy, TariffClass
from customers.book.models import SupplyAccount

LIMITS = "price.limits_kva"
COMMERCE = frozenset(
    {
        TariffClass.LARGE_INDUSTRY,
        TariffClass.GENERAL,
        TariffClass.NON_INDUSTRIAL,
        TariffClass.ORDINARY_INDUSTRY,
        TariffClass.COMMERCE,
    }
)


def agreed_ahead(account: SupplyAccount, capacity: Decimal | None, day: date) -> str:
    """Words for the plan where a two-part price is agreed from a later day (215) and the capacity (kVA) after the
    change is too small for it; empty where all fits."""
    if capacity is None or account.tariff_class not in COMMERCE:
        return ""
    least = get_parameters([LIMITS], on=day, department=account.department_id)[LIMITS, "two_part_may"]
    if capacity >= least:
        return ""
    later = account.prices.filter(period__startswith__gt=day, strategy=PriceStrategy.TWO_PART)
    price = later.order_by("period").first()
    if price is None:
        return ""
    words = _("A two-part price is agreed from %(day)s on; below %(limit)s kVA it has to be changed before (215).")
    return words % {"day": price.period.lower.isoformat(), "limit": f"{least:.0f}"}


def check_price_rules(
    errors: Errors, account: SupplyAccount, plan: SupplyPlan, prices: Sequence[PlanPrice], now: datetime
) -> None:
    """Commerce and industry at high voltage: below the lower limit one part, from the upper limit on two parts, and
    from the third on the power factor is assessed (regulations.md 8.1, 发改价格〔2023〕526号; UNCONFIRMED).

    Who was above the upper limit before and has one part may keep it.
    """
    if plan.voltage not in HIGH_VOLTAGES or not plan.approved_capacity:
        return
    found = get_parameters([LIMITS], on=localtime(now).date(), department=account.department_id)
    two_may, two_must, factor = (found[LIMITS, name] for name in ("two_part_may", "two_part_must", "power_factor"))
    capacity = plan.approved_capacity
    for index, price in enumerate(prices):
        if price.tariff_class not in COMMERCE:
            continue
        is_two = price.strategy == PriceStrategy.TWO_PART
        if is_two and capacity < two_may:
            words = _("Below %(limit)s kVA the price has one part.")
            errors[f"prices-{index}-strategy"] = words % {"limit": f"{two_may:.0f}"}
        elif not is_two and account.contract_capacity < two_must <= capacity:
            words = _("From %(limit)s kVA on the price has two parts.")
            errors[f"prices-{index}-strategy"] = words % {"limit": f"{two_must:.0f}"}
        if price.power_factor_standard == PowerFactorStandard.NONE and capacity >= factor:
            words = _("From %(limit)s kVA on the power factor is assessed.")
            errors[f"prices-{index}-power_factor_standard"] = words % {"limit": f"{factor:.0f}"}
