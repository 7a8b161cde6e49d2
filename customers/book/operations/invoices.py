"""To whom the invoices of an account are made out: written down (new supply, 303), renamed (210)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, add_later, operation
from crm.errors import InvalidInput
from customers.book.models import InvoiceTitle, SupplyAccount
from customers.book.models.periods import days
from customers.book.operations.locking import lock_account
from customers.book.operations.terms import put_in_force
from customers.book.specs import InvoiceSpec


@operation("book.set_invoice_title")
def set_invoice_title(
    *, account_id: int, title: InvoiceSpec, from_day: date, case_number: str = "", actor: Actor, now: datetime
) -> InvoiceTitle:
    """From a day on invoices are made out to these data; what was in force ends there. Said again on the same day:
    it is corrected.

    Raises InvalidInput (name), LaterTermsExist, OutOfScope.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if not title.name.strip():
        raise InvalidInput({"name": _("An invoice needs a name.")})
    row, _changed = put_in_force(InvoiceTitle, from_day, asdict(title), case_number, account=account)
    return row


def rename_invoice_title(account: SupplyAccount, name: str, day: date, case_number: str) -> None:
    """The invoices of a locked account bear another name from a day on (210), where it has invoice data that reach
    the day; tax number, address and bank stay."""
    row = InvoiceTitle.objects.filter(account=account, period__contains=day).first()
    if row is None or row.name == name:
        return
    first, end = row.period.lower, row.period.upper
    if first < day:
        row.period = days(first, day)
        row.save(update_fields=["period"])
        row = InvoiceTitle(**{one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields})
        row.pk, row.period, row.name, row.case_number = None, days(day, end), name, case_number
        add_later([row])
    else:
        row.name, row.case_number = name, case_number
        row.save(update_fields=["name", "case_number"])
