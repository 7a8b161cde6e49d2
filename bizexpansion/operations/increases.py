"""What must hold before an existing account gets more capacity (109, 110, 111)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.flows import get_flow
from bizexpansion.models import SupplyChange
from bizexpansion.operations.low_voltage import LIMIT
from bizexpansion.operations.preconditions import Answer, Question, precondition
from crm.parameters.queries import get_parameter
from customers.book.enums import AccountClass, Voltage

SINGLE_PHASE_LIMIT = "lv.single_phase_kw"

# Which flow increases the capacity of which class of account.
INCREASE_OF = {
    AccountClass.LV_RESIDENT: "109",
    AccountClass.LV_NON_RESIDENT: "110",
    AccountClass.HV: "111",
}


@precondition("KIND", gettext_lazy("The flow fits the class of the account"), "CT 030016")
def increase_fits_class(question: Question) -> Answer:
    """A home is increased by 109, another low-voltage customer by 110, a high-voltage customer by 111."""
    account = question.account
    if account is None:
        return Answer(None, _("Homes: 109; other low-voltage customers: 110; high-voltage customers: 111."))
    code = INCREASE_OF.get(AccountClass(account.account_class), "")
    values: dict[str, object] = {"kind": account.get_account_class_display(), "code": code}
    if code == question.flow.code:
        return Answer(True, _("The account is of the class %(kind)s.") % values)
    if not code:
        return Answer(False, _("The account is of the class %(kind)s; it is not increased.") % values)
    values["name"] = get_flow(code).flow.name
    words = _("The account is of the class %(kind)s; its increase is %(code)s %(name)s.") % values
    return Answer(False, words, "account" if question.application else "")


@precondition("ROOM", gettext_lazy("The load fits low voltage"), gettext_lazy("NDRC energy notice 1479 of 2020"))
def fits_low_voltage_afterwards(question: Question) -> Answer:
    """What the account has and what is added, taken as load, are not above the dated limit in kW."""
    department = question.account.department_id if question.account else None
    limit = get_parameter(LIMIT, on=question.day, department=department)
    values = {"limit": f"{limit:.0f}"}
    asked, account = question.application, question.account
    if account is None:
        words = _("Low voltage supplies up to %(limit)s kW; above that the supply changes to high voltage (214).")
        return Answer(None, words % values)
    values |= {
        "now": f"{account.contract_capacity:,.2f}",
        "left": f"{max(limit - account.contract_capacity, 0):,.2f}",
    }
    if not isinstance(asked, SupplyChange) or asked.applied_capacity is None:
        words = _(
            "Low voltage supplies up to %(limit)s kW; the account has %(now)s kVA, %(left)s kVA can be added."
        )
        return Answer(None if account.contract_capacity < limit else False, words % values)
    values["total"] = f"{asked.wanted_capacity:,.2f}"
    words = _(
        "Afterwards the account would have %(total)s kVA; low voltage supplies up to %(limit)s kW. Above that the"
        " supply changes to high voltage (104 or 214), and grows by 111."
    )
    return Answer(asked.wanted_capacity <= limit, words % values, "applied_capacity")


@precondition(
    "PHASE",
    gettext_lazy("One phase carries the load"),
    gettext_lazy("Rules of electricity supply 2024, art. 9"),
)
def phase_carries(question: Question) -> Answer:
    """At 220 V the capacity afterwards, taken as load, is not above the dated limit in kW."""
    department = question.account.department_id if question.account else None
    limit = get_parameter(SINGLE_PHASE_LIMIT, on=question.day, department=department)
    words = _("220 V supplies up to %(limit)s kW; above that three phases (380 V) are needed.")
    words %= {"limit": f"{limit:.0f}"}
    asked = question.application
    if not isinstance(asked, SupplyChange) or asked.applied_capacity is None:
        return Answer(None, words)
    return Answer(asked.voltage != Voltage.V220 or asked.wanted_capacity <= limit, words, "voltage")
