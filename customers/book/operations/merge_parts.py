"""What the operations on merges share: their refusals, the locks in their order, and the ends of a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor
from crm.errors import DomainError, InvalidInput, OutOfScope, StaleVersion
from crm.org.permissions import require
from customers.book.merging import ConsentState, MergeState
from customers.book.models import Customer, CustomerMerge, MergeConsent
from customers.book.queries.merging import speaks_for


class CustomerMerged(DomainError):
    """One of the two is merged already; `details["customer_id"]` is the customer to look at."""

    code = "customer_merged"
    message = _("One of these customers is merged into another one already.")


class MergeProposed(DomainError):
    """A merge of the two waits for consent already; `details["merge_id"]`."""

    code = "merge_proposed"
    message = _("A merge of these two customers is proposed already.")


class ConsentNeeded(DomainError):
    """The merge touches other departments, which must agree; `details["departments"]` holds their keys."""

    code = "consent_needed"
    message = _("Another department must agree to this merge. Propose it.")


class MergeClosed(DomainError):
    """The merge is not in the state that this starts from; `details["state"]`."""

    code = "merge_state"
    message = _("This merge is no longer open for that.")


class UndoTooLate(DomainError):
    """The time within which a merge can be undone is over; `details["until"]`."""

    code = "undo_too_late"
    message = _("The time in which this merge could be undone is over.")


class UndoOutOfOrder(DomainError):
    """A later merge of the same customer stands; `details["merge_id"]` is the one to be undone first."""

    code = "undo_out_of_order"
    message = _("A later merge of this customer must be undone first.")


class ChangedHands(DomainError):
    """Something that was moved has gone to another customer since; `details["records"]` names it."""

    code = "changed_hands"
    message = _("Some of what was moved belongs to another customer now, so that the merge cannot be undone.")


def lock_customers(survivor_id: int, merged_id: int) -> tuple[Customer, Customer]:
    """Both, locked in the order of their keys against every other merge. Raises InvalidInput, OutOfScope."""
    if survivor_id == merged_id:
        raise InvalidInput({"survivor": _("A customer cannot be merged into itself.")})
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=(survivor_id, merged_id))
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < 2:
        raise OutOfScope
    return found[survivor_id], found[merged_id]


def lock_merge(merge_id: int, permission: str, actor: Actor) -> tuple[CustomerMerge, Customer, Customer]:
    """The merge and its two customers, locked. Raises NotPermitted, OutOfScope."""
    require(actor, permission)
    seen = CustomerMerge.objects.restrict(actor, permission).filter(pk=merge_id).first()
    if seen is None:
        raise OutOfScope
    survivor, merged = lock_customers(seen.survivor_id, seen.merged_id)
    merge = CustomerMerge.objects.select_for_update(of=("self",)).select_related("pair").get(pk=merge_id)
    return merge, survivor, merged


def require_state(merge: CustomerMerge, state: MergeState, version: int | None = None) -> None:
    """Raises StaleVersion where the caller has seen another version, MergeClosed."""
    if version is not None and version != merge.version:
        raise StaleVersion(field="version", details={"version": merge.version})
    if merge.state != state:
        raise MergeClosed(details={"state": merge.state})


def mine(merge: CustomerMerge, permission: str, actor: Actor) -> list[MergeConsent]:
    """What the departments say for which the actor may speak, locked."""
    rows = list(merge.consents.select_for_update(of=("self",)).order_by("pk"))
    ours = speaks_for(actor, permission, {row.department_id for row in rows})
    return [row for row in rows if row.department_id in ours]


def agree(consents: Iterable[MergeConsent], *, actor: Actor, now: datetime) -> None:
    """Agree for departments that have not said anything yet."""
    for consent in consents:
        if consent.state == ConsentState.WAITING:
            consent.state, consent.by_id, consent.at = ConsentState.GIVEN, actor.pk, now
            consent.save(update_fields=["state", "by", "at"])


def write(customer: Customer, values: Mapping[str, Any]) -> None:
    """Write columns and count the version up, also where nothing but the accounts changed."""
    for name, value in values.items():
        setattr(customer, name, value)
    Customer.objects.filter(pk=customer.pk).update(version=F("version") + 1, **values)
    customer.version += 1


def close(merge: CustomerMerge, state: MergeState, reason: str, *, actor: Actor, now: datetime) -> None:
    """Write how and why a proposal or a merge ended."""
    merge.state, merge.closing_reason = state, reason
    merge.closed_by_id, merge.closed_at = actor.pk, now
    merge.version += 1
    merge.save(update_fields=["state", "closing_reason", "closed_by", "closed_at", "version"])
