"""Exchange of meters and terminals at existing accounts."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0008_suspend_transformers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_meterexchange"),
        audit_table("bizexpansion_exchangedmeter"),
        audit_table("bizexpansion_terminalexchange"),
        audit_table("bizexpansion_terminalmove"),
    ]
