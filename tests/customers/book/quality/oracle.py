"""The rules of quality in plain Python, read account by account: what the one SQL statement must agree with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from customers.book import enums as e
from customers.book.models import Street, SupplyAccount
from customers.book.quality.catalogue import RULES
from customers.book.sealed import unseal
from customers.book.validators import clean_credit_code, clean_id_card

ON = (e.PowerState.ON, e.PowerState.RESTORED)
FIT = {"01": {"01", "06"}, "02": {"02"}, "03": {"03"}}
IMPORTANT = (e.Importance.SPECIAL, e.Importance.FIRST, e.Importance.SECOND)


@dataclass
class Verdict:
    """The scores and the rules that are broken; None for an account that is not scored."""

    completeness: int
    correctness: int
    broken: set[str]


def judge(account: SupplyAccount, today: date) -> Verdict | None:
    """Read the account with its ORM relations and judge it."""
    if account.status not in ("0", "2"):
        return None
    checks = _checks(account, today)
    assert set(checks) == set(RULES), set(checks) ^ set(RULES)
    applied = {key: broken for key, (applies, broken) in checks.items() if applies}
    broken = {key for key, is_broken in applied.items() if is_broken}

    def score(severity: str) -> int:
        weights = {key: RULES[key].weight for key in applied if RULES[key].severity == severity}
        lost = sum(weight for key, weight in weights.items() if key in broken)
        return 100 - -(-100 * lost // sum(weights.values())) if lost else 100

    return Verdict(score("C"), score("E"), broken)


def _checks(a: SupplyAccount, today: date) -> dict[str, tuple[bool, bool]]:
    c = a.customer
    hv, business = a.account_class == "01", a.account_class in ("01", "02")
    resident, customer = a.account_class == "03", a.account_class != "00"
    contacts = {person.purpose: person.phone for person in a.contacts.all()}
    sources, units = list(a.power_sources.all()), [u for u in a.transformers.all() if u.run_status != "03"]
    contracts = [k.contract_type for k in a.contracts.all() if k.status == "2" and holds(k.term, today)]
    capacities = [p for p in a.capacity_periods.all() if holds(p.period, today)]
    capacity = capacities[0] if capacities else None
    on, metered = a.power_state in ON, a.temporary != "02"
    own, elsewhere, known, other = place(a)
    return {
        "contact_accounts": (customer, "ACCOUNTS" not in contacts),
        "contact_outage": (hv or bool(a.importance), "OUTAGE" not in contacts),
        "contact_electrical": (hv, "ELECTRICAL" not in contacts),
        "contact_legal": (hv, "LEGAL" not in contacts),
        "id_number_missing": (customer, not c.id_hash),
        "mailing_address_missing": (business, not c.mailing_address.strip()),
        "industry_missing": (business, not a.industry_code),
        "street_missing": (known, not own and not elsewhere),
        "section_missing": (customer and metered, a.section is None),
        "inspection_cycle_missing": (hv, a.check_cycle_months is None),
        "importance_missing": (hv and a.load_character in "12", not a.importance),
        "security_load_missing": (a.importance in IMPORTANT, a.security_capacity == 0),
        "shift_pattern_missing": (hv and a.tariff_class in ("100", "403"), not a.shift_pattern),
        "temporary_end_missing": (a.temporary != "03", a.temporary_until is None),
        "energised_on_missing": (on, a.energised_on is None),
        "meter_missing": (
            customer and metered and on and a.transfer != "2",
            not any(place.period.upper is None for place in a.meterinstallations.all()),
        ),
        "contract_missing": (business, not contracts),
        "price_missing": (customer, not any(holds(p.period, today) for p in a.prices.all())),
        "capacity_missing": (True, capacity is None),
        "supply_point_missing": (customer, not a.supply_points.all()),
        "source_missing": (hv, not sources),
        "grid_link_missing": (
            customer and bool(sources),
            any(not s.line.strip() and (hv or not s.transformer_area.strip()) for s in sources),
        ),
        "transformer_missing": (hv, not units),
        "phone_form": (bool(contacts), any(not possible(phone) for phone in contacts.values())),
        "phone_unlikely": (bool(contacts), any(unlikely(phone) for phone in contacts.values())),
        "id_number_wrong": (
            bool(c.id_hash) and c.id_kind in ("ID_CARD", "CREDIT_CODE"),
            not right_number(a, today),
        ),
        "id_kind_unfit": (
            bool(c.id_hash),
            (c.kind, c.id_kind) in (("PERSON", "CREDIT_CODE"), ("ORGANISATION", "MILITARY")),
        ),
        "name_placeholder": (customer, a.name.strip() in ("测试", "无") or a.name.strip().isdigit()),
        "industry_unknown": (bool(a.industry_code), not known_industry(a.industry_code)),
        "street_elsewhere": (known, elsewhere and not own),
        "district_elsewhere": (True, other),
        "section_elsewhere": (
            a.section is not None,
            a.section is not None and a.section.department_id != a.department_id,
        ),
        "days_in_disorder": (
            bool(a.energised_on or a.last_checked_on),
            bool(a.energised_on and not a.built_on <= a.energised_on <= today)
            or bool(a.last_checked_on and a.last_checked_on > today),
        ),
        "tariff_unfit": (resident, a.tariff_class not in ("201", "202")),
        "temporary_over": (a.temporary_until is not None, bool(a.temporary_until and a.temporary_until < today)),
        "contract_unfit": (
            customer and bool(contracts),
            not set(contracts) & (FIT.get(a.account_class, set()) | {"04", "05"}),
        ),
        "capacity_differs": (
            capacity is not None,
            capacity is not None
            and (a.contract_capacity - capacity.contract_capacity, a.running_capacity - capacity.running_capacity)
            != (0, 0),
        ),
        "equipment_too_small": (
            hv and bool(units),
            a.contract_capacity > sum(u.plate_capacity for u in units)
            or a.running_capacity > sum(u.plate_capacity for u in units if u.run_status == "01"),
        ),
        "source_voltage_differs": (customer and bool(sources), all(s.voltage != a.voltage for s in sources)),
    }  # fmt: skip


def holds(period: object, day: date) -> bool:
    """Whether a half-open period holds on that day."""
    return period.lower <= day and (period.upper is None or day < period.upper)  # type: ignore[attr-defined]


def place(a: SupplyAccount) -> tuple[bool, bool, bool, bool]:
    """(names a street of its district, of another, whether its district's are known, names another district)."""
    address = "".join(a.address.split())
    streets = list(Street.objects.all())
    named = {street.district_id for street in streets if any(word in address for word in street.written_as)}
    known = any(street.district_id == a.district_id and street.written_as for street in streets)
    others = type(a.district).objects.exclude(pk=a.district_id).values_list("name", flat=True)
    other = a.district.name not in address and any(name in address for name in others)
    return a.district_id in named, bool(named - {a.district_id}), known, other


def possible(phone: str) -> bool:
    """Mobile, fixed line, 400, 800, 95xxx."""
    bare = phone.replace("-", "")
    if not bare.isdigit():
        return False
    if bare[0] == "1":
        return phone == bare and len(bare) == 11 and bare[1] in "3456789"
    if bare[0] == "0":
        return re.fullmatch(r"0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?", phone) is not None
    if bare[:3] in ("400", "800"):
        return re.fullmatch(r"\d{3}-?\d{3}-?\d{4}", phone) is not None
    return phone == bare and bare[:2] == "95" and len(bare) in (5, 6)


def unlikely(phone: str) -> bool:
    """Equal digits, the specimen."""
    tail, last = phone[-8:], phone.rpartition("-")[2]
    return (
        (len(tail) == 8 and tail.isdigit() and len(set(tail)) == 1)
        or ("-" in phone and len(last) >= 7 and last.isdigit() and len(set(last[-7:])) == 1 and len(last) == 7)
        or phone == "13800138000"
    )


def right_number(a: SupplyAccount, today: date) -> bool:
    """Whether the check of the entry points would take the customer's number."""
    clean = {"ID_CARD": lambda n: clean_id_card(n, today=today), "CREDIT_CODE": clean_credit_code}.get(
        a.customer.id_kind
    )
    try:
        return not clean or bool(clean(unseal(a.customer.id_cipher)))
    except Exception:
        return False


def known_industry(code: str) -> bool:
    """A section, or a division from 01 to 97 and at most two digits more; a letter before it is its section's."""
    letter = code[:1] if code[:1].isalpha() else ""
    digits = code.removeprefix(letter)
    if letter and not digits:
        return letter <= "T"
    if not (2 <= len(digits) <= 4 and digits.isdigit() and 1 <= int(digits[:2]) <= 97):
        return False
    ends = (5, 12, 43, 46, 50, 52, 60, 62, 65, 69, 70, 72, 75, 79, 82, 83, 85, 90, 96, 97)
    section = next(chr(ord("A") + place) for place, end in enumerate(ends) if int(digits[:2]) <= end)
    return letter in ("", section)
