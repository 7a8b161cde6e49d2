"""Score accounts: one statement for any number of them, whatever the rules.

The statement reads each living account with what belongs to it (the FROM below gives the names that the rules of
`customers.book.quality.catalogue` use), lets every rule judge, and brings scores and findings up to date. What is
unchanged is not written. Scores are derived: no audit, no operation; the tests compare them with a plain Python
reading of the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.utils import timezone

from customers.book import enums as e
from customers.book.models import SupplyAccount
from customers.book.operations.quality.id_numbers import check_id_numbers
from customers.book.quality.catalogue import HV, PHONE_FORM, PHONE_UNLIKELY, RULES, one_of

SCORED = (e.AccountStatus.NORMAL, e.AccountStatus.CHANGE_OPEN)
"""Accounts in use. One that is being opened is incomplete by nature; one that is closed cannot be mended."""

URGENCY = {e.Importance.SPECIAL: 5, e.Importance.FIRST: 4, e.Importance.SECOND: 3, e.Importance.TEMPORARY: 2}
"""What the weight of a rule is multiplied with, by grade of importance; 2 for other high voltage, 1 otherwise."""

BLOCK = 5000
"""How many accounts one transaction scores: under a second, so that nobody waits for it."""

SCORED_AT_ONCE = 200
"""Accounts of one customer that are scored within a write to it."""

# The parts are constants of this code; all values are parameters.
_FACTS = f"""
  FROM book_supplyaccount a
  JOIN book_customer c ON c.id = a.customer_id
  JOIN crm_org_district d ON d.id = a.district_id
  LEFT JOIN book_readingsection section ON section.id = a.section_id
  LEFT JOIN book_idcheck checked ON checked.customer_id = c.id AND checked.id_hash = c.id_hash
  CROSS JOIN LATERAL (
    SELECT COALESCE(array_agg(p.purpose::text), '{{}}') AS purposes,
           min(p.purpose) FILTER (WHERE NOT ({PHONE_FORM})) AS malformed,
           min(p.purpose) FILTER (WHERE {PHONE_UNLIKELY}) AS unlikely
      FROM book_contactperson p WHERE p.account_id = a.id) contact
  CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM book_supplypoint p WHERE p.account_id = a.id) AS points,
           count(s.id) AS sources,
           count(s.id) FILTER (WHERE s.voltage = a.voltage) AS sources_of_voltage,
           count(s.id) FILTER (WHERE btrim(s.line) = ''
             AND (a.account_class = '{e.AccountClass.HV}' OR btrim(s.transformer_area) = '')) AS unlinked_sources,
           (SELECT sum(t.plate_capacity) FROM book_transformer t
             WHERE t.account_id = a.id AND t.run_status <> '{e.RunStatus.REMOVED}') AS plate_capacity,
           (SELECT COALESCE(sum(t.plate_capacity), 0) FROM book_transformer t
             WHERE t.account_id = a.id AND t.run_status = '{e.RunStatus.RUNNING}') AS plate_running,
           EXISTS (SELECT FROM book_meterinstallation i
             WHERE i.account_id = a.id AND upper_inf(i.period)) AS is_metered
      FROM book_powersource s WHERE s.account_id = a.id) supply
  CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT k.contract_type::text FROM book_contract k
             WHERE k.account_id = a.id AND k.status = '{e.ContractStatus.VALID}' AND k.term @> %(today)s
           ) AS contract_types,
           EXISTS (SELECT FROM book_accountprice r
             WHERE r.account_id = a.id AND r.period @> %(today)s) AS is_priced,
           max(v.contract_capacity) AS contract_capacity, max(v.running_capacity) AS running_capacity
      FROM book_capacityperiod v WHERE v.account_id = a.id AND v.period @> %(today)s) terms
  CROSS JOIN LATERAL (SELECT translate(a.address, E' \\t\\n\\u3000', '') AS text OFFSET 0) written
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM street s WHERE s.district_id = a.district_id) AS known,
           COALESCE(bool_or(s.district_id = a.district_id), FALSE) AS own,
           COALESCE(bool_or(s.district_id <> a.district_id), FALSE) AS elsewhere,
           strpos(written.text, d.name) = 0 AND EXISTS (SELECT FROM crm_org_district o
             WHERE o.id <> d.id AND strpos(written.text, o.name) > 0) AS other_district
      FROM street s WHERE strpos(written.text, s.word) > 0) place
