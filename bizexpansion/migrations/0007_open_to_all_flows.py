"""Applications of every family, decisions and archives of changes; which changes are looked at once more."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
# Which kinds of business the organisation wants checked once more: proposals (P, UNCONFIRMED).
CHECKED = {"107": 1, "210": 1, "211": 0, "216": 1, "217": 1, "301": 1, "303": 0}


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    parameter = Parameter.objects.create(
        code="change.extra_check",
        name="变更业务另行审核 (0 否, 1 是)",
        name_en="A change is checked once more (0 no, 1 yes)",
        unit="",
    )
    ParameterValue.objects.bulk_create(
        ParameterValue(
            parameter=parameter,
            selector=code,
            value=Decimal(value),
            valid=(UNKNOWN, None),
            source="本公司做法待确认 UNCONFIRMED",
            trust="P",
        )
        for code, value in CHECKED.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0003_seed_parameters"),
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("book", "0009_seed_industries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_changearchive"),
        audit_table("bizexpansion_decision"),
        audit_table("bizexpansion_namechange"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
