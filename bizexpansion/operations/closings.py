"""The accounts of a batch closing (217): their list, the hold on them, how each ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import (
    BatchApplication,
    Case,
    ClosingBatch,
    ClosingResult,
    ClosingRow,
    ListRowState,
    application_of,
)
from bizexpansion.operations.batch_list import LISTS, NUMBER, ListKind, write_rows
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.opening import release_ledger
from crm.imports.columns import Column, digits, text, validated
from crm.imports.importers import ColumnSet, Problem
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from customers.book.operations import lock_accounts_for_change, unlock_account, unlock_accounts
from customers.book.validators import ACCOUNT_NUMBER, clean_phone
from metering.models import BadDebt
from metering.operations.final import undo_last_bills

COLUMNS = ColumnSet(
    columns=(
        NUMBER,
        Column(
            "account_number",
            gettext_lazy("account number"),
            digits(ACCOUNT_NUMBER, gettext_lazy("An account number has 10 digits and begins with 32.")),
            ("户号", "用户编号", "客户编号", "account number"),
            required=True,
        ),
        Column(
            "name",
            gettext_lazy("account name"),
            text(120),
            ("用户名称", "户名", "名称", "name"),
            default="",
            personal=True,
            note=gettext_lazy("compared with the book, if it is filled in"),
        ),
        Column(
            "phone",
            gettext_lazy("contact phone"),
            validated(clean_phone),
            ("联系电话", "手机", "电话", "phone"),
            default="",
            personal=True,
        ),
    )
)
FILLED = ("name", "phone", "address", "account_number")


def fill(application: BatchApplication, row: ClosingRow, values: Mapping[str, Any], now: datetime) -> list[Problem]:
    """The account as its line names it."""
    for name in ("name", "phone", "account_number"):
        setattr(row, name, values.get(name) or "")
    return []


def judge(
    application: BatchApplication, rows: Sequence[ClosingRow], now: datetime
) -> Iterable[tuple[int, Problem]]:
    """Each account is one of the department's, living, free of other cases (P1), named once; two statements."""
    live = [row for row in rows if row.state != ListRowState.DROPPED and row.account_number]
    numbers = {row.account_number for row in live}
    found = SupplyAccount.objects.filter(
        account_number__in=numbers, department_id=application.district.department_id
    )
    accounts = {account.account_number: account for account in found}
    unclosed = Case.holding(account.pk for account in found)
    seen: dict[str, int] = {}
    for row in live:
        first = seen.setdefault(row.account_number, row.number)
        if first != row.number:
            said = _("Row %(number)d names the same account.")
            yield row.number, ("account_number", said % {"number": first})
        account = accounts.get(row.account_number)
        if account is None:
            yield row.number, ("account_number", _("The department has no account with this number."))
            continue
        row.address = account.address
        if row.name and row.name != account.name:
            yield row.number, ("name", _("The account is in another name."))
        row.name = row.name or account.name
        if row.state == ListRowState.TAKEN:
            continue
        if number := account.open_case_number or unclosed.get(account.pk):
            said = _("The case %(number)s is open on this account.") % {"number": number}
            yield row.number, ("account_number", said)
        elif account.status != AccountStatus.NORMAL:
            said = _("The account is %(status)s.") % {"status": account.get_status_display()}
            yield row.number, ("account_number", said)


def let_go(case: Case, row: ClosingRow, *, actor: Any, now: datetime) -> None:
    """A dropped account is free again; what A44 had posted while it was not done is taken back."""
    if row.account_id is not None:
        frame = {"case_number": case.case_number, "actor": actor, "now": now}
        undo_last_bills(account_id=row.account_id, **frame)
        unlock_account(account_id=row.account_id, **frame)


LISTS[ClosingBatch] = ListKind(COLUMNS, fill, judge, FILLED, let_go)


def _let_all_go(context: EffectContext, payload: Payload) -> None:
    rows = ClosingRow.objects.filter(application__case=context.case, account__in=payload["accounts"])
    held = list(rows.filter(state=ListRowState.TAKEN).values_list("account_id", flat=True))
    release_ledger(context, held)
    unlock_accounts(account_ids=held, case_number=context.case.case_number, **context.frame)
    rows.filter(state=ListRowState.TAKEN).update(state=ListRowState.GOOD, account=None)


@effect("hold_batch_accounts", undo=_let_all_go, label=gettext_lazy("the hold on the accounts"))
def hold_batch_accounts(context: EffectContext) -> Payload:
    """A25: every account in order is held for the case (status "change in progress"); a corrected row by itself."""
    asked = application_of(context.case)
    if not isinstance(asked, ClosingBatch):
        return {"accounts": []}
    rows = asked.rows().filter(state=ListRowState.GOOD)
    if context.task.instance:
        rows = rows.filter(number=int(context.task.instance))
    taken = list(rows)
    numbers = [row.account_number for row in taken]
    found = SupplyAccount.objects.filter(account_number__in=numbers).values_list("account_number", "pk")
    accounts = dict(found)
    lock_accounts_for_change(account_ids=accounts.values(), case_number=context.case.case_number, **context.frame)
    for row in taken:
        row.account_id, row.state = accounts[row.account_number], ListRowState.TAKEN
    write_rows(taken, ["account", "state"])
    return {"accounts": [row.account_id for row in taken]}


@effect("archive_closings", undo=None, label=gettext_lazy("the result of each row"))
def archive_closings(context: EffectContext) -> Payload:
    """A20: each row says how it ended: settled, or with a debt on the list of bad debts."""
    rows = ClosingRow.objects.filter(application__case=context.case, state=ListRowState.TAKEN)
    left = BadDebt.objects.filter(case_number=context.case.case_number, is_approved=True, entry__isnull=False)
    with_debt = list(left.values_list("account_id", flat=True))
    rows.filter(account__in=with_debt).update(result=ClosingResult.DEBT_LEFT)
    rows.exclude(account__in=with_debt).update(result=ClosingResult.SETTLED)
    rows.update(state=ListRowState.ARCHIVED)
    return {}
