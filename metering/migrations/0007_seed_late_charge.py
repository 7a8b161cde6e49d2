"""The late-payment charge: rates, least amount, and the two points that the text leaves open (regulations.md 5.1)."""

from datetime import date
from decimal import Decimal

from django.db import migrations

RULES_1996 = date(1996, 10, 8)
RULES_2024 = date(2024, 6, 1)
OLD = "供电营业规则 (1996)"
NEW = "供电营业规则 (2024), 与1996年相同 UNCONFIRMED; 合同另有约定的从约定 (电力供应与使用条例第39条: 每日1‰~3‰)"
MINIMUM_2024 = "供电营业规则 (2024) 是否取消最低1元 UNCONFIRMED"
OURS = "条文未明确, 本公司做法待确认 UNCONFIRMED"

# code, Chinese name, English name, unit, rows of (case, value, from, to, source, article, trust)
SEED = [
    (
        "late_charge.daily_rate",
        "电费违约金日费率",
        "Late-payment charge a day",
        "‰",
        [
            (case, value, start, end, source, article, trust)
            for case, value in (("resident", "1"), ("current_year", "2"), ("cross_year", "3"))
            for start, end, source, article, trust in (
                (RULES_1996, RULES_2024, OLD, "98", "S"),
                (RULES_2024, None, NEW, "≈100", "U"),
            )
        ],
    ),
    (
        "late_charge.minimum",
        "电费违约金最低金额",
        "Least late-payment charge",
        "yuan",
        [
            ("", "1", RULES_1996, RULES_2024, OLD, "98", "S"),
            ("", "1", RULES_2024, None, MINIMUM_2024, "", "U"),
        ],
    ),
    (
        "late_charge.include_pay_day",
        "电费违约金计收缴费当日 (0 否, 1 是)",
        "The day of payment counts for the late-payment charge (0 no, 1 yes)",
        "",
        [("", "1", RULES_1996, None, OURS, "", "P")],
    ),
    (
        "late_charge.rerate_whole_debt",
        "跨年度欠费自逾期之日起全部按跨年费率 (0 否: 自1月1日起, 1 是)",
        "A debt over the turn of the year bears the higher rate from its first day (0 no: from 1 January, 1 yes)",
        "",
        [("", "0", RULES_1996, None, OURS, "", "P")],
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
    dependencies = [("metering", "0006_ask_ledger_what_is_paid"), ("crm_parameters", "0003_seed_values")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
