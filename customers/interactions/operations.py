"""Write a contact down, answer it, hand it over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import about, operation
from crm.errors import DomainError, InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.messages.operations import notify
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from customers.book.models import SupplyAccount
from customers.interactions.enums import ContactChannel, Direction, InteractionState, Purpose
from customers.interactions.models import Interaction
from customers.interactions.rules import MANAGE_INTERACTION, RECORD_INTERACTION, VIEW_INTERACTION


class AlreadyAnswered(DomainError):
    """The contact has been answered; its story is closed."""

    code = "interaction_answered"
    message = _("This contact has been answered already.")


@operation("interactions.record_interaction")
def record_interaction(
    *,
    account_id: int,
    token: UUID,
    channel: str,
    purpose: str,
    text: str,
    direction: str = Direction.INBOUND,
    contact_name: str = "",
    answer: str = "",
    due_on: date | None = None,
    actor: Staff,
    now: datetime,
) -> Interaction:
    """Write a contact down; who takes it down owns it. With an `answer`, or outbound, it is closed at once.

    The same token again returns the contact. Raises OutOfScope, NotPermitted, InvalidInput naming `channel`,
    `direction`, `purpose`, `text` or `due_on`.
    """
    account = SupplyAccount.objects.filter(pk=account_id).first()
    if account is None:
        raise OutOfScope
    require(actor, RECORD_INTERACTION, account.department_id)
    known = Interaction.objects.filter(token=token).first()
    if known is not None:
        if (known.account_id, known.taken_by_id) != (account.pk, actor.pk):
            raise OutOfScope
        return known
    _check(channel, direction, purpose, text, due_on, now)
    is_closed = bool(answer.strip()) or direction == Direction.OUTBOUND
    made, _created = Interaction.objects.get_or_create(
        token=token,
        defaults={
            "account": account,
            "department_id": account.department_id,
            "channel": channel,
            "direction": direction,
            "purpose": purpose,
            "text": text.strip(),
            "contact_name": contact_name.strip(),
            "taken_by": actor,
            "taken_at": now,
            "owner": actor,
            "state": InteractionState.ANSWERED if is_closed else InteractionState.OPEN,
            "due_on": None if is_closed else due_on,
            "answer": answer.strip(),
            "answered_at": now if is_closed else None,
        },
    )
    about(made, account_number=account.account_number, channel=channel, purpose=purpose)
    return made


@operation("interactions.answer_interaction")
def answer_interaction(
    *, interaction_id: int, answer: str, version: int, actor: Staff, now: datetime
) -> Interaction:
    """Close a contact with what the customer was told. The same answer again changes nothing.

    Raises OutOfScope, NotPermitted (somebody else's), AlreadyAnswered, StaleVersion, InvalidInput (`answer`).
    """
    row = _lock(interaction_id, actor)
    if not answer.strip():
        raise InvalidInput({"answer": _("Say what the customer was told.")})
    if row.state == InteractionState.ANSWERED and row.answer == answer.strip():
        return row
    _check_open(row, version)
    row.state, row.answer, row.answered_at = InteractionState.ANSWERED, answer.strip(), now
    row.version += 1
    row.save(update_fields=["state", "answer", "answered_at", "version"])
    about(row)
    return row


@operation("interactions.hand_over_interaction")
def hand_over_interaction(
    *, interaction_id: int, to_number: str, reason: str, version: int, actor: Staff, now: datetime
) -> Interaction:
    """Make somebody else responsible, who is told of it. To whom it belongs already nothing happens.

    Raises OutOfScope, NotPermitted (somebody else's), AlreadyAnswered, StaleVersion, InvalidInput (`to_number`:
    nobody active with the right to answer there; `reason`).
    """
    row = _lock(interaction_id, actor)
    person = Staff.objects.filter(number=to_number.strip(), is_active=True).first()
    if person is None or not has_permission(person, RECORD_INTERACTION, row.department_id):
        raise InvalidInput({"to_number": _("Nobody with this staff number can answer for this department.")})
    if row.owner_id == person.pk:
        return row
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why.")})
    _check_open(row, version)
    row.owner, row.state, row.version = person, InteractionState.HANDED_OVER, row.version + 1
    row.save(update_fields=["owner", "state", "version"])
    about(row, reason=reason.strip(), to=person.number)
    notify(
        [person.pk],
        kind="interactions.handed_over",
        title=_("A customer's question was handed over to you"),
        url=reverse("interaction", args=[row.pk]),
        key=f"interactions.handed_over:{row.pk}:{row.version}",
        now=now,
    )
    return row


def _check(channel: str, direction: str, purpose: str, text: str, due_on: date | None, now: datetime) -> None:
    errors: dict[str, object] = {}
    for name, value, choices in (
        ("channel", channel, ContactChannel),
        ("direction", direction, Direction),
        ("purpose", purpose, Purpose),
    ):
        if value not in choices.values:
            errors[name] = _("There is no such choice.")
    if not 2 <= len(text.strip()) <= 1000:
        errors["text"] = _("Say in 2 to 1,000 characters what it was about.")
    if due_on is not None and due_on < localdate(now):
        errors["due_on"] = _("This day has passed.")
    if errors:
        raise InvalidInput(errors)


def _lock(interaction_id: int, actor: Staff) -> Interaction:
    """The contact, locked: one's own, or one that a manager of the department may take in hand."""
    rows = Interaction.objects.restrict(actor, VIEW_INTERACTION).select_for_update()
    row = rows.filter(pk=interaction_id).first()
    if row is None:
        raise OutOfScope
    if row.owner_id != actor.pk and not has_permission(actor, MANAGE_INTERACTION, row.department_id):
        raise NotPermitted
    return row


def _check_open(row: Interaction, version: int) -> None:
    if row.state == InteractionState.ANSWERED:
        raise AlreadyAnswered
    if row.version != version:
        raise StaleVersion(field="version", details={"version": row.version})
