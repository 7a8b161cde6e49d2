"""210 更名."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from customers.book.enums import AccountStatus, ContractOperation, ContractStatus
from customers.book.models import SupplyAccount
from tests.bizexpansion.flows.office import Office, Table
from tests.factories.bizexpansion import Company
from tests.factories.book import AS_TYPED, OPENED, invoices_of, make_hv_account, make_invoice_title

NEW_NAME = "苏州博远精密电子股份有限公司"


def account_of(company: Company, now: datetime) -> SupplyAccount:
    """A living high-voltage account with a contract and data for its invoices."""
    account = make_hv_account(company.tree["YQ"])
    make_invoice_title(account)
    return account


def asked(office: Office) -> dict[str, Any]:
    """The counter."""
    return {
        "account": office.subject.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "new_name": NEW_NAME,
        "ground": "REGISTRATION",
        "proof_number": "苏市监登字〔2026〕0118号",
        "reason": "企业改制更名",
        "identity_checked": "on",
        "papers-0-present": "on",
        "papers-2-present": "on",
        "papers-3-present": "on",
    }


def book(office: Office) -> dict[str, Any]:
    """Names, status and contracts in force."""
    account = SupplyAccount.objects.select_related("customer").get(pk=office.subject.pk)
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "names": (account.name, account.customer.name),
        "status": (account.status, account.open_case_number),
        "invoices": invoices_of(account),
        "contracts": [(one.operation, one.term.lower, one.term.upper) for one in contracts],
    }


def archived(office: Office) -> None:
    """Name of account and customer, one contract after the other, nothing else."""
    account, before = SupplyAccount.objects.get(pk=office.subject.pk), office.subject
    found = book(office)
    assert found["names"] == (NEW_NAME, NEW_NAME)
    assert found["status"] == (AccountStatus.NORMAL, "")
    first, second = found["contracts"]
    assert (first[0], second[0]) == (ContractOperation.NEW, ContractOperation.CHANGE)
    assert first[2] == second[1]
    assert found["invoices"] == [
        (OPENED.date(), office.day(), *AS_TYPED),
        (office.day(), None, NEW_NAME, *AS_TYPED[1:]),
    ]
    unchanged = ("address", "contract_capacity", "running_capacity", "tariff_class", "account_number")
    assert [getattr(account, name) for name in unchanged] == [getattr(before, name) for name in unchanged]


TABLES = (
    Table(
        "210",
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
