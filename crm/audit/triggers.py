"""Migration operations that put tables under audit and make ledgers append-only.

Statement triggers with transition tables see every write: the ORM's bulk methods, raw SQL and COPY. They
read who and why from the settings that `operation` sets for the transaction (`crm.actor`, `crm.operation`,
`crm.entry`). An insert is recorded without its values (the row itself holds them until its first change,
which records the old ones); an update records only the columns that changed. Passwords are left out.
"""

from __future__ import annotations

from django.db.migrations.operations.special import RunSQL

FUNCTIONS = """
CREATE OR REPLACE FUNCTION crm_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE FUNCTION crm_audit_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_actor bigint := NULLIF(current_setting('crm.actor', true), '')::bigint;
  v_entry bigint := NULLIF(current_setting('crm.entry', true), '')::bigint;
  v_operation text := COALESCE(current_setting('crm.operation', true), '');
  v_key text := TG_ARGV[0];
  -- a hash of a password must not outlive the password, and signing in is not a change of the person
  v_left_out text[] := '{password,last_login}';
BEGIN
  IF TG_OP = 'INSERT' THEN
    EXECUTE format(
      'INSERT INTO crm_audit_change (at, entry_id, actor_id, operation, table_name, row_id, action)
       SELECT clock_timestamp(), $1, $2, $3, $4, n.%I, ''I'' FROM new_rows n', v_key)
    USING v_entry, v_actor, v_operation, TG_TABLE_NAME;
  ELSIF TG_OP = 'DELETE' THEN
    EXECUTE format(
      'INSERT INTO crm_audit_change (at, entry_id, actor_id, operation, table_name, row_id, action, old)
       SELECT clock_timestamp(), $1, $2, $3, $4, o.%I, ''D'', to_jsonb(o) - $5 FROM old_rows o', v_key)
    USING v_entry, v_actor, v_operation, TG_TABLE_NAME, v_left_out;
  ELSE
    -- Each row becomes jsonb once; OFFSET 0 keeps the planner from computing it again for every column.
    EXECUTE format(
      'INSERT INTO crm_audit_change (at, entry_id, actor_id, operation, table_name, row_id, action, old, new)
       SELECT clock_timestamp(), $1, $2, $3, $4, pair.key, ''U'',
              (SELECT jsonb_object_agg(b.key, b.value) FROM jsonb_each(pair.o) b
                WHERE pair.n -> b.key IS DISTINCT FROM b.value),
              (SELECT jsonb_object_agg(a.key, a.value) FROM jsonb_each(pair.n) a
                WHERE pair.o -> a.key IS DISTINCT FROM a.value)
         FROM (SELECT n.%1$I AS key, to_jsonb(o) - $5 AS o, to_jsonb(n) - $5 AS n
                 FROM new_rows n JOIN old_rows o ON o.%1$I = n.%1$I OFFSET 0) pair
        WHERE pair.n IS DISTINCT FROM pair.o', v_key)
    USING v_entry, v_actor, v_operation, TG_TABLE_NAME, v_left_out;
  END IF;
  RETURN NULL;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS crm_audit_record() CASCADE;
DROP FUNCTION IF EXISTS crm_audit_refuse() CASCADE;
"""


def create_audit_functions() -> RunSQL:
    """The functions behind all audit triggers; run once, in the audit app's own migration."""
    return RunSQL(FUNCTIONS, DROP_FUNCTIONS)


def audit_table(table: str, key: str = "id") -> RunSQL:
    """Record every insert, update and delete of `table` in `crm_audit_change`.

    `key` is the bigint primary key column. A migration that uses this depends on `crm_audit.0001_initial`.
    """
    forward = "".join(
        f'CREATE TRIGGER audit_{verb.lower()} AFTER {verb} ON "{table}" REFERENCING {tables} '
        f"FOR EACH STATEMENT EXECUTE FUNCTION crm_audit_record('{key}');\n"
        for verb, tables in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
            ("DELETE", "OLD TABLE AS old_rows"),
        )
    )
    backward = "".join(
        f'DROP TRIGGER IF EXISTS audit_{verb} ON "{table}";\n' for verb in ("insert", "update", "delete")
    )
    return RunSQL(forward, backward)


def append_only(table: str) -> RunSQL:
    """Let the database refuse UPDATE, DELETE and TRUNCATE on a ledger."""
    forward = f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION crm_audit_refuse();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION crm_audit_refuse();
"""
    backward = f"""
DROP TRIGGER IF EXISTS append_only_rows ON "{table}";
DROP TRIGGER IF EXISTS append_only_truncate ON "{table}";
"""
    return RunSQL(forward, backward)