"""  # noqa: S608

_STATEMENT = """
WITH street AS MATERIALIZED (SELECT district_id, unnest(written_as) AS word FROM book_street),
judged AS MATERIALIZED (
  SELECT a.id AS account_id, a.department_id, {urgency} AS urgency, verdict.* {facts} {verdict}
   WHERE a.id = ANY(%(accounts)s) AND {scored}
),
found AS (
  SELECT j.account_id, j.department_id, b.rule, b.severity, b.detail, b.weight * j.urgency AS priority
    FROM judged j CROSS JOIN LATERAL unnest(j.rules, j.severities, j.weights, j.details)
      AS b (rule, severity, weight, detail)
),
gone AS (
  SELECT f.id FROM book_qualityfinding f
   WHERE f.account_id = ANY(%(accounts)s)
     AND NOT EXISTS (SELECT FROM found WHERE found.account_id = f.account_id AND found.rule = f.rule)
),
no_care AS (DELETE FROM book_findingcare WHERE finding_id IN (SELECT id FROM gone)),
no_finding AS (DELETE FROM book_qualityfinding WHERE id IN (SELECT id FROM gone)),
no_score AS (
  DELETE FROM book_accountquality q
   WHERE q.account_id = ANY(%(accounts)s) AND NOT EXISTS (SELECT FROM judged WHERE judged.account_id = q.account_id)
),
findings AS (
  INSERT INTO book_qualityfinding AS f (account_id, department_id, rule, severity, detail, priority, since)
  SELECT account_id, department_id, rule, severity, detail, priority, %(now)s FROM found ORDER BY account_id, rule
  ON CONFLICT (account_id, rule) DO UPDATE
    SET department_id = excluded.department_id, severity = excluded.severity, detail = excluded.detail,
        priority = excluded.priority
    WHERE (f.department_id, f.severity, f.detail, f.priority)
          IS DISTINCT FROM (excluded.department_id, excluded.severity, excluded.detail, excluded.priority)
)
INSERT INTO book_accountquality AS q
  (account_id, department_id, completeness, correctness, gaps, errors, scored_at)
SELECT account_id, department_id, {share_c}, {share_e}, gaps, errors, %(now)s FROM judged ORDER BY account_id
ON CONFLICT (account_id) DO UPDATE
  SET department_id = excluded.department_id, completeness = excluded.completeness,
      correctness = excluded.correctness, gaps = excluded.gaps, errors = excluded.errors, scored_at = %(now)s
  WHERE (q.department_id, q.completeness, q.correctness, q.gaps, q.errors) IS DISTINCT FROM
        (excluded.department_id, excluded.completeness, excluded.correctness, excluded.gaps, excluded.errors)
"""


def score_accounts(account_ids: Sequence[int], *, now: datetime) -> None:
    """Bring scores and findings of these accounts up to date, as they stand in this transaction.

    An account that is no longer in use, or no longer there, loses both.
    """
    if not account_ids:
        return
    check_id_numbers(account_ids, now=now)
    # compiling the rules takes four times as long as judging by them
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL jit = off; " + _statement(),
            {"accounts": list(account_ids), "today": timezone.localdate(now), "now": now},
        )


def score_customer(customer_id: int, *, now: datetime) -> None:
    """Score the accounts of a customer; of a large one the first at once, the others with the next sweep."""
    accounts = SupplyAccount.objects.filter(customer_id=customer_id).order_by("pk")
    score_accounts(list(accounts.values_list("pk", flat=True)[:SCORED_AT_ONCE]), now=now)


@lru_cache(maxsize=1)
def _statement() -> str:
    """The statement with all rules in it."""
    rules = ",\n".join(
        f"('{rule.key}', '{rule.severity}', {rule.weight}, ({rule.applies}), ({rule.broken}),"
        f" COALESCE({rule.detail}, ''))"
        for rule in RULES.values()
    )
    verdict = f"""
  CROSS JOIN LATERAL (
    SELECT sum(v.weight) FILTER (WHERE v.severity = 'C') AS weight_c,
           sum(v.weight) FILTER (WHERE v.severity = 'C' AND v.broken) AS lost_c,
           sum(v.weight) FILTER (WHERE v.severity = 'E') AS weight_e,
           sum(v.weight) FILTER (WHERE v.severity = 'E' AND v.broken) AS lost_e,
           count(*) FILTER (WHERE v.severity = 'C' AND v.broken) AS gaps,
           count(*) FILTER (WHERE v.severity = 'E' AND v.broken) AS errors,
           array_agg(v.rule) FILTER (WHERE v.broken) AS rules,
           array_agg(v.severity) FILTER (WHERE v.broken) AS severities,
           array_agg(v.weight) FILTER (WHERE v.broken) AS weights,
           array_agg(v.detail) FILTER (WHERE v.broken) AS details
      FROM (VALUES {rules}) v (rule, severity, weight, applies, broken, detail)
     WHERE v.applies) verdict"""  # noqa: S608 the parts are constants of this code
    grades = " ".join(f"WHEN '{grade}' THEN {factor}" for grade, factor in URGENCY.items())
    return _STATEMENT.format(
        urgency=f"CASE a.importance {grades} ELSE CASE WHEN {HV} THEN 2 ELSE 1 END END",
        facts=_FACTS,
        verdict=verdict,
        scored=one_of("a.status", SCORED),
        share_c=_share("c"),
        share_e=_share("e"),
    )


def _share(severity: str) -> str:
    """What is left of 100, rounded down, so that 100 says that nothing is wrong."""
    lost, weight = f"COALESCE(lost_{severity}, 0)", f"weight_{severity}"
    return f"CASE WHEN {lost} = 0 THEN 100 ELSE 100 * ({weight} - {lost}) / {weight} END"
