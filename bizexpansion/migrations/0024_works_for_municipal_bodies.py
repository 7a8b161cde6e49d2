"""Works for a municipal body (301): application, plan, agreement and costs, re-linking."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0022_add_complexes"),
        ("book", "0021_add_payment_terms"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_municipalworks"),
        audit_table("bizexpansion_worksplan"),
        audit_table("bizexpansion_worksitem"),
        audit_table("bizexpansion_worksrecord"),
        audit_table("bizexpansion_workscost"),
        audit_table("bizexpansion_relinking"),
        audit_table("bizexpansion_relinkedaccounts"),
    ]
