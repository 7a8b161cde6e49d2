"""Does the ledger agree with itself? Each check computes from entries and allocations what the triggers keep."""

from __future__ import annotations

from django.db import connection

FAULTS = {
    "balance": "balance is not the sum of the entries",
    "open_items": "open items are not what the allocations leave",
    "summary": "open amount, credit or oldest due day is not that of the open items",
    "over_allocated": "more is allocated than an entry amounts to, or less than nothing",
    "strayed": "an allocation joins entries of other accounts or of the same sign",
}


def find_faults() -> dict[str, list[str]]:
    """By kind of fault the account numbers concerned; empty when all agrees."""
    found = {}
    with connection.cursor() as cursor:
        for name, query in _CHECKS.items():
            cursor.execute(
                f"SELECT account_number FROM book_supplyaccount WHERE id IN ({query}) ORDER BY account_number"  # noqa: S608
            )
            accounts = [row[0] for row in cursor.fetchall()]
            if accounts:
                found[name] = accounts
    return found


_CHECKS = {
    "balance": """
      SELECT COALESCE(b.account_id, e.account_id)
        FROM metering_accountbalance b
        FULL JOIN (SELECT account_id, sum(amount) AS total FROM metering_ledgerentry GROUP BY account_id) e
          ON e.account_id = b.account_id
       WHERE COALESCE(b.balance, 0) <> COALESCE(e.total, 0)
          OR COALESCE(b.balance, 0) <> COALESCE(b.open_amount - b.credit_amount, 0)
    """,
    "open_items": """
      SELECT COALESCE(o.account_id, e.account_id)
        FROM metering_openitem o
        FULL JOIN (SELECT e.id, e.account_id, e.department_id, e.due_on,
                          e.amount - sign(e.amount) * COALESCE(a.total, 0) AS left_open
                     FROM metering_ledgerentry e
                     LEFT JOIN (SELECT id, sum(amount) AS total
                                  FROM (SELECT debit_id AS id, amount FROM metering_allocation
                                        UNION ALL SELECT credit_id, amount FROM metering_allocation) sides
                                 GROUP BY id) a ON a.id = e.id) e
          ON e.id = o.entry_id
       WHERE COALESCE(o.open_amount, 0) <> COALESCE(e.left_open, 0)
          OR (o.entry_id IS NOT NULL AND (o.account_id, o.department_id, o.due_on)
                IS DISTINCT FROM (e.account_id, e.department_id, e.due_on))
    """,
    "summary": """
      SELECT COALESCE(b.account_id, o.account_id)
        FROM metering_accountbalance b
        FULL JOIN (SELECT account_id, sum(greatest(open_amount, 0)) AS open,
                          sum(greatest(-open_amount, 0)) AS credit,
                          min(due_on) FILTER (WHERE open_amount > 0) AS oldest
                     FROM metering_openitem GROUP BY account_id) o ON o.account_id = b.account_id
       WHERE COALESCE(b.open_amount, 0) <> COALESCE(o.open, 0)
          OR COALESCE(b.credit_amount, 0) <> COALESCE(o.credit, 0)
          OR b.oldest_due_on IS DISTINCT FROM o.oldest
    """,
    "over_allocated": """
      SELECT account_id FROM metering_allocation
       GROUP BY account_id, debit_id, credit_id HAVING sum(amount) < 0
      UNION
      SELECT e.account_id FROM metering_ledgerentry e
        JOIN (SELECT id, sum(amount) AS total
                FROM (SELECT debit_id AS id, amount FROM metering_allocation
                      UNION ALL SELECT credit_id, amount FROM metering_allocation) sides
               GROUP BY id) a ON a.id = e.id
       WHERE a.total > abs(e.amount) OR a.total < 0
    """,
    "strayed": """
      SELECT a.account_id FROM metering_allocation a
        JOIN metering_ledgerentry d ON d.id = a.debit_id
        JOIN metering_ledgerentry c ON c.id = a.credit_id
       WHERE d.account_id <> a.account_id OR c.account_id <> a.account_id OR d.amount < 0 OR c.amount > 0
    """,
}
