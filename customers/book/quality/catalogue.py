"""Every rule of quality, in the order in which people read them.

What an account of each class must have follows from workflows.md section 2.5 and 6 (forms and master data); the
weights are ours (P): 5 for what a bill, an outage or a contract cannot do without, 1 for what is nice to know.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from customers.book import enums as e
from customers.book.industries import SECTION_OF
from customers.book.quality.definitions import Mend, QualityRule, Severity
from customers.book.validators import PHONE_PATTERNS, PLACEHOLDER_NAME, UNLIKELY_PHONE

GAP, ERROR = Severity.COMPLETENESS, Severity.CORRECTNESS


def one_of(column: str, values: Iterable[str]) -> str:
    """`column IN ('…', …)` with codes of ours."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


HV = one_of("a.account_class", [e.AccountClass.HV])
BUSINESS = one_of("a.account_class", [e.AccountClass.HV, e.AccountClass.LV_NON_RESIDENT])
RESIDENT = one_of("a.account_class", [e.AccountClass.LV_RESIDENT])
CUSTOMERS = f"NOT {one_of('a.account_class', [e.AccountClass.ASSESSMENT])}"
POWER_ON = one_of("a.power_state", [e.PowerState.ON, e.PowerState.RESTORED])
METERED = f"NOT {one_of('a.temporary', [e.TemporaryKind.UNMETERED])}"
GRADED = one_of("a.importance", [e.Importance.SPECIAL, e.Importance.FIRST, e.Importance.SECOND])

_DIVISIONS = "|".join(f"{section}?{division}" for division, section in sorted(SECTION_OF.items()))
INDUSTRY_CODE = f"^([A-T]|({_DIVISIONS})[0-9]{{0,2}})$"
"""A section, or a division of it with or without its letter, group and class after it."""

PHONE_FORM = " OR ".join(f"p.phone ~ '{pattern}'" for pattern in PHONE_PATTERNS)
PHONE_UNLIKELY = f"p.phone ~ '{UNLIKELY_PHONE}'"

_CONTRACTS = {
    e.AccountClass.HV: (e.ContractType.HV, e.ContractType.WHOLESALE),
    e.AccountClass.LV_NON_RESIDENT: (e.ContractType.LV,),
    e.AccountClass.LV_RESIDENT: (e.ContractType.RESIDENT,),
}
_FIT_ANY = (e.ContractType.TEMPORARY, e.ContractType.TRANSFERRED)
CONTRACT_FITS = " OR ".join(
    f"a.account_class = '{account_class}'"
    f" AND terms.contract_types && ARRAY[{', '.join(repr(str(t)) for t in (*types, *_FIT_ANY))}]"
    for account_class, types in _CONTRACTS.items()
)


def _lacks_contact(purpose: e.ContactPurpose, weight: int, applies: str, words: object) -> QualityRule:
    return QualityRule(
        f"contact_{purpose.lower()}",
        GAP,
        weight,
        words,
        _("The contact persons of the account, by purpose."),
        applies,
        f"NOT '{purpose}' = ANY(contact.purposes)",
        Mend.CONTACT,
        purpose.value,
    )


