"""Temporary removal (208), re-installation (209), transfer to another holder (211)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    parameter = Parameter.objects.create(
        code="removal.max_months",
        name="暂拆最长月数",
        name_en="Most months of a temporary removal",
        unit="month",
    )
    ParameterValue.objects.create(
        parameter=parameter,
        value=Decimal(6),
        valid=(date(1990, 1, 1), None),
        source="供电营业规则 1996 (BG)",
        trust="S",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0025_test_and_reclassify"),
        ("book", "0021_add_payment_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_temporaryremoval"),
        audit_table("bizexpansion_reinstallation"),
        audit_table("bizexpansion_refitcheck"),
        audit_table("bizexpansion_accounttransfer"),
        audit_table("bizexpansion_transfercontact"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
