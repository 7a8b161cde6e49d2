from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [("crm_org", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [
        audit_table("crm_org_department"),
        audit_table("crm_org_district"),
        audit_table("crm_org_teamduty"),
        audit_table("crm_org_staff"),
        audit_table("crm_org_roleassignment"),
    ]
