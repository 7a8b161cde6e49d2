"""Changes of supply (109, 110, 111, 214): application, what a plan does with each row, sums of capacity, prices."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

RULES_2023 = date(2023, 6, 1)
UNKNOWN = date(1990, 1, 1)
PRICE_2023 = "发改价格〔2023〕526号 (regulations.md 8.1, UNCONFIRMED)"
SEED = [
    ("two_part_may", "100", RULES_2023, PRICE_2023, "U"),
    ("two_part_must", "315", RULES_2023, PRICE_2023, "U"),
    ("two_part_may", "315", UNKNOWN, "2023 年前大工业容量界限 (UNCONFIRMED)", "K"),
    ("two_part_must", "315", UNKNOWN, "2023 年前大工业容量界限 (UNCONFIRMED)", "K"),
    ("power_factor", "100", UNKNOWN, "功率因数调整电费办法 (水电财字〔1983〕215号, UNCONFIRMED)", "K"),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    parameter = Parameter.objects.create(
        code="price.limits_kva",
        name="工商业用电计价容量界限 (可选两部制, 应执行两部制, 功率因数考核)",
        name_en="Capacity limits of commercial prices (two parts allowed, two parts required, power factor)",
        unit="kVA",
    )
    for selector, value, since, source, trust in SEED:
        until = RULES_2023 if since == UNKNOWN and selector != "power_factor" else None
        ParameterValue.objects.create(
            parameter=parameter,
            selector=selector,
            value=Decimal(value),
            valid=(since, until),
            source=source,
            trust=trust,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0009_exchange_meters"),
        ("book", "0017_keep_registers_and_terminals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        audit_table("bizexpansion_supplychange"),
        audit_table("bizexpansion_changetransformer"),
        audit_table("bizexpansion_changeequipment"),
        audit_table("bizexpansion_capacitysum"),
    ]
