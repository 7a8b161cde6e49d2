"""Let every business department choose its low-voltage profile."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0030_split_accounts"),
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_departmentprofile"),
    ]
