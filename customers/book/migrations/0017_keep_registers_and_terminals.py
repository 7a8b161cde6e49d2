"""Registers of meters at start and stop, metering changes, positions, collection terminals."""

from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0016_note_stops"),
    ]

    operations = [
        audit_table("book_collectionterminal"),
        audit_table("book_registerreading"),
    ]
