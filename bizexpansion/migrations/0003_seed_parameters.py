"""What the organisation decides about flow 104; both are proposals (P) to be confirmed by the customer."""

from datetime import date
from decimal import Decimal

from django.db import migrations

UNKNOWN = date(1990, 1, 1)
SEED = [
    (
        "design.review_every_customer",
        "所有高压客户均审图和中间检查 (0 否: 仅重要客户和居民住宅小区, 1 是)",
        "Design review and interim inspection for every high-voltage customer (0 no, 1 yes)",
        "0",
        "供电营业规则 (2024): 仅重要电力用户和居民住宅小区, UNCONFIRMED",
    ),
    (
        "survey.dispatch",
        "现场勘查先派工 (0 否, 1 是)",
        "Surveys are handed out by a dispatcher (0 no, 1 yes)",
        "1",
        "本公司做法待确认 UNCONFIRMED",
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, value, source in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit="")
        ParameterValue.objects.create(
            parameter=parameter, value=Decimal(value), valid=(UNKNOWN, None), source=source, trust="P"
        )


class Migration(migrations.Migration):
    dependencies = [("bizexpansion", "0002_audit_tables"), ("crm_parameters", "0003_seed_values")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
