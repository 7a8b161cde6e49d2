"""A metered temporary supply is granted longer (装表临时用电续签): its contract renewed, its term (T13) moved.

Its papers are those of an extension (107: M-CHG with the reason) and of a temporary supply (105: M-ORG or M-ID).
With it a contract is signed at once, so none may follow later: what 容缺受理 leaves open bars a signature (A23).

It has no code among the 34 (workflows.md 1.3 and 4, 105: CTR 续签 + TMP_DATE); the end is 216. Six months in all
unless longer is approved (1996 art. 12), three years at most (2024, UNCONFIRMED): both are parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import material_label
from bizexpansion.errors import PapersMissing
from bizexpansion.flows import get_flow
from bizexpansion.models import RenewalPaper, TemporaryRenewal
from bizexpansion.operations.account_terms import grant_until
from bizexpansion.operations.contract import USUAL_ATTACHMENTS
from bizexpansion.operations.papers import without_place
from bizexpansion.operations.preconditions import (
    PRECONDITIONS,
    Answer,
    Finding,
    PreconditionRule,
    Question,
    refuse_findings,
)
from bizexpansion.operations.temporary import TERM_SOURCE, longest_term
from bizexpansion.queries.people import able_staff
from bizexpansion.rules import EXTEND_TEMPORARY
from crm.audit.operation import about, operation
from crm.errors import InvalidInput, OutOfScope, StaleVersion
from crm.org.models import Staff
from crm.org.permissions import require
from crm.outbox.operations import emit
from crm.web.figures import day as day_words
from crm.web.uploads import store_upload
from customers.book.enums import ContractOperation, ContractStatus, ContractType, TemporaryKind
from customers.book.models import Contract, SupplyAccount
from customers.book.operations import follow_contract
from customers.book.specs import ContractSpec

PAPERS = ("M-CHG", "M-ID|M-ORG")
"""What has to be there; "|" asks for one of the two."""
APPROVING_FORM = "approve_change"
"""Whoever decides on changes of supply (A04) agrees to more than the standard term."""


@dataclass(frozen=True)
class Bounds:
    """How long a temporary supply may go on: `since` its first day, `standard` the last day without approval,
    `longest` the last day that may be granted at all (None: no bound is in force)."""

    account: SupplyAccount
    since: date
    standard: date
    longest: date | None
    months: dict[str, object]

    @property
    def sentence(self) -> str:
        """The rule with the days of this account."""
        words = _(
            "%(standard)s months in all, until %(usual)s, without approval; %(most)s months after %(since)s, until "
            "%(longest)s, at the latest."
        )
        longest = day_words(self.longest) if self.longest else "–"
        return words % (
            self.months | {"usual": day_words(self.standard), "since": day_words(self.since), "longest": longest}
        )

    def needs_approval(self, until: date) -> bool:
        """Whether somebody else has to agree to a last day."""
        return until > self.standard


def bounds_of(account: SupplyAccount, on: date) -> Bounds:
    """The days between which a new last day may lie, by the parameters in force on a day."""
    since = account.energised_on or account.built_on
    standard, longest, months = longest_term(since, on)
    return Bounds(account, since, standard, longest, months)


def _is_metered(question: Question) -> Answer:
    words = _("This is for temporary supplies with a meter (105); without a meter it is the business 107.")
    account = question.account
    return Answer(account is not None and account.temporary == TemporaryKind.METERED, words)


def _has_room(question: Question) -> Answer:
    account = question.account
    if account is None or account.temporary_until is None:
        return Answer(False, _("No last day was granted."))
    bounds = bounds_of(account, question.day)
    first = max(account.temporary_until, question.day)
    return Answer(bounds.longest is None or first < bounds.longest, bounds.sentence)


RULES = (
    PreconditionRule(
        "METERED",
        gettext_lazy("A temporary supply with a meter"),
        gettext_lazy("Business rules 1.3 and 4, 105"),
        _is_metered,
    ),
    PRECONDITIONS["P1"],
    PRECONDITIONS["P2"],
    PreconditionRule("ROOM", gettext_lazy("Room for a later last day"), TERM_SOURCE, _has_room),
)


def findings_of(account: SupplyAccount, now: datetime) -> list[Finding]:
    """What must hold before a temporary supply is extended, and whether it does."""
    # Asked as of the extension without a meter: of an account that stands, not of a place for a new supply.
    question = Question(get_flow("107").flow, account, None, now)
    return [Finding(rule, rule.ask(question)) for rule in RULES]


def approvers(account: SupplyAccount, actor: Staff) -> QuerySet[Staff]:
    """Who may agree to more than the standard term: not who signs."""
    return able_staff(APPROVING_FORM, account.department).exclude(pk=actor.pk)


@dataclass(frozen=True)
class Wish:
    """What is granted: the new last day, who asks for it and why, the kinds of papers that were handed in with the
    files of those that were scanned, who has approved it, who has signed when."""

    until: date
    asked_by: str
    reason: str
    identity_checked: bool
    signed_on: date
    customer_signatory: str
    utility_signatory: str
    papers: Collection[str] = ()
    approved_by: Staff | None = None
    files: Mapping[str, UploadedFile] = field(default_factory=dict)

    @property
    def kinds(self) -> set[str]:
        """The papers that are there: on paper, or as a file."""
        return {*self.papers, *self.files}

    @property
    def missing_papers(self) -> list[str]:
        """What has to be there and is not."""
        return [kinds for kinds in PAPERS if not set(kinds.split("|")) & self.kinds]


@operation("bizexpansion.extend_temporary_supply")
def extend_temporary_supply(
    *, account_number: str, version: int | None = None, wish: Wish, actor: Staff, now: datetime
) -> TemporaryRenewal:
    """Let a metered temporary supply go on until a later last day, under a renewed contract (040002, 03).

    Reminders, end and what is proposed at the end (216) move with the term. Called again for the same last day it
    returns what was granted. Raises OutOfScope, NotPermitted, StaleVersion, AccountHasOpenCase (P1),
    PreconditionUnmet (P2: nothing is settled here; no meter; no room), PapersMissing, InvalidInput.
    """
    rows = SupplyAccount.objects.select_for_update(of=("self",)).select_related("department")
    account = rows.filter(account_number=account_number).first()
    if account is None:
        raise OutOfScope
    require(actor, EXTEND_TEMPORARY, account.department_id)
    about(account, reason=wish.reason, until=wish.until.isoformat())
    done = TemporaryRenewal.objects.filter(account=account, granted_until=wish.until).first()
    if done is not None:
        return done
    if version is not None and version != account.version:
        raise StaleVersion(details={"version": account.version})
    refuse_findings(findings_of(account, now))
    if missing := wish.missing_papers:
        words = _("Missing: %(papers)s.") % {"papers": ", ".join(material_label(one) for one in missing)}
        raise PapersMissing(words, field="papers", details={"missing": missing})
    today = localtime(now).date()
    bounds = bounds_of(account, today)
    errors = _missing(wish) | _trouble(bounds, wish, today) | _approval_trouble(bounds, wish, actor)
    if errors:
        raise InvalidInput(errors)
    return _grant(bounds, wish, today, actor, now)


def _missing(wish: Wish) -> dict[str, object]:
    names = ("asked_by", "reason", "customer_signatory", "utility_signatory")
    return {name: _("This field is required.") for name in names if not getattr(wish, name).strip()}


def _trouble(bounds: Bounds, wish: Wish, today: date) -> dict[str, object]:
    """What is wrong with the days and the tick, by field, with the figures."""
    first = max(bounds.account.temporary_until or today, today)
    errors: dict[str, object] = {}
    if wish.until <= first:
        errors["until"] = _("The new last day lies after %(day)s.") % {"day": day_words(first)}
    elif bounds.longest is not None and wish.until > bounds.longest:
        errors["until"] = f"{bounds.sentence} {TERM_SOURCE}"
    if wish.signed_on > today:
        errors["signed_on"] = _("This day lies ahead.")
    if not wish.identity_checked:
        errors["identity_checked"] = _("Compare the identity papers and the application form first.")
    return errors


def _approval_trouble(bounds: Bounds, wish: Wish, actor: Staff) -> dict[str, object]:
    """More than the standard term: somebody who may decide on it, and another person than who signs."""
    if not bounds.needs_approval(wish.until):
        return {}
    if wish.approved_by is None:
        words = _("Longer than %(standard)s months in all: name who has approved it.")
        return {"approved_by": words % bounds.months}
    if not approvers(bounds.account, actor).filter(pk=wish.approved_by.pk).exists():
        return {"approved_by": _("This person cannot approve it, or signs it.")}
    return {}


def _grant(bounds: Bounds, wish: Wish, today: date, actor: Staff, now: datetime) -> TemporaryRenewal:
    account = bounds.account
    before = account.temporary_until or today
    reference = f"XQ{account.account_number}-{account.temporary_renewals.count() + 1}"
    contract = _renew_contract(account, wish, reference, today, actor, now)
    grant_until(account.pk, wish.until, reference, actor=actor, now=now)
    renewal = TemporaryRenewal.objects.create(
        account=account,
        ended_before=before,
        granted_until=wish.until,
        asked_by=wish.asked_by.strip(),
        reason=wish.reason.strip(),
        identity_checked=wish.identity_checked,
        papers=sorted(wish.kinds),
        approved_by=wish.approved_by if bounds.needs_approval(wish.until) else None,
        contract=contract,
        utility_signatory=wish.utility_signatory.strip(),
        renewed_by=actor,
        renewed_at=now,
    )
    _keep_files(renewal, wish.files, now)
    payload = {"renewal_id": renewal.pk, "account_id": account.pk, "until": wish.until.isoformat()}
    emit("temporary.extended", key=f"temporary.extended:{renewal.pk}", payload=payload, now=now)
    return renewal


def _keep_files(renewal: TemporaryRenewal, files: Mapping[str, UploadedFile], now: datetime) -> None:
    """The files of the papers. Raises InvalidInput at `file_` and the kind for one that cannot be accepted."""
    kept = []
    for kind, upload in sorted(files.items()):
        name = file_field(kind)
        stored = store_upload(without_place(upload, name), field=name, folder=f"{localtime(now):%Y/%m}")
        kept.append(
            RenewalPaper(
                renewal=renewal,
                kind=kind,
                path=stored.path,
                file_name=stored.name[:120],
                content_type=stored.kind,
                size=stored.size,
                digest=stored.sha256,
            )
        )
    RenewalPaper.objects.bulk_create(kept)


def file_field(kind: str) -> str:
    """The field in which the file of a kind of paper comes."""
    return f"file_{kind.lower().replace('-', '_')}"


def _renew_contract(
    account: SupplyAccount, wish: Wish, reference: str, today: date, actor: Staff, now: datetime
) -> Contract:
    """The contract after the one in force: from its end, or from today where that is over, to the new last day."""
    standing = account.contracts.filter(status=ContractStatus.VALID, contract_type=ContractType.TEMPORARY)
    last = standing.order_by("-term").first()
    ends = last.term.upper if last else None
    starts_on = ends if ends is not None and today < ends <= wish.until else today
    contract, _ended = follow_contract(
        account_id=account.pk,
        contract=ContractSpec(
            contract_type=ContractType.TEMPORARY,
            starts_on=starts_on,
            ends_on=wish.until + date.resolution,
            operation=ContractOperation.RENEWAL,
            is_standard_text=last.is_standard_text if last else True,
            attachments=tuple(last.attachments) if last else USUAL_ATTACHMENTS,
        ),
        signed_on=wish.signed_on,
        signatory=wish.customer_signatory,
        case_number=reference,
        actor=actor,
        now=now,
    )
    return contract
