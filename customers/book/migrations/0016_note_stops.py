"""When receiving equipment stood still."""

from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0015_lead_triggers_by_key"),
    ]

    operations = [
        audit_table("book_transformerstop"),
    ]
