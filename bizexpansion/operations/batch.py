"""Batch orders: read and correct the list, determine the customers (A25), do many rows at once, drop a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bizexpansion.engine import engine
from bizexpansion.engine.errors import NoRows
from bizexpansion.engine.marking import Marking
from bizexpansion.enums import EventKind, TaskState
from bizexpansion.errors import CaseNotOpen, CaseSuspended, NotReady
from bizexpansion.models import (
    LIVE_ROWS,
    BatchApplication,
    BatchArchive,
    BatchDetermination,
    BuildingSection,
    Case,
    ListRowState,
    RowDetermination,
    Task,
    application_of,
)
from bizexpansion.operations.acceptance import hold_places
from bizexpansion.operations.batch_list import ListLine, assess, keep_cells, kind_of, new_rows, write_rows
from bizexpansion.operations.held import hold_case
from bizexpansion.operations.moves import apply_transition, record_event, refusing
from bizexpansion.operations.work import begin, graph_of, lock_case
from bizexpansion.rules import step_permission
from crm.audit.operation import about, operation
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.wording import enumerated

DETERMINE = "determine_batch"
CORRECT = "correct_row"
LISTED = ("state", "raw", "problems")


@dataclass
class RowsDone:
    """Which tasks were done, and for the others (by id) the refusal."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, DomainError] = field(default_factory=dict)


@operation("bizexpansion.read_batch_list")
def read_batch_list(
    *, case_id: int, lines: Sequence[ListLine], name: str = "", actor: Staff, now: datetime
) -> RowsDone:
    """Take a sheet in: a new list, or corrections of rows by their numbers. All of it, or nothing.

    Until the customers are determined (A25) a sheet without numbers replaces the list. Afterwards rows that wait
    are corrected; those that are in order now go on at once. Raises InvalidInput at `sheet` naming the line.
    """
    case, asked = take_batch(case_id, actor)
    hold_places(now)
    rows = list(asked.rows().select_for_update(of=("self",)))
    about(case, lines=len(lines))
    known = {row.number for row in rows}
    if may_replace_list(case) and any(line.number not in known for line in lines):
        asked.rows().delete()
        rows = new_rows(asked, lines)
        assess(asked, rows, now)
        asked.row_model()._default_manager.bulk_create(rows, batch_size=500)
    else:
        _correct(asked, rows, lines, now)
    type(asked)._default_manager.filter(pk=asked.pk).update(sheet_name=name[:120])
    record_event(case, EventKind.DOCUMENT, actor, now, note=name, details={"lines": len(lines)})
    return _let_go_on(case, asked, actor, now)


@operation("bizexpansion.correct_batch_row")
def correct_batch_row(
    *, case_id: int, number: int, cells: Mapping[str, str], actor: Staff, now: datetime
) -> RowsDone:
    """Correct one row as it is typed; in order, it goes on. What is still wrong stands at the row.

    Raises OutOfScope for an unknown row, InvalidInput where it does not wait any more.
    """
    case, asked = take_batch(case_id, actor)
    hold_places(now)
    rows = list(asked.rows().select_for_update(of=("self",)))
    if all(row.number != number for row in rows):
        raise OutOfScope
    about(case, row=number)
    _correct(asked, rows, [ListLine(number, number, dict(cells))], now)
    return _let_go_on(case, asked, actor, now)


@operation("bizexpansion.determine_batch")
def determine_batch(
    *, task_id: int, version: int | None = None, determination: BatchDetermination, actor: Staff, now: datetime
) -> Case:
    """Say which customers take part (A25): every row in order; the others wait (W6) while these go on.

    A list with which nothing can be begun is handed back as a whole. Raises InvalidInput where no row is in order.
    """
    work = begin(task_id, DETERMINE, version=version, actor=actor, now=now)
    asked = batch_of(work.case)
    hold_places(now)
    rows = [row for row in asked.rows().select_for_update(of=("self",)) if row.state in LIVE_ROWS]
    assess(asked, rows, now)
    _store(asked, rows)
    good = [row for row in rows if row.state == ListRowState.GOOD]
    determination.taken_count, determination.waiting_count = len(good), len(rows) - len(good)
    if not determination.is_complete:
        if not determination.note.strip():
            raise InvalidInput({"note": _("Say everything that is missing.")})
        work.keep(determination)
        return work.finish("incomplete", note=determination.note)
    if not good:
        raise InvalidInput({"is_complete": _("No row of the list is in order. Read the list in first.")})
    work.keep(determination)
    waits = {row.key: {"bad": row.state == ListRowState.WAITING} for row in rows}
    return work.finish("determined", note=determination.note, rows=waits)


