"""Change of payment method (303): what the archive writes into the book."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from bizexpansion.models import PaymentChange, asked_as
from bizexpansion.operations.effects import EffectContext, Payload, effect
from customers.book.operations import set_payment_terms
from customers.book.specs import PaymentSpec


@effect("archive_payment", undo=None, label=gettext_lazy("the way of paying"))
def archive_payment(context: EffectContext) -> Payload:
    """A20 of 303: from today on the account pays, is told and gets its invoice as agreed."""
    asked = asked_as(PaymentChange, context.case)
    set_payment_terms(
        account_id=context.account_id,
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
        from_day=localtime(context.now).date(),
        case_number=context.case.case_number,
        **context.frame,
    )
    return {}
