"""Temporary accounts by their last day: which are over, and since how long (T13, overdue classes of CT)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from bizexpansion.enums import OverdueClass
from bizexpansion.models import RenewalPaper, TemporaryRenewal
from bizexpansion.rules import VIEW_CASE
from crm.errors import OutOfScope
from crm.workdays.arithmetic import add_months
from customers.book.enums import AccountStatus, TemporaryKind
from customers.book.models import SupplyAccount

LIVING = (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN)
# Months after the last day at which a class ends; the last class has no end.
ENDS = (6, 9, 12, 24)


def temporary_accounts(user: Any) -> QuerySet[SupplyAccount]:
    """The living temporary accounts with a last day that a person may see, unordered."""
    rows = SupplyAccount.objects.restrict(user, VIEW_CASE).filter(temporary_until__isnull=False, status__in=LIVING)
    return rows.select_related("customer", "department").order_by()


def in_class(overdue: str, today: date) -> Q:
    """The accounts that are over since as many months as a class says."""
    place = OverdueClass.values.index(overdue)
    found = Q(temporary_until__lt=today if place == 0 else add_months(today, -ENDS[place - 1]))
    return found if place == len(ENDS) else found & Q(temporary_until__gte=add_months(today, -ENDS[place]))


def class_of_day(last: date, today: date) -> OverdueClass | None:
    """The class of a last day; None while it is not over."""
    if last >= today:
        return None
    place = sum(last < add_months(today, -months) for months in ENDS)
    return OverdueClass(OverdueClass.values[place])


def count_by_class(user: Any, today: date) -> list[tuple[OverdueClass, int]]:
    """How many of a person's temporary accounts stand in each class; one statement."""
    whens = [When(in_class(one, today), then=Value(place)) for place, one in enumerate(OverdueClass.values)]
    rows = temporary_accounts(user).filter(temporary_until__lt=today).select_related(None)
    counted = rows.annotate(place=Case(*whens, output_field=IntegerField())).values("place").annotate(n=Count("pk"))
    found = {row["place"]: row["n"] for row in counted}
    return [(one, found.get(place, 0)) for place, one in enumerate(OverdueClass)]


@dataclass(frozen=True)
class TemporaryRow:
    """A temporary account as the list shows it."""

    account: SupplyAccount
    today: date

    @property
    def overdue(self) -> OverdueClass | None:
        """Its class; None while it is not over."""
        last = self.account.temporary_until
        return class_of_day(last, self.today) if last else None

    @property
    def days(self) -> int:
        """Days since the last day; negative while it is to come."""
        last = self.account.temporary_until
        return (self.today - last).days if last else 0

    @property
    def extend_url(self) -> str:
        """Where it is granted longer: the counter's form of 107 without a meter, the renewal with one."""
        number = self.account.account_number
        if self.account.temporary == TemporaryKind.UNMETERED:
            return f"{reverse('accept', args=['107'])}?account={number}"
        return reverse("temporary-extend", args=[number])

    @property
    def end_url(self) -> str:
        """The counter's form that ends it: 108 without a meter, 216 with one."""
        code = "108" if self.account.temporary == TemporaryKind.UNMETERED else "216"
        return f"{reverse('accept', args=[code])}?account={self.account.account_number}"


def find_temporary(user: Any, number: str) -> SupplyAccount:
    """A living temporary account by its number. Raises OutOfScope."""
    found = temporary_accounts(user).filter(account_number=number).first()
    if found is None:
        raise OutOfScope
    return found


def renewals_of(account: SupplyAccount) -> list[TemporaryRenewal]:
    """How often an account was granted longer, the first first, with the files of its papers; two queries."""
    rows = TemporaryRenewal.objects.filter(account=account).prefetch_related("files")
    return list(rows.select_related("contract", "approved_by", "renewed_by").order_by("pk"))


def find_renewal_paper(account: SupplyAccount, pk: int) -> RenewalPaper:
    """A file of a renewal of an account that the person may see. Raises OutOfScope (404)."""
    paper = RenewalPaper.objects.filter(pk=pk, renewal__account=account).first()
    if paper is None:
        raise OutOfScope
    return paper


def temporary_rows(accounts: Iterable[SupplyAccount], today: date) -> list[TemporaryRow]:
    """The rows of a page."""
    return [TemporaryRow(account, today) for account in accounts]
