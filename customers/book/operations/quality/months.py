"""The scores of each department as they stand, kept for the month."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import connection

_COUNT = """
INSERT INTO book_departmentquality AS m
  (department_id, month, counted_at, accounts, completeness, correctness, findings)
SELECT q.department_id, %(month)s, %(now)s, count(*), round(avg(q.completeness), 2), round(avg(q.correctness), 2),
       COALESCE((SELECT jsonb_object_agg(r.rule, r.number) FROM
         (SELECT f.rule, count(*) AS number FROM book_qualityfinding f
           WHERE f.department_id = q.department_id GROUP BY f.rule) r), %(nothing)s::jsonb)
  FROM book_accountquality q GROUP BY q.department_id ORDER BY q.department_id
ON CONFLICT (department_id, month) DO UPDATE
  SET counted_at = excluded.counted_at, accounts = excluded.accounts, completeness = excluded.completeness,
      correctness = excluded.correctness, findings = excluded.findings
"""


def count_month(month: date, *, now: datetime) -> None:
    """Write the month's row of each department anew; once the month is over nothing calls this for it again."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"month": month, "now": now, "nothing": json.dumps({})})