GAPS = (
    _lacks_contact(e.ContactPurpose.ACCOUNTS, 5, CUSTOMERS, _("No contact for bills and payment")),
    _lacks_contact(
        e.ContactPurpose.OUTAGE,
        5,
        f"{HV} OR a.importance <> ''",
        _("No contact for outage and restoration"),
    ),
    _lacks_contact(e.ContactPurpose.ELECTRICAL, 4, HV, _("No contact for electrical matters")),
    _lacks_contact(e.ContactPurpose.LEGAL, 2, HV, _("No legal representative")),
    QualityRule(
        "id_number_missing",
        GAP,
        5,
        _("No ID number or credit code"),
        _("Whether the customer has a number of an ID document."),
        CUSTOMERS,
        "c.id_hash = ''",
        Mend.CUSTOMER,
        "id_number",
    ),
    QualityRule(
        "mailing_address_missing",
        GAP,
        1,
        _("No mailing address"),
        _("The mailing address of an organisation, to which bills and notices go."),
        BUSINESS,
        "btrim(c.mailing_address) = ''",
        Mend.CUSTOMER,
        "mailing_address",
    ),
    QualityRule(
        "industry_missing",
        GAP,
        3,
        _("No industry code"),
        _("The industry code of an account that is no home."),
        BUSINESS,
        "a.industry_code = ''",
        Mend.ACCOUNT,
        "industry_code",
    ),
    QualityRule(
        "street_missing",
        GAP,
        1,
        _("The address names no street or town"),
        _("The supply address against the streets and towns of its district. A hint: the address may be right."),
        "place.known",
        "NOT place.own AND NOT place.elsewhere",
        Mend.ACCOUNT,
        "address",
    ),
    QualityRule(
        "section_missing",
        GAP,
        3,
        _("Belongs to no reading section"),
        _("The reading section of an account that has a meter."),
        f"{CUSTOMERS} AND {METERED}",
        "a.section_id IS NULL",
        Mend.ACCOUNT,
        "section",
    ),
    QualityRule(
        "inspection_cycle_missing",
        GAP,
        2,
        _("No inspection cycle"),
        _("The inspection cycle of a high-voltage account."),
        HV,
        "a.check_cycle_months IS NULL",
        Mend.ACCOUNT,
        "check_cycle_months",
    ),
    QualityRule(
        "importance_missing",
        GAP,
        4,
        _("Class one or two load without a grade of importance"),
        _("The load character against the grade of importance of a high-voltage account."),
        f"{HV} AND {one_of('a.load_character', [e.LoadCharacter.FIRST, e.LoadCharacter.SECOND])}",
        "a.importance = ''",
        Mend.GRADE,
    ),
    QualityRule(
        "security_load_missing",
        GAP,
        2,
        _("Important customer without a security load"),
        _("The security load of an account with a grade of importance."),
        GRADED,
        "a.security_capacity = 0",
        Mend.ACCOUNT,
        "security_capacity",
    ),
    QualityRule(
        "shift_pattern_missing",
        GAP,
        1,
        _("No shift pattern"),
        _("The shift pattern of a high-voltage industrial account."),
        f"{HV} AND {one_of('a.tariff_class', [e.TariffClass.LARGE_INDUSTRY, e.TariffClass.ORDINARY_INDUSTRY])}",
        "a.shift_pattern = ''",
        Mend.ACCOUNT,
        "shift_pattern",
    ),
    QualityRule(
        "temporary_end_missing",
        GAP,
        3,
        _("Temporary supply without an end"),
        _("The day until which a temporary supply was granted."),
        f"NOT {one_of('a.temporary', [e.TemporaryKind.PERMANENT])}",
        "a.temporary_until IS NULL",
        Mend.ACCOUNT,
        "temporary_until",
    ),
    QualityRule(
        "energised_on_missing",
        GAP,
        2,
        _("Energised, but nobody wrote since when"),
        _("The day of first energising of an account that has power."),
        POWER_ON,
        "a.energised_on IS NULL",
        Mend.ACCOUNT,
        "energised_on",
    ),
    QualityRule(
        "meter_missing",
        GAP,
        5,
        _("Energised without a meter"),
        _("The meters in place at the metering points of an account that has power."),
        f"{CUSTOMERS} AND {METERED} AND {POWER_ON} AND NOT {one_of('a.transfer', [e.TransferKind.IS_PASSED_ON])}",
        "NOT supply.is_metered",
        Mend.CASE,
    ),
    QualityRule(
        "contract_missing",
        GAP,
        5,
        _("No supply contract in force"),
        _("The valid contracts whose term holds today, of an account that is no home."),
        BUSINESS,
        "cardinality(terms.contract_types) = 0",
        Mend.CASE,
    ),
    QualityRule(
        "price_missing",
        GAP,
        5,
        _("No price in force"),
        _("The prices assigned to the account for today."),
        CUSTOMERS,
        "NOT terms.is_priced",
        Mend.CASE,
    ),
    QualityRule(
        "capacity_missing",
        GAP,
        4,
        _("No capacity in force"),
        _("The capacities of the account over time: one must hold today."),
        "TRUE",
        "terms.contract_capacity IS NULL",
        Mend.CASE,
    ),
    QualityRule(
        "supply_point_missing",
        GAP,
        2,
        _("No supply point"),
        _("The supply points of the account."),
        CUSTOMERS,
        "supply.points = 0",
        Mend.CASE,
    ),
    QualityRule(
        "source_missing",
        GAP,
        3,
        _("No power source"),
        _("The power sources of a high-voltage account."),
        HV,
        "supply.sources = 0",
        Mend.CASE,
    ),
    QualityRule(
        "grid_link_missing",
        GAP,
        2,
        _("Linked to no line or transformer area"),
        _("The line of each high-voltage source, the line or transformer area of each other one."),
        f"{CUSTOMERS} AND supply.sources > 0",
        "supply.unlinked_sources > 0",
        Mend.CASE,
    ),
    QualityRule(
        "transformer_missing",
        GAP,
        4,
        _("High voltage without receiving equipment"),
        _("The transformers and high-voltage motors of a high-voltage account that were not removed."),
        HV,
        "supply.plate_capacity IS NULL",
        Mend.CASE,
    ),
)

