"""To whom invoices are made out: one title at a time, what begins on the day itself, what a person may see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from crm.audit.models import Reveal
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput
from crm.org.enums import Role
from crm.org.models import Department
from customers.book.enums import PowerState
from customers.book.models import InvoiceTitle
from customers.book.models.periods import days
from customers.book.operations import (
    LaterTermsExist,
    close_accounts,
    lock_account_for_change,
    rename_account,
    reopen_account,
    set_invoice_title,
    transfer_account,
    undo_transfer_account,
)
from customers.book.specs import InvoiceSpec
from tests.customers.book.test_pages import person_account, story_of
from tests.factories.book import (
    AS_TYPED,
    INVOICE,
    OPENED,
    invoices_of,
    make_account,
    make_customer,
    make_hv_account,
    make_invoice_title,
)
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
DAY = OPENED.date()
LATER = OPENED + timedelta(days=40)
CASE: dict[str, Any] = {"case_number": "Z-1", "actor": SYSTEM, "now": LATER}


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.mark.parametrize(
    ("first", "end", "name", "constraint"),
    [
        (DAY, None, "甲", "invoice_title_one_at_a_time"),
        (DAY - timedelta(days=9), DAY + timedelta(days=1), "甲", "invoice_title_one_at_a_time"),
        (DAY, DAY, "甲", "invoice_title_proper"),
        (DAY - timedelta(days=9), DAY, "", "invoice_title_named"),
    ],
)
def test_the_database_refuses_a_second_title_on_a_day(
    tree: dict[str, Department], first: date, end: date | None, name: str, constraint: str
) -> None:
    account = make_account(tree["YQ"])
    make_invoice_title(account)
    InvoiceTitle.objects.create(account=make_account(tree["YQ"]), period=days(DAY), name="乙")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InvoiceTitle.objects.create(account=account, period=days(first, end), name=name)


def test_what_is_said_again_on_the_day_corrects_it(tree: dict[str, Department]) -> None:
    account = make_account(tree["YQ"])
    make_invoice_title(account)
    frame: dict[str, Any] = {"account_id": account.pk, "actor": SYSTEM, "now": LATER}
    set_invoice_title(title=InvoiceSpec(name="甲"), from_day=DAY, **frame)
    assert [one[:4] for one in invoices_of(account)] == [(DAY, None, "甲", "")]
    set_invoice_title(title=InvoiceSpec(name="乙"), from_day=LATER.date(), **frame)
    assert [one[:3] for one in invoices_of(account)] == [(DAY, LATER.date(), "甲"), (LATER.date(), None, "乙")]
    with pytest.raises(LaterTermsExist):
        set_invoice_title(title=InvoiceSpec(name="丙"), from_day=DAY, **frame)
    with pytest.raises(InvalidInput):
        set_invoice_title(title=InvoiceSpec(name=" "), from_day=LATER.date(), **frame)


def test_a_title_of_the_very_day_is_renamed_in_its_place(tree: dict[str, Department]) -> None:
    account, other = make_hv_account(tree["YQ"]), make_hv_account(tree["YQ"])
    make_invoice_title(account, LATER)
    for one in (account, other):
        lock_account_for_change(account_id=one.pk, **CASE)
        rename_account(account_id=one.pk, name="苏州新名有限公司", **CASE)
    assert invoices_of(account) == [(LATER.date(), None, "苏州新名有限公司", *AS_TYPED[1:])]
    assert invoices_of(other) == [], "without invoice data there is nothing to rename"


@pytest.mark.parametrize("since", [OPENED, LATER])
def test_the_title_goes_with_its_holder_and_comes_back_with_him(tree: dict[str, Department], since: Any) -> None:
    """One that began on the day of the transfer holds for that day alone."""
    account = make_hv_account(tree["YQ"])
    make_invoice_title(account, since)
    stood = invoices_of(account)
    lock_account_for_change(account_id=account.pk, **CASE)
    frame: dict[str, Any] = {"account_id": account.pk, **CASE}
    before = transfer_account(customer_id=make_customer().pk, contacts=[], transferred_on=LATER.date(), **frame)
    end = LATER.date() if since == OPENED else LATER.date() + timedelta(days=1)
    assert [one[:2] for one in invoices_of(account)] == [(since.date(), end)]
    undo_transfer_account(before=before, **frame)
    assert invoices_of(account) == stood


def test_the_title_ends_with_the_account_and_comes_back_with_it(tree: dict[str, Department]) -> None:
    account = make_account(tree["YQ"], power_state=PowerState.CUT, built_on=DAY)
    make_invoice_title(account)
    lock_account_for_change(account_id=account.pk, **CASE)
    before = close_accounts(closed_on={account.pk: LATER.date()}, **CASE)
    assert [one[:2] for one in invoices_of(account)] == [(DAY, LATER.date())]
    reopen_account(account_id=account.pk, before=before[account.pk], **CASE)
    assert invoices_of(account) == [(DAY, None, *AS_TYPED)]


def test_the_numbers_of_a_firm_are_masked_and_all_of_a_person(client: Client, tree: dict[str, Department]) -> None:
    client.force_login(make_staff("1001", tree["YQ-H"], Role.R1, Role.R6))
    firm, person = make_account(tree["YQ"]), person_account(tree)
    for account in (firm, person):
        make_invoice_title(account)
    number, bank = INVOICE["vat_number"], INVOICE["vat_bank_account"].replace(" ", "")
    texts = {account: story_of(client, account) for account in (firm, person)}
    for text in texts.values():
        assert f"{'*' * 12}{number[-4:]}" in text
        assert f"{'*' * 12}{bank[-4:]}" in text
        assert number not in text
        assert bank not in text
    assert INVOICE["vat_address_phone"] in texts[firm]
    assert INVOICE["vat_name"] in texts[firm]
    assert INVOICE["vat_address_phone"] not in texts[person]
    assert INVOICE["vat_name"] not in texts[person]


def test_the_eye_shows_it_for_a_reason_and_others_nothing(client: Client, tree: dict[str, Department]) -> None:
    account = person_account(tree)
    title = make_invoice_title(account)
    client.force_login(make_staff("1001", tree["YQ-H"], Role.R1, Role.R6))
    shown = {"name": 0, "tax_number": 1, "address_phone": 2, "bank_account": 4}
    for field, place in shown.items():
        answer = client.post(f"/customers/reveal/invoice/{title.pk}/{field}/", {"reason": "CONTACT"})
        assert AS_TYPED[place] in answer.content.decode(), field
    assert set(Reveal.objects.values_list("subject_type", "subject_id")) == {("book.invoicetitle", title.pk)}
    client.force_login(make_staff("9001", tree["MKT"], Role.AUDIT_ADMIN))
    seen = client.get(f"/customers/{account.customer_id}/seen/").content.decode()
    assert [word in seen for word in ("发票抬头", "纳税人识别号", "注册地址、电话", "银行账号")] == [True] * 4
    client.force_login(make_staff("2001", tree["GS-H"], Role.R1, Role.R6))
    for field in shown:
        answer = client.post(f"/customers/reveal/invoice/{title.pk}/{field}/", {"reason": "CONTACT"})
        assert answer.status_code == 404
