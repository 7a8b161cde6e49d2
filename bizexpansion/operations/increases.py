"""What must hold before the supply of an existing account changes (109, 110, 111, 207, 214)."""

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

# What a flow calls the class of an account that may apply, and the increase of each class.
APPLICANTS = {
    AccountClass.LV_RESIDENT: "resident",
    AccountClass.LV_NON_RESIDENT: "non_resident",
    AccountClass.HV: "high_voltage",
}
INCREASE_OF = {
    AccountClass.LV_RESIDENT: "109",
    AccountClass.LV_NON_RESIDENT: "110",
    AccountClass.HV: "111",
}


@precondition("KIND", gettext_lazy("The flow fits the class of the account"), "CT 030016")
def fits_class(question: Question) -> Answer:
    """The class of the account is one that the flow serves; of the increases, the other one is named."""
    account, flow = question.account, question.flow
    if account is None:
        return Answer(None, _("The class of the account decides; look it up first."))
    kind = AccountClass(account.account_class)
    values: dict[str, object] = {"kind": kind.label}
    if APPLICANTS.get(kind) in flow.applicants:
        return Answer(True, _("The account is of the class %(kind)s.") % values)
    field = "account" if question.application else ""
    if flow.code not in INCREASE_OF.values() or kind not in INCREASE_OF:
        return Answer(False, _("The account is of the class %(kind)s, which this is not for.") % values, field)
    values |= {"code": INCREASE_OF[kind], "name": get_flow(INCREASE_OF[kind]).flow.name}
    words = _("The account is of the class %(kind)s; its increase is %(code)s %(name)s.") % values
    return Answer(False, words, field)


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


@precondition("VOLT", gettext_lazy("Another voltage, not more capacity"), "UNCONFIRMED (K)")
def changes_voltage(question: Question) -> Answer:
    """The supply voltage becomes another, and the capacity is not above that of today; an increase is a flow of its
    own."""
    account, asked = question.account, question.application
    if account is None:
        return Answer(None, _("The voltage changes; the capacity is not above that of today."))
    values = {"voltage": account.get_voltage_display(), "now": f"{account.contract_capacity:,.2f}"}
    words = _("Today %(voltage)s and %(now)s kVA: the voltage becomes another, the capacity not more.") % values
    if not isinstance(asked, SupplyChange):
        return Answer(None, words)
    if asked.voltage == account.voltage:
        return Answer(False, words, "voltage")
    return Answer(asked.applied_capacity <= 0, words, "new_capacity")
