"""211 过户: a factory is sold; the old holder has paid in advance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crm.audit.operation import SYSTEM
from crm.parameters.models import ParameterValue
from customers.book.enums import (
    AccountStatus,
    ContactPurpose,
    ContractOperation,
    ContractStatus,
    CustomerKind,
    InvoiceKind,
    NotifyMode,
    PayMode,
    PowerState,
    SettleMode,
)
from customers.book.models import Customer, SupplyAccount
from customers.book.operations import set_payment_terms
from customers.book.specs import PaymentSpec
from metering.models import RefundRequest
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.leaving import CREDIT, EXITS, LAST_BILL, ledger
from tests.factories.bizexpansion import Company
from tests.factories.book import AS_TYPED, OPENED, credit_code, invoices_of, make_hv_account, make_invoice_title
from tests.factories.metering import pay

BUYER = "苏州新辰机械有限公司"


def factory(company: Company, now: datetime) -> SupplyAccount:
    """Contract, contacts, instalments, invoice data, 1,000 yuan paid in advance; transfers are checked."""
    ParameterValue.objects.filter(parameter__code="change.extra_check", selector="211").update(value=1)
    account = make_hv_account(company.tree["YQ"])
    set_payment_terms(
        account_id=account.pk,
        terms=PaymentSpec(
            pay_mode=PayMode.COUNTER,
            settle_mode=SettleMode.INSTALMENTS,
            instalments=3,
            notify_mode=NotifyMode.SMS,
            invoice_kind=InvoiceKind.ELECTRONIC,
        ),
        from_day=OPENED.date(),
        case_number=account.open_case_number,
        actor=SYSTEM,
        now=OPENED,
    )
    make_invoice_title(account)
    pay(account, str(CREDIT))
    return account


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "new_kind": CustomerKind.ORGANISATION,
        "new_name": BUYER,
        "new_id_kind": "CREDIT_CODE",
        "id_number": credit_code(7001),
        "ground": "SALE",
        "property_number": "苏(2026)苏州市不动产权第0001号",
        "transfer_on": office.day().isoformat(),
        "credit_goes": "OLD",
        "reason": "厂房转让",
        "identity_checked": "on",
        "breaches_checked": "on",
        "contacts-0-purpose": ContactPurpose.ACCOUNTS,
        "contacts-0-name": "钱新",
        "contacts-0-phone": "13987654321",
        **{f"papers-{n}-present": "on" for n in (0, 2, 3, 4)},
    }


def book(office: Office) -> dict[str, Any]:
    """Who holds the account, on which terms."""
    account = SupplyAccount.objects.select_related("customer").get(pk=office.subject.pk)
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "holder": (account.customer.name, account.name),
        "account": (account.status, account.open_case_number, account.power_state),
        "contacts": sorted(account.contacts.values_list("purpose", "name", "phone")),
        "contracts": [(one.operation, one.term.lower, one.term.upper) for one in contracts],
        "payment": list(account.payment_terms.values_list("period", flat=True)),
        "invoices": invoices_of(account),
        "prices": [
            (one.period.lower, one.period.upper, one.price_code) for one in account.prices.order_by("period")
        ],
        "ledger": ledger(account),
        "requests": RefundRequest.objects.filter(account=account).count(),
    }


def archived(office: Office, *, with_terms: bool = True) -> None:
    """The number stays; contract, contacts, prices and payment are those of the new holder from that day on.

    `with_terms`: the old holder had terms of payment and data for invoices of his own.
    """
    found, account, before = book(office), SupplyAccount.objects.get(pk=office.subject.pk), office.subject
    day = office.accepted_at.date()
    assert found["holder"] == (BUYER, BUYER)
    assert account.customer == Customer.objects.get(name=BUYER)
    assert found["account"] == (AccountStatus.NORMAL, "", PowerState.ON)
    assert found["contacts"] == [(ContactPurpose.ACCOUNTS, "钱新", "13987654321")]
    old, new = found["contracts"]
    assert (old[0], old[2]) == (ContractOperation.TERMINATION, day)
    assert (new[0], new[1]) == (ContractOperation.NEW, day)
    assert [period.upper for period in found["payment"]] == ([day] if with_terms else [])
    assert found["invoices"] == ([(OPENED.date(), day, *AS_TYPED)] if with_terms else [])
    (first, second) = found["prices"]
    assert (first[1], second[0], second[1], second[2]) == (day, day, None, first[2])
    assert found["ledger"] == (0, CREDIT - LAST_BILL)
    request = RefundRequest.objects.get(account=account)
    assert (request.is_waiting, request.amount) == (True, CREDIT - LAST_BILL)
    assert Customer.objects.filter(pk=before.customer_id).exists()
    unchanged = ("address", "contract_capacity", "running_capacity", "tariff_class", "account_number", "voltage")
    assert [getattr(account, name) for name in unchanged] == [getattr(before, name) for name in unchanged]


TABLES = (
    Table(
        "211",
        accept=asked,
        prepare=factory,
        book=book,
        archived=archived,
        steps={
            "survey": lambda office: {
                "surveyor": str(office.company.people["R3"].pk),
                "second_surveyor": str(office.company.people["R3b"].pk),
                "checked_on": office.day().isoformat(),
                "is_possible": "on",
            },
            "settle_account": lambda office: {"bills-0-amount": str(LAST_BILL)},
            "draft_contract": {"valid_until": "2029-12-31"},
            "end_contract": {"notice_number": "ZZ-2026-0007"},
            "archive": {"data_checked": "on"},
        },
        exits=EXITS,
    ),
)
