"""What may happen while one step is open, each looked at in turn as if nothing else had been."""

from __future__ import annotations

from bizexpansion.engine.definition import Exit, ExitKind
from bizexpansion.enums import CaseState, EffectState
from bizexpansion.models import EffectRecord
from bizexpansion.operations.moves import holder_of
from crm.clocks.models.clock import FINAL_STATES
from crm.org.models import RoleAssignment, Staff
from tests.bizexpansion.flows.exits import left_by
from tests.bizexpansion.flows.office import Office, Sheet, problems
from tests.bizexpansion.invariants import check_case
from tests.bizexpansion.whole_book import assert_unchanged, whole_book


def abort_leaves_the_book_as_it_was(office: Office) -> None:
    """The manager ends the case."""
    with office.aside():
        office.abort()
        assert_aborted(office)


def assert_aborted(office: Office) -> None:
    """The case has ended, everything it had changed is taken back, no clock runs."""
    case, node = office.case, office.case.closing_reason
    assert case.state == CaseState.ABORTED, node
    assert office.table.book(office) == office.before, node
    assert_unchanged(office.book_before, whole_book())
    assert not EffectRecord.objects.filter(case=case, state=EffectState.APPLIED).exists(), node
    assert not case.clocks.exclude(clock__state__in=FINAL_STATES).exists(), node
    check_case(case)


def whoever_did_the_step_before_is_refused(office: Office, sheet: Sheet) -> None:
    """Separation of duties: also where the person holds the role of both steps."""
    for other in office.step(sheet.task.node).differs_from:
        if other not in office.signed:
            continue  # this case went past it
        person = Staff.objects.get(number=office.signed[other])
        office.browser(person)
        with office.aside():
            held = {"staff": person, "role": sheet.task.role, "department": sheet.person.department}
            RoleAssignment.objects.get_or_create(**held)
            office.case.tasks.filter(pk=sheet.task.pk).update(assignee=None)
            answer = office.send(sheet, person)
            assert answer.status_code == 403, (sheet.task.node, problems(answer))
            assert answer.context["error"].code == "same_person"


def each_other_exit(office: Office, sheet: Sheet) -> None:
    """Every loop back and every way out, once, from the page."""
    for exit in office.step(sheet.task.node).exits:
        if exit.kind is ExitKind.NEXT:
            continue
        with left_by(office, sheet, exit):
            if exit.kind is ExitKind.ABORT:
                assert_aborted(office)
            else:
                _assert_gone_back(office, sheet, exit)


def _assert_gone_back(office: Office, sheet: Sheet, exit: Exit) -> None:
    """The step is open in a new visit, in the wait that the flow says; what followed it is undone."""
    case, instance = office.case, sheet.task.instance
    before = case.tasks.filter(node=exit.to, instance=instance).order_by("-visit")
    opened, earlier = before[0], before[1]
    assert (opened.is_open, opened.visit) == (True, earlier.visit + 1), (sheet.task.node, exit.outcome)
    assert (opened.waiting_for, opened.holder) == (exit.waiting, holder_of(exit.waiting))
    assert case.was_returned
    check_case(case)
