"""Changes of supply (109, 110, 111, 214): application, what a plan does with each row, sums of capacity, prices."""

from datetime import date
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
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
        ("book", "0018_close_supply_points"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="planmeteringpoint",
            name="change",
            field=models.CharField(
                choices=[("KEEP", "stays as it is"), ("ADD", "new"), ("CHANGE", "changed"), ("REMOVE", "removed")],
                default="ADD",
                max_length=6,
                verbose_name="change",
            ),
        ),
        migrations.AddField(
            model_name="planmeteringpoint",
            name="exchanges_meter",
            field=models.BooleanField(default=True, verbose_name="gets another meter"),
        ),
        migrations.AddField(
            model_name="plansource",
            name="change",
            field=models.CharField(
                choices=[("KEEP", "stays as it is"), ("ADD", "new"), ("CHANGE", "changed"), ("REMOVE", "removed")],
                default="ADD",
                max_length=6,
                verbose_name="change",
            ),
        ),
        migrations.AddField(
            model_name="plansupplypoint",
            name="change",
            field=models.CharField(
                choices=[("KEEP", "stays as it is"), ("ADD", "new"), ("CHANGE", "changed"), ("REMOVE", "removed")],
                default="ADD",
                max_length=6,
                verbose_name="change",
            ),
        ),
        migrations.AddField(
            model_name="plantransformer",
            name="change",
            field=models.CharField(
                choices=[("KEEP", "stays as it is"), ("ADD", "new"), ("CHANGE", "changed"), ("REMOVE", "removed")],
                default="ADD",
                max_length=6,
                verbose_name="change",
            ),
        ),
        migrations.CreateModel(
            name="SupplyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("COUNTER", "counter"),
                            ("TELEPHONE", "telephone"),
                            ("INTERNET", "internet"),
                            ("SELF_SERVICE", "self-service terminal"),
                            ("ON_SITE", "on site"),
                            ("LETTER", "letter"),
                            ("EMAIL", "e-mail"),
                            ("FAX", "fax"),
                            ("CALL_BACK", "call-back"),
                        ],
                        default="COUNTER",
                        max_length=12,
                        verbose_name="way of applying",
                    ),
                ),
                (
                    "identity_checked",
                    models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                ),
                (
                    "breaches_checked",
                    models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                ),
                ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                (
                    "contact_phone",
                    models.CharField(
                        max_length=20,
                        validators=[customers.book.validators.validate_phone],
                        verbose_name="telephone",
                    ),
                ),
                ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                (
                    "applied_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-1000000")),
                            django.core.validators.MaxValueValidator(Decimal("1000000")),
                        ],
                        verbose_name="capacity to be added (kVA)",
                    ),
                ),
                (
                    "voltage",
                    models.CharField(
                        choices=[
                            ("V220", "220 V"),
                            ("V380", "380 V"),
                            ("KV10", "10 kV"),
                            ("KV20", "20 kV"),
                            ("KV35", "35 kV"),
                            ("KV110", "110 kV"),
                            ("KV220", "220 kV"),
                        ],
                        max_length=6,
                        verbose_name="supply voltage",
                    ),
                ),
                (
                    "security_load",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="protective load (kVA)",
                    ),
                ),
                ("has_nonlinear_load", models.BooleanField(default=False, verbose_name="non-linear load")),
                (
                    "nonlinear_load",
                    models.CharField(blank=True, max_length=200, verbose_name="non-linear load: which"),
                ),
                (
                    "is_utility_caused",
                    models.BooleanField(default=False, verbose_name="the power company asks for the change"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="bizexpansion.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "application for a change of supply",
                "verbose_name_plural": "applications for a change of supply",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChangeTransformer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("TRANSFORMER", "transformer"), ("HV_MOTOR", "high-voltage motor")],
                        default="TRANSFORMER",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "unit_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity of one (kVA)",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="quantity",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transformers",
                        to="bizexpansion.supplychange",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "receiving equipment to be added",
                "verbose_name_plural": "receiving equipment to be added",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChangeEquipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="equipment")),
                ("model", models.CharField(blank=True, max_length=60, verbose_name="model")),
                (
                    "unit_power",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("1000000")),
                        ],
                        verbose_name="power of one (kW)",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999),
                        ],
                        verbose_name="quantity",
                    ),
                ),
                (
                    "load_character",
                    models.CharField(
                        choices=[("1", "class one load"), ("2", "class two load"), ("3", "class three load")],
                        default="3",
                        max_length=1,
                        verbose_name="load character",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="bizexpansion.supplychange",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "equipment behind a change",
                "verbose_name_plural": "equipment behind a change",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CapacitySum",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "original_contract",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="contract capacity before (kVA)",
                    ),
                ),
                (
                    "applied_contract",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="added to the contract capacity (kVA)",
                    ),
                ),
                (
                    "moved_in_contract",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="contract capacity moved in (kVA)",
                    ),
                ),
                (
                    "moved_out_contract",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="contract capacity moved out (kVA)",
                    ),
                ),
                (
                    "total_contract",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="contract capacity after (kVA)",
                    ),
                ),
                (
                    "original_running",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="running capacity before (kVA)",
                    ),
                ),
                (
                    "applied_running",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="added to the running capacity (kVA)",
                    ),
                ),
                (
                    "moved_in_running",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="running capacity moved in (kVA)",
                    ),
                ),
                (
                    "moved_out_running",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="running capacity moved out (kVA)",
                    ),
                ),
                (
                    "total_running",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="running capacity after (kVA)",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sums",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "sum of capacities",
                "verbose_name_plural": "sums of capacities",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "account"), name="capacity_sum_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_contract",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("original_contract"), "+", models.F("applied_contract")
                                        ),
                                        "+",
                                        models.F("moved_in_contract"),
                                    ),
                                    "-",
                                    models.F("moved_out_contract"),
                                ),
                            )
                        ),
                        name="capacity_sum_of_contract",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_running",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("original_running"), "+", models.F("applied_running")
                                        ),
                                        "+",
                                        models.F("moved_in_running"),
                                    ),
                                    "-",
                                    models.F("moved_out_running"),
                                ),
                            )
                        ),
                        name="capacity_sum_of_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total_running__gte", 0), ("total_running__lte", models.F("total_contract"))
                        ),
                        name="capacity_sum_running_within_contract",
                        violation_error_message="The running capacity lies between 0 and the contract capacity.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moved_in_contract__gte", 0),
                            ("moved_out_contract__gte", 0),
                            ("moved_in_running__gte", 0),
                            ("moved_out_running__gte", 0),
                        ),
                        name="capacity_sum_moved_forward",
                    ),
                ],
            },
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
        audit_table("bizexpansion_supplychange"),
        audit_table("bizexpansion_changetransformer"),
        audit_table("bizexpansion_changeequipment"),
        audit_table("bizexpansion_capacitysum"),
    ]
