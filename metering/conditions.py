"""What a segment may ask of metering: use, growth, arrears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from crm.registries.conditions import Asked, Condition, Day, Flag, Number, conditions, on_column
from metering.models import AccountBalance, AccountUse, OpenItem
from metering.rules import VIEW_BILLS, VIEW_READINGS

USE, MONEY = _("Use"), _("Bills and arrears")
KWH = Number("kWh", places=3)
PERCENT = Number("%", minimum=Decimal(-100), maximum=Decimal(1_000_000), places=1)


def register() -> None:
    """Called when the app is ready."""
    for condition in _offered():
        conditions.register(condition)


def _offered() -> list[Condition]:
    use: list[tuple[str, Any, Any]] = [
        ("energy_1", _("use of the last month"), KWH),
        ("energy_3", _("use of the last 3 months"), KWH),
        ("energy_12", _("use of the last 12 months"), KWH),
        ("growth_1", _("growth of use, last month against a year before"), PERCENT),
        ("growth_3", _("growth of use, last 3 months against a year before"), PERCENT),
        ("growth_12", _("growth of use, last 12 months against a year before"), PERCENT),
        ("through_month", _("latest month with data"), Day(never=_("no data"))),
    ]
    return [
        *(
            Condition(f"metering.{column}", label, kind, _of_use(column), USE, VIEW_READINGS, order=200 + number)
            for number, (column, label, kind) in enumerate(use)
        ),
        Condition("metering.in_arrears", _("in arrears"), Flag(), _in_arrears, MONEY, VIEW_BILLS, order=220),
        Condition("metering.arrears", _("arrears"), Number(_("yuan")), _arrears, MONEY, VIEW_BILLS, order=221),
        Condition(
            "metering.arrears_since",
            _("oldest unpaid bill fell due"),
            Day(never=_("nothing overdue")),
            _arrears_since,
            MONEY,
            VIEW_BILLS,
            order=222,
        ),
    ]


def _of_use(column: str) -> Callable[[Asked], Q]:
    """A column of `AccountUse`; an account without data meets no comparison."""
    compare = on_column(column)

    def apply(asked: Asked) -> Q:
        use = AccountUse.objects.filter(account_id=OuterRef("pk"))
        return ~Q(Exists(use)) if asked.operator == "never" else Q(Exists(use.filter(compare(asked))))

    return apply


def overdue_balances(today: date) -> QuerySet[AccountBalance]:
    """Of the account in the outer query: its balance, if a charge fell due before `today`."""
    return AccountBalance.objects.filter(account_id=OuterRef("pk"), oldest_due_on__lt=today)


def overdue_sums(today: date) -> QuerySet[Any, Any]:
    """What each account in arrears owes that fell due before `today`, yuan, as `total`."""
    late = OpenItem.objects.filter(open_amount__gt=0, due_on__lt=today).order_by()
    return late.values("account_id").annotate(total=Sum("open_amount"))


def _in_arrears(asked: Asked) -> Q:
    late = Q(Exists(overdue_balances(asked.today)))
    return late if asked.operator == "yes" else ~late


def _arrears(asked: Asked) -> Q:
    """Who is not in arrears owes nothing: where zero fits, all are meant but those whose arrears do not fit."""
    sums, meets = overdue_sums(asked.today), on_column("total")(asked)
    if not _meets_zero(asked):
        return Q(pk__in=sums.filter(meets).values("account_id"))
    return ~Q(pk__in=sums.exclude(meets).values("account_id"))


def _meets_zero(asked: Asked) -> bool:
    if asked.operator == "between":
        return bool(asked.value[0] <= 0 <= asked.value[1])
    return {"lt": asked.value > 0, "lte": asked.value >= 0, "gt": asked.value < 0, "gte": asked.value <= 0}[
        asked.operator
    ]


def _arrears_since(asked: Asked) -> Q:
    late = overdue_balances(asked.today)
    if asked.operator == "never":
        return ~Q(Exists(late))
    return Q(Exists(late.filter(on_column("oldest_due_on")(asked))))
