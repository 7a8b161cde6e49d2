"""Two customers become one, with the consent of every department concerned, and two again."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from crm.audit.models import Change, Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.messages.models import Notification
from crm.org.enums import Role
from crm.org.models import Department, RoleAssignment, Staff
from crm.outbox.models import Fact
from customers.book.models import Customer, CustomerMerge, DuplicatePair, MergeMove, SupplyAccount
from customers.book.operations import (
    ChangedHands,
    ConsentNeeded,
    CustomerMerged,
    MergeClosed,
    MergeProposed,
    UndoOutOfOrder,
    UndoTooLate,
    consent_to_merge,
    merge_customers,
    open_account,
    propose_merge,
    refuse_merge,
    undo_merge,
    withdraw_merge,
)
from customers.book.queries.search import find_in_book
from tests.factories.book import account_spec, credit_code, customer_spec, make_account, make_customer
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("D001", tree["GS-H"], Role.R1)


@pytest.fixture
def manager(tree: dict[str, Department]) -> Staff:
    """Of the other department."""
    return make_staff("D002", tree["YQ"], Role.MANAGER)


def merged(survivor: Customer, gone: Customer, actor: Any, now: datetime, **more: Any) -> CustomerMerge:
    return merge_customers(
        survivor_id=survivor.pk, merged_id=gone.pk, reason="同一客户重复建档", actor=actor, now=now, **more
    )


def proposed(survivor: Customer, gone: Customer, actor: Any, now: datetime) -> CustomerMerge:
    return propose_merge(
        survivor_id=survivor.pk, merged_id=gone.pk, reason="同一客户重复建档", actor=actor, now=now
    )


def owner_of(account: SupplyAccount) -> Customer:
    return SupplyAccount.objects.get(pk=account.pk).customer


def test_everything_moves_and_the_old_row_points_on(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["GS"], number)
    more = make_account(tree["GS"], customer=gone)
    compare(now)
    merge = merged(one, gone, clerk, now)
    one.refresh_from_db(), gone.refresh_from_db()
    assert owner_of(more) == one
    assert SupplyAccount.objects.filter(customer=one).count() == 3
    assert (gone.merged_into, one.version, gone.version) == (one, 2, 2)
    assert SupplyAccount.objects.get(pk=more.pk).version == 2
    assert (merge.state, merge.merged_by, merge.undo_until) == ("MERGED", clerk, now + timedelta(days=30))
    assert [(move.mover, len(move.records)) for move in MergeMove.objects.all()] == [("book.accounts", 2)]
    assert pair_of(one, gone).state == "MERGED"
    assert Fact.objects.filter(topic="book.customers_merged").count() == 1
    entry = Entry.objects.get(operation="book.merge_customers")
    assert Change.objects.filter(entry_id=entry.pk, table_name="book_supplyaccount", action="U").count() == 2


def test_the_old_number_finds_the_survivor(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    one, gone = make_firm(tree["GS"], credit_code()), make_firm(tree["GS"], credit_code())
    account = SupplyAccount.objects.get(customer=gone)
    merged(one, gone, clerk, now)
    hits = find_in_book(clerk, gone.customer_number)
    assert {hit.url for hit in hits} >= {f"/customers/{one.pk}/accounts/{account.account_number}/"}


def test_values_that_differ_are_chosen_one_by_one(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    number = credit_code()
    one = make_firm(tree["GS"], name="苏州旧名有限公司", mailing_address="平江路1号", registered_address="甲路1号")
    gone = make_firm(tree["GS"], number, name="苏州新名有限公司", mailing_address="平江路2号")
    merge = merged(one, gone, clerk, now, choices={"name": "merged", "mailing_address": "survivor"})
    one.refresh_from_db()
    assert (one.name, one.mailing_address, one.registered_address) == ("苏州新名有限公司", "平江路1号", "甲路1号")
    assert one.id_hash == gone.id_hash != ""  # the survivor had none
    undo_merge(merge_id=merge.pk, reason="不是同一家", actor=clerk, now=now)
    one.refresh_from_db()
    assert (one.name, one.id_hash, one.id_cipher) == ("苏州旧名有限公司", "", "")


def test_another_department_must_agree(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    with pytest.raises(ConsentNeeded) as error:
        merged(one, gone, clerk, now)
    assert error.value.details == {"departments": [tree["YQ"].pk]}
    assert not CustomerMerge.objects.exists()
    merge = proposed(one, gone, clerk, now)
    assert merge.state == "PROPOSED"
    assert pair_of(one, gone).state == "PROPOSED"
    assert SupplyAccount.objects.filter(customer=gone).count() == 1
    assert [n.recipient for n in Notification.objects.filter(kind="merge")] == [manager]
    assert proposed(one, gone, clerk, now) == merge
    with pytest.raises(MergeProposed):
        proposed(gone, one, clerk, now)
    done = consent_to_merge(merge_id=merge.pk, actor=manager, now=now)
    assert (done.state, done.merged_by) == ("MERGED", manager)
    assert SupplyAccount.objects.filter(customer=one).count() == 2
    assert consent_to_merge(merge_id=merge.pk, actor=manager, now=now).state == "MERGED"


def test_nobody_agrees_for_another_department(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    merge = proposed(one, gone, clerk, now)
    for actor, refusal in (
        (make_staff("D003", tree["WZ"], Role.MANAGER), OutOfScope),
        (make_staff("D004", tree["YQ"], Role.R1), NotPermitted),
        (clerk, NotPermitted),
    ):
        with pytest.raises(refusal):
            consent_to_merge(merge_id=merge.pk, actor=actor, now=now)
    consent_to_merge(merge_id=merge.pk, actor=make_staff("D005", tree["GS"], Role.MANAGER), now=now)
    merge.refresh_from_db()
    assert merge.state == "PROPOSED"


def test_a_city_wide_manager_is_no_side(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    head = make_staff("D003", tree["MKT"], Role.MANAGER)
    number = credit_code()
    one, far, near = make_firm(tree["GS"], number), make_firm(tree["YQ"], number), make_firm(tree["GS"], number)
    compare(now)
    with pytest.raises(ConsentNeeded) as error:
        merged(one, far, head, now)
    assert error.value.details == {"departments": sorted([tree["GS"].pk, tree["YQ"].pk])}
    merge = proposed(one, far, head, now)
    with pytest.raises(NotPermitted):
        consent_to_merge(merge_id=merge.pk, actor=head, now=now)
    assert consent_to_merge(merge_id=merge.pk, actor=manager, now=now).state == "PROPOSED"
    with pytest.raises(MergeClosed):
        refuse_merge(merge_id=merge.pk, reason="不对", actor=head, now=now)
    withdraw_merge(merge_id=merge.pk, reason="先核实", actor=head, now=now)
    assert merged(one, near, head, now).state == "MERGED"  # within one department


def test_a_person_of_both_departments_speaks_for_both(tree: dict[str, Department], now: datetime) -> None:
    both = make_staff("D003", tree["MKT"])
    for code in ("GS", "YQ"):
        RoleAssignment.objects.create(staff=both, role=Role.MANAGER, department=tree[code])
    number = credit_code()
    one, other = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    assert merged(one, other, both, now).state == "MERGED"


def test_a_department_that_comes_in_later_is_asked_too(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    merge = proposed(one, gone, clerk, now)
    make_account(tree["WZ"], customer=gone)
    assert consent_to_merge(merge_id=merge.pk, actor=manager, now=now).state == "PROPOSED"
    third = make_staff("D003", tree["WZ"], Role.MANAGER)
    assert consent_to_merge(merge_id=merge.pk, actor=third, now=now).state == "MERGED"


def test_a_refusal_keeps_them_apart(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    merge = proposed(one, gone, clerk, now)
    with pytest.raises(InvalidInput):
        refuse_merge(merge_id=merge.pk, reason="", actor=manager, now=now)
    refuse_merge(merge_id=merge.pk, reason="分公司独立核算", actor=manager, now=now)
    merge.refresh_from_db()
    assert (merge.state, merge.closing_reason) == ("REFUSED", "分公司独立核算")
    assert pair_of(one, gone).state == "REJECTED"
    with pytest.raises(MergeClosed):
        consent_to_merge(merge_id=merge.pk, actor=manager, now=now)
    assert owner_of(SupplyAccount.objects.get(customer=gone)) == gone


def test_a_proposal_can_be_withdrawn_by_its_side_only(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    merge = proposed(one, gone, clerk, now)
    with pytest.raises(MergeClosed):
        withdraw_merge(merge_id=merge.pk, reason="看错了", actor=manager, now=now)
    withdraw_merge(merge_id=merge.pk, reason="看错了", actor=clerk, now=now)
    merge.refresh_from_db()
    assert (merge.state, pair_of(one, gone).state) == ("WITHDRAWN", "OPEN")
    assert proposed(one, gone, clerk, now).pk != merge.pk


def test_customers_of_others_are_out_of_reach_unless_found_alike(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    one, stranger = make_firm(tree["GS"]), make_firm(tree["YQ"])
    compare(now)
    for survivor, gone in ((one, stranger), (stranger, one), (stranger, make_firm(tree["YQ"]))):
        with pytest.raises(OutOfScope):
            proposed(survivor, gone, clerk, now)
    with pytest.raises(OutOfScope):
        propose_merge(survivor_id=one.pk, merged_id=0, reason="同一客户", actor=clerk, now=now)
    with pytest.raises(NotPermitted):
        proposed(one, stranger, make_staff("D9", tree["GS"], Role.R8), now)


def test_bad_input_is_named_and_leaves_nothing(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    one, gone = make_firm(tree["GS"], name="甲厂"), make_firm(tree["GS"], name="乙厂")
    for values, fields in (
        ({"survivor_id": one.pk, "merged_id": one.pk, "reason": "同一"}, ["survivor"]),
        ({"survivor_id": one.pk, "merged_id": gone.pk, "reason": " "}, ["reason"]),
        ({"survivor_id": one.pk, "merged_id": gone.pk, "reason": "长" * 201}, ["reason"]),
        ({"survivor_id": one.pk, "merged_id": gone.pk, "reason": "同一", "choices": {"name": "x"}}, ["name"]),
        (
            {"survivor_id": one.pk, "merged_id": gone.pk, "reason": "同一", "choices": {"phone": "merged"}},
            ["phone"],
        ),
    ):
        with pytest.raises(InvalidInput) as error:
            merge_customers(**values, actor=clerk, now=now)
        assert list(error.value.errors) == fields
    with pytest.raises(StaleVersion):
        merged(one, gone, clerk, now, versions={one.pk: 1, gone.pk: 7})
    assert not CustomerMerge.objects.exists()


def test_merging_twice_is_merging_once(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    one, gone = make_firm(tree["GS"]), make_firm(tree["GS"])
    first = merged(one, gone, clerk, now)
    assert merged(one, gone, clerk, now) == first
    with pytest.raises(OutOfScope):  # what is merged is nobody's any more
        merged(gone, make_firm(tree["GS"]), clerk, now)
    with pytest.raises(CustomerMerged):
        merged(gone, make_firm(tree["GS"]), SYSTEM, now)


def test_undo_puts_back_what_moved_and_leaves_what_came_since(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["GS"], number)
    own, moved = SupplyAccount.objects.get(customer=one), SupplyAccount.objects.get(customer=gone)
    compare(now)
    merge = merged(one, gone, clerk, now)
    since = make_account(tree["GS"], customer=Customer.objects.get(pk=one.pk))
    later = now + timedelta(days=30)
    undo_merge(merge_id=merge.pk, reason="不是同一家", actor=clerk, now=later)
    assert [owner_of(a) for a in (own, moved, since)] == [one, gone, one]
    one.refresh_from_db(), gone.refresh_from_db(), merge.refresh_from_db()
    assert (gone.merged_into, one.version, gone.version) == (None, 3, 3)
    assert (merge.state, merge.closed_by, merge.closing_reason) == ("UNDONE", clerk, "不是同一家")
    assert pair_of(one, gone).state == "OPEN"
    undo_merge(merge_id=merge.pk, reason="再点一次", actor=clerk, now=later)
    assert merged(one, gone, clerk, later).pk != merge.pk


def test_undo_is_over_after_thirty_days(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    one, gone = make_firm(tree["GS"]), make_firm(tree["GS"])
    merge = merged(one, gone, clerk, now)
    with pytest.raises(UndoTooLate):
        undo_merge(merge_id=merge.pk, reason="晚了", actor=clerk, now=now + timedelta(days=30, seconds=1))


def test_undo_is_refused_when_something_has_changed_hands(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    one, gone = make_firm(tree["GS"]), make_firm(tree["GS"])
    first, second = SupplyAccount.objects.get(customer=gone), make_account(tree["GS"], customer=gone)
    merge = merged(one, gone, clerk, now)
    SupplyAccount.objects.filter(pk=first.pk).update(customer=make_customer())
    with pytest.raises(ChangedHands) as error:
        undo_merge(merge_id=merge.pk, reason="不是同一家", actor=clerk, now=now)
    assert error.value.details["records"] == [str(first)]
    assert owner_of(second) == one
    merge.refresh_from_db()
    assert merge.state == "MERGED"


def test_a_chain_is_undone_from_its_end(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    first, second, third = (make_firm(tree["GS"]) for _ in range(3))
    account = SupplyAccount.objects.get(customer=first)
    early = merged(second, first, clerk, now)
    late = merged(third, second, clerk, now + timedelta(hours=1))
    first.refresh_from_db()
    assert first.merged_into == third
    assert owner_of(account) == third
    with pytest.raises(UndoOutOfOrder) as error:
        undo_merge(merge_id=early.pk, reason="不对", actor=clerk, now=now + timedelta(hours=2))
    assert error.value.details == {"merge_id": late.pk}
    undo_merge(merge_id=late.pk, reason="不对", actor=clerk, now=now + timedelta(hours=2))
    first.refresh_from_db()
    assert (first.merged_into, owner_of(account)) == (second, second)
    undo_merge(merge_id=early.pk, reason="不对", actor=clerk, now=now + timedelta(hours=3))
    assert owner_of(account) == first


def test_each_side_may_undo(tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    merge = proposed(one, gone, clerk, now)
    consent_to_merge(merge_id=merge.pk, actor=manager, now=now)
    with pytest.raises(OutOfScope):
        undo_merge(merge_id=merge.pk, reason="不对", actor=make_staff("D003", tree["WZ"], Role.MANAGER), now=now)
    assert undo_merge(merge_id=merge.pk, reason="不对", actor=manager, now=now).state == "UNDONE"


def test_a_merge_overtakes_other_proposals(
    tree: dict[str, Department], clerk: Staff, manager: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone, far = make_firm(tree["GS"], number), make_firm(tree["GS"], number), make_firm(tree["YQ"], number)
    compare(now)
    waiting = proposed(gone, far, clerk, now)
    merged(one, gone, clerk, now)
    waiting.refresh_from_db()
    assert waiting.state == "OVERTAKEN"
    assert pair_of(gone, far).state == "GONE"
    assert pair_of(one, far).state == "OPEN"
    with pytest.raises(MergeClosed):
        consent_to_merge(merge_id=waiting.pk, actor=manager, now=now)


def test_a_new_account_for_the_old_customer_goes_to_the_survivor(
    tree: dict[str, Department], clerk: Staff, now: datetime
) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number, name="苏州甲有限公司"), make_firm(tree["GS"], number)
    merged(one, gone, clerk, now)
    spec = account_spec(tree["GS"])
    by_key = open_account(case_number="T1", account=spec, customer_id=gone.pk, actor=SYSTEM, now=now)
    by_number = open_account(
        case_number="T2",
        account=spec,
        customer=customer_spec(name="苏州甲有限公司", id_number=number),
        actor=SYSTEM,
        now=now,
    )
    assert (by_key.customer, by_number.customer) == (one, one)


def test_rejected_pairs_can_still_be_merged(tree: dict[str, Department], clerk: Staff, now: datetime) -> None:
    number = credit_code()
    one, gone = make_firm(tree["GS"], number), make_firm(tree["GS"], number)
    compare(now)
    DuplicatePair.objects.update(state="REJECTED", reason="看错")
    assert merged(one, gone, clerk, now).pair == pair_of(one, gone)
