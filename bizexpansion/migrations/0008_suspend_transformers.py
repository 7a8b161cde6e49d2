"""Suspension of transformers (203): application, site check, plan, power cut, sealing; its bounds."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
SEED = [
    ("suspension.min_days", "每次暂停最少天数", "Least days of one suspension", "day", "15"),
    (
        "suspension.max_months",
        "每日历年累计暂停最多月数",
        "Most months of suspension in a calendar year",
        "month",
        "6",
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, unit, value in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        ParameterValue.objects.create(
            parameter=parameter,
            value=Decimal(value),
            valid=(UNKNOWN, None),
            source="供电营业规则 (BG, ZT)",
            trust="S",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0007_open_to_all_flows"),
        ("book", "0016_note_stops"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_capacitychange"),
        audit_table("bizexpansion_changedequipment"),
        audit_table("bizexpansion_sitecheck"),
        audit_table("bizexpansion_suspensiondraft"),
        audit_table("bizexpansion_powercut"),
        audit_table("bizexpansion_sealing"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
