"""213 并户: P1 to P5 of every account, all held by one case, all without power for the change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.errors import NotReady
from bizexpansion.models import AccountMerge, Case, MergedAccount
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.opening import Opening, opener, release_ledger
from bizexpansion.operations.payers import told_of_paid_for
from bizexpansion.operations.preconditions import Answer, Question, precondition
from crm.errors import InvalidInput
from crm.web.figures import money
from customers.book.enums import AccountStatus, PowerState, TemporaryKind
from customers.book.models import PowerSource, SupplyAccount
from customers.book.operations import (
    cut_power,
    lock_accounts,
    lock_accounts_for_change,
    restore_power,
    unlock_account,
)
from metering.queries.ledger import Debt, debts_of


@precondition(
    "TOGETHER",
    gettext_lazy("Accounts of one address, supply point and class"),
    gettext_lazy("Rules of electricity supply 1996, art. 31 (2024: art. 33, UNCONFIRMED)"),
)
def together(question: Question) -> Answer:
    """Which accounts at this address could be taken in, with their capacity and what they owe."""
    account = question.account
    if account is None:
        return Answer(None, _("Look up the account that takes the others in."))
    found = SupplyAccount.objects.filter(
        address=account.address, department_id=account.department_id, status__in=LIVING
    ).exclude(pk=account.pk)
    others = list(found.order_by("account_number")[:20])
    unfiled = Case.holding(one.pk for one in others)
    debts = debts_of([one.pk for one in others], question.day) if others else {}
    told = [_told(one, unfiled, debts[one.pk], question) for one in others]
    if not told:
        return Answer(False, _("No other account is supplied at this address."))
    return Answer(True, _("At this address: %(accounts)s.") % {"accounts": "; ".join(told)})


LIVING = (AccountStatus.NORMAL, AccountStatus.CHANGE_OPEN)


def _told(account: SupplyAccount, unfiled: Mapping[int, str], debt: Debt, question: Question) -> str:
    before_typing = question.application is None
    paid_for = told_of_paid_for(account, question) if before_typing else ""
    said = _standing(account, unfiled, debt)
    return _("%(said)s, pays for %(accounts)s") % {"said": said, "accounts": paid_for} if paid_for else said


def _standing(account: SupplyAccount, unfiled: Mapping[int, str], debt: Debt) -> str:
    values = {
        "number": account.account_number,
        "capacity": f"{account.contract_capacity:,.2f}",
        "debt": money(debt.arrears),
        "case": account.open_case_number or unfiled.get(account.pk),
    }
    if values["case"]:
        return _("%(number)s (%(capacity)s kVA, owes %(debt)s, case %(case)s is open)") % values
    return _("%(number)s (%(capacity)s kVA, owes %(debt)s)") % values


@opener("hold_merged_accounts")
def hold_merged(opening: Opening) -> SupplyAccount:
    """All accounts of the merge, locked in the order of their keys and held for this case.

    Raises InvalidInput at the rows: P1, P2, P5 and what a merge asks hold for each of them.
    """
    asked = opening.application
    rows = [row for row in opening.rows.get("absorbed", ()) if isinstance(row, MergedAccount)]
    if not isinstance(asked, AccountMerge):
        raise NotReady(details={"missing": "application"})
    if not rows:
        raise InvalidInput({"absorbed": _("Name at least one account that is taken in.")})
    keys = {asked.account_id, *(row.account_id for row in rows)}
    home = asked.account.department_id
    elsewhere = {
        f"absorbed-{index}-account": _("There is no account with this number.")
        for index, row in enumerate(rows)
        if row.account.department_id != home
    }
    if elsewhere:
        raise InvalidInput(elsewhere)
    locked = {one.pk: one for one in lock_accounts(keys, actor=opening.actor)}
    _refuse_rows(locked[asked.account_id], rows, locked, localtime(opening.now).date())
    frame = {"case_number": opening.number, "actor": opening.actor, "now": opening.now}
    held = lock_accounts_for_change(account_ids=keys, **frame)
    return next(one for one in held if one.pk == asked.account_id)


def _refuse_rows(
    receiving: SupplyAccount, rows: Sequence[MergedAccount], locked: dict[int, SupplyAccount], today: date
) -> None:
    errors: dict[str, object] = {}
    seen, unfiled = {receiving.pk}, Case.holding(locked)
    lines, debts = _lines(locked), debts_of(list(locked), today)
    for index, row in enumerate(rows):
        refusals = _refusals(receiving, locked[row.account_id], unfiled, lines, debts[row.account_id])
        if row.account_id in seen:
            refusals = [_("This account is named twice.")]
        seen.add(row.account_id)
        if refusals:
            errors[f"absorbed-{index}-account"] = refusals
        if row.agreed_on and row.agreed_on > today:
            errors[f"absorbed-{index}-agreed_on"] = _("This day lies in the future.")
    if errors:
        raise InvalidInput(errors)


def _refusals(
    receiving: SupplyAccount,
    other: SupplyAccount,
    unfiled: Mapping[int, str],
    lines: Mapping[int, set[tuple[str, str]]],
    debt: Debt,
) -> list[str]:
    """Everything that bars taking an account in, so that it is told once."""
    said: list[str] = []
    if number := other.open_case_number or unfiled.get(other.pk):
        said.append(_("The case %(number)s is open on this account.") % {"number": number})
    elif other.status != AccountStatus.NORMAL:
        said.append(_("The account is %(status)s.") % {"status": other.get_status_display()})
    if other.temporary != TemporaryKind.PERMANENT:
        said.append(_("This is a temporary supply: it can only be ended or extended."))
    if other.address != receiving.address:
        said.append(_("It is supplied elsewhere: %(address)s.") % {"address": other.address})
    elif lines[other.pk] != lines[receiving.pk]:
        said.append(_("It hangs at another supply point."))
    if (other.account_class, other.voltage) != (receiving.account_class, receiving.voltage):
        said.append(_("Its class or voltage is another: %(kind)s.") % {"kind": other.get_account_class_display()})
    elif other.tariff_class != receiving.tariff_class:
        said.append(_("Its tariff class is another: %(kind)s.") % {"kind": other.get_tariff_class_display()})
    if other.running_capacity != other.contract_capacity:
        said.append(_("Equipment of this account stands still; let it run or end that first."))
    if debt.arrears:
        said.append(_("This account owes %(amount)s; it must be paid first.") % {"amount": money(debt.arrears)})
    return said


def _lines(account_ids: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """Where the grid supplies these accounts: substation and line of their sources in use."""
    lines: dict[int, set[tuple[str, str]]] = {pk: set() for pk in account_ids}
    sources = PowerSource.objects.filter(account__in=account_ids, is_active=True)
    for pk, substation, line in sources.values_list("account_id", "substation", "line"):
        lines[pk].add((substation, line))
    return lines


def _let_go(context: EffectContext, payload: Payload) -> None:
    release_ledger(context, payload["account_ids"])
    for pk in payload["account_ids"]:
        unlock_account(account_id=pk, case_number=context.case.case_number, **context.frame)


@effect("hold_merged_accounts", undo=_let_go, label=gettext_lazy("the hold on the accounts"))
def note_held(context: EffectContext) -> Payload:
    """A01: all accounts were locked together with the case; remember them."""
    return {"account_ids": _all(context)}


def _switch_on(context: EffectContext, payload: Payload) -> None:
    for pk, state in payload["before"]:
        if state != PowerState.CUT:
            number = context.case.case_number
            restore_power(account_id=pk, case_number=number, state=PowerState(state), **context.frame)


@effect("cut_merged_power", undo=_switch_on, label=gettext_lazy("the de-energising"))
def cut_all(context: EffectContext) -> Payload:
    """A26: all accounts of the merge are without power while meters and cables are changed."""
    keys = _all(context)
    states = dict(SupplyAccount.objects.filter(pk__in=keys).values_list("pk", "power_state"))
    for pk in keys:
        cut_power(account_id=pk, case_number=context.case.case_number, **context.frame)
    return {"before": [(pk, states[pk]) for pk in keys]}


def _all(context: EffectContext) -> list[int]:
    """The keys of all accounts of the merge, in order."""
    asked = context.kept(AccountMerge)
    rows = asked.absorbed.all() if asked else MergedAccount.objects.filter(application__case=context.case)
    return sorted({context.account_id, *(row.account_id for row in rows)})
