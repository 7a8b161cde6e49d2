"""An account that pays for others leaves (销户, 并户, 过户): whoever it paid for pays for itself from that day on.

Ours, UNCONFIRMED: workflows.md says only that the payment agreements of a transferred account begin anew (211); a
closed account can pay for nobody either. The counter names those accounts beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from crm.outbox.operations import emit_many
from customers.book.models import PaymentTerms, SupplyAccount
from customers.book.models.periods import days
from customers.book.queries.payers import terms_naming


def release_from_payers(
    leaving: Mapping[int, date], accounts: list[SupplyAccount], case_number: str, *, now: datetime
) -> None:
    """The accounts paid together with one of these pay for themselves from its day on (part of an operation).

    All other terms stay. `leaving`: the day by the key of the account; the accounts are locked. The case that ends
    it stands in the new terms, and a fact for each payer names those that depended on it.
    """
    by_number = {one.account_number: one for one in accounts if one.pk in leaving}
    rows = list(
        terms_naming(by_number, min(leaving.values()))
        .select_for_update(of=("self",))
        .select_related("account")
        .order_by("pk")
    )
    fresh, freed = [], dict[str, list[int]]()
    for row in rows:
        number, day = row.payer_number, leaving[by_number[row.payer_number].pk]
        first, end = row.period.lower, row.period.upper
        if end is not None and end <= day:
            continue
        freed.setdefault(number, []).append(row.account_id)
        if first < day:
            row.period = days(first, day)
            fresh.append(_copy_of(row, day, end, case_number))
        else:
            row.payer_number, row.case_number = "", case_number
    if not freed:
        return
    PaymentTerms.objects.bulk_update(rows, ["period", "payer_number", "case_number"])
    PaymentTerms.objects.bulk_create(fresh)
    facts = {
        f"book.payer_left:{case_number}:{number}": {
            "account_id": by_number[number].pk,
            "department_id": by_number[number].department_id,
            "freed": sorted(set(keys)),
            "case": case_number,
        }
        for number, keys in freed.items()
    }
    emit_many("book.payer_left", facts, now=now)


def _copy_of(row: PaymentTerms, first: date, end: date | None, case_number: str) -> PaymentTerms:
    """The same terms without the payer, from a day on; not yet saved."""
    values = {field.attname: getattr(row, field.attname) for field in PaymentTerms._meta.concrete_fields}
    values |= {"id": None, "period": days(first, end), "payer_number": "", "case_number": case_number}
    return PaymentTerms(**values)
