"""Note who opened the page of a record: evidence that only the opening itself can give."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, models
from django.utils.timezone import localdate

from crm.audit.operation import Actor

_VIEWED = """
INSERT INTO crm_audit_viewing (at, day, actor_id, actor_number, subject_type, subject_id)
SELECT %s, %s, %s, %s, %s, %s FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT DO NOTHING
"""


def record_viewing(*, subject: models.Model, actor: Actor, now: datetime) -> None:
    """Note that `actor` opened the page of `subject`; once a day, later openings leave no trace and cost no write.

    No operation, for nothing is changed but this ledger: one statement of its own, which does not wait for the
    disk. A crash of the database may lose the last half second of openings, never a reveal.
    Source: 个人信息保护法 art. 51, 54 (internal control, audits).
    """
    values = [now, localdate(now), actor.pk, actor.number, subject._meta.label_lower, subject.pk]
    with connection.cursor() as cursor:
        cursor.execute(_VIEWED, values)
