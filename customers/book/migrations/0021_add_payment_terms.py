"""How an account pays, over time."""

from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0020_measure_stops"),
    ]

    operations = [
        audit_table("book_paymentterms"),
    ]
