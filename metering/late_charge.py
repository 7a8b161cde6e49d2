"""The late-payment charge 违约金, as arithmetic without a database.

Simple interest by the day on what is unpaid, from the overdue day to the day of payment; at the turn of the year a
debt of a non-resident passes to a higher rate. Source: 电力供应与使用条例 art. 39 (1 ‰ to 3 ‰ a day); 供电营业规则
(1996) art. 98, in the rules of 2024 about art. 100 to 105 (UNCONFIRMED).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class LateRates:
    """Rates a day (0.002 = 2 ‰), in the year of the overdue day and after it, and the least charge in yuan.

    `includes_pay_day`: the day of payment counts (the text says "to the payment date"; UNCONFIRMED).
    `rerates_whole`: what is unpaid at the turn of the year bears the higher rate from its first overdue day on,
    instead of from 1 January only; the text does not settle which.
    """

    current_year: Decimal
    cross_year: Decimal
    minimum: Decimal = Decimal(0)
    includes_pay_day: bool = True
    rerates_whole: bool = False


def late_charge(
    amount: Decimal, due_on: date, payments: Iterable[tuple[date, Decimal]], on: date, rates: LateRates
) -> Decimal:
    """Yuan that have accrued up to the day `on` on a debt of `amount` yuan that fell due on `due_on`.

    `payments` are the parts that were paid, by their value dates; those after `on` do not count.
    """
    turn = date((due_on + DAY).year + 1, 1, 1)
    steps = list(_steps(amount, due_on, payments, on, rates))
    rest = next((unpaid for first, end, unpaid in steps if first <= turn < end), Decimal(0))
    total = Decimal(0)
    for first, end, unpaid in steps:
        before = max((min(end, turn) - first).days, 0)
        after = (end - first).days - before
        rerated = rest if rates.rerates_whole else Decimal(0)
        total += before * ((unpaid - rerated) * rates.current_year + rerated * rates.cross_year)
        total += after * unpaid * rates.cross_year
    if total == 0:
        return Decimal("0.00")
    return max(total.quantize(FEN, ROUND_HALF_UP), rates.minimum.quantize(FEN))


def _steps(
    amount: Decimal, due_on: date, payments: Iterable[tuple[date, Decimal]], on: date, rates: LateRates
) -> Iterable[tuple[date, date, Decimal]]:
    """Stretches of days, first included and end not, on which the same sum was unpaid."""
    shift = DAY if rates.includes_pay_day else timedelta(0)
    first, end = due_on + DAY, on + shift
    for paid_on, paid in sorted(payments):
        cut = min(max(paid_on + shift, first), end)
        if cut > first and amount > 0:
            yield first, cut, amount
        first = max(first, cut)
        amount -= paid
    if end > first and amount > 0:
        yield first, end, amount
