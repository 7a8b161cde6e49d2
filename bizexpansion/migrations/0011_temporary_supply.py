"""Temporary supply (105, 106): term, use, hours; prepaid use without a meter; the bounds of a term."""

from datetime import date
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
SEED = [
    (
        ("temporary.standard_months", "临时用电期限（未另行批准）", "Standard term of a temporary supply", "month"),
        ("", "6", UNKNOWN, "供电营业规则 1996 第十二条 (LS)", "C"),
    ),
    (
        ("fee.item_in_force", "业务费项目是否收取 (0 否, 1 是)", "A fee item is charged (0 no, 1 yes)", ""),
        ("03", "0", date(2017, 12, 1), "临时接电费 2017 年取消 (K), UNCONFIRMED", "K"),
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for (code, name, name_en, unit), (selector, value, since, source, trust) in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        ParameterValue.objects.create(
            parameter=parameter,
            selector=selector,
            value=Decimal(value),
            valid=(since, None),
            source=source,
            trust=trust,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0010_plan_changes_of_supply"),
        ("book", "0019_mark_points_without_meter"),
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_org", "0003_name_other_departments"),
        ("crm_parameters", "0003_seed_values"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Prepayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "capacity",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="declared capacity (kVA)",
                    ),
                ),
                (
                    "daily_hours",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("24")),
                        ],
                        verbose_name="hours of use a day",
                    ),
                ),
                (
                    "unit_price",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=8,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.0001")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="price (yuan/kWh)",
                    ),
                ),
                ("standard", models.CharField(max_length=120, verbose_name="charging standard")),
                (
                    "energy",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, verbose_name="energy (kWh)"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=14, verbose_name="amount (yuan)"
                    ),
                ),
                ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="void since")),
            ],
            options={
                "verbose_name": "prepaid use without a meter",
                "verbose_name_plural": "prepaid uses without a meter",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="application",
            name="daily_hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=4,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0.01")),
                    django.core.validators.MaxValueValidator(Decimal("24")),
                ],
                verbose_name="hours of use a day",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="permit_number",
            field=models.CharField(blank=True, max_length=60, verbose_name="permit of the works"),
        ),
        migrations.AddField(
            model_name="application",
            name="temporary_until",
            field=models.DateField(blank=True, null=True, verbose_name="temporary until (last day)"),
        ),
        migrations.AddField(
            model_name="application",
            name="temporary_use",
            field=models.CharField(
                blank=True,
                choices=[
                    ("BUILDING", "building site"),
                    ("IRRIGATION", "irrigation"),
                    ("MUNICIPAL", "municipal works"),
                    ("EVENT", "gathering or show"),
                    ("RELIEF", "disaster relief"),
                    ("OTHER", "other use that is not permanent"),
                ],
                max_length=12,
                verbose_name="temporary use",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="term_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="reason for a longer term"),
        ),
        migrations.AddField(
            model_name="energising",
            name="limiter_amperes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(2000),
                ],
                verbose_name="current limiter (A)",
            ),
        ),
        migrations.AddField(
            model_name="planmeteringpoint",
            name="is_metered",
            field=models.BooleanField(default=True, verbose_name="has a meter"),
        ),
        migrations.AddField(
            model_name="supplyplan",
            name="daily_hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=4,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0.01")),
                    django.core.validators.MaxValueValidator(Decimal("24")),
                ],
                verbose_name="hours of use a day",
            ),
        ),
        migrations.AddField(
            model_name="supplyplan",
            name="temporary_until",
            field=models.DateField(blank=True, null=True, verbose_name="temporary until (last day)"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("daily_hours__isnull", True), ("temporary_until__isnull", False), _connector="OR"
                ),
                name="application_hours_only_if_temporary",
            ),
        ),
        migrations.AddField(
            model_name="prepayment",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
            ),
        ),
        migrations.AddField(
            model_name="prepayment",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="prepayment",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.AddConstraint(
            model_name="prepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="prepayment_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="prepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("energy__gt", 0)), name="prepayment_positive"
            ),
        ),
        audit_table("bizexpansion_prepayment"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
