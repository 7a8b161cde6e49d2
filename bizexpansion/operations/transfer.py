"""Another holder of the account (211): found or written down at the counter, put in his place by the archive."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import CreditGoes
from bizexpansion.errors import NotReady
from bizexpansion.models import AccountTransfer
from bizexpansion.models.asking import asked_as
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.opening import Opening, let_go, note_held, opener
from crm.errors import InvalidInput
from crm.reading import read_together
from customers.book.models import SupplyAccount
from customers.book.operations import lock_account_for_change, transfer_account
from customers.book.operations.customers import find_or_write_customer
from customers.book.specs import ContactSpec, CustomerSpec
from metering.models import AccountBalance
from metering.operations.refunds import request_refund


@opener("hold_for_transfer")
def hold_for_transfer(opening: Opening) -> SupplyAccount:
    """The account, locked for this case; the new holder is the customer with this ID number, or a new one.

    Raises InvalidInput where the number is on file under another name, or the new holder is the old one.
    """
    asked = opening.application
    if not isinstance(asked, AccountTransfer):
        raise NotReady(details={"missing": "application"})
    asked.new_customer = find_or_write_customer(
        CustomerSpec(
            name=asked.new_name,
            kind=asked.new_kind,
            id_kind=asked.new_id_kind,
            id_number=opening.id_number,
            mailing_address=asked.new_mailing_address,
        ),
        None,
        department_id=asked.account.department_id,
        now=opening.now,
    )
    if asked.new_customer.pk == asked.account.customer_id:
        raise InvalidInput({"id_number": _("This customer holds the account already; a new name is flow 210.")})
    return lock_account_for_change(
        account_id=asked.account_id, case_number=opening.number, actor=opening.actor, now=opening.now
    )


@effect("hold_for_transfer", undo=let_go, label=gettext_lazy("the hold on the account"))
def note_held_for_transfer(context: EffectContext) -> Payload:
    """A01: the account was locked together with the case; remember it."""
    return note_held(context)


@effect(
    "archive_transfer", undo=None, label=gettext_lazy("the new holder, without the invoice data of the old one")
)
def archive_transfer(context: EffectContext) -> Payload:
    """A20: the account keeps its number and has another holder; what the old one had paid in advance goes back to
    him, if so agreed: a request that waits in the ledger for a second person."""
    asked = asked_as(AccountTransfer, context.case)
    if asked.new_customer_id is None:
        raise NotReady(details={"missing": "new_customer"})
    number = context.case.case_number
    contacts, balances = read_together(
        asked.contacts.order_by("id"), AccountBalance.objects.filter(account=asked.account_id)
    )
    credit = balances[0].credit_amount if balances else Decimal(0)
    if asked.credit_goes == CreditGoes.OLD and credit > 0:
        words = _("Credit of the old holder, case %(number)s") % {"number": number}
        request_refund(account_id=asked.account_id, amount=credit, reason=words, **context.frame)
    transfer_account(
        account_id=asked.account_id,
        customer_id=asked.new_customer_id,
        contacts=[ContactSpec(purpose=one.purpose, name=one.name, phone=one.phone) for one in contacts],
        transferred_on=asked.transfer_on,
        case_number=number,
        **context.frame,
    )
    return {}
