from datetime import date
from decimal import Decimal

from django.db import migrations

from crm.audit.triggers import audit_table
from customers.book.industries import SECTIONS, divisions_of


def seed(apps, schema_editor):
    Industry = apps.get_model("book", "Industry")
    for letter, name, name_en, listed in SECTIONS:
        section = Industry.objects.create(code=letter, name=name, name_en=name_en)
        Industry.objects.bulk_create(
            Industry(code=code, name=words, name_en=english, section=section)
            for code, words, english in divisions_of(listed)
        )
    parameter = apps.get_model("crm_parameters", "Parameter").objects.create(
        code="key_account.min_capacity_kva",
        name="大客户合同容量下限",
        name_en="Contract capacity from which an account may be a key account",
        unit="kVA",
    )
    apps.get_model("crm_parameters", "ParameterValue").objects.create(
        parameter=parameter,
        value=Decimal("315"),
        valid=(date(1990, 1, 1), None),
        source="公司规定 UNCONFIRMED",
        trust="P",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0006_find_anyone"),
        ("crm_audit", "0003_record_rows_once"),
        ("crm_parameters", "0003_seed_values"),
    ]

    operations = [
        audit_table("book_accountgrade"),
        audit_table("book_industry"),
        audit_table("book_segment"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
