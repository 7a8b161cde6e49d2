"""The pages of the administrators: who may open them, what they show, one call per button, constant cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from crm.audit.models import Entry, Reveal
from crm.audit.operation import SYSTEM, operation, record_reveal
from crm.messages.enums import Channel
from crm.messages.models import Notification
from crm.messages.operations import notify, send_message
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.org.operations import set_absence
from crm.outbox.models import Delivery, DeliveryState
from crm.outbox.operations import emit
from crm.parameters import touch
from crm.parameters.queries import get_parameter
from crm.parameters.touch import register_touch_counter
from tests.crm.outbox import sample_handlers  # noqa: F401 - registers test handlers
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    cache.clear()
    return make_company()


def browser(person: Staff) -> Client:
    client = Client()
    client.force_login(person, backend="crm.web.auth.StaffBackend")
    return client


def admin(tree: dict[str, Department], role: Role, number: str = "900001") -> Client:
    return browser(make_staff(number, tree["MKT"], role))


def text(response: Any) -> str:
    return response.content.decode()


PAGES = {
    "/administration/staff/": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER},
    "/administration/staff/new/": {Role.SYSTEM_ADMIN},
    "/administration/staff/clerk/": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER},
    "/administration/staff/clerk/roles/": {Role.SECURITY_ADMIN},
    "/administration/staff/clerk/password/": {Role.SECURITY_ADMIN},
    "/administration/staff/clerk/absence/": {Role.SYSTEM_ADMIN, Role.MANAGER},
    "/administration/parameters/": {Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER},
    "/administration/parameters/lv.limit_kw/": {Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER},
    "/administration/parameters/lv.limit_kw/new/": {Role.SYSTEM_ADMIN},
    "/administration/deliveries/": {Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN},
    "/messages/": {Role.SYSTEM_ADMIN, Role.MANAGER, Role.R1},
    "/audit/": {Role.AUDIT_ADMIN},
    "/audit/reveals/": {Role.AUDIT_ADMIN},
    "/audit/rows/crm_org_staff/1/": {Role.AUDIT_ADMIN},
}
LOOKING = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MANAGER, Role.R1, Role.R3)


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("role", LOOKING)
def test_each_page_opens_for_its_roles_only(tree, url: str, role: Role) -> None:
    make_staff("clerk", tree["GS-H"], Role.R1)
    assert admin(tree, role).get(url).status_code == (200 if role in PAGES[url] else 403)


@pytest.mark.parametrize("url", PAGES)
def test_nobody_signed_in_sees_nothing(client: Client, tree, url: str) -> None:
    assert client.get(url).headers["Location"].startswith("/login/")


def test_what_does_not_exist_is_not_found(tree) -> None:
    client = admin(tree, Role.SYSTEM_ADMIN)
    for url in ("/administration/staff/nobody/", "/administration/parameters/no.such/"):
        assert client.get(url).status_code == 404
    assert admin(tree, Role.AUDIT_ADMIN, "900002").get("/audit/entries/999999999/").status_code == 404


def test_a_manager_sees_the_people_of_the_own_department_only(tree) -> None:
    make_staff("clerk-gs", tree["GS-H"], Role.R1)
    make_staff("clerk-yq", tree["YQ-H"], Role.R1)
    client = browser(make_staff("boss", tree["GS"], Role.MANAGER))
    page = text(client.get("/administration/staff/"))
    assert ("clerk-gs" in page, "clerk-yq" in page) == (True, False)
    assert client.get("/administration/staff/clerk-yq/").status_code == 404
    assert client.get("/administration/staff/clerk-yq/absence/").status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_of_staff_costs_the_same(tree, people: int, django_assert_num_queries) -> None:
    for number in range(people):
        make_staff(f"g{number}", tree["GS-H"], Role.R1, Role.R6)
    client = admin(tree, Role.SYSTEM_ADMIN)
    client.get("/administration/staff/")
    with django_assert_num_queries(7):
        client.get("/administration/staff/")


def test_a_person_is_entered_by_one_administrator_and_given_a_role_by_another(tree) -> None:
    entering, giving = admin(tree, Role.SYSTEM_ADMIN), admin(tree, Role.SECURITY_ADMIN, "900002")
    values = {"number": "20001", "name": "张三", "department": tree["GS-H"].pk, "password": "weak"}
    refused = entering.post("/administration/staff/new/", values)
    assert refused.status_code == 422
    assert "张三" in text(refused)
    entering.post("/administration/staff/new/", values | {"password": "Neu-Pass-2026"})
    person = Staff.objects.get(number="20001")
    giving.post("/administration/staff/20001/roles/", {"role": "R1", "department": ""})
    held = person.assignments.get()
    assert (held.role, held.department) == ("R1", None)
    assert "受理" in text(giving.get("/administration/staff/20001/"))
    conflict = giving.post("/administration/staff/20001/roles/", {"role": "SYS", "department": ""})
    assert conflict.status_code == 409
    assert "管理员角色不能与其他角色兼任" in text(conflict)
    giving.post("/administration/staff/20001/roles/revoke/", {"assignment": held.pk})
    assert not person.assignments.exists()
    for nonsense in ("", "x", "9" * 30, "999999"):
        assert giving.post("/administration/staff/20001/roles/revoke/", {"assignment": nonsense}).status_code == 302


def test_an_account_is_closed_with_a_reason(tree) -> None:
    person = make_staff("clerk", tree["GS-H"], Role.R1)
    client = admin(tree, Role.SYSTEM_ADMIN)
    refused = client.post("/administration/staff/clerk/active/", {"active": "0", "reason": ""})
    assert (refused.status_code, "请填写原因" in text(refused)) == (422, True)
    client.post("/administration/staff/clerk/active/", {"active": "0", "reason": "离职"})
    person.refresh_from_db()
    assert not person.is_active
    assert (
        admin(tree, Role.SECURITY_ADMIN, "900002")
        .post("/administration/staff/clerk/active/", {"active": "1", "reason": "x"})
        .status_code
        == 403
    )


def test_absence_and_first_password_have_their_forms(tree) -> None:
    person = make_staff("clerk", tree["GS-H"], Role.R1)
    until = timezone.localdate() + timedelta(days=3)
    admin(tree, Role.SYSTEM_ADMIN).post("/administration/staff/clerk/absence/", {"until": until.isoformat()})
    security = admin(tree, Role.SECURITY_ADMIN, "900002")
    security.post("/administration/staff/clerk/password/", {"password": "Neu-Pass-2026"})
    security.post("/administration/staff/clerk/unlock/", {"reason": "本人来电"})
    person.refresh_from_db()
    assert (person.absent_until, person.check_password("Neu-Pass-2026")) == (until, True)
    assert security.post("/administration/staff/clerk/unlock/", {"reason": ""}).status_code == 422
    set_absence(staff=person, until=None, actor=SYSTEM, now=timezone.now())


def test_a_new_number_says_what_it_touches_and_is_in_force(tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "_counters", [])
    register_touch_counter("lv.", lambda change: 7, label="在办工单")
    client = admin(tree, Role.SYSTEM_ADMIN)
    url = "/administration/parameters/lv.limit_kw/new/"
    assert "涉及 7 项：在办工单" in text(client.get(url))
    today = timezone.localdate()
    values = {"value": "200", "valid_from": today.isoformat(), "source": "公司文件", "trust": "P"}
    for wrong, field in (
        ({"value": "-5"}, "id_value"),
        ({"value": "abc"}, "id_value"),
        ({"source": ""}, "id_source"),
    ):
        refused = client.post(url, values | wrong)
        assert (refused.status_code, f'href="#{field}"' in text(refused)) == (422, True)
    client.post(url, values)
    assert get_parameter("lv.limit_kw", on=today) == Decimal(200)
    page = text(client.get("/administration/parameters/lv.limit_kw/"))
    assert (">160</td>" in page, ">200</td>" in page, "UNCONFIRMED" in page) == (True, True, True)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("role", "url", "queries"),
    [
        (Role.SYSTEM_ADMIN, "/administration/deliveries/", 5),
        (Role.SYSTEM_ADMIN, "/administration/parameters/", 6),
        (Role.SYSTEM_ADMIN, "/messages/", 5),
        (Role.SYSTEM_ADMIN, "/notifications/", 4),
        (Role.AUDIT_ADMIN, "/audit/", 5),
    ],
)
def test_lists_cost_the_same_for_one_row_and_thirty(
    tree, rows: int, role: Role, url: str, queries: int, now: datetime, django_assert_num_queries
) -> None:
    for number in range(rows):
        emit("test.both", key=f"k{number}", payload={}, now=now)
        send_message(
            channel=Channel.SMS,
            recipient="13912345678",
            template="case.accepted",
            context={"number": "1", "due": "x"},
            key=f"m{number}",
            now=now,
            department=tree["GS"],
        )
        person = make_staff(f"p{number}", tree["GS-H"], Role.R1)
        set_absence(staff=person, until=None, actor=person, now=now)
    client = admin(tree, role)
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


def test_a_given_up_delivery_is_shown_and_tried_again(tree, now: datetime) -> None:
    emit("test.failing", key="k", payload={}, now=now)
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=8, last_error="RuntimeError at failing:1")
    client = admin(tree, Role.SYSTEM_ADMIN)
    assert "RuntimeError at failing:1" in text(client.get("/administration/deliveries/?state=FAILED"))
    delivery = Delivery.objects.get()
    client.post(f"/administration/deliveries/{delivery.pk}/retry/")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)
    assert client.post("/administration/deliveries/999999/retry/").status_code == 404
    auditor = admin(tree, Role.AUDIT_ADMIN, "900002")
    assert auditor.post(f"/administration/deliveries/{delivery.pk}/retry/").status_code == 403


def test_recipients_are_masked_and_other_departments_messages_absent(tree, now: datetime) -> None:
    for number, code in enumerate(("GS", "YQ")):
        send_message(
            channel=Channel.SMS,
            recipient=f"1391234567{number}",
            template="case.accepted",
            context={"number": f"case-{code}", "due": "x"},
            key=code,
            now=now,
            department=tree[code],
        )
    page = text(browser(make_staff("clerk", tree["GS-H"], Role.R1)).get("/messages/"))
    assert ("139****5670" in page, "13912345670" in page) == (True, False)
    assert ("case-GS" in page, "case-YQ" in page) == (True, False)


def test_the_inbox_counts_opens_and_marks_as_read(tree) -> None:
    now = timezone.now()
    one, two = make_staff("n1", tree["GS-H"], Role.R1), make_staff("n2", tree["GS-H"], Role.R1)
    for key in ("a", "b"):
        notify([one.pk], kind="test", title=f"title-{key}", url="/floor/", key=key, now=now)
    client = browser(one)
    assert '<span class="count">2</span>' in text(client.get("/floor/"))
    first = Notification.objects.get(key="a")
    assert client.post(f"/notifications/{first.pk}/open/").headers["Location"] == "/floor/"
    assert browser(two).post(f"/notifications/{first.pk}/open/").status_code == 404
    assert '<span class="count">1</span>' in text(client.get("/notifications/badge/"))
    page = text(client.get("/notifications/"))
    assert page.index("title-b") < page.index("title-a")
    client.post("/notifications/read/")
    assert 'class="count"' not in text(client.get("/notifications/badge/"))
    assert client.get("/notifications/read/").status_code == 405


def test_the_business_log_is_filtered_and_opens_the_rows_behind(tree, now: datetime) -> None:
    person = make_staff("clerk", tree["GS-H"], Role.R1, phone="0512-68251234")
    auditor = admin(tree, Role.AUDIT_ADMIN)
    system = make_staff("900002", tree["MKT"], Role.SYSTEM_ADMIN)
    set_absence(staff=person, until=None, actor=person, now=now)
    set_absence(staff=person, until=now.date(), actor=system, now=now)
    entry = Entry.objects.get(operation="org.set_absence", actor_id=system.pk)
    for query, rows in (
        ("who=900002", 1),
        ("who=clerk", 1),
        ("who=nobody", 0),
        ("what=org.set", 2),
        (f"kind=crm_org.staff&record={person.pk}", 2),
        ("since=2026-11-25&until=2026-11-25", 2),
        ("since=2026-11-26", 0),
    ):
        page = text(auditor.get(f"/audit/?{query}"))
        assert page.count(">org.set_absence</span>") == rows, query
    page = text(auditor.get(f"/audit/entries/{entry.pk}/"))
    assert ("absent_until" in page, "2026-11-25" in page) == (True, True)
    history = text(auditor.get(f"/audit/rows/crm_org_staff/{person.pk}/"))
    assert ("absent_until" in history, "修改" in history or "updated" in history) == (True, True)


def test_personal_values_are_shown_for_a_reason_that_is_kept(tree, now: datetime) -> None:
    auditor = admin(tree, Role.AUDIT_ADMIN)
    person = make_staff("clerk", tree["GS-H"], Role.R1)

    @operation("test.rename")
    def rename(*, actor, now) -> None:
        Staff.objects.filter(pk=person.pk).update(name="新名字")

    rename(actor=SYSTEM, now=now)
    url = f"/audit/entries/{Entry.objects.get(operation='test.rename').pk}/"
    masked = text(auditor.get(url))
    assert ("***" in masked, "新名字" in masked) == (True, False)
    assert auditor.post(url, {"reason": " "}).status_code == 422
    assert not Reveal.objects.exists()
    assert "新名字" in text(auditor.post(url, {"reason": "投诉核查"}))
    assert Reveal.objects.get().reason == "投诉核查"
    assert "投诉核查" in text(auditor.get("/audit/reveals/"))


def test_who_saw_a_record_can_be_asked(tree, now: datetime) -> None:
    person = make_staff("clerk", tree["GS-H"], Role.R1)
    for code in ("GS", "YQ"):
        record_reveal(subject=tree[code], field_name="name", reason=f"看-{code}", actor=person, now=now)
    auditor = admin(tree, Role.AUDIT_ADMIN)
    page = text(auditor.get(f"/audit/reveals/?kind=crm_org.department&record={tree['GS'].pk}"))
    assert ("看-GS" in page, "看-YQ" in page) == (True, False)


def test_the_log_pages_on_by_key_and_counts_nothing(tree, now: datetime) -> None:
    person = make_staff("clerk", tree["GS-H"], Role.R1)
    for _number in range(60):
        set_absence(staff=person, until=None, actor=person, now=now)
    auditor = admin(tree, Role.AUDIT_ADMIN)
    first = auditor.get("/audit/?what=org.")
    assert text(first).count(">org.set_absence</span>") == 50
    further = auditor.get(
        "/audit/", {"what": "org.", "after": first.context["page"].next}, headers={"HX-Request": "true"}
    )
    assert text(further).count(">org.set_absence</span>") == 10
    assert first.context["page"].count == ""


def test_the_menu_leads_to_the_administration_and_shows_where_one_is(tree) -> None:
    client = admin(tree, Role.SYSTEM_ADMIN)
    assert client.get("/administration/").headers["Location"] == "/administration/staff/"
    assert 'href="/administration/" aria-current="page"' in text(client.get("/administration/deliveries/"))
