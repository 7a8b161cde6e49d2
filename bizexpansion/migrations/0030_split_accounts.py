"""Splitting of accounts (212): the parts, their metering points and meters."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0029_license_firms"),
        ("book", "0021_add_payment_terms"),
        ("crm_audit", "0002_guard_ledgers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_accountsplit"),
        audit_table("bizexpansion_splitmeteringplan"),
        audit_table("bizexpansion_splitmeter"),
        audit_table("bizexpansion_splitpoint"),
        audit_table("bizexpansion_splitshare"),
    ]
