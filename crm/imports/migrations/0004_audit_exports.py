from datetime import date
from decimal import Decimal

from django.db import migrations

from crm.audit.triggers import audit_table

SOURCE = "公司规定 UNCONFIRMED (rule of ours: least privilege, 个人信息保护法 art. 51)"


def seed(apps, schema_editor):
    parameter = apps.get_model("crm_parameters", "Parameter").objects.create(
        code="export.row_cap", name="导出行数上限", name_en="Most rows of an exported list", unit=""
    )
    value = apps.get_model("crm_parameters", "ParameterValue")
    for selector, rows in (("", "20000"), ("personal", "500000")):
        value.objects.create(
            parameter=parameter,
            selector=selector,
            value=Decimal(rows),
            valid=(date(1990, 1, 1), None),
            source=SOURCE,
            article="",
            trust="U",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_imports", "0003_add_exports"),
        ("crm_parameters", "0003_seed_values"),
    ]

    operations = [
        audit_table("crm_imports_exportjob"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
