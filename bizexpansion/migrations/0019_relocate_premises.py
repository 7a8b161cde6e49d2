"""Relocation (207): its application, and what the survey says of the supply point."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0018_extend_and_end_temporary"),
        ("book", "0021_add_payment_terms"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_relocation"),
    ]
