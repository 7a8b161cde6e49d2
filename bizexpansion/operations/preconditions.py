"""What must hold before a step of a flow (workflows.md 2.4), each with its source.

A flow names its preconditions and the step at which each is asked. The counter shows those of the acceptance before
anything is typed (`look_up`); the operation refuses while one is not met (`refuse_unmet`). What no data of ours can
answer is asked of the clerk: such a rule names the field of the application that the clerk ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.engine.definition import Flow, Precondition
from bizexpansion.errors import AccountHasOpenCase, PreconditionUnmet
from bizexpansion.models import Application, ApplicationRecord, Case, application_of
from bizexpansion.operations.lookups import account_of
from crm.audit.operation import reading_aside
from crm.errors import DomainError, InvalidInput
from crm.web.figures import money
from customers.book.enums import HIGH_VOLTAGES, AccountStatus, TemporaryKind
from customers.book.models import SupplyAccount
from metering.queries.ledger import debt_of


@dataclass(frozen=True)
class Question:
    """Of which account and application a precondition is asked; `application` is None before it is typed.

    `held_by`: the number of the case that bars another one on the account ("": none), where it has been read.
    `case`: the case whose step asks; None at the counter.
    """

    flow: Flow
    account: SupplyAccount | None
    application: ApplicationRecord | None
    now: datetime
    held_by: str | None = None
    case: Case | None = None

    @property
    def day(self) -> date:
        """Today on the wall."""
        return localtime(self.now).date()

    @property
    def open_case(self) -> str:
        """The number of the case that is open on the account: it holds it in the book, or is still to be filed."""
        if self.account is None:
            return ""
        if self.account.open_case_number or self.held_by is not None:
            return self.account.open_case_number or str(self.held_by)
        return Case.holding([self.account.pk]).get(self.account.pk, "")

    @property
    def is_open(self) -> bool:
        """Nothing is known yet: neither was an account looked up nor an application typed."""
        return self.account is None and self.application is None


@dataclass(frozen=True)
class Answer:
    """Whether a precondition holds (None: a person has to look), in words, and how it is refused."""

    met: bool | None
    words: str
    field: str = ""
    refusal: DomainError | None = None


@dataclass(frozen=True)
class PreconditionRule:
    """A precondition: its code, what it asks, where it is laid down."""

    code: str
    label: Any
    source: Any
    ask: Callable[[Question], Answer]


@dataclass(frozen=True)
class Prompt:
    """What the counter is told of an account whatever the flow; it bars nothing."""

    code: str
    label: Any
    source: Any
    tell: Callable[[Question], Answer | None]


@dataclass(frozen=True)
class Finding:
    """What a precondition, or a prompt, says of this account."""

    rule: PreconditionRule | Prompt
    answer: Answer

    @property
    def is_unmet(self) -> bool:
        """Whether it bars the application."""
        return self.answer.met is False


PRECONDITIONS: dict[str, PreconditionRule] = {}
AT_SEAL = "P6"
"""Asked by every flow that holds accounts, of running cases too, so no flow names it."""


def precondition(
    code: str, label: Any, source: Any
) -> Callable[[Callable[[Question], Answer]], Callable[[Question], Answer]]:
    """Say how a precondition is answered."""

    def keep(ask: Callable[[Question], Answer]) -> Callable[[Question], Answer]:
        if code in PRECONDITIONS:
            raise ValueError(f"the precondition {code} is stated twice")
        PRECONDITIONS[code] = PreconditionRule(code, label, source, ask)
        return ask

    return keep


PROMPTS: list[Prompt] = []


def prompt(
    code: str, label: Any, source: Any
) -> Callable[[Callable[[Question], Answer | None]], Callable[[Question], Answer | None]]:
    """Say what the counter is told of an account; None where there is nothing to tell."""

    def keep(tell: Callable[[Question], Answer | None]) -> Callable[[Question], Answer | None]:
        PROMPTS.append(Prompt(code, label, source, tell))
        return tell

    return keep


def asked_by(flow: Flow) -> list[Precondition]:
    """The preconditions of a flow with their steps: those that it names, in its order, and P6 of every flow that
    holds accounts, where it seals them (`bizexpansion.operations.billing_run`)."""
    steps = list(flow.body.steps())
    holds = any(name.startswith("hold_") for step in steps for name in step.effects)
    return [*flow.preconditions, *(Precondition(AT_SEAL, step.id) for step in steps if step.seals and holds)]


def look_up(flow: Flow, question: Question, node: str = "accept") -> list[Finding]:
    """What the preconditions of a step say, in the flow's order."""
    rules = [PRECONDITIONS[one.rule] for one in asked_by(flow) if one.at == node]
    return [Finding(rule, rule.ask(question)) for rule in rules]


