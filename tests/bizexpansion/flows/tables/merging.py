"""213 并户: a shop takes two neighbours in; a factory with transformers takes in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from bizexpansion.models import CapacitySum
from crm.audit.operation import SYSTEM
from customers.book.enums import (
    AccountStatus,
    ContractOperation,
    ContractStatus,
    DeviceState,
    MeteringPointState,
    PowerState,
)
from customers.book.models import Meter, SupplyAccount
from metering.enums import PaymentMethod
from metering.operations.payments import post_payment
from tests.bizexpansion.flows.office import Office, Table
from tests.bizexpansion.flows.tables import exchange_steps, leaving
from tests.bizexpansion.flows.tables.exchange_steps import moment
from tests.factories.bizexpansion import Company, Wishes
from tests.factories.book import (
    AS_TYPED,
    OPENED,
    invoices_of,
    make_hv_account,
    make_invoice_title,
    make_lv_account,
    make_meter,
)

CREDIT = Decimal("88.00")
ADDRESS = "苏州市工业园区东环路88号"


@dataclass(frozen=True)
class Neighbours:
    """The account that stays, and those that are taken in; all at one address."""

    stays: SupplyAccount
    others: list[SupplyAccount]

    @property
    def all(self) -> list[SupplyAccount]:
        """Every account of the merge, as the book has it now."""
        return [SupplyAccount.objects.get(pk=one.pk) for one in (self.stays, *self.others)]


def shops(company: Company, now: datetime) -> Neighbours:
    """40, 30 and 20 kVA at 380 V; at the second a terminal hangs."""
    rows = [make_lv_account(company.tree["YQ"], capacity=capacity) for capacity in (40, 30, 20)]
    leaving.hang_terminal(rows[1])
    return _at_one_address(rows)


def factories(company: Company, now: datetime) -> Neighbours:
    """Twice two transformers of 1,600 kVA; for the second something was paid in advance."""
    rows = [make_hv_account(company.tree["YQ"]) for _one in range(2)]
    post_payment(
        account_id=rows[1].pk,
        amount=CREDIT,
        method=PaymentMethod.CASH,
        paid_on=localtime(now).date(),
        key="before",
        actor=SYSTEM,
        now=now,
    )
    return _at_one_address(rows)


def _at_one_address(rows: list[SupplyAccount]) -> Neighbours:
    SupplyAccount.objects.filter(pk__in=[row.pk for row in rows]).update(address=ADDRESS)
    for row in rows:
        make_invoice_title(row)
    first, *others = (SupplyAccount.objects.get(pk=row.pk) for row in rows)
    return Neighbours(first, others)


def asked(office: Office) -> dict[str, Any]:
    """The counter: who is taken in, and who agrees."""
    rows = {}
    for index, other in enumerate(office.subject.others):
        rows |= {
            f"absorbed-{index}-account": other.account_number,
            f"absorbed-{index}-agreed_by": f"钱{index + 1}",
            f"absorbed-{index}-agreed_on": office.day().isoformat(),
        }
    return {
        "account": office.subject.stays.account_number,
        "contact_name": "陈静",
        "contact_phone": "13812345678",
        "reason": "店铺打通经营",
        "identity_checked": "on",
        "breaches_checked": "on",
        **{f"papers-{number}-present": "on" for number in (0, 2, 3, 4)},
        **rows,
    }


def plan(office: Office) -> dict[str, Any]:
    """The sum of all, as the page proposes it; 90 kVA are 137 A, more than the meter carries."""
    wishes = office.wishes
    return {
        "access_scheme": "由原供电电源供电",
        "receiving_scheme": "合并为一户后由原进线供电",
        "metering_scheme": "保留一套计量装置",
        "billing_scheme": "电价不变",
        "importance": wishes.importance,
        **({"is_fee_due": "on"} if wishes.fee else {}),
    }


def paid(office: Office) -> dict[str, Any]:
    """The customer has paid the last bill in advance."""
    return {"read_on": office.day().isoformat()}


def new_meter(office: Office) -> dict[str, Any]:
    """S08: a meter that carries the sum."""
    meter = make_meter(office.company.tree["YQ"], maximum_current=Decimal(160))
    return {"meters-0-asset_number": meter.asset_number}


STEPS = {
    "draft_plan": plan,
    "amend_contract": lambda office: {
        "signed_on": office.day().isoformat(),
        "customer_signatory": "陈静",
        "utility_signatory": "孙九",
    },
    "assign_meter": new_meter,
    "cut_power": lambda office: {"cut_at": moment(office), "order_number": "DL-2026-0101"},
    "exchange_meter": exchange_steps.exchanged,
    "record_exchange": exchange_steps.STEPS["record_exchange"],
    "return_exchanged": lambda office: {
        "returned_on": office.day().isoformat(),
        "slip_number": "TH-0002",
        "shelf": "B-02",
    },
    "settle_account": paid,
    "archive": {"data_checked": "on"},
}


def book(office: Office) -> Any:
    """Status, power, capacity, points, devices, contracts and money of every account."""
    return [_of(account) for account in office.subject.all]


def _of(account: SupplyAccount) -> dict[str, Any]:
    contracts = account.contracts.filter(status=ContractStatus.VALID).order_by("term")
    return {
        "account": (account.status, account.open_case_number, account.power_state, account.closed_on),
        "capacity": (account.contract_capacity, account.running_capacity),
        "periods": [
            (one.period.lower, one.period.upper, one.contract_capacity, one.running_capacity)
            for one in account.capacity_periods.order_by("period")
        ],
        "equipment": list(account.transformers.values_list("sequence", "plate_capacity", "run_status")),
        "sources": list(account.power_sources.values_list("sequence", "capacity", "is_active", "line")),
        "points": list(account.metering_points.values_list("sequence", "state")),
        "meters": list(Meter.objects.filter(reserved_for=account).values_list("asset_number", "state")),
        "contracts": [(one.operation, one.term.lower, one.term.upper) for one in contracts],
        "invoices": invoices_of(account),
        "ledger": leaving.ledger(account),
    }


def archived(office: Office) -> None:
    """One account with the capacity of all from the day of energising; the others closed, without meter or debt."""
    subject = office.subject
    own, others = subject.stays.contract_capacity, sum(one.contract_capacity for one in subject.others)
    first, *rest = book(office)
    day = localtime(office.now).date()
    assert first["account"] == (AccountStatus.NORMAL, "", PowerState.ON, None)
    assert first["capacity"] == (own + others, own + others)
    before, after = first["periods"]
    assert (before[1], before[2], before[3]) == (after[0], own, own)
    assert after[1:] == (None, own + others, own + others)
    assert after[0] <= day
    assert [one["invoices"] for one in (first, *rest)] == [
        [(OPENED.date(), closed_on, *AS_TYPED)] for closed_on in (None, *(one["account"][3] for one in rest))
    ]
    ended, amended = first["contracts"]
    assert (ended[0], amended[0], ended[2]) == (ContractOperation.NEW, ContractOperation.CHANGE, amended[1])
    for one in rest:
        assert one["account"][:3] == (AccountStatus.CLOSED, "", PowerState.CUT)
        assert one["account"][3] is not None
        assert {state for _number, state in one["points"]} == {MeteringPointState.REMOVED}
        assert {state for _number, state in one["meters"]} == {DeviceState.RETURNED}
        assert {active for _n, _c, active, _l in one["sources"]} == {False}
        assert [made for made, _from, _to in one["contracts"]] == [ContractOperation.TERMINATION]
        assert all(period[1] is not None for period in one["periods"])
    sums = list(CapacitySum.objects.filter(plan__case=office.case, plan__state="AGREED").order_by("account_id"))
    assert [(one.moved_in_contract, one.moved_out_contract) for one in sums] == [
        (others, 0),
        *((0, one.contract_capacity) for one in subject.others),
    ]
    credit = sum(one["ledger"][1] for one in office.before)
    assert [one["ledger"] for one in (first, *rest)] == [(0, credit), *[(0, 0)] * len(rest)], "it goes with the use"
    assert [one.total_contract for one in sums] == [own + others, *(0 for _one in subject.others)]


def factories_archived(office: Office) -> None:
    """The transformers of the other factory run under the first one's number."""
    archived(office)
    first, other = book(office)
    assert first["equipment"] == [(n, Decimal(1600), "01") for n in (1, 2, 3, 4)]
    assert {state for _n, _c, state in other["equipment"]} == {"03"}


TABLES = (
    Table(
        "213",
        accept=asked,
        prepare=shops,
        book=book,
        archived=archived,
        steps=STEPS,
        exits={("settle_account", "unsettled"): {"bills-0-amount": "35.40"}},
        wishes=Wishes(project_flag="3", fee=True, terminal=False, importance="SECOND"),
    ),
    Table(
        "213",
        name="high voltage",
        accept=asked,
        prepare=factories,
        book=book,
        archived=factories_archived,
        steps=STEPS,
        exits={("settle_account", "unsettled"): {"bills-0-amount": "135.40"}},
        wishes=Wishes(terminal=False),
    ),
)
