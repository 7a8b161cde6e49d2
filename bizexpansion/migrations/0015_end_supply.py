"""The end of supply: meters down, account settled, refunded, contract ended, account closed (216)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
CODE_2024 = "供电营业规则 (2024) 第三十五条"
SEED = [
    (
        "closing.idle_months",
        "可办理销户的连续未用电月数",
        "Months without use before an idle account is closed",
        "6",
        CODE_2024,
        "S",
    ),
    (
        "closing.notice_months",
        "闲置销户公告月数",
        "Months of public notice before an idle account is closed",
        "1",
        CODE_2024,
        "S",
    ),
    (
        "removal.keep_months",
        "拆回计量装置保存月数",
        "Months that removed devices are kept as they came",
        "2",
        "UNCONFIRMED (ZJ)",
        "U",
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, value, source, trust in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit="month")
        ParameterValue.objects.create(
            parameter=parameter, value=Decimal(value), valid=(UNKNOWN, None), source=source, trust=trust
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0014_move_meter"),
        ("book", "0017_keep_registers_and_terminals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_accountclosing"),
        audit_table("bizexpansion_closingcheck"),
        audit_table("bizexpansion_accountsettlement"),
        audit_table("bizexpansion_lastbill"),
        audit_table("bizexpansion_contractending"),
        audit_table("bizexpansion_devicereturn"),
        audit_table("bizexpansion_returneddevice"),
        audit_table("bizexpansion_disconnection"),
        audit_table("bizexpansion_gridremoval"),
        audit_table("bizexpansion_meterremoval"),
        audit_table("bizexpansion_removedmeter"),
        audit_table("bizexpansion_refunddetermination"),
        audit_table("bizexpansion_refundpayment"),
        audit_table("bizexpansion_removalrecord"),
        audit_table("bizexpansion_removeddevice"),
        audit_table("bizexpansion_terminalremoval"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
