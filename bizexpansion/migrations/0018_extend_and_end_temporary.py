"""Extension (107) and end (108) of a supply without a meter."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0017_let_papers_follow"),
        ("book", "0021_add_payment_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_temporaryextension"),
        audit_table("bizexpansion_temporaryend"),
        audit_table("bizexpansion_unmeteredcheck"),
    ]
