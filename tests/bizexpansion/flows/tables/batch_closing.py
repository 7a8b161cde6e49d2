"""217 批量销户: a shop that is paid back its credit, and a home whose row had to be corrected."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bizexpansion.models import ClosingResult, ClosingRow, ListRowState
from crm.org.models import District
from customers.book.enums import AccountStatus, DeviceState, MeteringPointState, PowerState
from customers.book.models import Meter, MeterInstallation, SupplyAccount
from metering.enums import EntryKind
from metering.models import LedgerEntry
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables.leaving import hang_terminal, ledger
from tests.factories.bizexpansion import Company
from tests.factories.book import invoices_of, make_invoice_title, make_lv_account
from tests.factories.metering import pay
from tests.factories.sheets import xlsx

LIST = ("户号", "户名", "联系电话")


def accounts_of(company: Company, now: datetime) -> list[SupplyAccount]:
    """A shop with a terminal and 200 yuan of credit, and a home."""
    shop, home = make_lv_account(company.tree["YQ"]), make_lv_account(company.tree["YQ"], home=True, capacity=8)
    hang_terminal(shop)
    make_invoice_title(shop)
    pay(shop, "200.00")
    return [shop, home]


def asked(office: Office) -> dict[str, Any]:
    """The counter: the second row lacks a digit."""
    shop, home = office.subject
    return {
        "applicant_name": "苏州市姑苏区房屋征收办公室",
        "contact_name": "周主任",
        "contact_phone": "13812345670",
        "district": str(District.objects.get(department=office.company.tree["YQ"]).pk),
        "address": "苏州市工业园区东环路地块",
        "notice_number": "苏征告〔2026〕18号",
        "notice_on": office.day().isoformat(),
        "account_count": "2",
        "wanted_on": (office.now + timedelta(days=30)).date().isoformat(),
        "sheet": xlsx(LIST, [(shop.account_number, shop.name, ""), (home.account_number[:9], "", "")]),
        "identity_checked": "on",
        "breaches_checked": "on",
        "papers-0-present": "on",
        "papers-1-present": "on",
    }


def book(office: Office) -> list[Any]:
    """Everything that a closing ends, of both."""
    found = []
    for subject in office.subject:
        account = SupplyAccount.objects.get(pk=subject.pk)
        found.append(
            {
                "account": (account.status, account.open_case_number, account.closed_on, account.power_state),
                "points": list(account.metering_points.values_list("state", flat=True)),
                "meters": list(Meter.objects.filter(reserved_for=account).values_list("state", flat=True)),
                "terminals": account.terminals.filter(period__upper_inf=True).count(),
                "hanging": MeterInstallation.objects.filter(account=account, period__upper_inf=True).count(),
                "contracts": list(account.contracts.values_list("term", "operation").order_by("pk")),
                "invoices": invoices_of(account),
                "ledger": ledger(account),
            }
        )
    return found


def archived(office: Office) -> None:
    """Both accounts are closed, nothing hangs or is owed; the rows say how it ended."""
    for found in book(office):
        status, case, closed_on, power = found["account"]
        assert (status, case, power) == (AccountStatus.CLOSED, "", PowerState.CUT)
        assert closed_on is not None
        assert set(found["points"]) == {MeteringPointState.REMOVED}
        assert (set(found["meters"]), found["hanging"]) == ({DeviceState.RETURNED}, 0)
        assert found["ledger"] == (0, 0)
        assert [one[1] for one in found["invoices"]] == [closed_on] * len(found["invoices"])
        assert not found["terminals"]
    shop, home = office.subject
    assert LedgerEntry.objects.get(account=shop, kind=EntryKind.REFUND).amount == Decimal("200.00")
    assert not LedgerEntry.objects.filter(account=home).exists()
    rows = ClosingRow.objects.filter(application__case=office.case).order_by("number")
    assert [(row.account_id, row.state, row.result) for row in rows] == [
        (account.pk, ListRowState.ARCHIVED, ClosingResult.SETTLED) for account in office.subject
    ]


STEPS = {
    "determine_batch": {"is_complete": "yes"},
    "survey": lambda office: {
        "surveyor": str(office.company.people["R3"].pk),
        "second_surveyor": str(office.company.people["R3b"].pk),
        "checked_on": office.day().isoformat(),
        "is_possible": "on",
    },
    "approve_change": {"outcome": "approved"},
    "correct_row": lambda office: {"account_number": office.subject[1].account_number},
    "settle_account": lambda office: {"read_on": office.day().isoformat(), "bills-0-amount": "0.00"},
    "archive": {"data_checked": "on"},
}
EXITS = {("settle_account", "unsettled"): {"bills-0-amount": "5000.00"}}
TABLES = (Table("217", accept=asked, prepare=accounts_of, book=book, archived=archived, steps=STEPS, exits=EXITS),)
