"""What follows from a drawn account: its contract, price conditions, metering ratios, ID number."""

from __future__ import annotations

from datetime import date, timedelta

from stdnum.cn import ric, uscc

from customers.book import enums as e
from customers.book.demo.drawing import DrawnAccount

# A region code that was never given out, so that no drawn ID number is anybody's.
NO_REGION = "320599"
CONTRACT_YEARS = 5


def contract_term(drawn: DrawnAccount, today: date) -> tuple[date, date | None]:
    """When the present contract began and ends: homes without end, others for five years and renewed."""
    if drawn.closed_on:
        return drawn.energised_on, drawn.closed_on
    if drawn.temporary_until:
        return drawn.energised_on, drawn.temporary_until
    if drawn.is_home:
        return drawn.energised_on, None
    begins = drawn.energised_on
    while begins + timedelta(days=365 * CONTRACT_YEARS) <= today:
        begins += timedelta(days=365 * CONTRACT_YEARS)
        if drawn.index % 50 == 0:  # a few were never renewed
            return drawn.energised_on, begins
    return begins, begins + timedelta(days=365 * CONTRACT_YEARS)


def contract_type(drawn: DrawnAccount) -> e.ContractType:
    """The type of contract by class of account (workflows.md section 5, P)."""
    if drawn.temporary_until:
        return e.ContractType.TEMPORARY
    if drawn.is_home:
        return e.ContractType.RESIDENT
    return e.ContractType.HV if drawn.is_hv else e.ContractType.LV


def power_factor(drawn: DrawnAccount) -> e.PowerFactorStandard:
    """0.90 for high voltage above 160 kVA, 0.85 for other business of 100 kVA and more, none below."""
    if drawn.is_hv and drawn.capacity > 160:
        return e.PowerFactorStandard.P090
    return e.PowerFactorStandard.P085 if not drawn.is_home and drawn.capacity >= 100 else e.PowerFactorStandard.NONE


def ratios(drawn: DrawnAccount) -> tuple[int, int]:
    """(current ratio, voltage ratio) of the metering; 1 and 1 where the meter is connected directly."""
    if not drawn.is_hv:
        return 1, 1
    kilovolts = {e.Voltage.KV10: 10, e.Voltage.KV20: 20, e.Voltage.KV35: 35}.get(drawn.voltage, 110)
    amperes = drawn.capacity / (1.732 * kilovolts)
    standard = (15, 20, 30, 50, 75, 100, 150, 200, 300, 400, 600, 800)
    primary = next((size for size in standard if size >= amperes), 1000)
    return primary // 5, kilovolts * 10


def id_card(index: int) -> str:
    """An identity card number that is well formed but of no region that ever was; one for each index."""
    born = date(1950, 1, 1) + timedelta(days=(index * 7919) % 18_000)
    body = f"{NO_REGION}{born:%Y%m%d}{index // 18_000 + 1:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(index: int) -> str:
    """A unified social credit code, well formed, of no region; one for each index."""
    body = f"91{NO_REGION}{index:09d}"
    return body + uscc.calc_check_digit(body)
