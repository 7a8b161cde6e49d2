"""What customers say at the counter, and which flow that is: 「买了这套房」 leads to 211 or 101.

Each wish has a sentence, words by which it is recognised (in the reader's language: the Chinese ones stand in the
catalogue) and the flows it may be, the likeliest first. A flow that somebody may not accept is left out.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST = 6


@dataclass(frozen=True)
class Wish:
    """One thing that customers want; `keys` are words between commas, of which one is enough."""

    words: Any
    keys: Any
    flows: tuple[str, ...]

    def fits(self, said: str) -> int:
        """How well what was said fits: the letters of the words that are in it; 0 for not at all."""
        keys = (key.strip().casefold() for key in str(self.keys).split(","))
        return sum(len(key) for key in keys if key and key in said)


WISHES: tuple[Wish, ...] = (
    Wish(
        _("I bought this flat"),
        pgettext_lazy("words a customer says", "bought, second-hand, new owner, deed"),
        ("211", "101"),
    ),
    Wish(
        _("The account is to be in another's name"),
        pgettext_lazy("words a customer says", "another name, transfer, tenant, inherit, sold"),
        ("211",),
    ),
    Wish(
        _("Our name has changed, or is written wrongly"),
        pgettext_lazy("words a customer says", "renamed, misspelt, wrong name, company name"),
        ("210",),
    ),
    Wish(
        _("A new home needs power"),
        pgettext_lazy("words a customer says", "new home, new house, no meter, villa"),
        ("101",),
    ),
    Wish(
        _("I open a shop or a workshop"),
        pgettext_lazy("words a customer says", "shop, restaurant, office, workshop, open"),
        ("102", "215"),
    ),
    Wish(
        _("A factory or a large building needs power"),
        pgettext_lazy("words a customer says", "factory, plant, high voltage, transformer room, data centre"),
        ("104",),
    ),
    Wish(
        _("A charging post"),
        pgettext_lazy("words a customer says", "charging, electric car, parking space"),
        ("101", "102", "104"),
    ),
    Wish(
        _("We build a residential complex"),
        pgettext_lazy("words a customer says", "complex, developer, residential area"),
        ("103",),
    ),
    Wish(
        _("Meters for all flats of a building"),
        pgettext_lazy("words a customer says", "all flats, many households, list of households, batch"),
        ("112",),
    ),
    Wish(
        _("Power for a building site"),
        pgettext_lazy("words a customer says", "building site, construction, temporary"),
        ("105", "106"),
    ),
    Wish(
        _("Power for a few days without a meter"),
        pgettext_lazy("words a customer says", "fair, film, event, without meter, few days"),
        ("106",),
    ),
    Wish(
        _("The temporary supply is needed longer"),
        pgettext_lazy("words a customer says", "longer, extend, prolong"),
        ("107",),
    ),
    Wish(
        _("The temporary supply is over"),
        pgettext_lazy("words a customer says", "site finished, temporary over, no longer temporary"),
        ("108", "216"),
    ),
    Wish(
        _("The fuse trips: more power at home"),
        pgettext_lazy("words a customer says", "trips, more power, increase, air conditioner, three-phase"),
        ("109", "110", "111"),
    ),
    Wish(
        _("More power for a business"),
        pgettext_lazy("words a customer says", "more machines, increase, expand, more capacity"),
        ("110", "111"),
    ),
    Wish(
        _("Less capacity: the basic charge is too high"),
        pgettext_lazy("words a customer says", "less capacity, reduce, basic charge, save"),
        ("201", "203", "215"),
    ),
    Wish(
        _("The reduced capacity is needed again"),
        pgettext_lazy("words a customer says", "restore capacity, after reduction"),
        ("202",),
    ),
    Wish(
        _("A transformer stands still for a while"),
        pgettext_lazy("words a customer says", "stop transformer, suspend, standstill, no production, holiday"),
        ("203",),
    ),
    Wish(
        _("The stopped transformer runs again"),
        pgettext_lazy("words a customer says", "resume, run again, production starts again"),
        ("204", "202"),
    ),
    Wish(
        _("A transformer is broken and replaced for a time"),
        pgettext_lazy("words a customer says", "transformer broken, burnt, overhaul, spare transformer"),
        ("205",),
    ),
    Wish(
        _("The repaired transformer is back"),
        pgettext_lazy("words a customer says", "repaired, put back, own transformer"),
        ("206",),
    ),
    Wish(
        _("We move to another place"),
        pgettext_lazy("words a customer says", "move, new address, relocation"),
        ("207", "216"),
    ),
    Wish(
        _("The house is rebuilt: take the meter down meanwhile"),
        pgettext_lazy("words a customer says", "rebuild, renovate house, take down, pull down and build"),
        ("208",),
    ),
    Wish(
        _("Hang the meter again"),
        pgettext_lazy("words a customer says", "hang again, re-install, rebuilt"),
        ("209",),
    ),
    Wish(
        _("One account is to become several"),
        pgettext_lazy("words a customer says", "split, separate meters, divide"),
        ("212",),
    ),
    Wish(
        _("Several accounts are to become one"),
        pgettext_lazy("words a customer says", "merge, one account, one bill"),
        ("213",),
    ),
    Wish(
        _("Another supply voltage"), pgettext_lazy("words a customer says", "voltage, from 380 to 10 kv"), ("214",)
    ),
    Wish(
        _("The premises are used for something else, or another price"),
        pgettext_lazy("words a customer says", "used for, price, tariff, time-of-use, peak, demand"),
        ("215",),
    ),
    Wish(
        _("We need no power any more"),
        pgettext_lazy("words a customer says", "close, cancel, no longer, give up, stop supply"),
        ("216",),
    ),
    Wish(
        _("The quarter is pulled down"),
        pgettext_lazy("words a customer says", "demolition, pulled down, relocation project"),
        ("217",),
    ),
    Wish(
        _("The meter hangs in the wrong place"),
        pgettext_lazy("words a customer says", "move the meter, meter position, meter box"),
        ("218",),
    ),
    Wish(
        _("A road or pipe is built through our lines"),
        pgettext_lazy("words a customer says", "road, pipe, municipal, line in the way, pole"),
        ("301",),
    ),
    Wish(
        _("The meter stands still or is broken"),
        pgettext_lazy("words a customer says", "meter broken, meter stopped, no display, burnt meter"),
        ("302",),
    ),
    Wish(
        _("Another way of paying or another kind of bill"),
        pgettext_lazy("words a customer says", "pay, bank, direct debit, bill, invoice, e-bill, prepaid"),
        ("303",),
    ),
    Wish(
        _("The meter runs too fast"),
        pgettext_lazy("words a customer says", "too fast, test the meter, wrong meter, too much"),
        ("304",),
    ),
)


def suggest(said: str, offered: Container[str]) -> Iterator[tuple[Wish, str]]:
    """The flows that fit what was said, the best first, each once and at most six; a flow's code fits too."""
    said = said.strip().casefold()
    if not said:
        return
    ranked = sorted(WISHES, key=lambda one: -one.fits(said))
    seen: set[str] = set()
    for wish in ranked:
        for code in wish.flows:
            if (wish.fits(said) or code == said) and code in offered and code not in seen and len(seen) < MOST:
                seen.add(code)
                yield wish, code