def look_up_at(case: Case, flow: Flow, node: str, now: datetime) -> list[Finding]:
    """What the preconditions of a later step of a case say; nothing is read where the step has none."""
    if node == "accept" or not any(one.at == node for one in asked_by(flow)):
        return []
    with reading_aside():  # what was typed at the counter has long been written
        application = application_of(case)
        account = account_of(case) if case.row else case.account
    return look_up(flow, Question(flow, account, application, now, case=case), node)


def look_up_all(flow: Flow, question: Question) -> list[Finding]:
    """What the counter shows before anything is typed: the preconditions, then what else it has to be told."""
    told = ((one, one.tell(question)) for one in PROMPTS)
    return look_up(flow, question) + [Finding(one, answer) for one, answer in told if answer is not None]


def refuse_unmet(flow: Flow, question: Question, node: str = "accept") -> None:
    """Raise what fits if a precondition does not hold: the rule's own refusal, the fields that the clerk has to
    tick, or PreconditionUnmet naming all of them."""
    refuse_findings(look_up(flow, question, node))


def refuse_findings(findings: Sequence[Finding]) -> None:
    """Raise what fits the findings that bar it; nothing if none does."""
    unmet = [finding for finding in findings if finding.is_unmet]
    for finding in unmet:
        if finding.answer.refusal is not None:
            raise finding.answer.refusal
    fields = {one.answer.field: one.answer.words for one in unmet if one.answer.field}
    if fields:
        raise InvalidInput(fields)
    if unmet:
        raise PreconditionUnmet(
            " ".join(finding.answer.words for finding in unmet),
            details={"rules": [finding.rule.code for finding in unmet]},
        )


def _look_up_first() -> Answer:
    return Answer(None, _("Look up the account number first, if there is one."))


def _ticked(question: Question, field: str, ask: str) -> Answer:
    """A rule that the clerk looks up: open before the form is typed, then as ticked."""
    if question.application is None:
        return Answer(None, ask, field)
    return Answer(bool(getattr(question.application, field)), ask, field)


@precondition("P1", gettext_lazy("No other case is open"), gettext_lazy("CT 210021, customer status (D)"))
def no_open_case(question: Question) -> Answer:
    """Status 0 and no other open order on the account; an archived one is open until its file is closed.

    A new supply touches no account that stands: there it is the place that has one case at a time.
    """
    if "open_account" in next(question.flow.body.steps()).effects:
        return _place_is_free(question)
    account = question.account
    if question.is_open:
        return _look_up_first()
    if account is None:
        return Answer(True, _("No other case is open on this account."))
    number = question.open_case
    if number:
        words = _("The case %(number)s is open on this account.") % {"number": number}
        refusal = AccountHasOpenCase(field="existing_account", details={"case_number": number})
        return Answer(False, words, refusal=refusal)
    if account.status != AccountStatus.NORMAL:
        return Answer(False, _("The account is %(status)s.") % {"status": account.get_status_display()})
    return Answer(True, _("No other case is open on this account."))


