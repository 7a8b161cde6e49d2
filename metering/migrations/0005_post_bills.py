"""Bills that were brought in whole become charges, and what was paid of them payments that cover them."""

from django.db import migrations

POST = """
WITH charges AS (
  INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, due_on, bill_id, document,
                                    method, reference, note, effect_key, posted_at)
  SELECT b.account_id, a.department_id, 'BILL', b.amount, (b.month + interval '1 month')::date, b.due_on, b.id,
         to_char(b.month, 'YYYY-MM'), '', '', '', 'bill:' || b.id, now()
    FROM metering_bill b JOIN book_supplyaccount a ON a.id = b.account_id
   WHERE b.amount > 0
  RETURNING id, account_id, bill_id
), payments AS (
  INSERT INTO metering_ledgerentry (account_id, department_id, kind, amount, value_on, document,
                                    method, reference, note, effect_key, posted_at)
  SELECT b.account_id, a.department_id, 'PAYMENT', -b.paid_amount, COALESCE(b.paid_on, b.due_on),
         to_char(b.month, 'YYYY-MM'), '', '', '', 'paid-with-bill:' || b.id, now()
    FROM metering_bill b JOIN book_supplyaccount a ON a.id = b.account_id
   WHERE b.paid_amount > 0
  RETURNING id, account_id, effect_key, amount
)
INSERT INTO metering_allocation (account_id, debit_id, credit_id, amount, posted_at)
SELECT c.account_id, c.id, p.id, -p.amount, now()
  FROM charges c JOIN payments p ON p.account_id = c.account_id AND p.effect_key = 'paid-with-bill:' || c.bill_id
"""


class Migration(migrations.Migration):
    dependencies = [("metering", "0004_keep_balances")]

    operations = [migrations.RunSQL(POST, migrations.RunSQL.noop)]
