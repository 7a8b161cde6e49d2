"""Licences of the customer's firms, up to which voltage each grade reaches, and when a share is conspicuous."""

from datetime import date
from decimal import Decimal

from django.db import migrations

SINCE = date(1990, 1, 1)
DESIGN = "工程设计资质标准 电力行业 (UNCONFIRMED)"
BUILD = "承装(修、试)电力设施许可证管理办法 (UNCONFIRMED)"
REACH = [
    ("design:A", "1000", DESIGN),
    ("design:B", "220", DESIGN),
    ("design:C", "110", DESIGN),
    ("build:1", "1000", BUILD),
    ("build:2", "220", BUILD),
    ("build:3", "110", BUILD),
    ("build:4", "35", BUILD),
    ("build:5", "10", BUILD),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    reach = Parameter.objects.create(
        code="firm.highest_kv",
        name="设计/施工资质等级可承接的最高电压",
        name_en="Highest voltage for a grade of a firm's licence",
        unit="kV",
    )
    ParameterValue.objects.bulk_create(
        ParameterValue(
            parameter=reach, selector=one, value=Decimal(kv), valid=(SINCE, None), source=source, trust="K"
        )
        for one, kv, source in REACH
    )
    share = Parameter.objects.create(
        code="firm.conspicuous_share",
        name="单位集中度预警: 同一单位占比",
        name_en="Share of one firm that is conspicuous",
        unit="%",
    )
    ParameterValue.objects.create(
        parameter=share,
        value=Decimal(50),
        valid=(SINCE, None),
        source="本公司建议值 (P, UNCONFIRMED)",
        trust="P",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0028_change_capacity"),
    ]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
