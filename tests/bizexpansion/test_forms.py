"""Every step through its form, as a browser would send it; and what forms refuse, by field."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from bizexpansion.demo.typing import posted
from bizexpansion.enums import CaseState, TaskState
from bizexpansion.errors import AccountHasOpenCase, PapersMissing
from bizexpansion.flows import current_flows
from bizexpansion.forms.base import StepEntry, _usual, flatten, this_minute
from bizexpansion.forms.batch import cell_fields
from bizexpansion.forms.removal import RemovedMeterRow
from bizexpansion.models import Application, Case, CaseDocument, ClosingBatch, ClosingRow, Task
from bizexpansion.operations.batch_list import LISTS
from bizexpansion.steps import STEPS, open_entry, send_entry
from crm.errors import InvalidInput
from crm.workdays.calendar import load_calendar
from tests.factories.bizexpansion import DOERS, FULL, SIMPLE, Walk, Wishes, make_people
from tests.factories.bizexpansion_forms import application_values, typed
from tests.factories.book import make_account

pytestmark = pytest.mark.django_db


def accept_entry(walk: Walk, **values: Any) -> StepEntry:
    """The counter's form as it would be sent."""
    clerk, department = walk.company.who("R1"), walk.company.tree["YQ"]
    empty = StepEntry(STEPS["accept"], user=clerk, flow_code="104", department=department)
    data = posted(empty, **(application_values(walk) | values))
    return StepEntry(STEPS["accept"], user=clerk, flow_code="104", department=department, data=data, files={})


def accept(walk: Walk, **values: Any) -> Case:
    entry = accept_entry(walk, **values)
    assert entry.is_valid(), entry.form.errors
    return send_entry(entry, actor=walk.company.who("R1"), now=walk.now)


def send(walk: Walk, node: str, **values: Any) -> StepEntry:
    """Open a step's form, type what a person types, and send it."""
    task = Task.objects.select_related("case__department").get(case=walk.case, node=node, state=TaskState.OPEN)
    who = walk.doer(task)
    data = posted(open_entry(task, user=who), **(typed(walk, node) | values))
    entry = open_entry(task, user=who, data=data, files={})
    problems = (entry.form.errors, [rows.errors for rows in entry.rows.values()])
    assert entry.is_valid(), (node, problems)
    walk.case = send_entry(entry, actor=who, now=walk.now)
    return entry


@pytest.mark.parametrize("wishes", [SIMPLE, FULL], ids=["simple", "full"])
def test_case_goes_its_whole_way_through_the_forms(now: datetime, wishes: Wishes) -> None:
    walk = Walk(make_people(), now, wishes)
    walk.case = accept(walk)
    while walk.case.is_open:
        walk.now += timedelta(minutes=20)
        for node in [node for node in DOERS if node in walk.open_nodes()]:
            if walk.case.tasks.filter(node=node, state=TaskState.OPEN).exists():
                send(walk, node)
    assert walk.case.state == CaseState.CLOSED
    assert walk.case.tasks.count() == (35 if wishes is FULL else 23)


def test_every_step_of_every_flow_has_its_form_and_no_form_is_left_over() -> None:
    steps = [step for graph in current_flows() for step in graph.steps.values()]
    assert {form for step in steps for form in step.forms} == set(STEPS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("applied_capacity", "-5"),
        ("applied_capacity", "1000000000"),
        ("applied_capacity", "abc"),
        ("applied_capacity", ""),
        ("applicant_name", ""),
        ("contacts-0-phone", "12345"),
        ("source_count", "7"),
    ],
)
def test_wrong_field_names_itself_in_chinese(now: datetime, field: str, value: str) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    with translation.override("zh-hans"):
        entry = accept_entry(walk, **{field: value})
        assert not entry.is_valid()
        relation, _, rest = field.partition("-")
        errors = entry.rows[relation].forms[0].errors if rest else entry.form.errors
        name = field.rpartition("-")[2] if rest else field
        assert list(errors) == [name]
        assert not [text for text in errors[name] if not re.search("[一-龥]", text)]
    assert not Case.objects.exists()