def _place_is_free(question: Question) -> Answer:
    """One new supply at a time for the same name and address."""
    asked, words = question.application, _("No other new supply is open in this name at this address.")
    if not isinstance(asked, Application):
        return Answer(None, words)
    names = {"name": asked.applicant_name.strip(), "address": asked.address.strip()}
    there = SupplyAccount.objects.filter(status=AccountStatus.NEW_SUPPLY_OPEN, **names).first()
    if there is None:
        return Answer(True, words)
    number = there.open_case_number
    refusal = AccountHasOpenCase(field="address", details={"case_number": number})
    return Answer(False, _("The case %(number)s is open at this address.") % {"number": number}, refusal=refusal)


@precondition(
    "P2",
    gettext_lazy("Electricity charges are paid"),
    gettext_lazy("State Grid Jiangsu 2021-10-12; guide to transfers"),
)
def no_arrears(question: Question) -> Answer:
    """Arrears and late fees of this account are cleared; other addresses of the same person are a prompt only."""
    if question.is_open:
        return _look_up_first()
    owed = debt_of(question.account.pk, question.day).arrears if question.account else 0
    if not owed:
        return Answer(True, _("Nothing is owed."))
    return Answer(False, _("This account owes %(amount)s; it must be paid first.") % {"amount": money(owed)})


@precondition("P3", gettext_lazy("No open breach of contract or theft"), "UNCONFIRMED (K)")
def no_breach(question: Question) -> Answer:
    """违约用电、窃电: looked up by the clerk, the system has no register of them."""
    return _ticked(question, "breaches_checked", _("Look for open breaches of contract or theft first."))


@precondition(
    "P4", gettext_lazy("The applicant is who the papers say"), gettext_lazy("State Grid Jiangsu 2021-10-12")
)
def identity(question: Question) -> Answer:
    """Identity and real name are compared by the clerk."""
    return _ticked(question, "identity_checked", _("Compare the identity papers with the file first."))


@precondition(
    "P5",
    gettext_lazy("Not a temporary supply"),
    gettext_lazy("Rules of electricity supply 1996 art. 12; 2024 (N24) lets contact data change"),
)
def not_temporary(question: Question) -> Answer:
    """A temporary supply cannot be changed, resold or transferred; what is permanent is applied for anew."""
    account = question.account
    if question.is_open:
        return _look_up_first()
    if account is None or account.temporary == TemporaryKind.PERMANENT:
        return Answer(True, _("The supply is permanent."))
    until = account.temporary_until.isoformat() if account.temporary_until else "–"
    words = _("This is a temporary supply (until %(day)s): it can only be extended or ended, not changed.")
    return Answer(False, words % {"day": until})


@precondition("P7", gettext_lazy("Safety equipment of important customers is there"), "UNCONFIRMED (K)")
def safety_equipment(question: Question) -> Answer:
    """Seen by the inspector at the completion (groups of the inspection)."""
    return Answer(None, _("The inspector looks at the safety equipment and the papers of the own source."))


@precondition("HV", gettext_lazy("A high-voltage customer"), gettext_lazy("State Grid Jiangsu 2021-10-12 (203)"))
def high_voltage(question: Question) -> Answer:
    """Supply at 10 kV or more: as it is, or as it is applied for."""
    return _voltage_is(question, high=True, words=_("High-voltage supply begins at 10 kV."))


@precondition("LV", gettext_lazy("A low-voltage customer"), gettext_lazy("State Grid Jiangsu 2021-10-12 (208)"))
def low_voltage(question: Question) -> Answer:
    """Supply below 1 kV: as it is, or as it is applied for."""
    return _voltage_is(question, high=False, words=_("This is for low-voltage supply only."))


def _voltage_is(question: Question, *, high: bool, words: str) -> Answer:
    asked = getattr(question.application, "voltage", "")
    voltage = asked or (question.account.voltage if question.account else "")
    if not voltage:
        return Answer(None, words)
    return Answer((voltage in HIGH_VOLTAGES) == high, words, "voltage" if asked else "")
