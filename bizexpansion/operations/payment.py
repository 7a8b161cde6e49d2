"""Change of payment method (303): what the archive writes into the book."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from bizexpansion.models import PaymentChange, asked_as
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.specs import invoice_changed
from customers.book.models import InvoiceTitle
from customers.book.operations import set_invoice_title, set_payment_terms
from customers.book.specs import PaymentSpec


@effect("archive_payment", undo=None, label=gettext_lazy("the way of paying and the invoice data"))
def archive_payment(context: EffectContext) -> Payload:
    """A20 of 303: from today on the account pays, is told and gets its invoice as agreed."""
    asked, today = asked_as(PaymentChange, context.case), localtime(context.now).date()
    frame: dict[str, Any] = {
        "account_id": context.account_id,
        "from_day": today,
        "case_number": context.case.case_number,
    }
    set_payment_terms(
        terms=PaymentSpec(
            pay_mode=asked.pay_mode,
            settle_mode=asked.settle_mode,
            instalments=asked.instalments,
            notify_mode=asked.notify_mode,
            invoice_kind=asked.invoice_kind,
            is_prepaid=asked.is_prepaid,
            bank_name=asked.bank_name,
            bank_last4=asked.bank_last4,
            bank_cipher=asked.bank_cipher,
            authorisation_number=asked.authorisation_number,
            payer_number=asked.payer_number,
        ),
        **frame,
        **context.frame,
    )
    standing = InvoiceTitle.objects.filter(account=context.account_id, period__contains=today).first()
    title = invoice_changed(asked, standing)
    if title is not None:
        set_invoice_title(title=title, **frame, **context.frame)
    return {}
