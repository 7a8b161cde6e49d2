"""What must hold before a low-voltage supply (101, 102): the load fits, and the place has no meter yet."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import Application
from bizexpansion.operations.preconditions import Answer, Question, precondition
from crm.parameters.queries import get_parameter
from customers.book.enums import HIGH_VOLTAGES, AccountStatus
from customers.book.models import SupplyAccount

LIMIT = "lv.limit_kw"
LIVING = (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN)


@precondition("LVMAX", gettext_lazy("The load fits low voltage"), gettext_lazy("NDRC energy notice 1479 of 2020"))
def fits_low_voltage(question: Question) -> Answer:
    """The capacity applied for, taken as load, is not above the dated limit in kW; above it 104 is the flow."""
    limit = get_parameter(LIMIT, on=question.day)
    words = _("Low voltage supplies up to %(limit)s kW; above that high-voltage supply (104) is applied for.")
    words %= {"limit": f"{limit:.0f}"}
    asked = question.application
    if not isinstance(asked, Application):
        return Answer(None, words)
    if asked.voltage in HIGH_VOLTAGES:
        return Answer(True, words)
    return Answer(asked.applied_capacity <= limit, words, "applied_capacity")


@precondition("FREE", gettext_lazy("One home, one meter"), gettext_lazy("Business rules 4, 101 (confidence H)"))
def place_is_free(question: Question) -> Answer:
    """No living account stands at the same address."""
    words = _("No other account is supplied at this address.")
    asked = question.application
    if not isinstance(asked, Application):
        return Answer(None, words)
    there = SupplyAccount.objects.filter(address=asked.address.strip(), status__in=LIVING).first()
    if there is None:
        return Answer(True, words)
    words = _("The account %(number)s is supplied at this address already.") % {"number": there.account_number}
    return Answer(False, words, "address")
