"""303 更改交费方式: from the counter to direct debit with instalments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crm.parameters.models import ParameterValue
from customers.book.enums import AccountStatus, ContractAttachment, ContractStatus
from customers.book.models import PaymentTerms, SupplyAccount
from customers.book.sealed import unseal
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Company
from tests.factories.book import AS_TYPED, OPENED, invoices_of, make_hv_account, make_invoice_title


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """A living account with a contract, in a department that looks at such changes once more."""
    ParameterValue.objects.filter(parameter__code="change.extra_check", selector="303").update(value=1)
    account = make_hv_account(company.tree["YQ"])
    make_invoice_title(account)
    return account


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "pay_mode": "COLLECTION",
        "settle_mode": "01",
        "instalments": "3",
        "notify_mode": "EMAIL",
        "invoice_kind": "VAT",
        "bank_name": "中国工商银行苏州分行",
        "bank_holder": "苏州博远精密电子有限公司",
        "bank_account": "1102 0210 0900 1234 567",
        "authorisation_number": "TS-2026-0118",
        "vat_bank": "中国建设银行苏州分行",
        "reason": "委托银行托收",
        "identity_checked": "on",
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def book(office: Office) -> dict[str, Any]:
    """Status, contracts in force, terms of payment."""
    account = SupplyAccount.objects.get(pk=office.subject.pk)
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    terms = account.payment_terms.order_by("period")
    columns = ("period", "pay_mode", "settle_mode", "instalments", "notify_mode", "invoice_kind", "bank_last4")
    return {
        "status": (account.status, account.open_case_number),
        "contracts": [(one.term.lower, one.term.upper, list(one.attachments)) for one in contracts],
        "invoices": invoices_of(account),
        "terms": list(terms.values_list(*columns)),
    }


def archived(office: Office) -> None:
    """Terms of payment from today on; the amended contract carries the settlement agreement."""
    found, today = book(office), office.day()
    assert found["status"] == (AccountStatus.NORMAL, "")
    ((period, *values),) = found["terms"]
    assert (period.lower, period.upper) == (today, None)
    assert values == ["COLLECTION", "01", 3, "EMAIL", "VAT", "4567"]
    terms = PaymentTerms.objects.get(account=office.subject)
    assert unseal(terms.bank_cipher) == "1102021009001234567"
    assert (terms.authorisation_number, terms.is_prepaid) == ("TS-2026-0118", False)
    name, number, place, _bank, bank_account = AS_TYPED
    assert found["invoices"] == [
        (OPENED.date(), today, *AS_TYPED),
        (today, None, name, number, place, "中国建设银行苏州分行", bank_account),
    ], "what was left empty stays"
    (_start, ended, _before), (begun, _end, attachments) = found["contracts"]
    assert ended == begun
    assert ContractAttachment.SETTLEMENT in attachments


TABLES = (
    Table(
        "303",
        accept=asked,
        prepare=account_of,
        book=book,
        archived=archived,
        steps={
            "approve_change": {"outcome": "approved"},
            "amend_contract": lambda office: {
                "signed_on": office.day().isoformat(),
                "customer_signatory": "陈静",
                "utility_signatory": "孙九",
            },
            "archive": {"data_checked": "on"},
        },
    ),
)
