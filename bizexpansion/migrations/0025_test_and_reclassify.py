"""Meter tests (304), metering faults (302), changes of tariff (215), corrections of energy."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
OLD = "供电营业规则 (1996)"
SEED = [
    (
        "meter_test.tolerance",
        "电能表检定允许误差 (按准确度等级)",
        "Tolerance of a meter's relative error, by accuracy class",
        "%",
        "计量检定规程 (regulations.md 7.2), UNCONFIRMED",
        "U",
        {
            "0.2S": "0.2",
            "0.2": "0.2",
            "0.5S": "0.5",
            "0.5": "0.5",
            "1.0": "1.0",
            "1": "1.0",
            "2.0": "2.0",
            "2": "2.0",
        },
    ),
    (
        "meter_test.fee_charged",
        "申请校验收费 (0 否, 1 是)",
        "A meter test on request is paid for (0 no, 1 yes)",
        "",
        OLD + " 第七十九条; 江苏是否取消 UNCONFIRMED",
        "U",
        {"": "1"},
    ),
    (
        "meter_test.keep_months",
        "校验后拆回电能表保留月数",
        "Months for which a removed meter is kept for review",
        "month",
        "浙江题库 2017 (数值空缺), 暂定 UNCONFIRMED",
        "U",
        {"": "6"},
    ),
    (
        "meter_test.refund_fraction",
        "误差超差退补时间比例",
        "Part of the time for which a meter error is corrected",
        "",
        OLD + " 第八十条",
        "S",
        {"": "0.5"},
    ),
    (
        "basic_charge.notice_days",
        "变更基本电费计收方式提前工作日",
        "Working days before another way of the basic charge",
        "working day",
        "发改办价格〔2016〕1583号; 15 个工作日 UNCONFIRMED",
        "K",
        {"": "15"},
    ),
    (
        "basic_charge.period_months",
        "基本电费计收方式变更周期",
        "Months for which a way of the basic charge stands",
        "month",
        "发改办价格〔2016〕1583号 (按季)",
        "C",
        {"": "3"},
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, unit, source, trust, values in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        ParameterValue.objects.bulk_create(
            ParameterValue(
                parameter=parameter,
                selector=selector,
                value=Decimal(value),
                valid=(UNKNOWN, None),
                source=source,
                trust=trust,
            )
            for selector, value in values.items()
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0024_works_for_municipal_bodies"),
        ("book", "0025_keep_meter_tests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_faultreport"),
        audit_table("bizexpansion_feerefund"),
        audit_table("bizexpansion_tariffchange"),
        audit_table("bizexpansion_tariffplan"),
        audit_table("bizexpansion_testreply"),
        audit_table("bizexpansion_testrequest"),
        audit_table("bizexpansion_testresult"),
        audit_table("bizexpansion_energycorrection"),
        audit_table("bizexpansion_faultcheck"),
        audit_table("bizexpansion_faulthandling"),
        audit_table("bizexpansion_feepayout"),
        audit_table("bizexpansion_tariffcheck"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
