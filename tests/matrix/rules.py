"""Who may open which address: one rule a route. A route without a rule fails the matrix.

`scoped` records belong to a department: for somebody with the same roles elsewhere they do not exist (404).
`gated` pages belong to a role: without it they are refused (403). `own` pages show only what is the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from crm.web.drafts import save_draft
from metering.operations.bad_debts import propose_bad_debt
from metering.operations.refunds import request_refund
from tests.factories.metering import NOW, pay
from tests.matrix.world import World

DRAFT = "6f3d8a52-0f0c-4a40-9d70-1c9a5d1b2a11"
Args = Callable[[World], dict[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    """A route without arguments."""
    return {}


@dataclass(frozen=True)
class Rule:
    """`insider` and `outsider` name people of the world; `outside` is what the outsider is answered.

    `opens` is what the insider gets of a GET: 200, or 302 where the address leads to another page.
    """

    insider: str
    outsider: str | None
    outside: int
    args: Args = nothing
    method: str = "get"
    opens: int = 200


def own(args: Args = nothing, method: str = "get") -> Rule:
    """Everybody who is signed in, for himself."""
    return Rule("clerk", None, 0, args, method)


def gated(insider: str, args: Args = nothing, method: str = "get", outsider: str = "plain") -> Rule:
    """Only a role: others are refused."""
    return Rule(insider, outsider, 403, args, method)


def scoped(args: Args, method: str = "get", insider: str = "clerk") -> Rule:
    """Only the department's people: for others the record does not exist."""
    return Rule(insider, "stranger", 404, args, method)


def listed(args: Args = nothing) -> Rule:
    """A list that everybody of the trade may open and that shows each his own department's rows."""
    return Rule("clerk", "stranger", 200, args)


def account(world: World) -> dict[str, Any]:
    """The world's supply account."""
    return {"customer_id": world.account.customer_id, "account_number": world.account.account_number}


def account_number(world: World) -> dict[str, Any]:
    """Its number alone."""
    return {"account_number": world.account.account_number}


def draft(world: World) -> dict[str, Any]:
    """An application that the clerk has begun: nobody else's."""
    kept = {"staff": world.people["clerk"], "form_key": "step-accept-104", "subject": DRAFT}
    save_draft(**kept, data=QueryDict(f"token={DRAFT}"), now=NOW)
    return {"token": DRAFT}


def customer_number(world: World) -> dict[str, Any]:
    """Its customer."""
    return {"customer_number": world.account.customer.customer_number}


def contact(world: World) -> dict[str, Any]:
    """The person to call about electrical matters."""
    return {**account_number(world), "purpose": "ELECTRICAL"}


def case(world: World) -> dict[str, Any]:
    """The world's case, by number."""
    return {"case_number": world.case.case_number}


def number(world: World) -> dict[str, Any]:
    """The world's case, as its pages name it."""
    return {"number": world.case.case_number}


def of_batch(world: World) -> dict[str, Any]:
    """The order of a batch."""
    return {"number": world.batch_number}


def row_of_batch(world: World) -> dict[str, Any]:
    """A row of it that waits."""
    return {**of_batch(world), "row": 1}


def api_batch(world: World) -> dict[str, Any]:
    """The order of a batch, as the API names it."""
    return {"case_number": world.batch_number}


def a_flow(world: World) -> dict[str, Any]:
    """Any flow."""
    return {"code": "104"}


def step(world: World) -> dict[str, Any]:
    """The open task of the case, as its pages name it."""
    return {**number(world), "task_id": world.task.pk}


def task(world: World) -> dict[str, Any]:
    """Its open task."""
    return {"pk": world.task.pk}


def batch(world: World) -> dict[str, Any]:
    """A file that the department has handed in."""
    return {"pk": world.batch_id}


def segment(world: World) -> dict[str, Any]:
    """A segment of the clerk's, shared with nobody."""
    return {"pk": world.segment_id}


def pair(world: World) -> dict[str, Any]:
    """Two customers of the department that are alike."""
    return {"pk": world.pair_id}


def merge(world: World) -> dict[str, Any]:
    """A merge of two others."""
    return {"pk": world.merge_id}


def finding(world: World) -> dict[str, Any]:
    """What is missing in the record of an account of the department."""
    return {"pk": world.finding_id}


def clerk_number(world: World) -> dict[str, Any]:
    """A member of staff."""
    return {"number": world.people["clerk"].number}


def payment(world: World) -> dict[str, Any]:
    """A payment to the world's account."""
    return {"pk": pay(world.account, "100", key="MATRIX").pk}


