"""Reduction, restoration, resumption and temporary exchange (201, 202, 204, 205, 206) and their bounds."""

from datetime import date
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
RULES_2024 = date(2024, 6, 1)
OLD = "供电营业规则 1996 第二十三条 (6 个月至 2 年)"
NEW = "供电营业规则 2024 第二十五条 (UNCONFIRMED); workflows.md 3.4.9"
EXCHANGE = "供电营业规则 1996 第二十五条, 2024 第二十七条 (UNCONFIRMED)"
SEED = [
    (
        "reduction.min_days",
        "减容最少天数",
        "Least days of a reduction",
        "day",
        (
            ("", "180", UNKNOWN, RULES_2024, OLD, "S"),
            ("", "15", RULES_2024, None, NEW, "U"),
        ),
    ),
    (
        "reduction.max_months",
        "减容最多月数",
        "Most months of a reduction",
        "month",
        (
            ("", "24", UNKNOWN, RULES_2024, OLD, "S"),
            ("", "24", RULES_2024, None, NEW, "U"),
        ),
    ),
    (
        "exchange.max_months",
        "暂换最多月数",
        "Most months of a temporary exchange",
        "month",
        (
            ("10kv", "2", UNKNOWN, None, EXCHANGE, "U"),
            ("ge35kv", "3", UNKNOWN, None, EXCHANGE, "U"),
        ),
    ),
    (
        "restoration.idle_months",
        "停用多少个月后恢复须提交试验报告",
        "Idle months after which a test report is asked for",
        "month",
        (("", "6", UNKNOWN, None, "workflows.md 202 (K, UNCONFIRMED)", "U"),),
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, unit, values in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        for selector, value, since, until, source, trust in values:
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
        ("bizexpansion", "0027_add_batch_closings"),
        ("book", "0022_note_rows_of_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CapacityReduction",
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
                ("is_permanent", models.BooleanField(default=False, verbose_name="for good")),
                ("starts_on", models.DateField(verbose_name="reduced from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="restored on")),
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
                "verbose_name": "application for a reduction",
                "verbose_name_plural": "applications for reductions",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CapacityRestoration",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("SUSPENDED", "suspended"),
                            ("REDUCED", "reduced"),
                            ("EXCHANGED", "exchanged for a time"),
                        ],
                        editable=False,
                        max_length=9,
                        verbose_name="what is ended",
                    ),
                ),
                (
                    "wanted_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="running capacity wanted (kVA)",
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
                "verbose_name": "application to restore capacity",
                "verbose_name_plural": "applications to restore capacity",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExchangeRestoration",
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
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number of the transformer",
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
                "verbose_name": "application to end a temporary exchange",
                "verbose_name_plural": "applications to end temporary exchanges",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReducedEquipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number of the transformer",
                    ),
                ),
                (
                    "new_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="smaller transformer in its place (kVA)",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="bizexpansion.capacityreduction",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "transformer of a reduction",
                "verbose_name_plural": "transformers of a reduction",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RestoredEquipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number of the transformer",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="bizexpansion.capacityrestoration",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "transformer that runs again",
                "verbose_name_plural": "transformers that run again",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TemporaryExchange",
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
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number of the transformer",
                    ),
                ),
                (
                    "new_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="transformer in its place (kVA)",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[("FAULT", "fault"), ("OVERHAUL", "overhaul")],
                        max_length=8,
                        verbose_name="why it is exchanged",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="exchanged from")),
                ("ends_on", models.DateField(verbose_name="back in place on")),
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
                "verbose_name": "application for a temporary exchange",
                "verbose_name_plural": "applications for temporary exchanges",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unsealing",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("unsealed_on", models.DateField(verbose_name="unsealed on")),
                ("seals", models.CharField(max_length=200, verbose_name="seals taken off")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
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
                "verbose_name": "unsealing of equipment",
                "verbose_name_plural": "unsealings of equipment",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CapacityDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("acts_on", models.DateField(verbose_name="to be carried out on")),
                (
                    "contract_after",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="contract capacity afterwards (kVA)",
                    ),
                ),
                (
                    "running_after",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="running capacity afterwards (kVA)",
                    ),
                ),
                (
                    "exchanges_meter",
                    models.BooleanField(
                        default=False, verbose_name="meters or instrument transformers are exchanged"
                    ),
                ),
                ("changes_contract", models.BooleanField(default=False, verbose_name="the contract is amended")),
                (
                    "needs_inspection",
                    models.BooleanField(default=False, verbose_name="new or long idle equipment is inspected"),
                ),
                ("is_fee_due", models.BooleanField(default=False, verbose_name="a business fee is due")),
                ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                (
                    "strategy",
                    models.CharField(
                        choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                        max_length=8,
                        verbose_name="price strategy",
                    ),
                ),
                (
                    "basic_charge_mode",
                    models.CharField(
                        choices=[
                            ("0", "no basic charge"),
                            ("1", "by capacity"),
                            ("2", "by demand"),
                            ("3", "by capacity and demand compared"),
                        ],
                        max_length=1,
                        verbose_name="basic charge",
                    ),
                ),
                (
                    "power_factor_standard",
                    models.CharField(
                        choices=[("0", "not assessed"), ("0.80", "0.80"), ("0.85", "0.85"), ("0.90", "0.90")],
                        max_length=4,
                        verbose_name="power factor standard",
                    ),
                ),
                ("billing_note", models.CharField(max_length=300, verbose_name="billing")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
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
                "verbose_name": "plan of a change of capacity",
                "verbose_name_plural": "plans of changes of capacity",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("running_after__gte", 0), ("running_after__lte", models.F("contract_after"))
                        ),
                        name="draft_running_within_contract",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="capacityreduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on", None), ("is_permanent", True)),
                    models.Q(("ends_on__gt", models.F("starts_on")), ("is_permanent", False)),
                    _connector="OR",
                ),
                name="reduction_ends_unless_permanent",
            ),
        ),
        migrations.AddConstraint(
            model_name="reducedequipment",
            constraint=models.UniqueConstraint(fields=("application", "number"), name="reduced_equipment_once"),
        ),
        migrations.AddConstraint(
            model_name="restoredequipment",
            constraint=models.UniqueConstraint(fields=("application", "number"), name="restored_equipment_once"),
        ),
        migrations.AddConstraint(
            model_name="temporaryexchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="exchange_ends_after_start"
            ),
        ),
        audit_table("bizexpansion_capacityreduction"),
        audit_table("bizexpansion_reducedequipment"),
        audit_table("bizexpansion_capacityrestoration"),
        audit_table("bizexpansion_restoredequipment"),
        audit_table("bizexpansion_temporaryexchange"),
        audit_table("bizexpansion_exchangerestoration"),
        audit_table("bizexpansion_capacitydraft"),
        audit_table("bizexpansion_unsealing"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
