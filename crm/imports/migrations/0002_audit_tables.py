from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_imports", "0001_initial"),
    ]

    operations = [audit_table("crm_imports_importbatch"), audit_table("crm_imports_columnmemory")]