def refund(world: World) -> dict[str, Any]:
    """A refund that the clerk has asked for."""
    payment(world)
    asked = request_refund(
        account_id=world.account.pk, amount=Decimal(10), reason="多缴", actor=world.people["clerk"], now=NOW
    )
    return {"pk": asked.pk}


def bad_debt(world: World) -> dict[str, Any]:
    """A bad debt that the clerk has proposed."""
    made = propose_bad_debt(
        account_id=world.account.pk,
        amount=Decimal(10),
        settled_on=NOW.date(),
        reason="业主失联",
        case_number="261125-0001",
        actor=world.people["clerk"],
        now=NOW,
    )
    return {"pk": made.pk}


PUBLIC = {"login", "logout", "language", "api-token", "progress"}
"""Open to nobody in particular: signing in and out, and the language of the page."""

RULES: dict[str, Rule] = {
    # the frame
    "password-change": own(),
    "floor": own(),
    "search": own(method="post"),
    "draft-save": own(lambda world: {"form_key": "x"}, "post"),
    "draft-discard": own(lambda world: {"form_key": "x"}, "post"),
    "notification-list": own(),
    "notification-read-all": own(method="post"),
    "notification-badge": own(),
    "notification-open": Rule("clerk", "stranger", 404, lambda world: {"pk": world.notification_id}, "post"),
    "outgoing-message-list": gated("system"),
    # the book
    "account-list": listed(),
    "account": Rule("clerk", "stranger", 404, account_number, opens=302),
    "customer": scoped(lambda world: {"customer_id": world.account.customer_id}),
    "customer-account": scoped(account),
    "customer-accounts": scoped(lambda world: {"customer_id": world.account.customer_id}),
    "customer-blocks": scoped(account),
    "customer-timeline": scoped(account),
    "customer-block": scoped(lambda world: {**account(world), "key": world.block_key}),
    "seen": gated("auditor"),
    "customer-seen": gated("auditor", lambda world: {"customer_id": world.account.customer_id}),
    # contacts with customers
    "interaction-list": gated("clerk", outsider="auditor"),
    "interaction-new": scoped(account_number),
    "interaction": scoped(lambda world: {"pk": world.interaction_id}),
    "interaction-answer": scoped(lambda world: {"pk": world.interaction_id}),
    "interaction-hand-over": scoped(lambda world: {"pk": world.interaction_id}),
    "api-interaction-list": scoped(account_number),
    "contact-edit": scoped(lambda world: {**account(world), "purpose": "ELECTRICAL"}),
    "reveal": scoped(
        lambda world: {"kind": "contact", "pk": world.contact_id, "field_name": "phone"},
    ),
    "account-grade": scoped(lambda world: {**account(world), "kind": "importance"}),
    "segment-list": listed(),
    "segment-new": gated("clerk", outsider="system"),
    "segment-preview": gated("clerk", method="post", outsider="system"),
    "segment": scoped(segment),
    "segment-edit": scoped(segment),
    "segment-count": scoped(segment),
    "segment-copy": scoped(segment, "post"),
    "segment-share": scoped(segment, "post"),
    "segment-archive": scoped(segment, "post"),
    "segment-restore": scoped(segment, "post"),
    # duplicates and merges
    "duplicate-list": listed(),
    "duplicate": scoped(pair),
    "duplicate-reject": scoped(pair, "post"),
    "merge-list": listed(),
    "merge-waiting-list": listed(),
    "merge": scoped(merge),
    "merge-act": scoped(lambda world: {**merge(world), "action": "undo"}, "post"),
    "account-details": scoped(account),
    "customer-details": scoped(account),
    "address-hint": own(method="post"),
    # quality
    "quality": listed(),
    "quality-accounts": listed(),
    "quality-findings": listed(),
    "quality-next": Rule("clerk", "auditor", 403, opens=302),
    "quality-take": gated("clerk", method="post", outsider="auditor"),
    "quality-finding": scoped(finding),
    "quality-assign": scoped(finding, "post"),
    "quality-aside": scoped(finding, "post"),
    "quality-resume": scoped(finding, "post"),
    # imports
    "import-list": gated("clerk"),
    "import-new": gated("clerk", lambda world: {"kind": "accounts"}),
    "import-template": gated("clerk", lambda world: {"kind": "accounts"}),
    "import-batch": scoped(batch),
    "import-progress": scoped(batch),
    "import-columns": scoped(batch),
    "import-apply": scoped(batch, "post"),
    "import-undo": scoped(batch, "post"),
    "import-undo-rest": scoped(batch, "post"),
    "import-discard": scoped(batch, "post"),
    "import-bad-rows": scoped(batch),
    # exports
    "export-list": gated("clerk"),
    "export-new": gated("clerk", lambda world: {"key": "accounts"}),
    "export-file": scoped(lambda world: {"pk": world.export_id}),
    # administration
    "administration": Rule("system", None, 0, opens=302),  # leads to the list of staff
    "staff-list": gated("system"),
    "staff-create": gated("system"),
    "staff-detail": gated("system", clerk_number),
    "staff-role-assign": gated("security", clerk_number, "post"),
    "staff-role-revoke": gated("security", clerk_number, "post"),
    "staff-absence": gated("system", clerk_number, "post"),
    "staff-password": gated("security", clerk_number, "post"),
    "staff-unlock": gated("security", clerk_number, "post"),
    "staff-active": gated("system", clerk_number, "post"),
    "parameter-list": gated("system"),
    "parameter-detail": gated("system", lambda world: {"code": world.parameter_code}),
    "parameter-value": gated("system", lambda world: {"code": world.parameter_code}),
    "delivery-list": gated("system"),
    "delivery-retry": gated("system", lambda world: {"pk": 0}, "post"),
    "audit-entry-list": gated("auditor"),
    "audit-entry": gated("auditor", lambda world: {"pk": world.entry_id}),
    "audit-row": gated("auditor", lambda world: {"table": "book_supplyaccount", "row_id": world.account.pk}),
    "audit-reveal-list": gated("auditor"),
    # working calendar and clocks
    "calendar": Rule("clerk", None, 0, opens=302),
    "calendar-year": own(lambda world: {"year": 2026}),
    "calendar-day": gated("system", lambda world: {"day": "2026-11-25"}),
    "calendar-publish": gated("system"),
    "calendar-hours": gated("system"),
    "calendar-shifts": own(),
    "clock-rule-list": own(),
    "clock-rule": own(lambda world: {"pk": world.rule_id}),
    "clock-put-aside": gated("system"),
    "clock-detail": scoped(lambda world: {"pk": world.clock_id}),
    # the account ledger
    "arrears-list": gated("clerk"),
    "ledger-account": scoped(account_number),
    "ledger-statement": scoped(account_number),
    "payment-new": scoped(account_number),
    "payment-receipt": scoped(payment),
    "entry-reverse": scoped(payment),
    "refund-new": scoped(account_number),
    "bad-debt-list": gated("clerk"),
    "bad-debt-approve": scoped(bad_debt),
    "bad-debt-turn-down": scoped(bad_debt),
    "refund-list": gated("clerk"),
    "refund-pay": scoped(refund),
    "refund-turn-down": scoped(refund),
    # business expansion
    "work-queue": listed(),
    "queue-refresh": listed(),
    "queue-absence": gated("clerk"),
    "queue-colleagues": gated("clerk"),
    "queue-assign": own(method="post"),
    "case-list": listed(),
    "accept": gated("clerk", lambda world: {"code": "104"}),
    "accept-choose": gated("clerk"),
    "accept-suggest": gated("clerk", method="post"),
    "accept-template": gated("clerk", lambda world: {"code": "112"}),
    "case-batch": scoped(of_batch),
    "case-batch-drop": scoped(row_of_batch),
    "case-batch-row": scoped(row_of_batch),
    "case-batch-sheet": scoped(of_batch),
    "case-batch-step": Rule(
        "clerk", "stranger", 404, lambda world: {**of_batch(world), "node": "draft_contract"}, opens=302
    ),
    "case-batch-waiting": scoped(of_batch),
    "accept-notice": gated("clerk", lambda world: {"code": "104"}, method="post"),
    "follow-up-list": listed(),
    "profile-list": gated("system"),
    "temporary-extend": scoped(lambda world: {"number": world.temporary_number}),
    "temporary-list": listed(),
    # nothing was renewed in the world; test_renewal fetches a file
    "temporary-paper": Rule("clerk", "stranger", 404, lambda w: {"number": w.temporary_number, "pk": 1}, opens=404),
    "follow-up-dismiss": scoped(lambda world: {"pk": world.follow_up_id}),
    "row-add": gated("clerk", lambda world: {"form_key": "draft_plan", "relation": "sources"}),
    "flow-drawing": own(lambda world: {"code": "104", "version": 1}),
    "case": scoped(number),
    "case-act": scoped(lambda world: {**number(world), "action": "urge"}),
    "case-step": scoped(lambda world: {**number(world), "node": "accept"}),
    "task": scoped(step),
    "task-act": scoped(lambda world: {**step(world), "action": "dispatch"}),
    "report-on-time": gated("clerk"),
    "report-on-time-cases": gated("clerk"),
    "report-held": gated("clerk"),
    "report-late-soon": listed(),
    "report-limits": listed(),
    "report-firm-orders": gated("clerk"),
    "report-firms": gated("clerk"),
    "paper-add": scoped(number),
    "paper-check": scoped(lambda world: {"pk": world.paper_id}),
    "paper-file": scoped(lambda world: {"pk": world.paper_id}),
    "photo-add": scoped(step, method="post"),
    "photo-remove": scoped(lambda world: {"pk": world.paper_id}, method="post"),
    # the paper of the world has no picture; test_photos asks for one that has
    "photo-small": Rule("clerk", "stranger", 404, lambda world: {"pk": world.paper_id}, opens=404),
    "print-application": scoped(number),
    "print-receipt": scoped(number),
    "print-plan": Rule("clerk", "stranger", 404, number, opens=409),  # no plan is approved yet
    "print-work-order": Rule("clerk", "stranger", 404, number, opens=409),  # no meter is assigned yet
    "print-notice": scoped(step),
    # the API
    "api-search": own(method="post"),
    "api-duplicate-list": listed(),
    "api-duplicate-detail": scoped(pair),
    "api-duplicate-reject": scoped(pair, "post"),
    "api-merge-list": listed(),
    "api-merge-detail": scoped(merge),
    "api-merge-consent": scoped(merge, "post"),
    "api-merge-refuse": scoped(merge, "post"),
    "api-merge-undo": scoped(merge, "post"),
    "api-merge-withdraw": scoped(merge, "post"),
    "api-schema": own(),
    "api-docs": own(),
    "api-quality-rules": listed(),
    "api-quality-departments": listed(),
    "api-score-list": listed(),
    "api-account-quality": scoped(lambda world: {"account_number": world.incomplete_number}),
    "api-finding-list": listed(),
    "api-finding-detail": scoped(finding),
    "api-finding-assign": scoped(finding, "post"),
    "api-finding-aside": scoped(finding, "post"),
    "api-finding-resume": scoped(finding, "post"),
    "api-account-list": listed(),
    "api-account-detail": scoped(account_number),
    "api-account-reveal": scoped(account_number, "post"),
    "api-account-section": scoped(account_number, "post"),
    "api-customer-list": listed(),
    "api-customer-detail": scoped(customer_number),
    "api-customer-reveal": scoped(customer_number, "post"),
    "api-contact-list": scoped(account_number),
    "api-contact-detail": scoped(contact),
    "api-contact-reveal": scoped(contact, "post"),
    **{
        f"api-{part}-list": scoped(account_number)
        for part in (
            "supply-points",
            "power-sources",
            "transformers",
            "metering-points",
            "meter-installations",
            "instrument-transformer-installations",
            "capacity-periods",
            "prices",
            "contracts",
            "grades",
        )
    },
    "api-import-list": gated("clerk"),
    "api-import-kinds": gated("clerk"),
    "api-import-template": gated("clerk", lambda world: {"kind": "accounts"}),
    "api-import-detail": scoped(batch),
    "api-import-row-list": scoped(lambda world: {"batch": world.batch_id}),
    "api-import-bad-rows": scoped(batch),
    "api-import-check": scoped(batch, "post"),
    "api-import-apply": scoped(batch, "post"),
    "api-import-undo": scoped(batch, "post"),
    "api-import-discard": scoped(batch, "post"),
    "api-meter-list": gated("clerk"),
    "api-meter-detail": scoped(lambda world: {"asset_number": world.meter_number}),
    "api-instrument-transformer-list": gated("clerk"),
    "api-instrument-transformer-detail": scoped(lambda world: {"asset_number": world.transformer_number}),
    "api-reading-section-list": listed(),
    "api-reading-section-detail": scoped(lambda world: {"number": world.section_number}),
    "api-bill-list": scoped(account_number),
    "api-energy": scoped(account_number),
    "api-balance": scoped(account_number),
    "api-ledger-entry-list": scoped(account_number),
    "api-bad-debt-list": gated("clerk"),
    "api-bad-debt-detail": scoped(bad_debt),
    "api-bad-debt-approve": scoped(bad_debt, "post"),
    "api-bad-debt-turn-down": scoped(bad_debt, "post"),
    "api-payment-create": scoped(account_number, "post"),
    "api-entry-reverse": scoped(payment, "post"),
    "api-account-importance": scoped(account_number, "post"),
    "api-account-key-account": scoped(account_number, "post"),
    "api-account-risk": scoped(account_number, "post"),
    "api-account-industry": scoped(account_number, "post"),
    "api-segment-list": listed(),
    "api-segment-conditions": gated("clerk", outsider="system"),
    "api-segment-detail": scoped(segment),
    "api-segment-count": scoped(segment),
    "api-segment-copy": scoped(segment, "post"),
    "api-segment-share": scoped(segment, "post"),
    "api-segment-account-list": scoped(lambda world: {"segment_id": world.segment_id}),
    "api-case-list": listed(),
    "api-case-detail": scoped(case),
    "api-case-form": gated("clerk"),
    "api-case-abort": scoped(case, "post"),
    "api-case-course": scoped(case),
    "api-case-photos": scoped(case),
    "api-case-print": scoped(lambda world: {**case(world), "kind": "receipt"}),
    "api-case-prints": scoped(case),
    "api-desk-detail": scoped(lambda world: {"number": world.people["clerk"].number}),
    "api-desk-hand-over": scoped(lambda world: {"number": world.people["clerk"].number}, "post"),
    "api-desk-list": gated("clerk"),
    "api-draft-detail": scoped(draft),
    "api-draft-list": gated("clerk"),
    "api-photo-remove": scoped(lambda world: {"pk": world.paper_id}, "post"),
    "api-photo-small": Rule("clerk", "stranger", 404, lambda world: {"pk": world.paper_id}, opens=404),  # no photo
    "api-case-extend-plan": scoped(case, "post"),
    "api-case-green-channel": scoped(case, "post"),
    "api-case-replan": scoped(case, "post"),
    "api-case-resume": scoped(case, "post"),
    "api-case-suspend": scoped(case, "post"),
    "api-case-urge": scoped(case, "post"),
    "api-case-withdraw": scoped(case, "post"),
    "api-case-papers": scoped(case),
    "api-paper-check": scoped(lambda world: {"pk": world.paper_id}, "post"),
    "api-paper-file": scoped(lambda world: {"pk": world.paper_id}),
    "api-batch": scoped(api_batch),
    "api-batch-columns": scoped(api_batch),
    "api-batch-row": scoped(lambda world: {**api_batch(world), "number": 1}),
    "api-batch-row-drop": scoped(lambda world: {**api_batch(world), "number": 1}, "post"),
    "api-batch-rows": scoped(api_batch),
    "api-batch-sheet": scoped(api_batch, "post"),
    "api-batch-step": scoped(lambda world: {**api_batch(world), "node": "draft_contract"}, "post"),
    "api-flow-list": gated("clerk", outsider="system"),
    "api-flow-detail": gated("clerk", a_flow, outsider="system"),
    "api-flow-counter": gated("clerk", a_flow),
    "api-flow-drawing": gated("clerk", a_flow, outsider="system"),
    "api-flow-suggest": gated("clerk", method="post"),
    "api-follow-up-list": listed(),
    "api-follow-up-detail": scoped(lambda world: {"pk": world.follow_up_id}),
    "api-follow-up-dismiss": scoped(lambda world: {"pk": world.follow_up_id}, "post"),
    "api-temporary-detail": scoped(lambda world: {"account_number": world.temporary_number}),
    "api-temporary-extend": scoped(lambda world: {"account_number": world.temporary_number}, "post"),
    "api-temporary-list": listed(),
    "api-report-on-time": gated("clerk"),
    "api-report-on-time-case-list": gated("clerk"),
    "api-report-held": gated("clerk"),
    "api-report-late-soon-list": listed(),
    "api-report-limits": listed(),
    "api-report-firm-order-list": gated("clerk"),
    "api-report-firms": gated("clerk"),
    "api-task-list": listed(),
    "api-task-detail": scoped(task),
    "api-task-ask-for-papers": scoped(task, "post"),
    "api-task-assign": scoped(task, "post"),
    "api-task-assign-many": own(method="post"),
    "api-task-claim": scoped(task, "post"),
    "api-task-claim-many": own(method="post"),
    "api-task-colleagues": scoped(task),
    "api-task-complete": scoped(task, "post"),
    "api-task-form": scoped(task),
    "api-task-papers-received": scoped(task, "post"),
    "api-task-photos": scoped(task),
    "api-task-progress": scoped(task, "post"),
    "api-task-return": scoped(task, "post"),
    "api-task-returns": scoped(task),
    "api-task-take-back": scoped(task, "post"),
    "api-task-transfer": scoped(task, "post"),
}
