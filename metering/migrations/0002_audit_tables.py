from django.db import migrations

from crm.audit.triggers import audit_table

# Of readings only corrections and deletions are logged: half a million new rows a night carry their batch.
READING = """
CREATE TRIGGER audit_update AFTER UPDATE ON metering_reading
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION crm_audit_record('row_id');
CREATE TRIGGER audit_delete AFTER DELETE ON metering_reading
  REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION crm_audit_record('row_id');
"""
DROP = """
DROP TRIGGER IF EXISTS audit_update ON metering_reading;
DROP TRIGGER IF EXISTS audit_delete ON metering_reading;
"""


class Migration(migrations.Migration):
    dependencies = [("metering", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [
        audit_table("metering_readingbatch"),
        audit_table("metering_readingsource"),
        audit_table("metering_bill"),
        migrations.RunSQL(READING, DROP),
    ]
