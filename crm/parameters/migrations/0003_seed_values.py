"""The numbers that the first flow uses, or the next ones will; 1990-01-01 stands for an unknown beginning."""

from datetime import date
from decimal import Decimal

from django.db import migrations

UNKNOWN = date(1990, 1, 1)
RULES_1996 = date(1996, 10, 8)
RULES_2024 = date(2024, 6, 1)
OLD, NEW = "供电营业规则 (1996)", "供电营业规则 (2024, 国家发展改革委令第14号)"

# code, Chinese name, English name, unit, rows of (case, value, from, to, source, article, trust)
SEED = [
    (
        "approval.joint_review_capacity",
        "供电方案会签审批容量",
        "Capacity from which a supply plan needs joint review",
        "kVA",
        [
            (
                "",
                "1260",
                UNKNOWN,
                None,
                "业扩审批权限示例 (SA, zixin.com.cn 3610355), 本公司限额待确认 UNCONFIRMED",
                "",
                "C",
            ),
            ("city", "100", UNKNOWN, None, "辽宁高压新装作业指导书 (LN), 10 kV 市区", "", "C"),
            ("county", "315", UNKNOWN, None, "辽宁高压新装作业指导书 (LN), 10 kV 县域", "", "C"),
        ],
    ),
    (
        "lv.limit_kw",
        "低压供电容量上限",
        "Upper limit of low-voltage supply",
        "kW",
        [
            ("", "100", RULES_1996, date(2020, 9, 1), OLD, "", "K"),
            ("", "160", date(2020, 9, 1), None, "发改能源规〔2020〕1479号", "", "S"),
        ],
    ),
    (
        "lv.single_phase_kw",
        "单相供电容量上限",
        "Upper limit of single-phase supply",
        "kW",
        [
            ("", "10", RULES_1996, RULES_2024, OLD, "8", "U"),
            ("", "12", RULES_2024, None, NEW, "9", "C"),
        ],
    ),
    (
        "plan.valid_months",
        "供电方案有效期",
        "Validity of a supply plan",
        "month",
        [
            ("hv", "12", RULES_1996, RULES_2024, OLD, "21", "S"),
            ("hv", "12", RULES_2024, None, NEW, "≈23", "U"),
            ("lv", "3", RULES_1996, RULES_2024, OLD, "21", "S"),
            ("lv", "3", RULES_2024, None, NEW, "≈23", "U"),
        ],
    ),
    (
        "plan.extension_notice_days",
        "供电方案延期申请提前天数",
        "Days before expiry to ask for a longer validity",
        "day",
        [("", "10", RULES_1996, None, OLD, "21", "S")],
    ),
    (
        "change.notice_days",
        "变更用电提前申请工作日",
        "Working days before the wanted day to ask for a change",
        "working day",
        [("", "5", date(2016, 7, 1), None, "发改办价格〔2016〕1583号", "", "S")],
    ),
    (
        "temporary.max_months",
        "临时用电期限",
        "Longest temporary supply",
        "month",
        [
            ("", "6", RULES_1996, RULES_2024, OLD, "12", "S"),
            ("", "36", RULES_2024, None, NEW, "", "U"),
        ],
    ),
    (
        "inspection.cycle_months",
        "用电检查周期",
        "Months between power inspections of a customer",
        "month",
        [
            ("special", "3", UNKNOWN, None, "公司规定 UNCONFIRMED (regulations.md 9.2)", "", "U"),
            ("grade1", "3", UNKNOWN, None, "公司规定 UNCONFIRMED (regulations.md 9.2)", "", "U"),
            ("grade2", "6", UNKNOWN, None, "公司规定 UNCONFIRMED (regulations.md 9.2)", "", "U"),
            ("ge35kv", "6", UNKNOWN, None, "公司规定 UNCONFIRMED (regulations.md 9.2)", "", "U"),
            ("10kv", "12", UNKNOWN, None, "公司规定 UNCONFIRMED (regulations.md 9.2)", "", "U"),
        ],
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, unit, rows in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        ParameterValue.objects.bulk_create(
            ParameterValue(
                parameter=parameter,
                selector=selector,
                value=Decimal(value),
                valid=(start, end),
                source=source,
                article=article,
                trust=trust,
            )
            for selector, value, start, end, source, article, trust in rows
        )


class Migration(migrations.Migration):
    dependencies = [("crm_parameters", "0002_audit_tables")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
