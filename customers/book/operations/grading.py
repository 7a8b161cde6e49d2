"""Grade an account by decision: importance, key account, risk; correct its industry. History is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, StaleVersion
from crm.outbox.operations import NewFact, emit_all
from crm.parameters.queries import get_parameter
from customers.book.enums import AccountStatus, GradeKind, GradeSource, Importance, RiskGrade
from customers.book.industries import clean_industry_code
from customers.book.models import AccountGrade, SupplyAccount
from customers.book.models.periods import days
from customers.book.operations.locking import AccountNotLiving, day_of, lock_account, store
from customers.book.operations.quality.scoring import score_accounts
from customers.book.rules import SET_IMPORTANCE, SET_INDUSTRY, SET_KEY_ACCOUNT, SET_RISK

KEY_ACCOUNT_CAPACITY = "key_account.min_capacity_kva"
KEY = "KEY"
MAX_TEMPORARY_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Decision:
    """On what a grade rests: the kind of source, the list or paper that says so, and why in a sentence."""

    source: str
    reason: str
    document: str = ""


@operation("book.set_importance")
def set_importance(
    *,
    account_id: int,
    importance: str,
    decision: Decision,
    version: int,
    until: date | None = None,
    actor: Actor,
    now: datetime,
) -> SupplyAccount:
    """Grade an account as important 重要电力用户, or take the grade away (empty `importance`).

    The grades are those of 电监安全〔2008〕43号 and GB/T 29328-2018; the list is the power authority's, so that
    a grade that rests on it names the document. `until` is the last day of a temporary grade. Raises
    InvalidInput for `importance`, `until`, `source`, `document`, `reason`; StaleVersion, AccountNotLiving.
    """
    account = _open(account_id, SET_IMPORTANCE, actor)
    errors = _check(decision, importance, Importance.values, "importance")
    today = day_of(now)
    if importance == Importance.TEMPORARY:
        if until is None or not today <= until <= today + timedelta(days=MAX_TEMPORARY_DAYS):
            errors["until"] = _("Enter the last day, today or later, within a year.")
    elif until is not None:
        errors["until"] = _("Only a temporary grade has an end.")
    if decision.source == GradeSource.AUTHORITY_LIST and not decision.document.strip():
        errors["document"] = _("Name the list of the power authority.")
    if errors:
        raise InvalidInput(errors)
    if (account.importance, account.importance_until) == (importance, until):
        return account
    _require_version(account, version, importance=account.get_importance_display(), until=account.importance_until)
    fact = _write(account, GradeKind.IMPORTANCE, importance, decision, actor, now, until=until)
    emit_all([fact], now=now)
    store(account, importance=importance, importance_until=until)
    score_accounts([account.pk], now=now)
    return account


@operation("book.set_key_account")
def set_key_account(
    *, account_id: int, is_key: bool, decision: Decision, version: int, actor: Actor, now: datetime
) -> SupplyAccount:
    """Mark an account as key account 大客户, or take the mark away.

    By its contract capacity it is one from parameter `key_account.min_capacity_kva` on (UNCONFIRMED), otherwise
    by decision. Raises InvalidInput for `source` or `reason`; StaleVersion, AccountNotLiving.
    """
    account = _open(account_id, SET_KEY_ACCOUNT, actor)
    errors = _check(decision, KEY if is_key else "", ("", KEY), "is_key")
    if is_key and decision.source == GradeSource.CAPACITY:
        least = get_parameter(KEY_ACCOUNT_CAPACITY, on=day_of(now), department=account.department_id)
        if account.contract_capacity < least:
            errors["source"] = _("The contract capacity is below %(least)s kVA.") % {"least": f"{least:,f}"}
    if errors:
        raise InvalidInput(errors)
    if account.is_key_account == is_key:
        return account
    _require_version(account, version, is_key=account.is_key_account)
    emit_all([_write(account, GradeKind.KEY_ACCOUNT, KEY if is_key else "", decision, actor, now)], now=now)
    store(account, is_key_account=is_key)
    return account


@operation("book.set_risk_grade")
def set_risk_grade(
    *, account_id: int, risk_grade: str, decision: Decision, version: int, actor: Actor, now: datetime
) -> SupplyAccount:
    """Grade how likely it is that supply, payment or safety goes wrong with this customer.

    A grade never blocks anything by itself. Raises InvalidInput for `risk_grade`, `source`, `reason`;
    StaleVersion, AccountNotLiving.
    """
    account = _open(account_id, SET_RISK, actor)
    errors = _check(decision, risk_grade, RiskGrade.values, "risk_grade")
    if errors:
        raise InvalidInput(errors)
    if account.risk_grade == risk_grade:
        return account
    _require_version(account, version, risk_grade=account.get_risk_grade_display())
    emit_all([_write(account, GradeKind.RISK, risk_grade, decision, actor, now)], now=now)
    store(account, risk_grade=risk_grade)
    return account


@operation("book.set_industry")
def set_industry(
    *, account_id: int, industry_code: str, version: int, actor: Actor, now: datetime
) -> SupplyAccount:
    """Correct the industry (GB/T 4754-2017). Raises InvalidInput for `industry_code`, StaleVersion."""
    account = _open(account_id, SET_INDUSTRY, actor)
    try:
        code = clean_industry_code(industry_code)
    except ValidationError as error:
        raise InvalidInput({"industry_code": error.messages}) from error
    about(account, industry_code=code)
    if account.industry_code == code:
        return account
    _require_version(account, version, industry_code=account.industry_code)
    store(account, industry_code=code)
    score_accounts([account.pk], now=now)
    return account


@operation("book.end_temporary_importance")
def end_temporary_importance(*, actor: Actor, now: datetime) -> int:
    """Take away the temporary importance grades whose last day is over; how many. For the nightly run."""
    over = SupplyAccount.objects.select_for_update(of=("self",)).filter(
        importance=Importance.TEMPORARY, importance_until__lt=day_of(now)
    )
    count = 0
    for account in over.order_by("pk"):
        store(account, importance=Importance.NONE, importance_until=None)
        count += 1
    return count


def record_grade_of_case(account: SupplyAccount, importance: str, *, actor: Actor, now: datetime) -> list[NewFact]:
    """The importance that a case has brought, in the history; runs inside the operation that stores it.

    Returns the facts for the outbox, which that operation emits together with its own.
    """
    if importance or AccountGrade.objects.filter(account=account, kind=GradeKind.IMPORTANCE).exists():
        decision = Decision(source=GradeSource.CASE, reason=account.open_case_number or "-")
        return [_write(account, GradeKind.IMPORTANCE, importance, decision, actor, now)]
    return []


def _open(account_id: int, permission: str, actor: Actor) -> SupplyAccount:
    account = lock_account(account_id, actor=actor, permission=permission)
    if account.status in (AccountStatus.CLOSED, AccountStatus.VOIDED):
        raise AccountNotLiving(details={"status": account.status})
    about(account)
    return account


def _check(decision: Decision, value: str, allowed: Any, name: str) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if value not in allowed:
        errors[name] = _("Choose from the list.")
    if decision.source not in GradeSource.values:
        errors["source"] = _("Say on what it rests.")
    if len(decision.reason.strip()) < 2 or len(decision.reason) > 200:
        errors["reason"] = _("Say why, in 2 to 200 characters.")
    if len(decision.document) > 60:
        errors["document"] = _("At most 60 characters.")
    return errors


def _require_version(account: SupplyAccount, version: int, **current: Any) -> None:
    if account.version != version:
        raise StaleVersion(field="version", details={"current": current, "version": account.version})


def _write(
    account: SupplyAccount,
    kind: GradeKind,
    value: str,
    decision: Decision,
    actor: Actor,
    now: datetime,
    until: date | None = None,
) -> NewFact:
    """End what is in force, begin the new grade today. One that began today is replaced; the audit keeps it.

    Returns the fact that the caller emits.
    """
    today = day_of(now)
    for row in AccountGrade.objects.select_for_update().filter(account=account, kind=kind):
        if row.period.lower >= today:
            row.delete()
        elif row.period.upper is None or row.period.upper > today:
            row.period = days(row.period.lower, today)
            row.save(update_fields=["period"])
    AccountGrade.objects.create(
        account=account,
        kind=kind,
        value=value,
        period=days(today, until + timedelta(days=1) if until else None),
        source=decision.source,
        document=decision.document.strip(),
        reason=decision.reason.strip(),
        set_by_id=actor.pk,
        set_at=now,
    )
    about(account, reason=decision.reason.strip(), kind=str(kind), value=value, source=decision.source)
    payload = {"account_id": account.pk, "department_id": account.department_id, "kind": str(kind)}
    return "book.account_graded", f"book.account_graded:{account.pk}:{kind}:{account.version}", payload