@pytest.mark.parametrize("value", ["1900-01-01", "2026-11-24", "2099-01-01"])
def test_impossible_day_is_refused_at_its_field(now: datetime, value: str) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    entry = accept_entry(walk, wanted_on=value)
    assert entry.is_valid()
    with pytest.raises(InvalidInput) as refusal:
        send_entry(entry, actor=walk.company.who("R1"), now=now)
    entry.add_refusal(refusal.value)
    assert list(entry.form.errors) == ["wanted_on"]
    assert not Case.objects.exists()


def test_same_form_sent_twice_is_one_case(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    entry = accept_entry(walk)
    assert entry.is_valid()
    first = send_entry(entry, actor=walk.company.who("R1"), now=now)
    again = accept_entry(walk, token=str(first.token))
    assert again.is_valid()
    assert send_entry(again, actor=walk.company.who("R1"), now=now) == first
    assert Case.objects.count() == 1
    assert Application.objects.count() == 1


def test_second_application_for_the_same_place_is_refused(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    first = accept(walk)
    entry = accept_entry(walk)
    assert entry.is_valid()
    with pytest.raises(AccountHasOpenCase) as refusal:
        send_entry(entry, actor=walk.company.who("R1"), now=now)
    assert refusal.value.details == {"case_number": first.case_number}
    assert refusal.value.field == "address"
    assert Case.objects.count() == 1


def test_a_new_supply_is_not_barred_by_a_case_on_the_account_that_the_customer_is_known_from(now: datetime) -> None:
    """It opens an account of its own; one case at a time holds for that one, and for its name and address."""
    walk = Walk(make_people(), now, SIMPLE)
    account = make_account(walk.company.tree["YQ"], status="2", open_case_number="261101-0001")
    entry = accept_entry(walk, existing_account=account.account_number)
    assert entry.is_valid()
    case = send_entry(entry, actor=walk.company.who("R1"), now=now)
    assert case.account_id not in (None, account.pk)
    account.refresh_from_db()
    assert account.open_case_number == "261101-0001"


def test_account_of_another_department_does_not_exist_for_the_clerk(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    account = make_account(walk.company.tree["WZ"])
    entry = accept_entry(walk, existing_account=account.account_number)
    assert not entry.is_valid()
    assert list(entry.form.errors) == ["existing_account"]


def test_missing_papers_are_named_all_at_once(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    entry = accept_entry(walk, **{"papers-2-present": "", "papers-4-present": ""})
    assert entry.is_valid()
    with pytest.raises(PapersMissing) as refusal:
        send_entry(entry, actor=walk.company.who("R1"), now=now)
    assert refusal.value.details["missing"] == ["M-PRJ", "M-HVX"]
    assert not Case.objects.exists()


def test_row_that_does_not_fit_is_named_in_its_row(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.case = accept(walk)
    walk.run("dispatch_survey", "survey")
    task = Task.objects.select_related("case__department").get(case=walk.case, node="draft_plan")
    who = walk.company.who("R4")
    data = posted(open_entry(task, user=who), **(typed(walk, "draft_plan") | {"transformers-0-source": "5"}))
    entry = open_entry(task, user=who, data=data, files={})
    assert entry.is_valid()
    with pytest.raises(InvalidInput) as refusal:
        send_entry(entry, actor=who, now=walk.now)
    entry.add_refusal(refusal.value)
    assert list(entry.rows["transformers"].forms[0].errors) == ["source"]
    assert not entry.form.errors


def test_plan_must_carry_its_capacity(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.case = accept(walk)
    walk.run("dispatch_survey", "survey")
    with pytest.raises(InvalidInput) as refusal:
        send(walk, "draft_plan", approved_capacity="800")
    assert list(refusal.value.errors) == ["approved_capacity"]
    assert walk.open_nodes() == {"draft_plan"}


def test_paper_with_its_file_is_kept_once(now: datetime, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    walk = Walk(make_people(), now, SIMPLE)
    clerk, department = walk.company.who("R1"), walk.company.tree["YQ"]
    data = posted(
        StepEntry(STEPS["accept"], user=clerk, flow_code="104", department=department), **application_values(walk)
    )
    files = {"papers-0-upload": SimpleUploadedFile("执照.pdf", b"%PDF-1.7\n1 0 obj\n", "application/pdf")}
    entry = StepEntry(STEPS["accept"], user=clerk, flow_code="104", department=department, data=data, files=files)
    assert entry.is_valid()
    case = send_entry(entry, actor=clerk, now=now)
    paper = CaseDocument.objects.get(case=case, kind="M-ORG")
    assert (paper.file_name, paper.content_type, paper.size) == ("执照.pdf", "application/pdf", 17)
    assert (tmp_path / paper.path).read_bytes() == b"%PDF-1.7\n1 0 obj\n"
    assert case.documents.count() == 5


@pytest.mark.parametrize(
    ("name", "content"), [("setup.exe", b"MZ\x90\x00"), ("执照.pdf", b"MZ\x90\x00"), ("执照.pdf", b"")]
)
def test_program_in_disguise_is_refused_at_its_row(now: datetime, name: str, content: bytes) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    clerk, department = walk.company.who("R1"), walk.company.tree["YQ"]
    data = posted(
        StepEntry(STEPS["accept"], user=clerk, flow_code="104", department=department), **application_values(walk)
    )
    files = {"papers-0-upload": SimpleUploadedFile(name, content)}
    entry = StepEntry(STEPS["accept"], user=clerk, flow_code="104", department=department, data=data, files=files)
    assert not entry.is_valid()
    assert entry.papers is not None
    assert list(entry.papers.forms[0].errors) == ["upload"]


def test_values_of_the_api_become_what_a_browser_sends() -> None:
    payload = {"note": "ok", "items": [{"kind": "02", "amount": Decimal("10.00"), "standard": "苏价工"}]}
    assert flatten(STEPS["determine_fee"], payload) == {
        "note": "ok",
        "items-TOTAL_FORMS": 1,
        "items-INITIAL_FORMS": 0,
        "items-0-kind": "02",
        "items-0-amount": Decimal("10.00"),
        "items-0-standard": "苏价工",
    }


def test_a_register_is_empty_until_somebody_has_read_it() -> None:
    row = RemovedMeterRow(initial={"asset_number": "3242000000000000000001", "total": Decimal("7.50")})
    assert [row[name].value() for name in ("total", "peak", "demand")] == [Decimal("7.50"), None, None]
    sent = {"asset_number": "3242000000000000000001", "total": "812.50", "peak": "312.50"}
    typed = RemovedMeterRow(sent)
    assert typed.is_valid(), typed.errors
    assert (typed.instance.total, typed.instance.peak, typed.instance.flat) == (
        Decimal("812.50"),
        Decimal("312.50"),
        Decimal(0),
    )
    assert "total" in RemovedMeterRow(sent | {"total": ""}).errors


def test_what_is_done_was_mostly_done_just_now_and_who_is_sent_goes_the_next_working_day(now: datetime) -> None:
    walk = Walk(make_people(), now, SIMPLE)
    walk.accept()
    with time_machine.travel(now + timedelta(seconds=31), tick=False):
        entry = open_entry(walk.task("dispatch_survey"), user=walk.company.who("R2"))
        usual = _usual(STEPS["install_meter"], None)
        connected = this_minute()
    calendar = load_calendar()
    assert entry.form.initial["planned_for"] == calendar.opening(next(calendar.working_days_after(walk.day())))
    assert usual["installed_at"] == connected == now.replace(second=0, microsecond=0)


def test_a_row_that_waits_says_at_its_cell_what_is_wrong() -> None:
    row = ClosingRow(
        raw={"account_number": "32000"}, problems=[{"column": "account_number", "reason": "too short"}]
    )
    fields = cell_fields(LISTS[ClosingBatch].columns, row)
    assert "too short" in str(fields["account_number"].help_text)
    assert {name for name, field in fields.items() if "aria-invalid" in field.widget.attrs} == {"account_number"}