@operation("bizexpansion.determine_row")
def determine_row(
    *,
    task_id: int,
    version: int | None = None,
    determination: RowDetermination,
    cells: Mapping[str, str] | None = None,
    is_judged: bool = False,
    actor: Staff,
    now: datetime,
) -> Case:
    """A row that had to be corrected takes part (A25 after W6), with its `cells` as they are typed now, if at all.

    The list is judged anew, unless that has just been done (`is_judged`). Raises InvalidInput naming the columns
    while something is wrong.
    """
    work = begin(task_id, "determine_row", version=version, actor=actor, now=now)
    asked = batch_of(work.case)
    if not is_judged:
        hold_places(now)
        number = int(work.task.instance)
        lines = [ListLine(number, number, dict(cells))] if cells is not None else []
        _correct(asked, list(asked.rows().select_for_update(of=("self",))), lines, now)
    row = asked.row(work.task.instance)
    if row is None or row.state != ListRowState.GOOD:
        found = row.problems if row is not None else []
        raise InvalidInput({one["column"]: one["reason"] for one in found} or {"note": _("Correct the row first.")})
    work.keep(determination)
    return work.finish(note=determination.note)


@operation("bizexpansion.drop_batch_row")
def drop_batch_row(*, case_id: int, number: int, reason: str, actor: Staff, now: datetime) -> Case:
    """Take a row out of the order, with the reason; what it has changed in the book is undone.

    Dropped already: nothing happens. Raises OutOfScope, InvalidInput for the last row (that is an abort of the
    case) or without a reason, NotReturnable, CaseSealed once the batch has been left.
    """
    case, asked = take_batch(case_id, actor)
    row = asked.rows().select_for_update(of=("self",)).filter(number=number).first()
    if row is None:
        raise OutOfScope
    about(case, row=number, reason=reason)
    if row.state == ListRowState.DROPPED:
        return case
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    graph, marking = graph_of(case), Marking.from_json(case.marking)
    if row.key in marking.rows:
        try:
            with refusing():
                transition = engine.drop(graph, marking, row.key)
        except NoRows as error:
            raise InvalidInput({"reason": _("This is the last row: end the whole case instead.")}) from error
        apply_transition(case, graph, transition, actor=actor, now=now, note=reason, kind=EventKind.DROPPED)
    else:
        record_event(case, EventKind.DROPPED, actor, now, note=reason, details={"rows": [row.key]})
    row.refresh_from_db()
    if row.account_id is not None:
        kind_of(asked).let_go(case, row, actor=actor, now=now)
    row.state, row.drop_reason, row.problems = ListRowState.DROPPED, reason.strip()[:200], []
    row.save(update_fields=["state", "drop_reason", "problems"])
    return case


@operation("bizexpansion.hand_back_batch_rows")
def hand_back_rows(*, case_id: int, actor: Staff, now: datetime) -> Case:
    """Note that somebody fetches the rows that wait as they came, names included; call it before sending."""
    case, asked = take_batch(case_id, actor)
    about(case, rows=asked.rows().filter(state=ListRowState.WAITING).count())
    return case


@operation("bizexpansion.complete_rows")
def complete_rows(*, case_id: int, calls: Mapping[int, Callable[[], Any]], actor: Staff, now: datetime) -> RowsDone:
    """Do one step for many rows at once: `calls` by task make each row's own operation.

    The case is written once. A row that is refused leaves nothing and does not hold up the others.
    """
    case = lock_case(case_id)
    if not case.is_open:
        raise CaseNotOpen
    about(case, rows=len(calls))
    return _do_rows(case, calls, actor, now)


