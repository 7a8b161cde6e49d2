"""From a finding to the page that mends it, and from there on to the next finding."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from crm.org.permissions import has_permission
from customers.book.enums import ContactPurpose
from customers.book.quality.definitions import Mend
from customers.book.rules import (
    EDIT_ACCOUNT,
    EDIT_CONTACT,
    EDIT_CUSTOMER,
    KEEP_SECTIONS,
    SET_IMPORTANCE,
    SET_INDUSTRY,
)

_DOORS = {
    Mend.CONTACT: (EDIT_CONTACT, "contact-edit"),
    Mend.ACCOUNT: (EDIT_ACCOUNT, "account-details"),
    Mend.CUSTOMER: (EDIT_CUSTOMER, "customer-details"),
    Mend.GRADE: (SET_IMPORTANCE, "account-grade"),
}
_GUARDS = {"section": KEEP_SECTIONS, "industry_code": SET_INDUSTRY}


def mend_url(finding: Any, user: Any, *, query: str = "") -> str:
    """The address of the form, with the place in the queue; empty where this person has none to go to."""
    account, rule = finding.account, finding.definition
    place = [account.customer_id, account.account_number]
    permission, name = _DOORS.get(rule.mend, ("", ""))
    if rule.mend == Mend.ACCOUNT:
        permission = _GUARDS.get(rule.field, EDIT_ACCOUNT)
    if not name or not has_permission(user, permission, finding.department_id):
        return ""
    if rule.mend == Mend.CONTACT:
        place.append(rule.field or finding.detail or ContactPurpose.ACCOUNTS.value)
    elif rule.mend == Mend.GRADE:
        place.append("importance")
    address = reverse(name, args=place)
    return f"{address}?{query}" if query else address


def next_in_queue(request: HttpRequest) -> str:
    """Where to go after mending, if the form was opened from the queue; otherwise empty."""
    if "after" not in request.GET:
        return ""
    return f"{reverse('quality-next')}?{request.GET.urlencode()}"
