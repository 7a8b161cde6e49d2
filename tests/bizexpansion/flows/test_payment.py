"""303: what a bank needs, what instalments are, and that the agreement on them goes with the contract."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from bizexpansion.models import Case, PaymentChange
from bizexpansion.operations.effects import EffectContext
from bizexpansion.operations.payment import archive_payment
from crm.audit.operation import SYSTEM
from crm.messages.models import Notification
from crm.outbox.operations import drain
from customers.book.enums import AccountStatus, PowerState
from customers.book.models import Customer, InvoiceTitle, PaymentTerms, SupplyAccount
from customers.book.models.payment_terms import payer_trouble
from customers.book.models.periods import days
from customers.book.operations import close_accounts, lock_account_for_change, transfer_account
from tests.bizexpansion.flows.office import Office, problems
from tests.bizexpansion.flows.tables.payment import TABLES
from tests.factories.bizexpansion import make_people
from tests.factories.book import INVOICE, invoices_of, make_account, make_hv_account, make_paid_with
from tests.factories.metering import charge

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(now: datetime) -> Office:
    return Office(make_people(), TABLES[0], now)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"bank_account": ""}, "bank_account"),
        ({"bank_account": "12ab"}, "bank_account"),
        ({"authorisation_number": ""}, "authorisation_number"),
        ({"pay_mode": "COUNTER"}, "pay_mode"),
        ({"instalments": "1"}, "instalments"),
        ({"settle_mode": "02"}, "instalments"),
        ({"is_prepaid": "on"}, "is_prepaid"),
        ({"papers-1-present": ""}, "__all__"),
        ({"identity_checked": ""}, "identity_checked"),
    ],
)
def test_a_wrong_entry(office: Office, values: dict[str, str], field: str) -> None:
    answer = office.accept(**values)
    assert answer.status_code in (409, 422), answer.status_code
    assert field in answer.context["entry"].errors()
    assert not Case.objects.exists()


def test_arrears_bar_it(office: Office) -> None:
    charge(office.subject, "1204.50", due_on=office.day().replace(day=1))
    answer = office.accept()
    assert answer.status_code == 409
    assert "1,2" in str(problems(answer))


def test_the_counter_needs_no_bank_and_no_authorisation(office: Office) -> None:
    bank = dict.fromkeys(("bank_name", "bank_holder", "bank_account", "authorisation_number"), "")
    answer = office.accept(
        pay_mode="COUNTER", settle_mode="02", instalments="1", invoice_kind="E", **{"papers-1-present": ""}, **bank
    )
    assert answer.status_code == 302, problems(answer)
    assert PaymentChange.objects.get(case=office.case).bank_cipher == ""


def test_the_form_knows_how_it_is_paid_today(office: Office) -> None:
    PaymentTerms.objects.create(
        account=office.subject, period=days(office.day()), pay_mode="ONLINE", settle_mode="02", notify_mode="APP",
        invoice_kind="E",
    )  # fmt: skip
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["303"]), {"account": office.subject.account_number})
    form = page.context["entry"].form
    assert (form.initial["pay_mode"], form.initial["notify_mode"]) == ("ONLINE", "APP")


def test_the_contract_has_to_carry_the_settlement_agreement(office: Office) -> None:
    office.accept()
    office.run("draft_contract")
    typed: dict[str, Any] = {"attachments": ["DUAL_SOURCE"]}
    answer = office.do("draft_contract", **typed)
    assert answer.status_code == 422
    assert "attachments" in answer.context["entry"].errors()


COUNTER: dict[str, str] = {
    **dict.fromkeys(("bank_name", "bank_holder", "bank_account", "authorisation_number", "papers-1-present"), ""),
    "pay_mode": "COUNTER",
    "settle_mode": "02",
    "instalments": "1",
    "invoice_kind": "E",
}


def test_an_account_is_paid_together_with_another(office: Office) -> None:
    """账务关系: from the archive on the book says with which account the bills are paid, and its page shows it."""
    payer = make_hv_account(office.company.tree["YQ"])
    answer = office.accept(**COUNTER, payer_number=payer.account_number)
    assert answer.status_code == 302, problems(answer)
    case = office.case
    archive_payment(EffectContext(case, case.tasks.get(node="accept"), SYSTEM, office.now))
    terms = PaymentTerms.objects.get(account=office.subject)
    assert (terms.payer_number, terms.period.lower) == (payer.account_number, office.day())
    customer, number = office.subject.customer_id, office.subject.account_number
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("customer-block", args=[customer, number, "terms"]))
    assert payer.account_number in page.content.decode()
    assert "paid together with another" in _trouble(payer, office.subject, office), "no chain behind it"
    assert "Other accounts are paid" in _trouble(payer, make_hv_account(office.company.tree["YQ"]), office)


def test_the_first_invoice_data_bear_the_name_of_the_account(office: Office) -> None:
    """Where the book knows none yet; numbers are sealed with the application and shown masked."""
    InvoiceTitle.objects.all().delete()
    answer = office.accept(**COUNTER, vat_number=INVOICE["vat_number"], vat_bank="")
    assert answer.status_code == 302, problems(answer)
    case = office.case
    archive_payment(EffectContext(case, case.tasks.get(node="accept"), SYSTEM, office.now))
    name, number = office.subject.name, INVOICE["vat_number"]
    assert invoices_of(office.subject) == [(office.day(), None, name, number, "", "", "")]
    with time_machine.travel(office.now):
        page = office.browser(office.company.who("R1")).get(reverse("case", args=[case.case_number]))
    assert number not in page.content.decode()
    assert number not in str(PaymentChange.objects.values().get())


@pytest.mark.parametrize(("kind", "told"), [("ORGANISATION", True), ("PERSON", False)])
def test_the_counter_begins_with_the_invoice_data_of_a_firm(office: Office, kind: str, told: bool) -> None:
    Customer.objects.filter(pk=office.subject.customer_id).update(kind=kind)
    with time_machine.travel(office.now):
        clerk = office.browser(office.company.who("R1"))
        page = clerk.get(reverse("accept", args=["303"]), {"account": office.subject.account_number})
    text = page.content.decode()
    assert (INVOICE["vat_address_phone"] in text) is told
    assert INVOICE["vat_number"] not in text


def test_the_counter_names_the_accounts_that_are_paid_together(office: Office) -> None:
    """They bar nothing; what they owe is told, and, before the payer leaves, that they pay for themselves then."""
    theirs = make_paid_with(office.subject)
    charge(theirs, "1204.50", due_on=office.day().replace(day=1))
    with time_machine.travel(office.now), override("en"):
        clerk = office.browser(office.company.who("R1"))
        pages = {
            (code, account): clerk.get(reverse("accept", args=[code]), {"account": account.account_number})
            for code, account in (("303", office.subject), ("216", office.subject), ("218", theirs))
        }
    told = {
        key: [
            (one.answer.met, str(one.answer.words)) for one in page.context["findings"] if one.rule.code == "PAYER"
        ]
        for key, page in pages.items()
    }
    ((met, words),) = told["303", office.subject]
    assert met
    assert theirs.account_number in words
    assert "¥1,2" in words
    ((met, words),) = told["216", office.subject]
    assert met is None
    assert "303" in words
    ((met, words),) = told["218", theirs]
    assert office.subject.account_number in words
    with time_machine.travel(office.now):
        assert office.accept().status_code == 302, "P2 asks for the account itself (3.4, ruling 8)"


def test_who_was_paid_for_pays_for_itself_once_the_payer_has_another_holder(office: Office) -> None:
    """211: the new holder has agreed to pay for nobody, and the managers are told who is concerned."""
    theirs, buyer = make_paid_with(office.subject), make_hv_account(office.company.tree["YQ"]).customer_id
    frame: dict[str, Any] = {"case_number": "Z-1", "actor": SYSTEM, "now": office.now}
    payer = lock_account_for_change(account_id=office.subject.pk, **frame)
    transfer_account(account_id=payer.pk, customer_id=buyer, contacts=[], transferred_on=office.day(), **frame)
    drain(now=office.now)
    line = Notification.objects.get(recipient=office.company.who("R6"))
    assert office.subject.account_number in line.title
    assert line.body == theirs.account_number
    mine = PaymentTerms.objects.filter(account=theirs).order_by("period")
    assert [(one.period.upper, one.payer_number) for one in mine] == [
        (office.day(), office.subject.account_number),
        (None, ""),
    ]


def test_who_was_paid_for_pays_for_itself_once_the_payer_is_closed(office: Office) -> None:
    """216, 213, 217, 108: the other terms stay as they were."""
    payer = make_account(
        office.company.tree["YQ"],
        power_state=PowerState.CUT,
        status=AccountStatus.CHANGE_OPEN,
        open_case_number="Z-2",
    )
    theirs = make_paid_with(payer)
    close_accounts(closed_on={payer.pk: office.day()}, case_number="Z-2", actor=SYSTEM, now=office.now)
    before, after = PaymentTerms.objects.filter(account=theirs).order_by("period")
    assert (before.period.upper, before.payer_number) == (office.day(), payer.account_number)
    assert (after.period.lower, after.period.upper, after.payer_number) == (office.day(), None, "")
    assert (after.case_number, after.notify_mode) == ("Z-2", before.notify_mode)


def _trouble(account: SupplyAccount, payer: SupplyAccount, office: Office) -> str:
    with override("en"):
        return payer_trouble(account, payer.account_number, office.day())


def test_who_cannot_be_paid_together(office: Office) -> None:
    elsewhere = make_hv_account(office.company.tree["GS"])
    for number in (office.subject.account_number, elsewhere.account_number, "1234567890123"):
        answer = office.accept(**COUNTER, payer_number=number)
        assert "payer_number" in answer.context["entry"].errors(), number
    own = make_hv_account(office.company.tree["YQ"])
    answer = office.accept(payer_number=own.account_number)
    assert "payer_number" in answer.context["entry"].errors(), "a bank of its own and another payer"
    assert not Case.objects.exists()
