"""What tests of meters have shown, and until when a meter is kept for review."""

from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0024_keep_projects"),
    ]

    operations = [
        audit_table("book_metertest"),
    ]
