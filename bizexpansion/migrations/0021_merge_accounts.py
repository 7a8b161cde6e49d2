"""Merging of accounts (213): what moves from one account to another, moves within the plan."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

# Deferred: a plan writes the sums of its accounts one after the other (workflows.md 2.3, source DW).
MOVED = """
CREATE FUNCTION bizexpansion_check_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_plan bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
  v_in_contract numeric; v_out_contract numeric; v_in_running numeric; v_out_running numeric;
BEGIN
  SELECT coalesce(sum(moved_in_contract), 0), coalesce(sum(moved_out_contract), 0),
         coalesce(sum(moved_in_running), 0), coalesce(sum(moved_out_running), 0)
    INTO v_in_contract, v_out_contract, v_in_running, v_out_running
    FROM bizexpansion_capacitysum WHERE plan_id = v_plan;
  IF v_in_contract <> v_out_contract OR v_in_running <> v_out_running THEN
    RAISE EXCEPTION 'plan %: % kVA move out of accounts, % kVA move in', v_plan, v_out_contract, v_in_contract
      USING ERRCODE = 'check_violation', CONSTRAINT = 'capacity_moved_within_plan';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER capacity_moved_within_plan AFTER INSERT OR UPDATE OR DELETE
  ON bizexpansion_capacitysum DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION bizexpansion_check_moved();
"""
DROP_MOVED = """
DROP TRIGGER capacity_moved_within_plan ON bizexpansion_capacitysum;
DROP FUNCTION bizexpansion_check_moved();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0019_relocate_premises"),
        ("book", "0021_add_payment_terms"),
        ("crm_audit", "0002_guard_ledgers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_accountmerge"),
        audit_table("bizexpansion_mergedaccount"),
        migrations.RunSQL(MOVED, DROP_MOVED),
    ]
