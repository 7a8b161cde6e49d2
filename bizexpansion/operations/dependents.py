"""What the closing of accounts touches (216, 217): debts, payers, other cases, the meters of others behind theirs.

It is told before, row by row where there are many, and bars nothing: debts are settled on the way (A44), who was
paid for pays for himself afterwards. No row of workflows.md asks for it: UNCONFIRMED.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import OPEN_STATES
from bizexpansion.models import Case
from bizexpansion.operations.preconditions import Answer, Finding, Prompt, Question, prompt
from crm.web.figures import money
from customers.book.enums import MeteringPointState
from customers.book.models import MeteringPoint, SupplyAccount
from customers.book.queries.payers import payers_of, terms_naming
from metering.queries.ledger import Debt, debts_of

SOURCE = "UNCONFIRMED"


@dataclass
class Touched:
    """What the closing of one account touches: numbers of accounts and cases; money in yuan."""

    debt: Debt
    pays_for: list[str] = field(default_factory=list)
    payer: str = ""
    cases: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)

    def words(self) -> list[str]:
        """One remark for each."""
        said = []
        if self.debt.total:
            said.append(_("owes %(amount)s, paid before the end") % {"amount": money(self.debt.total)})
        elif self.debt.credit:
            said.append(_("%(amount)s of credit will be paid back") % {"amount": money(self.debt.credit)})
        if self.pays_for:
            said.append(_("pays for %(accounts)s") % {"accounts": "、".join(self.pays_for)})
        if self.payer:
            said.append(_("is paid for by %(account)s") % {"account": self.payer})
        if self.cases:
            said.append(_("case %(numbers)s is open beside this one") % {"numbers": "、".join(self.cases)})
        if self.behind:
            said.append(_("meters of %(accounts)s hang behind its meter") % {"accounts": "、".join(self.behind)})
        return said


def touched_by(accounts: Sequence[SupplyAccount], on: date, *, but: str = "") -> dict[int, Touched]:
    """What closing each of these accounts on a day touches, by key; `but` is the case that closes them.

    A constant number of statements.
    """
    keys = [one.pk for one in accounts]
    debts = debts_of(keys, on)
    found = {pk: Touched(debts[pk]) for pk in keys}
    by_number = {one.account_number: one for one in accounts}
    named = terms_naming(by_number, on).filter(period__contains=on, account__closed_on=None)
    rows = named.order_by("account__account_number")
    for number, other, home in rows.values_list(
        "payer_number", "account__account_number", "account__department_id"
    ):
        if home == by_number[number].department_id:  # who moved to another department pays for himself
            found[by_number[number].pk].pays_for.append(other)
    for pk, number in payers_of(accounts, on).items():
        found[pk].payer = number
    cases = Case.objects.filter(account__in=keys, state__in=OPEN_STATES).exclude(case_number=but)
    for pk, number in cases.order_by("case_number").values_list("account_id", "case_number"):
        found[pk].cases.append(number)
    for pk, number in _behind(keys):
        found[pk].behind.append(number)
    return found


def _behind(keys: Collection[int]) -> Iterable[tuple[int, str]]:
    """The accounts whose metering points hang below one of these accounts' (转供): (key of the account, number)."""
    below = MeteringPoint.objects.filter(parent__account__in=keys).exclude(account=F("parent__account"))
    below = below.exclude(state=MeteringPointState.REMOVED).order_by("account__account_number").distinct()
    return below.values_list("parent__account_id", "account__account_number")


def sum_of(touched: Collection[Touched]) -> Finding:
    """The same of a whole list, in one sentence, as the step that determines it shows it."""
    owing = [one.debt.total for one in touched if one.debt.total]
    values = {
        "accounts": len(touched),
        "owing": len(owing),
        "amount": money(sum(owing, Decimal("0.00"))),
        "payers": sum(1 for one in touched if one.pays_for),
        "cases": sum(1 for one in touched if one.cases),
        "behind": sum(1 for one in touched if one.behind),
    }
    words = _(
        "Of %(accounts)d accounts %(owing)d owe %(amount)s in all, %(payers)d pay for others, %(cases)d have"
        " another open case, behind the meters of %(behind)d hang those of others; the rows say which."
    )
    says = any(one.words() for one in touched)
    return Finding(LIST, Answer(None if says else True, words % values))


def behind_meter(question: Question) -> Answer | None:
    """216: accounts behind the meter, and cases that go on beside (an urgent 302); debts and payers are told so."""
    if question.account is None or not _closes(question):
        return None
    found = touched_by([question.account], question.day, but=question.open_case)[question.account.pk]
    found.debt, found.pays_for, found.payer = Debt(question.day), [], ""
    said = found.words()
    return Answer(None, _("%(what)s.") % {"what": "; ".join(said)}) if said else None


def _closes(question: Question) -> bool:
    return any("close_account" in step.effects for step in question.flow.body.steps())


LIST = Prompt("DEPENDENTS", gettext_lazy("What the closing touches"), SOURCE, behind_meter)


def register() -> None:
    """Tell it at the counter; called when the app is ready."""
    prompt(LIST.code, LIST.label, SOURCE)(behind_meter)
