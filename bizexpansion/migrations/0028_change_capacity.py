"""Reduction, restoration, resumption and temporary exchange (201, 202, 204, 205, 206) and their bounds."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
RULES_2024 = date(2024, 6, 1)
OLD = "供电营业规则 1996 第二十三条 (6 个月至 2 年)"
NEW = "供电营业规则 2024 第二十五条 (UNCONFIRMED); workflows.md 3.4.9"
EXCHANGE = "供电营业规则 1996 第二十五条, 2024 第二十七条 (UNCONFIRMED)"
SEED = [
    (
        "reduction.min_days",
        "减容最少天数",
        "Least days of a reduction",
        "day",
        (
            ("", "180", UNKNOWN, RULES_2024, OLD, "S"),
            ("", "15", RULES_2024, None, NEW, "U"),
        ),
    ),
    (
        "reduction.max_months",
        "减容最多月数",
        "Most months of a reduction",
        "month",
        (
            ("", "24", UNKNOWN, RULES_2024, OLD, "S"),
            ("", "24", RULES_2024, None, NEW, "U"),
        ),
    ),
    (
        "exchange.max_months",
        "暂换最多月数",
        "Most months of a temporary exchange",
        "month",
        (
            ("10kv", "2", UNKNOWN, None, EXCHANGE, "U"),
            ("ge35kv", "3", UNKNOWN, None, EXCHANGE, "U"),
        ),
    ),
    (
        "restoration.idle_months",
        "停用多少个月后恢复须提交试验报告",
        "Idle months after which a test report is asked for",
        "month",
        (("", "6", UNKNOWN, None, "workflows.md 202 (K, UNCONFIRMED)", "U"),),
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, unit, values in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        for selector, value, since, until, source, trust in values:
            ParameterValue.objects.create(
                parameter=parameter,
                selector=selector,
                value=Decimal(value),
                valid=(since, until),
                source=source,
                trust=trust,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0027_add_batch_closings"),
        ("book", "0021_add_payment_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_capacityreduction"),
        audit_table("bizexpansion_reducedequipment"),
        audit_table("bizexpansion_capacityrestoration"),
        audit_table("bizexpansion_restoredequipment"),
        audit_table("bizexpansion_temporaryexchange"),
        audit_table("bizexpansion_exchangerestoration"),
        audit_table("bizexpansion_capacitydraft"),
        audit_table("bizexpansion_unsealing"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
