"""Make one customer out of two: propose, agree, refuse, merge, undo.

`merged` becomes part of `survivor`: everything that hangs on it moves by the registered movers
(`crm.registries.movers`); it stays as a row that points to the survivor. A merge touches the departments in which
the two have accounts; somebody permitted in each of them must agree, and a person agrees by proposing or merging
for the departments in which he holds the role. A role held for the whole city is no side of a merge between
departments. Customers are locked first, then the merge, then what moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.messages.operations import notify
from crm.org.permissions import require, scope_of
from crm.outbox.operations import emit
from crm.parameters.queries import get_parameter
from crm.registries import movers
from customers.book.merging import (
    MERGE_FIELDS,
    ConsentState,
    MergeState,
    PairState,
    Side,
    default_side,
    differing,
)
from customers.book.models import Customer, CustomerMerge, DuplicatePair, MergeConsent, MergeMove
from customers.book.operations.duplicates import clean_reason, compare_customers, settle_pair
from customers.book.operations.locking import day_of
from customers.book.operations.merge_parts import (
    ConsentNeeded,
    CustomerMerged,
    MergeClosed,
    MergeProposed,
    agree,
    close,
    lock_customers,
    lock_merge,
    mine,
    require_state,
    write,
)
from customers.book.queries.merging import departments_of, people_with
from customers.book.rules import CONSENT_TO_MERGE, MERGE_CUSTOMERS

UNDO_DAYS = "merge.undo_days"


@operation("book.propose_merge")
def propose_merge(
    *,
    survivor_id: int,
    merged_id: int,
    reason: str,
    choices: Mapping[str, str] | None = None,
    versions: Mapping[int, int] | None = None,
    actor: Actor,
    now: datetime,
) -> CustomerMerge:
    """Ask the departments concerned to agree that `merged` becomes part of `survivor`.

    `choices` says for fields that differ whose value stays (`Side`; default: the survivor's, if it has one).
    `versions` are those of the two, by key, that the page showed. The actor's own departments agree herewith;
    where nobody else is concerned, the merge is carried out at once. Proposed or merged already in this way: that
    one is returned. Raises OutOfScope, NotPermitted, InvalidInput, StaleVersion, CustomerMerged, MergeProposed.
    """
    merge, survivor, merged = _begin(
        survivor_id, merged_id, reason=reason, choices=choices, versions=versions, actor=actor, now=now
    )
    about(merge, reason=merge.reason, survivor=survivor.pk, merged=merged.pk)
    if merge.state == MergeState.PROPOSED and not _still_waiting(merge, survivor, merged):
        _carry_out(merge, survivor, merged, actor=actor, now=now)
    elif merge.state == MergeState.PROPOSED:
        _ask(merge, now=now)
    return merge


@operation("book.merge_customers")
def merge_customers(
    *,
    survivor_id: int,
    merged_id: int,
    reason: str,
    choices: Mapping[str, str] | None = None,
    versions: Mapping[int, int] | None = None,
    actor: Actor,
    now: datetime,
) -> CustomerMerge:
    """Merge at once, where the actor's scope covers every department concerned; see `propose_merge`.

    Raises ConsentNeeded where it does not, and what `propose_merge` raises.
    """
    merge, survivor, merged = _begin(
        survivor_id, merged_id, reason=reason, choices=choices, versions=versions, actor=actor, now=now
    )
    about(merge, reason=merge.reason, survivor=survivor.pk, merged=merged.pk)
    if merge.state == MergeState.PROPOSED:
        waiting = _still_waiting(merge, survivor, merged)
        if waiting:
            raise ConsentNeeded(details={"departments": sorted(waiting)})
        _carry_out(merge, survivor, merged, actor=actor, now=now)
    return merge


@operation("book.consent_to_merge")
def consent_to_merge(*, merge_id: int, version: int | None = None, actor: Actor, now: datetime) -> CustomerMerge:
    """Agree for the actor's departments; the last consent carries the merge out.

    A role held for the whole city agrees for nobody: each department has people of its own who may.

    Agreed already: nothing happens. Raises OutOfScope, NotPermitted, MergeClosed, CustomerMerged, StaleVersion.
    """
    merge, survivor, merged = lock_merge(merge_id, CONSENT_TO_MERGE, actor)
    about(merge)
    ours = mine(merge, CONSENT_TO_MERGE, actor)
    if not ours:
        raise NotPermitted(_("Each department agrees through its own people."))
    if all(consent.state == ConsentState.GIVEN for consent in ours):
        return merge
    require_state(merge, MergeState.PROPOSED, version)
    agree(ours, actor=actor, now=now)
    if _still_waiting(merge, survivor, merged):
        merge.version += 1
        merge.save(update_fields=["version"])
    else:
        _carry_out(merge, survivor, merged, actor=actor, now=now)
    return merge


@operation("book.refuse_merge")
def refuse_merge(
    *, merge_id: int, reason: str, version: int | None = None, actor: Actor, now: datetime
) -> CustomerMerge:
    """Do not agree: the proposal ends, and the two count as different customers unless their data change.

    Refused already: nothing happens. Raises OutOfScope, NotPermitted, MergeClosed, InvalidInput for `reason`.
    """
    merge, _survivor, _merged = lock_merge(merge_id, CONSENT_TO_MERGE, actor)
    about(merge, reason=reason.strip())
    if merge.state == MergeState.REFUSED:
        return merge
    require_state(merge, MergeState.PROPOSED, version)
    words = clean_reason(reason)
    waiting = [row for row in mine(merge, CONSENT_TO_MERGE, actor) if row.state == ConsentState.WAITING]
    if not waiting:  # whoever agreed or asked takes it back by withdrawing
        raise MergeClosed(details={"state": merge.state})
    for consent in waiting:
        consent.state, consent.by_id, consent.at = ConsentState.REFUSED, actor.pk, now
        consent.save(update_fields=["state", "by", "at"])
    close(merge, MergeState.REFUSED, words, actor=actor, now=now)
    if merge.pair:
        settle_pair(merge.pair, PairState.REJECTED, reason=words, actor=actor, now=now)
    return merge


@operation("book.withdraw_merge")
def withdraw_merge(
    *, merge_id: int, reason: str, version: int | None = None, actor: Actor, now: datetime
) -> CustomerMerge:
    """Take a proposal back before it is carried out; the pair is to be judged again.

    Withdrawn already: nothing happens. Raises OutOfScope, NotPermitted, MergeClosed, InvalidInput for `reason`.
    """
    merge, survivor, merged = lock_merge(merge_id, MERGE_CUSTOMERS, actor)
    about(merge, reason=reason.strip())
    if merge.state == MergeState.WITHDRAWN:
        return merge
    require_state(merge, MergeState.PROPOSED, version)
    given = [row for row in mine(merge, MERGE_CUSTOMERS, actor) if row.state == ConsentState.GIVEN]
    if not given and merge.proposed_by_id != actor.pk:  # the other side refuses instead
        raise MergeClosed(details={"state": merge.state})
    close(merge, MergeState.WITHDRAWN, clean_reason(reason), actor=actor, now=now)
    if merge.pair:
        settle_pair(merge.pair, PairState.OPEN)
        compare_customers({survivor.pk, merged.pk}, now=now)
    return merge


def _begin(
    survivor_id: int,
    merged_id: int,
    *,
    reason: str,
    choices: Mapping[str, str] | None,
    versions: Mapping[int, int] | None,
    actor: Actor,
    now: datetime,
) -> tuple[CustomerMerge, Customer, Customer]:
    """The merge to go on with: the one that stands for this survivor, or a new proposal."""
    require(actor, MERGE_CUSTOMERS)
    survivor, merged = lock_customers(survivor_id, merged_id)
    pair = _require_reach(survivor, merged, actor)
    standing = _standing(survivor, merged)
    if standing:
        if standing.state == MergeState.PROPOSED:
            agree(mine(standing, CONSENT_TO_MERGE, actor), actor=actor, now=now)
        return standing, survivor, merged
    present = {survivor.pk: survivor.version, merged.pk: merged.version}
    if any(present.get(pk) != version for pk, version in (versions or {}).items()):
        raise StaleVersion(field="version", details={"versions": present})
    merge = CustomerMerge.objects.create(
        survivor=survivor,
        merged=merged,
        pair=pair,
        choices=_complete_choices(choices or {}, survivor, merged),
        reason=clean_reason(reason),
        proposed_by_id=actor.pk,
        proposed_at=now,
    )
    _complete_consents(merge, survivor, merged)
    agree(mine(merge, MERGE_CUSTOMERS, actor), actor=actor, now=now)
    if pair:
        settle_pair(pair, PairState.PROPOSED, actor=actor, now=now)
    return merge, survivor, merged


def _require_reach(survivor: Customer, merged: Customer, actor: Actor) -> DuplicatePair | None:
    """The pair that the two are, if they were found alike. Only that shows a person another department's customer.

    Raises OutOfScope where the actor sees neither of them, or one of them and they were not found alike.
    """
    first, second = sorted((survivor.pk, merged.pk))
    pair = (
        DuplicatePair.objects.select_for_update(of=("self",))
        .filter(first_id=first, second_id=second)
        .exclude(state=PairState.GONE)
        .first()
    )
    scope = scope_of(actor, MERGE_CUSTOMERS)
    if scope.everywhere:
        return pair
    at = departments_of([survivor.pk, merged.pk])
    seen = [pk for pk in (survivor.pk, merged.pk) if at[pk] & scope.departments]
    merges = CustomerMerge.objects.restrict(actor, MERGE_CUSTOMERS).filter(survivor=survivor, merged=merged)
    if len(seen) < 2 and not (seen and pair) and not merges.exists():
        raise OutOfScope
    return pair


def _standing(survivor: Customer, merged: Customer) -> CustomerMerge | None:
    """What there is of the two: this merge, proposed or done. Raises CustomerMerged, MergeProposed."""
    live = CustomerMerge.objects.select_for_update(of=("self",)).filter(
        state__in=(MergeState.PROPOSED, MergeState.MERGED)
    )
    same = live.filter(survivor=survivor, merged=merged).first()
    if same:
        return same
    for customer in (survivor, merged):
        if customer.merged_into_id is not None:
            raise CustomerMerged(details={"customer_id": customer.merged_into_id})
    other = live.filter(survivor=merged, merged=survivor).first()
    if other:
        raise MergeProposed(details={"merge_id": other.pk})
    return None


def _complete_choices(choices: Mapping[str, str], survivor: Customer, merged: Customer) -> dict[str, str]:
    unknown = {
        field: _("Choose whose value stays.")
        for field, side in choices.items()
        if field not in MERGE_FIELDS or side not in Side.values
    }
    if unknown:
        raise InvalidInput(unknown)
    return {
        field: str(choices.get(field) or default_side(field, survivor, merged))
        for field in differing(survivor, merged)
    }


def _complete_consents(merge: CustomerMerge, survivor: Customer, merged: Customer) -> None:
    """A row for every department in which the two have accounts now."""
    concerned = set().union(*departments_of([survivor.pk, merged.pk]).values())
    known = set(merge.consents.values_list("department_id", flat=True))
    MergeConsent.objects.bulk_create(
        MergeConsent(merge=merge, department_id=pk) for pk in sorted(concerned - known)
    )


def _still_waiting(merge: CustomerMerge, survivor: Customer, merged: Customer) -> set[int]:
    """The departments that have not agreed; one that came in since, by a new account, is asked too."""
    _complete_consents(merge, survivor, merged)
    waiting = merge.consents.exclude(state=ConsentState.GIVEN)
    return set(waiting.values_list("department_id", flat=True))


def _ask(merge: CustomerMerge, *, now: datetime) -> None:
    """Tell those who may agree in the departments that have not yet."""
    waiting = merge.consents.filter(state=ConsentState.WAITING).values_list("department_id", flat=True)
    notify(
        people_with(CONSENT_TO_MERGE, waiting),
        kind="merge",
        title=_("A merge of customers waits for the consent of your department"),
        url=reverse("merge", args=[merge.pk]),
        key=f"merge-proposed:{merge.pk}",
        now=now,
    )


def _carry_out(merge: CustomerMerge, survivor: Customer, merged: Customer, *, actor: Actor, now: datetime) -> None:
    """Everybody has agreed: write the chosen values, move what hangs on `merged`, and say so."""
    for customer in (survivor, merged):
        if customer.merged_into_id is not None:
            raise CustomerMerged(details={"customer_id": customer.merged_into_id})
    merge.choices = _complete_choices(
        {field: side for field, side in merge.choices.items() if field in MERGE_FIELDS}, survivor, merged
    )
    taken = [column for f, side in merge.choices.items() if side == Side.MERGED for column in MERGE_FIELDS[f]]
    merge.kept_data = {column: getattr(survivor, column) for column in taken}
    write(survivor, {column: getattr(merged, column) for column in taken})
    for mover in movers:
        records = mover.move(merged.pk, survivor.pk)
        if records:
            MergeMove.objects.create(merge=merge, mover=mover.key, records=records)
    merged.merged_into = survivor
    merged.version += 1
    merged.save(update_fields=["merged_into", "version"])
    days = int(get_parameter(UNDO_DAYS, on=day_of(now)))
    merge.state, merge.merged_at, merge.merged_by_id = MergeState.MERGED, now, actor.pk
    merge.undo_until = now + timedelta(days=days)
    merge.version += 1
    merge.save()
    if merge.pair:
        settle_pair(merge.pair, PairState.MERGED, actor=actor, now=now)
    _overtake(merge, actor=actor, now=now)
    compare_customers({survivor.pk, merged.pk}, now=now)
    emit(
        "book.customers_merged",
        key=f"book.customers_merged:{merge.pk}",
        payload={"merge_id": merge.pk, "survivor_id": survivor.pk, "merged_id": merged.pk},
        now=now,
    )


def _overtake(merge: CustomerMerge, *, actor: Actor, now: datetime) -> None:
    """Other proposals that speak of the customer that is no more come to nothing."""
    others = CustomerMerge.objects.select_for_update(of=("self",)).filter(
        Q(survivor=merge.merged_id) | Q(merged=merge.merged_id), state=MergeState.PROPOSED
    )
    for other in others.select_related("pair").order_by("pk"):
        close(other, MergeState.OVERTAKEN, "", actor=actor, now=now)
        if other.pair:
            settle_pair(other.pair, PairState.GONE)
