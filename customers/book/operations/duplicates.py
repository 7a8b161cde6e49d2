"""Find customers that may be one, and say of two of them that they are different.

The forms that are compared are made in Python (`customers.book.matching`), a few thousand customers at a time;
which customers share one is then a single statement over their keys. So a book of any size takes the same memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput, OutOfScope, StaleVersion
from crm.org.permissions import require
from customers.book.matching import keys
from customers.book.merging import PairState
from customers.book.models import Customer, DuplicateKey, DuplicatePair, SupplyAccount
from customers.book.rules import MERGE_CUSTOMERS

BATCH = 2000
CROWD = 8
"""Of more customers than this that share a key each meets the oldest only: pairs grow with the square."""
LONGEST_REASON = 200


class PairDecided(DomainError):
    """The pair is merged or waits for consent to a merge; `details["state"]`."""

    code = "pair_decided"
    message = _("These two customers are merged already, or a merge of them is proposed.")


@operation("book.find_duplicates")
def find_duplicates(*, actor: Actor, now: datetime, limit: int = BATCH) -> int:
    """Compare customers that were written since, at most `limit`; how many rows of the queue were worked off.

    Pairs that are new or have new evidence become open; open ones that are no longer alike are put aside.
    """
    require(actor, MERGE_CUSTOMERS)
    with connection.cursor() as cursor:
        _take_turn()
        cursor.execute(
            "DELETE FROM book_duplicatedue WHERE id IN (SELECT id FROM book_duplicatedue ORDER BY id LIMIT %s)"
            " RETURNING customer_id",
            [limit],
        )
        due = [row[0] for row in cursor.fetchall()]
    if due:
        compare_customers(set(due), now=now)
    return len(due)


@operation("book.compare_all_customers")
def compare_all_customers(*, actor: Actor, now: datetime) -> int:
    """Put every customer into the queue of `find_duplicates`, nightly; how many."""
    require(actor, MERGE_CUSTOMERS)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO book_duplicatedue (customer_id)"
            " SELECT id FROM book_customer WHERE merged_into_id IS NULL ORDER BY id"
        )
        return cursor.rowcount


@operation("book.reject_duplicate")
def reject_duplicate(
    *, pair_id: int, reason: str, version: int | None = None, actor: Actor, now: datetime
) -> DuplicatePair:
    """These two are different customers, for `reason`: not proposed again unless their data change.

    Rejected already: nothing happens. Raises OutOfScope, NotPermitted, PairDecided, InvalidInput for `reason`,
    StaleVersion where `version` is not the present one.
    """
    require(actor, MERGE_CUSTOMERS)
    pair = DuplicatePair.objects.select_for_update().filter(pk=pair_id).first()
    if pair is None or not DuplicatePair.objects.restrict(actor, MERGE_CUSTOMERS).filter(pk=pair_id).exists():
        raise OutOfScope
    about(pair, reason=reason.strip())
    if pair.state == PairState.REJECTED:
        return pair
    if version is not None and version != pair.version:
        raise StaleVersion(field="version", details={"version": pair.version})
    if pair.state not in (PairState.OPEN, PairState.GONE):
        raise PairDecided(details={"state": pair.state})
    settle_pair(pair, PairState.REJECTED, reason=clean_reason(reason), actor=actor, now=now)
    return pair


def clean_reason(reason: str) -> str:
    """A reason in a few words. Raises InvalidInput for `reason`."""
    words = " ".join(reason.split())
    if len(words) < 2:
        raise InvalidInput({"reason": _("Say why, in a few words.")})
    if len(words) > LONGEST_REASON:
        raise InvalidInput({"reason": _("At most %(limit)d characters.") % {"limit": LONGEST_REASON}})
    return words


def settle_pair(
    pair: DuplicatePair,
    state: PairState,
    *,
    reason: str = "",
    actor: Actor | None = None,
    now: datetime | None = None,
) -> None:
    """Write what was decided about a pair; without an actor it is as undecided as before. Inside an operation."""
    pair.state, pair.reason = state, reason
    pair.decided_by_id, pair.decided_at = (actor.pk if actor else None), now
    pair.version += 1
    pair.save(update_fields=["state", "reason", "decided_by", "decided_at", "version"])


def compare_customers(customers: Collection[int], *, now: datetime) -> None:
    """Make the keys of these customers anew, and the pairs that follow from them; inside an operation.

    Comparisons run one after the other, so that two of them cannot wait for each other's pairs.
    """
    _take_turn()
    ids = sorted(customers)
    _write_keys(ids)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"ids": ids, "crowd": CROWD, "now": now})


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('book.duplicates'))")


def _write_keys(ids: list[int]) -> None:
    """Their keys, from customer and accounts as they are now, with the numbers of what was merged into them."""
    living = Customer.objects.filter(pk__in=ids, merged_into__isnull=True)
    numbers: defaultdict[int, set[str]] = defaultdict(set)
    for customer_id, id_hash in Customer.objects.filter(merged_into__in=ids).values_list(
        "merged_into_id", "id_hash"
    ):
        numbers[customer_id].add(id_hash)
    addresses: defaultdict[int, set[str]] = defaultdict(set)
    accounts = SupplyAccount.objects.filter(customer__in=living).values_list("customer_id", "address")
    for customer_id, address in accounts.iterator():
        addresses[customer_id].add(address)
    DuplicateKey.objects.filter(customer_id__in=ids).delete()
    rows = []
    for pk, name, id_hash, *own in living.values_list(
        "pk", "name", "id_hash", "registered_address", "mailing_address"
    ).iterator():
        rows += [
            DuplicateKey(customer_id=pk, kind=kind, key=key)
            for kind, key in sorted(keys(name, addresses[pk].union(own), numbers[pk] | {id_hash}))
        ]
    DuplicateKey.objects.bulk_create(rows, batch_size=5000)


_PAIRS = """
WITH shared AS (
  SELECT DISTINCT key, kind FROM book_duplicatekey WHERE customer_id = ANY (%(ids)s)
), member AS (
  SELECT k.key, k.kind, k.customer_id, c.id_kind,
         count(*) OVER together AS crowd, min(k.customer_id) OVER together AS oldest
    FROM shared s JOIN book_duplicatekey k ON k.key = s.key AND k.kind = s.kind
    JOIN book_customer c ON c.id = k.customer_id
  WINDOW together AS (PARTITION BY k.key, k.kind)
), found AS (
  SELECT a.customer_id AS first_id, b.customer_id AS second_id,
         array_agg(DISTINCT CASE WHEN a.kind = 'NA' THEN 'NAME_ADDRESS'
           WHEN 'CREDIT_CODE' IN (a.id_kind, b.id_kind) THEN 'CREDIT_CODE' ELSE 'ID_NUMBER' END) AS rules,
         array_agg(DISTINCT a.key) AS evidence
    FROM member a JOIN member b ON b.key = a.key AND b.kind = a.kind AND b.customer_id > a.customer_id
   WHERE a.crowd BETWEEN 2 AND %(crowd)s OR a.customer_id = a.oldest
   GROUP BY 1, 2
), put_aside AS (
  UPDATE book_duplicatepair p SET state = 'GONE', version = p.version + 1
   WHERE p.state = 'OPEN' AND (p.first_id = ANY (%(ids)s) OR p.second_id = ANY (%(ids)s))
     AND NOT EXISTS (SELECT FROM found f WHERE f.first_id = p.first_id AND f.second_id = p.second_id)
)
INSERT INTO book_duplicatepair AS p (first_id, second_id, rules, evidence, state, found_at, reason, version)
SELECT first_id, second_id, rules, evidence, 'OPEN', %(now)s, '', 1 FROM found ORDER BY first_id, second_id
ON CONFLICT (first_id, second_id) DO UPDATE SET
  rules = EXCLUDED.rules, evidence = EXCLUDED.evidence, version = p.version + 1,
  state = CASE WHEN p.state IN ('GONE', 'REJECTED') THEN 'OPEN' ELSE p.state END,
  found_at = CASE WHEN p.state IN ('GONE', 'REJECTED') THEN EXCLUDED.found_at ELSE p.found_at END,
  reason = CASE WHEN p.state = 'REJECTED' THEN '' ELSE p.reason END,
  decided_at = CASE WHEN p.state = 'REJECTED' THEN NULL ELSE p.decided_at END,
  decided_by_id = CASE WHEN p.state = 'REJECTED' THEN NULL ELSE p.decided_by_id END
WHERE p.state = 'GONE' OR (p.state IN ('OPEN', 'PROPOSED') AND p.evidence <> EXCLUDED.evidence)
   OR (p.state = 'REJECTED' AND NOT EXCLUDED.evidence <@ p.evidence)
"""
