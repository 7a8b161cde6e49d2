"""Which accounts are paid together with another (账务关系): the payer and those that depend on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from customers.book.models import PaymentTerms, SupplyAccount
from customers.book.models.payment_terms import is_living


def terms_naming(payer_numbers: Collection[str], on: date) -> QuerySet[PaymentTerms]:
    """The terms by which accounts are paid together with one of these, in force on a day or from a later one."""
    not_over = Q(period__upper_inf=True) | Q(period__endswith__gt=on)
    return PaymentTerms.objects.filter(not_over, payer_number__in=payer_numbers)


def paid_with(payer: SupplyAccount, on: date) -> QuerySet[SupplyAccount]:
    """The living accounts that are paid together with this one on a day, by their keys.

    One that went to another department since pays for itself there, whatever its terms say.
    """
    terms = PaymentTerms.objects.filter(payer_number=payer.account_number, period__contains=on)
    rows = SupplyAccount.objects.filter(is_living(), pk__in=terms.values("account"))
    return rows.filter(department_id=payer.department_id).order_by("pk")


def payer_of(account: SupplyAccount, on: date) -> SupplyAccount | None:
    """The account that pays for this one on a day, if it still can."""
    terms = PaymentTerms.objects.filter(account=account, period__contains=on).exclude(payer_number="")
    rows = SupplyAccount.objects.filter(is_living(), account_number__in=terms.values("payer_number"))
    return rows.filter(department_id=account.department_id).first()


def payers_of(accounts: Sequence[SupplyAccount], on: date) -> dict[int, str]:
    """By key of the account the number of the one that pays for it on a day, if it still can; two statements."""
    terms = PaymentTerms.objects.filter(account__in=[one.pk for one in accounts], period__contains=on)
    named = dict(terms.exclude(payer_number="").values_list("account_id", "payer_number"))
    rows = SupplyAccount.objects.filter(is_living(), account_number__in=named.values())
    living = set(rows.values_list("account_number", "department_id"))
    return {
        one.pk: number
        for one in accounts
        if (number := named.get(one.pk)) and (number, one.department_id) in living
    }
