"""Temporary supply (105, 106): term, use, hours; prepaid use without a meter; the bounds of a term."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
SEED = [
    (
        ("temporary.standard_months", "临时用电期限（未另行批准）", "Standard term of a temporary supply", "month"),
        ("", "6", UNKNOWN, "供电营业规则 1996 第十二条 (LS)", "C"),
    ),
    (
        ("fee.item_in_force", "业务费项目是否收取 (0 否, 1 是)", "A fee item is charged (0 no, 1 yes)", ""),
        ("03", "0", date(2017, 12, 1), "临时接电费 2017 年取消 (K), UNCONFIRMED", "K"),
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for (code, name, name_en, unit), (selector, value, since, source, trust) in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        ParameterValue.objects.create(
            parameter=parameter,
            selector=selector,
            value=Decimal(value),
            valid=(since, None),
            source=source,
            trust=trust,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0010_plan_changes_of_supply"),
        ("book", "0017_keep_registers_and_terminals"),
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_org", "0003_name_other_departments"),
        ("crm_parameters", "0003_seed_values"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_prepayment"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
