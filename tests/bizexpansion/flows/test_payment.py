"""303: what a bank needs, what instalments are, and that the agreement on them goes with the contract."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bizexpansion.models import Case, PaymentChange
from customers.book.models import PaymentTerms
from customers.book.models.periods import days
from tests.bizexpansion.flows.office import Office, problems
from tests.bizexpansion.flows.tables.payment import TABLES
from tests.factories.bizexpansion import make_people
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
