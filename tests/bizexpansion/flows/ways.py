"""Which way the case of each table goes: what holds of it, and so to which steps it comes."""

from __future__ import annotations

from typing import Final

from bizexpansion.flows import get_flow
from tests.bizexpansion.flows.office import Table

# The conditions of the flow that hold in the end, of a batch those that hold in any of its rows.
_HOLDS: Final = {
    "101": "dispatch",
    "101-line and fee": "dispatch ext fee term",
    "101-streamlined": "",
    "101-streamlined, fee and works": "fee ext later",
    "102": "dispatch vip ext int fee term",
    "102-plain": "dispatch",
    "103": "dispatch large vip design mid ext fee",
    "104": "dispatch large vip design mid ext int fee term",
    "104-plain": "dispatch term",
    "105": "dispatch large vip design mid ext int fee term",
    "105-lv": "dispatch",
    "106": "dispatch",
    "107": "check",
    "108": "refund",
    "109": "dispatch ext fee meterchg term",
    "110": "dispatch vip ext int fee meterchg term",
    "110-same meter": "dispatch",
    "111": "dispatch large vip design mid ext int fee meterchg term",
    "112": "dispatch bad fee term",
    "201": "perm dispatch newasset vip fee meterchg partial",
    "201-smaller": "dispatch newasset partial",
    "201-whole": "dispatch partial",
    "202": "dispatch ctr newasset fee meterchg",
    "203": "dispatch partial",
    "203-all": "dispatch",
    "204": "newasset",
    "204-short": "",
    "204-soon": "",
    "205": "dispatch fee ctr meterchg",
    "206": "",
    "206-another meter": "meterchg",
    "207": "dispatch large vip design mid ext int fee term",
    "207-low voltage": "dispatch",
    "208": "term",
    "209": "fee term",
    "210": "check",
    "211": "check",
    "211-streamlined": "",
    "212": "dispatch ext int fee meterchg term",
    "212-high voltage": "dispatch large vip design mid ext int fee term",
    "213": "dispatch vip int fee meterchg term",
    "213-high voltage": "dispatch large",
    "214": "dispatch large vip design mid ext int fee term",
    "214-to low voltage": "dispatch",
    "215": "plan ctr meterchg",
    "215-basic charge": "",
    "216": "check term refund",
    "217": "bad term refund",
    "218": "dispatch fee term",
    "301": "dispatch check large fee",
    "302": "meterchg term test refund fault_cust",
    "302-mended": "",
    "303": "check",
    "304": "fee onsite offtol exchange refund",
    "304-in order": "fee onsite",
    "304-laboratory": "fee lab offtol refund",
}
HOLDS: Final = {table: frozenset(names.split()) for table, names in _HOLDS.items()}


def steps_on_the_way(table: Table) -> set[str]:
    """The steps that stand under no condition, or only under those that hold."""
    graph = get_flow(table.code, profile=table.profile)
    holds = HOLDS[table.id]
    return {step for step in graph.steps if all(condition in holds for _, condition in graph.gates(step))}