@operation("bizexpansion.archive_batch")
def archive_batch(
    *,
    task_id: int,
    version: int | None = None,
    archive: BatchArchive,
    sections: Sequence[BuildingSection],
    actor: Staff,
    now: datetime,
) -> Case:
    """Every row becomes standing data and billing begins (A20), read by building; this cannot be undone."""
    work = begin(task_id, "archive_batch", version=version, actor=actor, now=now)
    if not archive.data_checked:
        raise InvalidInput({"data_checked": _("Compare the data with the papers first.")})
    buildings = set(batch_of(work.case).rows().filter(state=ListRowState.TAKEN).values_list("building", flat=True))
    lacking = sorted(buildings - {one.building for one in sections})
    if lacking:
        names = enumerated(lacking)
        raise InvalidInput({"sections": _("Say in which section these are read: %(names)s.") % {"names": names}})
    work.keep(archive, sections=sections)
    return work.finish(note=archive.note)


def may_replace_list(case: Case) -> bool:
    """Whether a sheet may still take the place of the list: until the customers are determined (A25)."""
    return Marking.from_json(case.marking).done(DETERMINE) is None


def take_batch(case_id: int, actor: Staff) -> tuple[Case, Any]:
    """The locked case of a batch that is in progress, and its application. Raises OutOfScope, NotPermitted."""
    case = lock_case(case_id)
    require(actor, step_permission(DETERMINE), case.department_id)
    if not case.is_open:
        raise CaseNotOpen
    if case.state == "SUSPENDED":
        raise CaseSuspended
    return case, batch_of(case)


def batch_of(case: Case) -> Any:
    """The application of a batch order. Raises NotReady for a case that is none."""
    asked = application_of(case)
    if not isinstance(asked, BatchApplication):
        raise NotReady(details={"missing": "batch"})
    return asked


def _correct(asked: Any, rows: Sequence[Any], lines: Sequence[ListLine], now: datetime) -> None:
    """Put corrected cells into rows that are not taken yet, and judge the list anew."""
    columns = kind_of(asked).columns
    by_number = {row.number: row for row in rows}
    wrong = []
    for line in lines:
        row = by_number.get(line.number or 0)
        if row is None or row.state not in (ListRowState.WAITING, ListRowState.GOOD):
            wrong.append(str(line.line))
        else:
            keep_cells(columns, row, line.cells)
    if wrong:
        said = _("These lines name no row that can be corrected: %(lines)s.") % {"lines": enumerated(wrong[:20])}
        raise InvalidInput({"sheet": said})
    assess(asked, rows, now)
    _store(asked, [row for row in rows if row.state in (ListRowState.WAITING, ListRowState.GOOD)])


def _store(asked: Any, rows: Sequence[Any]) -> None:
    write_rows(rows, [*LISTED, *kind_of(asked).filled])


def _let_go_on(case: Case, asked: Any, actor: Staff, now: datetime) -> RowsDone:
    """Rows that waited and are in order now take part at once."""
    good = [str(number) for number in asked.rows().filter(state="GOOD").values_list("number", flat=True)]
    waiting = case.tasks.filter(node=CORRECT, state=TaskState.OPEN, instance__in=good)
    calls: dict[int, Callable[[], Any]] = {}
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        calls[pk] = _determination(pk, actor, now)
    return _do_rows(case, calls, actor, now) if calls else RowsDone()


def _determination(pk: int, actor: Staff, now: datetime) -> Callable[[], Any]:
    return lambda: determine_row(task_id=pk, determination=RowDetermination(), is_judged=True, actor=actor, now=now)


def _do_rows(case: Case, calls: Mapping[int, Callable[[], Any]], actor: Staff, now: datetime) -> RowsDone:
    result = RowsDone()
    tasks: dict[int, Task] = case.tasks.select_related("done_by", "assignee").in_bulk(list(calls))
    with hold_case(case, graph_of(case), tasks, actor=actor, now=now) as held:
        for pk in sorted(tasks):
            try:
                with held.attempt():
                    calls[pk]()
            except DomainError as refusal:
                result.refused[pk] = refusal
            else:
                result.done.append(pk)
    return result
