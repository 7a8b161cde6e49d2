"""Abort from every phase: the book is as it was before, clocks have ended, nobody has a task left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from bizexpansion.enums import CaseState, EffectState, TaskState
from bizexpansion.models import CaseClock, EffectRecord, FeeDetermination, FeeReceipt, Survey, TerminalInstallation
from bizexpansion.operations import control
from crm.clocks.enums import ClockState
from customers.book.enums import AccountStatus, ContractStatus, PowerState
from customers.book.models import Contract, Customer, InstrumentTransformer, Meter
from tests.bizexpansion.whole_book import assert_unchanged, whole_book
from tests.factories.bizexpansion import FULL, Walk, make_people
from tests.factories.book import make_hv_account

pytestmark = pytest.mark.django_db

PHASES: list[tuple[str, ...]] = [
    ("dispatch_survey",),
    ("survey",),
    ("draft_plan",),
    ("countersign_plan",),
    ("approve_plan",),
    ("reply_plan",),
    ("customer_answer",),
    ("determine_fee", "track_grid_project", "receive_design", "draft_contract", "fix_metering_plan"),
    ("collect_fee", "review_design", "review_contract", "assign_meter"),
    ("request_interim", "sign_contract"),
    ("inspect_interim",),
    ("inspect_completion", "file_contract"),
    ("dispatch_fitting",),
    ("issue_meter",),
    ("install_meter",),
    ("record_installation",),
    ("install_terminal",),
    ("energise",),
    ("update_topology",),
    ("archive",),
]


def test_book_is_as_before(now: datetime) -> None:
    """One walk; at each phase the case is aborted, looked at, and taken up again as if nothing had been."""
    walk = Walk(make_people(), now, FULL)
    make_hv_account(walk.company.tree["YQ"])
    before = whole_book()
    walk.accept()
    for phase in PHASES:
        walk.run_until(*phase, after=timedelta(minutes=20))
        assert walk.open_nodes() >= {phase[0]}
        mark = transaction.savepoint()
        control.abort_case(case_id=walk.case.pk, reason="项目取消", actor=walk.company.who("MGR"), now=walk.now)
        assert_unchanged(before, whole_book())
        assert_nothing_is_left(walk)
        transaction.savepoint_rollback(mark)


def assert_nothing_is_left(walk: Walk) -> None:
    account = walk.case.account
    account.refresh_from_db()
    assert (account.status, account.open_case_number) == (AccountStatus.VOIDED, "")
    assert (account.power_state, account.energised_on) == (PowerState.CUT, None)
    assert set(Contract.objects.filter(account=account).values_list("status", flat=True)) <= {ContractStatus.VOID}
    for model in (Meter, InstrumentTransformer):
        assert not model.objects.filter(reserved_for=account).exists()
    walk.case.refresh_from_db()
    assert (walk.case.state, walk.case.closing_reason) == (CaseState.ABORTED, "项目取消")
    assert not walk.case.tasks.filter(state__in=[TaskState.OPEN, TaskState.DONE]).exists()
    assert set(EffectRecord.objects.values_list("state", flat=True)) == {EffectState.COMPENSATED}
    ended = set(CaseClock.objects.values_list("clock__state", flat=True))
    assert ended <= {ClockState.STOPPED, ClockState.CANCELLED}
    assert not FeeDetermination.objects.filter(voided_at__isnull=True).exists()
    assert not FeeReceipt.objects.filter(refund_due_at__isnull=True).exists()
    assert not TerminalInstallation.objects.filter(removed_at__isnull=True).exists()


def test_survey_that_finds_no_supply_ends_the_case_with_its_reason(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    before = whole_book()
    walk.accept()
    walk.run_until("survey")
    walk.do("survey", can_supply=False, refusal_reason="110 kV 星湖变无可开放容量", approved_capacity=None)
    assert (walk.case.state, walk.case.closing_reason) == (CaseState.ABORTED, "110 kV 星湖变无可开放容量")
    assert_unchanged(before, whole_book())
    assert Survey.objects.get().can_supply is False


def test_customer_who_gives_up_ends_the_case(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    walk.accept()
    walk.run_until("customer_answer")
    walk.do("customer_answer", answer="REFUSE", note="投资计划取消")
    assert (walk.case.state, walk.case.closing_reason) == (CaseState.ABORTED, "投资计划取消")
    assert walk.open_nodes() == set()
    assert Customer.objects.filter(accounts=walk.case.account).exists()


def test_account_of_an_aborted_case_can_be_applied_for_again(now: datetime) -> None:
    walk = Walk(make_people(), now, FULL)
    first = walk.accept()
    control.abort_case(case_id=first.pk, reason="重新申请", actor=walk.company.who("MGR"), now=now)
    second = walk.accept()
    assert second.account_id != first.account_id
    assert second.case_number == "261125-0002"
