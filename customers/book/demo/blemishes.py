"""What is missing and wrong in the demo book, as in every book that people have kept for twenty years.

Drawn by itself, so that everything else of an account stays as it is without.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from crm.local.seed.places import DISTRICTS
from customers.book.demo.drawing import DrawnAccount
from customers.book.enums import ContactPurpose


@dataclass
class Blemishes:
    """What the rows of an account leave out or say wrongly; everything right by default."""

    lacks_id_number: bool = False
    wrong_id_number: bool = False
    lacks_mailing_address: bool = False
    lacks_section: bool = False
    lacks_cycle: bool = False


def blemish(drawn: DrawnAccount, seed: int) -> Blemishes:
    """Spoil the account a little, the same for the same seed and index; say what its rows must leave out."""
    rng = Random(seed * 7_919 + drawn.index * 104_729)
    _contacts(drawn, rng)
    _address(drawn, rng)
    if not drawn.is_home:
        draw = rng.random()
        drawn.industry = "" if draw < 0.06 else "9900" if draw < 0.068 else drawn.industry
    return Blemishes(
        lacks_id_number=rng.random() < 0.02,
        wrong_id_number=rng.random() < 0.004,
        lacks_mailing_address=not drawn.is_home and rng.random() < 0.08,
        lacks_section=rng.random() < 0.012,
        lacks_cycle=drawn.is_hv and rng.random() < 0.1,
    )


def _contacts(drawn: DrawnAccount, rng: Random) -> None:
    absent = {ContactPurpose.ACCOUNTS: 0.02, ContactPurpose.OUTAGE: 0.12, ContactPurpose.LEGAL: 0.15}
    kept = [contact for contact in drawn.contacts if rng.random() >= absent.get(contact[0], 0.04)]
    drawn.contacts = [
        (purpose, name, "13800000000" if rng.random() < 0.008 else phone) for purpose, name, phone in kept
    ]


def _address(drawn: DrawnAccount, rng: Random) -> None:
    draw = rng.random()
    street = next((name for name in drawn.district.streets if name in drawn.address), "")
    if not street or draw >= 0.025:
        return
    elsewhere = rng.choice([district for district in DISTRICTS if district.code != drawn.district.code])
    drawn.address = drawn.address.replace(street, rng.choice(elsewhere.streets) if draw < 0.005 else "", 1)
