"""Which contact persons somebody is shown."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from crm.org.permissions import scope_of
from customers.book.enums import ContactPurpose
from customers.book.models import ContactPerson
from customers.book.rules import LOOK_UP, VIEW_CONTACTS


def contacts_shown(user: Any) -> QuerySet[ContactPerson]:
    """All contact persons where the person may see them; elsewhere only whom to call about an outage."""
    rows = ContactPerson.objects.restrict(user, LOOK_UP).order_by("purpose")
    scope = scope_of(user, VIEW_CONTACTS)
    if scope.everywhere:
        return rows
    outage = Q(purpose=ContactPurpose.OUTAGE)
    return rows.filter(outage | Q(account__department_id__in=sorted(scope.departments)) if scope else outage)
