"""The ledger is append-only, and what is derived from it is true whoever writes: by COPY, by hand, two at once.

Both triggers lock the balances of the accounts concerned, in order, and only then look at what others have
committed, so that two payments at once cannot cover the same charge twice. The open items are computed anew from
entries and allocations; the balance moves by what came in; at commit a third trigger compares the two ways.
"""

from django.db import migrations

from crm.audit.triggers import append_only, audit_table

FUNCTIONS = """
CREATE FUNCTION metering_hold_balances(accounts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO metering_accountbalance (account_id, balance, open_amount, credit_amount)
  SELECT account_id, 0, 0, 0 FROM unnest(accounts) account_id ORDER BY account_id
  ON CONFLICT (account_id) DO NOTHING;
  PERFORM FROM metering_accountbalance WHERE account_id = ANY(accounts) ORDER BY account_id FOR UPDATE;
END $$;

CREATE FUNCTION metering_refresh_open_items(entries bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_wrong bigint;
BEGIN
  WITH covered AS (
    SELECT id, sum(amount) AS amount
      FROM (SELECT debit_id AS id, amount FROM metering_allocation WHERE debit_id = ANY(entries)
            UNION ALL
            SELECT credit_id, amount FROM metering_allocation WHERE credit_id = ANY(entries)) both_sides
     GROUP BY id
  ), found AS MATERIALIZED (
    SELECT e.id, e.account_id, e.department_id, e.due_on, e.amount,
           e.amount - sign(e.amount) * COALESCE(c.amount, 0) AS open
      FROM metering_ledgerentry e LEFT JOIN covered c ON c.id = e.id
     WHERE e.id = ANY(entries)
  ), gone AS (
    DELETE FROM metering_openitem o USING found f WHERE o.entry_id = f.id AND f.open = 0
  ), kept AS (
    INSERT INTO metering_openitem (entry_id, account_id, department_id, due_on, open_amount)
    SELECT id, account_id, department_id, due_on, open FROM found WHERE open <> 0
    ON CONFLICT (entry_id) DO UPDATE SET open_amount = excluded.open_amount
     WHERE metering_openitem.open_amount <> excluded.open_amount
  )
  SELECT count(*) INTO v_wrong FROM found WHERE open * amount < 0 OR abs(open) > abs(amount);
  IF v_wrong > 0 THEN
    RAISE EXCEPTION 'more is allocated than an entry amounts to'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_entry';
  END IF;
END $$;

CREATE FUNCTION metering_refresh_balances(accounts bigint[], moved numeric[]) RETURNS void LANGUAGE sql AS $$
  UPDATE metering_accountbalance b
     SET balance = b.balance + n.moved, open_amount = n.open, credit_amount = n.credit, oldest_due_on = n.oldest
    FROM (SELECT m.account_id, m.moved,
                 COALESCE(sum(o.open_amount) FILTER (WHERE o.open_amount > 0), 0) AS open,
                 COALESCE(-sum(o.open_amount) FILTER (WHERE o.open_amount < 0), 0) AS credit,
                 min(o.due_on) FILTER (WHERE o.open_amount > 0) AS oldest
            FROM unnest(accounts, moved) m(account_id, moved)
            LEFT JOIN metering_openitem o ON o.account_id = m.account_id
           GROUP BY m.account_id, m.moved) n
   WHERE b.account_id = n.account_id
     AND (n.moved <> 0 OR (b.open_amount, b.credit_amount) <> (n.open, n.credit)
          OR b.oldest_due_on IS DISTINCT FROM n.oldest);
$$;

CREATE FUNCTION metering_ledger_posted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_accounts bigint[];
  v_moved numeric[];
  v_entries bigint[];
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN book_supplyaccount a ON a.id = n.account_id
              WHERE a.department_id <> n.department_id) THEN
    RAISE EXCEPTION 'a ledger entry stands in another department than its account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_department';
  END IF;
  IF EXISTS (SELECT FROM new_rows n JOIN metering_bill b ON b.id = n.bill_id WHERE b.account_id <> n.account_id) THEN
    RAISE EXCEPTION 'a ledger entry names the bill of another account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_bill_account';
  END IF;
  SELECT array_agg(account_id), array_agg(moved) INTO v_accounts, v_moved
    FROM (SELECT account_id, sum(amount) AS moved FROM new_rows GROUP BY account_id ORDER BY account_id) sums;
  IF v_accounts IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM metering_hold_balances(v_accounts);
  SELECT array_agg(id) INTO v_entries FROM new_rows;
  PERFORM metering_refresh_open_items(v_entries);
  PERFORM metering_refresh_balances(v_accounts, v_moved);
  RETURN NULL;
END $$;

CREATE FUNCTION metering_ledger_allocated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_accounts bigint[];
  v_nothing numeric[];
  v_entries bigint[];
BEGIN
  SELECT array_agg(account_id), array_agg(0::numeric) INTO v_accounts, v_nothing
    FROM (SELECT DISTINCT account_id FROM new_rows ORDER BY account_id) accounts;
  IF v_accounts IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM metering_hold_balances(v_accounts);
  IF EXISTS (SELECT FROM new_rows n
               JOIN metering_ledgerentry d ON d.id = n.debit_id
               JOIN metering_ledgerentry c ON c.id = n.credit_id
              WHERE d.amount < 0 OR c.amount > 0 OR d.account_id <> n.account_id OR c.account_id <> n.account_id) THEN
    RAISE EXCEPTION 'an allocation leads from a credit to a debit of the same account'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_credit_to_debit';
  END IF;
  IF EXISTS (SELECT FROM metering_allocation a
              WHERE (a.debit_id, a.credit_id) IN (SELECT debit_id, credit_id FROM new_rows WHERE amount < 0)
              GROUP BY a.debit_id, a.credit_id HAVING sum(a.amount) < 0) THEN
    RAISE EXCEPTION 'more is taken back than was allocated'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_not_negative';
  END IF;
  SELECT array_agg(id) INTO v_entries
    FROM (SELECT debit_id AS id FROM new_rows UNION SELECT credit_id FROM new_rows) touched;
  PERFORM metering_refresh_open_items(v_entries);
  PERFORM metering_refresh_balances(v_accounts, v_nothing);
  RETURN NULL;
END $$;

CREATE FUNCTION metering_balance_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM metering_accountbalance
              WHERE account_id = NEW.account_id AND balance <> open_amount - credit_amount) THEN
    RAISE EXCEPTION 'the balance of account % is not the sum of its open items', NEW.account_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'account_balance_agrees';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION metering_refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'table % is kept by the ledger', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER ledger_posted AFTER INSERT ON metering_ledgerentry REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION metering_ledger_posted();
CREATE TRIGGER ledger_allocated AFTER INSERT ON metering_allocation REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION metering_ledger_allocated();
CREATE CONSTRAINT TRIGGER balance_agrees AFTER INSERT OR UPDATE ON metering_accountbalance
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION metering_balance_agrees();
CREATE TRIGGER kept_by_ledger BEFORE UPDATE OR DELETE ON metering_accountbalance
  FOR EACH STATEMENT EXECUTE FUNCTION metering_refuse_by_hand();
CREATE TRIGGER kept_by_ledger BEFORE INSERT OR UPDATE OR DELETE ON metering_openitem
  FOR EACH STATEMENT EXECUTE FUNCTION metering_refuse_by_hand();
"""
DROP = """
DROP TRIGGER ledger_posted ON metering_ledgerentry;
DROP TRIGGER ledger_allocated ON metering_allocation;
DROP TRIGGER balance_agrees ON metering_accountbalance;
DROP TRIGGER kept_by_ledger ON metering_accountbalance;
DROP TRIGGER kept_by_ledger ON metering_openitem;
DROP FUNCTION metering_refuse_by_hand(), metering_balance_agrees(), metering_ledger_allocated(),
  metering_ledger_posted(), metering_refresh_balances(bigint[], numeric[]), metering_refresh_open_items(bigint[]),
  metering_hold_balances(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("metering", "0003_add_ledger"),
        ("book", "0002_audit_tables"),
        ("crm_audit", "0002_guard_ledgers"),
    ]

    operations = [
        append_only("metering_ledgerentry"),
        append_only("metering_allocation"),
        migrations.RunSQL(FUNCTIONS, DROP),
        audit_table("metering_refundrequest"),
    ]
