"""Papers that may follow an acceptance (容缺受理), and within how many days (workflows.md 2.5, UNCONFIRMED)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

SINCE = date(1990, 1, 1)
CODE = "papers.follow_days"
# Identity, title of the premises and the signed application form are never owed; 过户 may follow with the title
# (screens.md, the sketch of the counter).
ROWS = ("M-EQ", "M-HVX", "M-PAY", "M-PRJ", "M-PROP:211")


def seed(apps, schema_editor):
    parameter = apps.get_model("crm_parameters", "Parameter").objects.create(
        code=CODE,
        name="容缺受理: 可后补资料的期限",
        name_en="Papers that may follow an acceptance: term",
        unit="day",
    )
    apps.get_model("crm_parameters", "ParameterValue").objects.bulk_create(
        apps.get_model("crm_parameters", "ParameterValue")(
            parameter=parameter,
            selector=selector,
            value=Decimal(7),
            valid=(SINCE, None),
            source="国网容缺受理做法, workflows.md 2.5, UNCONFIRMED",
            trust="P",
        )
        for selector in ROWS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0016_add_batches"),
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_owedpaper"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
