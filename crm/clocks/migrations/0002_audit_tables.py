from django.db import migrations

from crm.audit.triggers import audit_table

# A breach may be struck out, and so updated, but never deleted; the trigger that refuses TRUNCATE bears the
# name by which the tests open ledgers for their flush.
KEEP = """
CREATE TRIGGER keep_rows BEFORE DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION crm_audit_refuse();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION crm_audit_refuse();
"""
RELEASE = """
DROP TRIGGER IF EXISTS keep_rows ON "{table}";
DROP TRIGGER IF EXISTS append_only_truncate ON "{table}";
"""


class Migration(migrations.Migration):
    dependencies = [("crm_clocks", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [
        audit_table("crm_clocks_clockrule"),
        audit_table("crm_clocks_clock"),
        audit_table("crm_clocks_clockspan"),
        audit_table("crm_clocks_breach"),
        *[
            migrations.RunSQL(KEEP.format(table=table), RELEASE.format(table=table))
            for table in ("crm_clocks_breach", "crm_clocks_clockshift")
        ],
    ]
