"""What staff may write over the API: with the tag of what they have seen, once for each key, with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from crm.audit.models import Entry, Reveal
from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import ContactPerson, Customer, Meter, ReadingSection, SupplyAccount
from tests.customers.book.api.conftest import Console
from tests.factories.book import make_account, make_customer, make_section, open_hv_account

pytestmark = pytest.mark.django_db
REASON = {"reason": "客户来函更正"}


def fields(answer: Any) -> set[str]:
    return {error["field"] for error in answer.json()["errors"]}


def test_an_address_is_corrected_by_who_has_seen_it(clerk: Console, account: SupplyAccount, url: str) -> None:
    seen = clerk.get(url)["ETag"]
    answer = clerk.send("patch", url, {"address": " 苏州市  姑苏区人民路1号 ", **REASON}, if_match=seen)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["address"] == "苏州市 姑苏区人民路1号"
    assert answer["ETag"] == clerk.get(url)["ETag"] != seen
    entry = Entry.objects.filter(operation="book.correct_account").get()
    assert (entry.subject_id, entry.reason) == (account.pk, REASON["reason"])
    assert "人民路" not in str(entry.details)


def test_a_stale_correction_shows_what_stands_now(clerk: Console, manager: Console, url: str) -> None:
    seen = clerk.get(url)["ETag"]
    manager.change("patch", url, {"name": "苏州新名有限公司", **REASON})
    answer = clerk.send("patch", url, {"name": "苏州旧名有限公司", **REASON}, if_match=seen)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer.json()["current"]["name"] == "苏州新名有限公司"
    again = clerk.send("patch", url, {"name": "苏州旧名有限公司", **REASON}, if_match=answer["ETag"])
    assert again.status_code == 200


def test_a_write_without_a_tag_is_refused(clerk: Console, account: SupplyAccount, url: str) -> None:
    writes = [
        ("patch", url),
        ("post", f"{url}section/"),
        ("patch", f"{url}contacts/ELECTRICAL/"),
        ("put", f"{url}contacts/ELECTRICAL/"),
        ("delete", f"{url}contacts/ELECTRICAL/"),
        ("patch", f"/api/v1/customers/{account.customer.customer_number}/"),
    ]
    for method, address in writes:
        answer = clerk.send(method, address, {})
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_required"), address


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"address": "x"}, "reason"),
        ({"address": "x", "reason": " "}, "reason"),
        ({"address": "", **REASON}, "address"),
        ({"address": "长" * 201, **REASON}, "address"),
        ({"name": "\u3000", **REASON}, "name"),
        ({"name": ["a"], **REASON}, "name"),
        ({"name": "a\x00b", **REASON}, "name"),
    ],
)
def test_a_wrong_correction_is_named(clerk: Console, url: str, body: dict[str, Any], wrong: str) -> None:
    answer = clerk.change("patch", url, body)
    assert answer.status_code in (400, 422)
    assert fields(answer) == {wrong}
    assert not Entry.objects.filter(operation="book.correct_account").exists()


def test_no_correction_while_a_case_is_open(clerk: Console, tree: dict[str, Department]) -> None:
    account = open_hv_account(tree["GS"])
    answer = clerk.change("patch", f"/api/v1/accounts/{account.account_number}/", {"name": "x", **REASON})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_busy")
    assert answer.json()["current"] == {"case_number": account.open_case_number}


def test_a_role_that_may_not_correct_is_refused(tree: dict[str, Department], url: str) -> None:
    surveyor = Console(tree["GS-H"], "1003", Role.R3)
    assert surveyor.change("patch", url, {"name": "x", **REASON}).status_code == 403


def test_an_account_moves_to_a_section_of_its_department(
    manager: Console, account: SupplyAccount, url: str, tree: dict[str, Department]
) -> None:
    section, foreign = make_section(tree["GS"]), make_section(tree["WZ"])
    closed = make_section(tree["GS"], is_active=False)
    for number in (foreign.number, closed.number, "no-such"):
        answer = manager.change("post", url, {"section": number}, action="section/")
        assert (answer.status_code, fields(answer)) == (422, {"section"})
    moved = manager.change("post", url, {"section": section.number}, action="section/")
    assert (moved.status_code, moved.json()["section"]) == (200, section.number)
    account.refresh_from_db()
    assert account.section == section


def test_a_customers_mailing_address(clerk: Console, account: SupplyAccount) -> None:
    url = f"/api/v1/customers/{account.customer.customer_number}/"
    answer = clerk.change("patch", url, {"mailing_address": "苏州市人民路1号", **REASON})
    assert (answer.status_code, answer.json()["mailing_address"]) == (200, "苏州市人民路1号")
    assert answer.json()["version"] == 2
    cleared = clerk.change("patch", url, {"mailing_address": "", **REASON})
    assert (cleared.status_code, cleared.json()["mailing_address"]) == (200, "")


def test_a_name_that_other_departments_share_takes_the_permission_there(
    clerk: Console, tree: dict[str, Department]
) -> None:
    shared = make_customer(name="苏州甲公司")
    for code in ("GS", "WZ"):
        make_account(tree[code], customer=shared)
    url = f"/api/v1/customers/{shared.customer_number}/"
    assert clerk.change("patch", url, {"name": "苏州乙公司", **REASON}).status_code == 404
    assert clerk.change("patch", url, {"mailing_address": "人民路1号", **REASON}).status_code == 200
    agent = Console(tree["95598"], "9501", Role.CALL_AGENT)
    assert agent.change("patch", url, {"name": "苏州乙公司", **REASON}).status_code == 200
    assert Customer.objects.get(pk=shared.pk).name == "苏州乙公司"


NEW = {"name": "陈静", "phone": "13912345678"}


def test_a_contact_is_written_anew_and_in_place(clerk: Console, url: str) -> None:
    outage = f"{url}contacts/OUTAGE/"
    made = clerk.send("put", outage, NEW, if_none_match="*")
    assert (made.status_code, made["Location"]) == (201, outage)
    assert made.json() == {"purpose": "OUTAGE", "name": "陈*", "phone": "139****5678", "version": 1}
    assert clerk.send("put", outage, NEW, if_none_match="*").json()["code"] == "already_there"
    changed = clerk.send("put", outage, {**NEW, "phone": "13912345679"}, if_match=made["ETag"])
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = clerk.send("put", outage, {**NEW, "phone": "13912345670"}, if_match=made["ETag"])
    assert (stale.status_code, stale.json()["current"]["phone"]) == (412, "139****5679")


def test_a_phone_changes_while_the_name_stays(clerk: Console, account: SupplyAccount, url: str) -> None:
    answer = clerk.change("patch", f"{url}contacts/ELECTRICAL/", {"phone": "0512-68250000"})
    assert answer.status_code == 200, answer.json()
    person = ContactPerson.objects.get(account=account, purpose="ELECTRICAL")
    assert (person.name, person.phone) == ("张建国", "0512-68250000")


def test_a_contact_is_taken_off(clerk: Console, url: str) -> None:
    contact = f"{url}contacts/ACCOUNTS/"
    assert clerk.change("delete", contact).status_code == 204
    assert clerk.get(contact).status_code == 404
    assert clerk.send("delete", contact, if_match="*").status_code == 404


@pytest.mark.parametrize(
    ("purpose", "body", "wrong"),
    [
        ("OUTAGE", {"name": "陈静", "phone": "12"}, {"phone"}),
        ("OUTAGE", {"phone": "13912345678"}, {"name"}),
        ("NOBODY", NEW, {"purpose"}),
    ],
)
def test_a_wrong_contact_is_named(
    clerk: Console, url: str, purpose: str, body: dict[str, str], wrong: set[str]
) -> None:
    answer = clerk.send("put", f"{url}contacts/{purpose}/", body)
    assert answer.status_code in (400, 422)
    assert fields(answer) == wrong


def test_a_lost_answer_is_asked_for_again(clerk: Console, url: str) -> None:
    """The key goes before the tag: a repetition is answered as before, not refused as stale."""
    headers = {"if_match": clerk.get(url)["ETag"], "idempotency_key": "k1"}
    first, second = (clerk.send("patch", url, {"name": "苏州新名", **REASON}, **headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"


def test_a_reveal_asks_why_and_is_written_down(clerk: Console, account: SupplyAccount, url: str) -> None:
    contact = f"{url}contacts/ELECTRICAL/reveal/"
    assert fields(clerk.send("post", contact, {"field": "phone"})) == {"reason"}
    assert fields(clerk.send("post", contact, {"field": "phone", "reason": "OTHER"})) == {"note"}
    assert fields(clerk.send("post", contact, {"field": "id", "reason": "CONTACT"})) == {"field"}
    assert not Reveal.objects.exists()
    shown = clerk.send("post", contact, {"field": "phone", "reason": "CONTACT"}, idempotency_key="k")
    assert shown.json() == {"field": "phone", "value": "13812345678"}
    again = clerk.send("post", contact, {"field": "phone", "reason": "CONTACT"}, idempotency_key="k")
    assert "Idempotency-Replayed" not in again
    assert Reveal.objects.filter(actor_id=clerk.staff.pk, field="phone").count() == 2
    number = account.customer.customer_number
    body = {"field": "id_number", "reason": "IDENTIFY"}
    assert len(clerk.send("post", f"/api/v1/customers/{number}/reveal/", body).json()["value"]) == 18


def test_nobody_else_reveals(tree: dict[str, Department], url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Console(tree["WZ-H"], "3001", Role.R1)
    body = {"field": "name", "reason": "CONTACT"}
    assert stranger.send("post", f"{url}reveal/", body).status_code == 404
    assert not Reveal.objects.exists()


METER = {
    "asset_number": "3240001000000000000001",
    "kind": "THREE_SMART",
    "wiring": "THREE_FOUR",
    "rated_current": "1.5",
    "maximum_current": "6",
    "constant": 6400,
}


def test_the_store_takes_in_a_delivery_once(tree: dict[str, Department]) -> None:
    keeper = Console(tree["GS-T"], "1013", Role.R13)
    meter = METER | {"kind": Meter._meta.get_field("kind").choices[0][0]}
    meter["wiring"] = Meter._meta.get_field("wiring").choices[0][0]
    body = {"department": "GS", "devices": [meter]}
    first, second = (keeper.send("post", "/api/v1/meters/", body, idempotency_key="lkw7") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201), first.json()
    assert first.content == second.content
    assert Meter.objects.count() == 1
    again = keeper.send("post", "/api/v1/meters/", body, idempotency_key="lkw8")
    assert (again.status_code, fields(again)) == (422, {"asset_number"})
    foreign = keeper.send("post", "/api/v1/meters/", body | {"department": "WZ"})
    assert foreign.status_code == 404


def test_a_reading_section_is_set_up(manager: Console) -> None:
    body = {"department": "GS", "number": "GS-7", "name": "高压七段", "reading_day": 7}
    answer = manager.send("post", "/api/v1/reading-sections/", body)
    assert (answer.status_code, answer.json()["reading_day"]) == (201, 7)
    assert manager.send("post", "/api/v1/reading-sections/", body | {"reading_day": 32}).status_code == 400
    assert ReadingSection.objects.count() == 1