ERRORS = (
    QualityRule(
        "phone_form",
        ERROR,
        4,
        _("A phone number is not in a possible form"),
        _("Each contact phone: mobile of 11 digits, fixed line with area code, 400, 800 or 95xxx."),
        "cardinality(contact.purposes) > 0",
        "contact.malformed IS NOT NULL",
        Mend.CONTACT,
        detail="contact.malformed",
    ),
    QualityRule(
        "phone_unlikely",
        ERROR,
        4,
        _("A phone number is surely not the customer's"),
        _("Each contact phone against numbers typed to fill the field: 13800000000 and the like."),
        "cardinality(contact.purposes) > 0",
        "contact.unlikely IS NOT NULL",
        Mend.CONTACT,
        detail="contact.unlikely",
    ),
    QualityRule(
        "id_number_wrong",
        ERROR,
        5,
        _("The ID number or credit code is wrong"),
        _(
            "Check digit, date of birth and province of an identity card (GB 11643-1999); check digit of a unified"
            " social credit code (GB 32100-2015)."
        ),
        one_of("c.id_kind", [e.IdKind.ID_CARD, e.IdKind.CREDIT_CODE]) + " AND c.id_hash <> ''",
        "COALESCE(checked.problem, '') <> ''",
        Mend.CUSTOMER,
        "id_number",
        detail="checked.problem",
    ),
    QualityRule(
        "id_kind_unfit",
        ERROR,
        3,
        _("The kind of document does not fit the customer"),
        _("A person has no credit code, an organisation no military identity card."),
        "c.id_hash <> ''",
        f"c.kind = '{e.CustomerKind.PERSON}' AND c.id_kind = '{e.IdKind.CREDIT_CODE}'"
        f" OR c.kind = '{e.CustomerKind.ORGANISATION}' AND c.id_kind = '{e.IdKind.MILITARY}'",
        Mend.CUSTOMER,
        "id_number",
    ),
    QualityRule(
        "name_placeholder",
        ERROR,
        3,
        _("The name is no name"),
        _("The account name against words typed to fill the field, and digits alone."),
        CUSTOMERS,
        f"btrim(a.name) ~ '{PLACEHOLDER_NAME}'",
        Mend.ACCOUNT,
        "name",
    ),
    QualityRule(
        "industry_unknown",
        ERROR,
        3,
        _("There is no such industry code"),
        _("The industry code against the sections and divisions of GB/T 4754-2017."),
        "a.industry_code <> ''",
        f"a.industry_code !~ '{INDUSTRY_CODE}'",
        Mend.ACCOUNT,
        "industry_code",
    ),
    QualityRule(
        "street_elsewhere",
        ERROR,
        4,
        _("The address names a street of another district"),
        _("The supply address against the streets and towns of its district and of all others."),
        "place.known",
        "place.elsewhere AND NOT place.own",
        Mend.ACCOUNT,
        "address",
    ),
    QualityRule(
        "district_elsewhere",
        ERROR,
        4,
        _("The address names another district"),
        _("The supply address against the names of the districts."),
        "TRUE",
        "place.other_district",
        Mend.ACCOUNT,
        "address",
    ),
    QualityRule(
        "section_elsewhere",
        ERROR,
        3,
        _("The reading section is another department's"),
        _("The department of the reading section against that of the account."),
        "a.section_id IS NOT NULL",
        "section.department_id <> a.department_id",
        Mend.ACCOUNT,
        "section",
    ),
    QualityRule(
        "days_in_disorder",
        ERROR,
        2,
        _("A day lies in the future or before the account was opened"),
        _("First energising against the opening of the account and today; last inspection against today."),
        "a.energised_on IS NOT NULL OR a.last_checked_on IS NOT NULL",
        "a.energised_on < a.built_on OR a.energised_on > %(today)s OR a.last_checked_on > %(today)s",
        Mend.ACCOUNT,
        "energised_on",
    ),
    QualityRule(
        "tariff_unfit",
        ERROR,
        3,
        _("A home with a tariff class that is none of a home"),
        _("The tariff class of a resident account."),
        RESIDENT,
        f"NOT {one_of('a.tariff_class', [e.TariffClass.RESIDENT_RURAL, e.TariffClass.RESIDENT_URBAN])}",
        Mend.CASE,
    ),
    QualityRule(
        "temporary_over",
        ERROR,
        3,
        _("The temporary supply is over, but the account lives"),
        _("The end of the temporary supply against today."),
        "a.temporary_until IS NOT NULL",
        "a.temporary_until < %(today)s",
        Mend.CASE,
    ),
    QualityRule(
        "contract_unfit",
        ERROR,
        3,
        _("The contract in force is of a type for other accounts"),
        _("The types of the contracts in force against the class of account."),
        f"{CUSTOMERS} AND cardinality(terms.contract_types) > 0",
        f"NOT ({CONTRACT_FITS})",
        Mend.CASE,
    ),
    QualityRule(
        "capacity_differs",
        ERROR,
        4,
        _("The account says another capacity than the one in force"),
        _("Contract and running capacity of the account against the capacity that holds today."),
        "terms.contract_capacity IS NOT NULL",
        "(a.contract_capacity, a.running_capacity) <> (terms.contract_capacity, terms.running_capacity)",
        Mend.CASE,
    ),
    QualityRule(
        "equipment_too_small",
        ERROR,
        3,
        _("The capacity exceeds the receiving equipment"),
        _("Contract capacity against the plates of all equipment, running capacity against what is in operation."),
        f"{HV} AND supply.plate_capacity IS NOT NULL",
        "a.contract_capacity > supply.plate_capacity OR a.running_capacity > supply.plate_running",
        Mend.CASE,
    ),
    QualityRule(
        "source_voltage_differs",
        ERROR,
        2,
        _("No source has the voltage of the account"),
        _("The voltages of the power sources against that of the account."),
        f"{CUSTOMERS} AND supply.sources > 0",
        "supply.sources_of_voltage = 0",
        Mend.CASE,
    ),
)

RULES: dict[str, QualityRule] = {rule.key: rule for rule in (*GAPS, *ERRORS)}
"""Rules by key, gaps before errors."""
