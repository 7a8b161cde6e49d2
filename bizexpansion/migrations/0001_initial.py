from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("book", "0003_hold_voltage_to_class"),
        ("crm_clocks", "0002_audit_tables"),
        ("crm_org", "0002_audit_tables"),
        ("crm_org", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseNumberCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("last", models.PositiveIntegerField(verbose_name="last number")),
            ],
            options={
                "verbose_name": "counter of case numbers",
                "verbose_name_plural": "counters of case numbers",
            },
        ),
        migrations.CreateModel(
            name="Application",
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
                    "applicant_kind",
                    models.CharField(
                        choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                        default="ORGANISATION",
                        max_length=12,
                        verbose_name="kind of customer",
                    ),
                ),
                ("applicant_name", models.CharField(max_length=120, verbose_name="customer's name")),
                (
                    "id_kind",
                    models.CharField(
                        choices=[
                            ("", "not recorded"),
                            ("ID_CARD", "resident identity card"),
                            ("PASSPORT", "passport or travel permit"),
                            ("MILITARY", "military identity card"),
                            ("CREDIT_CODE", "unified social credit code"),
                            ("OTHER", "other document"),
                        ],
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                ("postal_address", models.CharField(blank=True, max_length=200, verbose_name="postal address")),
                ("address", models.CharField(max_length=200, verbose_name="address of supply")),
                ("is_in_park", models.BooleanField(default=False, verbose_name="in an industrial park")),
                ("trade_code", models.CharField(max_length=8, verbose_name="industry code")),
                (
                    "tariff_class",
                    models.CharField(
                        choices=[
                            ("000", "assessment"),
                            ("100", "large industry"),
                            ("201", "rural resident"),
                            ("202", "urban resident"),
                            ("203", "school teaching"),
                            ("300", "agricultural production"),
                            ("400", "general industry and commerce"),
                            ("401", "non-resident lighting"),
                            ("402", "non-industrial"),
                            ("403", "ordinary industry"),
                            ("404", "commerce"),
                            ("500", "wholesale"),
                        ],
                        max_length=3,
                        verbose_name="class of use",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose of the power")),
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
                    "shift_pattern",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not applicable"),
                            ("ONE", "one shift"),
                            ("TWO", "two shifts"),
                            ("THREE", "three shifts"),
                            ("CONTINUOUS", "continuous production"),
                        ],
                        max_length=10,
                        verbose_name="production shifts",
                    ),
                ),
                ("rest_days", models.CharField(blank=True, max_length=20, verbose_name="days of rest")),
                (
                    "high_energy_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not energy-intensive"),
                            ("STEEL", "iron and steel"),
                            ("ALUMINIUM", "electrolytic aluminium"),
                            ("FERROALLOY", "ferroalloy"),
                            ("CEMENT", "cement"),
                            ("CARBIDE", "calcium carbide"),
                            ("CAUSTIC_SODA", "caustic soda"),
                            ("OTHER", "other energy-intensive trade"),
                        ],
                        max_length=12,
                        verbose_name="energy-intensive trade",
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "ordinary customer"),
                            ("SPECIAL", "important customer, special grade"),
                            ("FIRST", "important customer, first grade"),
                            ("SECOND", "important customer, second grade"),
                            ("TEMPORARY", "important customer, temporary"),
                        ],
                        max_length=10,
                        verbose_name="grade of importance",
                    ),
                ),
                ("is_residential_complex", models.BooleanField(default=False, verbose_name="residential complex")),
                (
                    "is_ev_charger",
                    models.BooleanField(default=False, verbose_name="charging facility for vehicles"),
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
                        default="KV10",
                        max_length=6,
                        verbose_name="supply voltage",
                    ),
                ),
                (
                    "source_count",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="number of sources",
                    ),
                ),
                (
                    "applied_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity applied for (kVA)",
                    ),
                ),
                (
                    "existing_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000000")),
                        ],
                        verbose_name="existing capacity (kVA)",
                    ),
                ),
                (
                    "first_source_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="first source, capacity (kVA)",
                    ),
                ),
                (
                    "second_source_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="second source, capacity (kVA)",
                    ),
                ),
                (
                    "second_source_nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MAIN", "main source"),
                            ("MUTUAL", "mutual standby source"),
                            ("STANDBY_PRODUCTION", "standby for production"),
                            ("STANDBY_MAINTENANCE", "standby for maintenance"),
                            ("SECURITY_GRID", "security source from the grid"),
                            ("SECURITY_OWN", "security source of the customer"),
                        ],
                        max_length=20,
                        verbose_name="second source, nature",
                    ),
                ),
                ("has_own_generation", models.BooleanField(default=False, verbose_name="own generation")),
                (
                    "own_generation_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="own generation, capacity (kVA)",
                    ),
                ),
                (
                    "own_generation_interlock",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("MECHANICAL", "mechanical interlock"),
                            ("ELECTRICAL", "electrical interlock"),
                            ("BOTH", "mechanical and electrical interlock"),
                        ],
                        max_length=10,
                        verbose_name="own generation, interlock",
                    ),
                ),
                ("has_nonlinear_load", models.BooleanField(default=False, verbose_name="non-linear load")),
                (
                    "nonlinear_load",
                    models.CharField(blank=True, max_length=200, verbose_name="non-linear load: which"),
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
                ("wanted_on", models.DateField(verbose_name="supply wanted on")),
                (
                    "production_starts_on",
                    models.DateField(blank=True, null=True, verbose_name="production starts on"),
                ),
                ("project_name", models.CharField(blank=True, max_length=120, verbose_name="project")),
                (
                    "project_approval",
                    models.CharField(blank=True, max_length=60, verbose_name="approval number of the project"),
                ),
                (
                    "identity_checked",
                    models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                ),
                (
                    "breaches_checked",
                    models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                ),
                ("vat_name", models.CharField(blank=True, max_length=120, verbose_name="VAT: name")),
                ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT: tax number")),
                (
                    "vat_address_phone",
                    models.CharField(blank=True, max_length=200, verbose_name="VAT: address and telephone"),
                ),
                ("vat_bank", models.CharField(blank=True, max_length=120, verbose_name="VAT: bank")),
                ("vat_bank_account", models.CharField(blank=True, max_length=40, verbose_name="VAT: bank account")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "existing_account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.supplyaccount",
                        verbose_name="account that the customer already has here",
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
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("applied_capacity__gt", 0), ("applied_capacity__lte", 1000000)),
                        name="application_capacity_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source_count__gte", 1), ("source_count__lte", 3)),
                        name="application_sources_1_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEquipment",
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
                        verbose_name="number",
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
                        to="bizexpansion.application",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "equipment of the customer",
                "verbose_name_plural": "equipment of the customer",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApplicationTransformer",
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
                        verbose_name="number",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transformers",
                        to="bizexpansion.application",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "receiving equipment applied for",
                "verbose_name_plural": "receiving equipment applied for",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("case_number", models.CharField(max_length=16, unique=True, verbose_name="case number")),
                ("flow_code", models.CharField(max_length=4, verbose_name="flow")),
                ("flow_version", models.PositiveSmallIntegerField(verbose_name="version of the flow")),
                ("definition_hash", models.CharField(max_length=64, verbose_name="fingerprint of the flow")),
                ("token", models.UUIDField(unique=True, verbose_name="token of the application form")),
                ("title", models.CharField(max_length=120, verbose_name="customer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("IN_PROGRESS", "in progress"),
                            ("SUSPENDED", "suspended"),
                            ("CLOSED", "closed"),
                            ("ABORTED", "aborted"),
                        ],
                        default="IN_PROGRESS",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("marking", models.JSONField(verbose_name="marking")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("was_returned", models.BooleanField(default=False, verbose_name="was sent back")),
                ("is_green_channel", models.BooleanField(default=False, verbose_name="green channel")),
                ("is_important", models.BooleanField(default=False, verbose_name="important customer")),
                ("is_dual_source", models.BooleanField(default=False, verbose_name="more than one source")),
                ("voltage", models.CharField(max_length=12, verbose_name="supply voltage")),
                ("urged_count", models.PositiveSmallIntegerField(default=0, verbose_name="times urged")),
                ("accepted_at", models.DateTimeField(verbose_name="accepted at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "closing_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason of the ending"),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="book.supplyaccount",
                        verbose_name="account",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["department", "state", "-id"], name="case_department_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["IN_PROGRESS", "SUSPENDED"])),
                        fields=("account",),
                        name="one_open_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state__in", ["IN_PROGRESS", "SUSPENDED"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("state__in", ["IN_PROGRESS", "SUSPENDED"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_at_fits_state",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="application",
                to="bizexpansion.case",
                verbose_name="case",
            ),
        ),
        migrations.CreateModel(
            name="CaseClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("timer", models.CharField(max_length=4, verbose_name="timer")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("STATUTORY", "statutory limit"),
                            ("PROMISED", "public promise"),
                            ("INTERNAL", "internal target"),
                        ],
                        max_length=9,
                        verbose_name="kind of limit",
                    ),
                ),
                ("instance", models.CharField(blank=True, max_length=40, verbose_name="row of the batch")),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_link",
                        to="crm_clocks.clock",
                        verbose_name="clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "clock of a case",
                "verbose_name_plural": "clocks of a case",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "timer", "kind", "instance", "round"), name="clock_round_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Countersign",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("agrees", models.BooleanField(verbose_name="all departments agree")),
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
            ],
            options={
                "verbose_name": "countersigning",
                "verbose_name_plural": "countersignings",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CountersignOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("DISPATCH", "dispatch"),
                            ("MARKETING", "marketing"),
                            ("PRODUCTION", "production"),
                            ("DEVELOPMENT", "development"),
                        ],
                        max_length=12,
                        verbose_name="department",
                    ),
                ),
                ("agrees", models.BooleanField(default=True, verbose_name="agrees")),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="opinion")),
                ("signed_by", models.CharField(max_length=60, verbose_name="signed by")),
                (
                    "countersign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="bizexpansion.countersign",
                        verbose_name="countersigning",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion of a department",
                "verbose_name_plural": "opinions of departments",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("countersign", "unit"), name="countersign_unit_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("passed", models.BooleanField(verbose_name="passed")),
                ("reviewed_on", models.DateField(verbose_name="reviewed on")),
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
            ],
            options={
                "verbose_name": "design review",
                "verbose_name_plural": "design reviews",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FeeDetermination",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="void since")),
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
            ],
            options={
                "verbose_name": "determination of fees",
                "verbose_name_plural": "determinations of fees",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FeeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("01", "residential supporting fee"),
                            ("02", "high-reliability supply fee"),
                            ("03", "temporary connection fee"),
                            ("04", "meter test fee"),
                            ("05", "meter compensation fee"),
                            ("09", "other"),
                        ],
                        max_length=2,
                        verbose_name="fee item",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("100000000")),
                        ],
                        verbose_name="amount (yuan)",
                    ),
                ),
                ("standard", models.CharField(max_length=120, verbose_name="charging standard")),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="bizexpansion.feedetermination",
                        verbose_name="determination",
                    ),
                ),
            ],
            options={
                "verbose_name": "fee item",
                "verbose_name_plural": "fee items",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("determination", "kind"), name="fee_item_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fee_item_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "kind",
                    models.CharField(
                        choices=[("INTERIM", "interim inspection"), ("COMPLETION", "acceptance inspection")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("inspected_on", models.DateField(verbose_name="inspected on")),
                ("inspectors", models.CharField(max_length=120, verbose_name="inspectors")),
                ("passed", models.BooleanField(verbose_name="passed")),
                (
                    "has_safety_equipment",
                    models.BooleanField(default=False, verbose_name="safety equipment in place"),
                ),
                (
                    "has_emergency_source_papers",
                    models.BooleanField(default=False, verbose_name="papers of the emergency source in order"),
                ),
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
            ],
            options={
                "verbose_name": "inspection",
                "verbose_name_plural": "inspections",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Defect",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                    ),
                ),
                ("description", models.CharField(max_length=300, verbose_name="defect")),
                ("demand", models.CharField(max_length=300, verbose_name="what has to be done")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="told in writing on")),
                ("cleared_on", models.DateField(blank=True, null=True, verbose_name="put right on")),
                (
                    "review",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defects",
                        to="bizexpansion.designreview",
                        verbose_name="design review",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defects",
                        to="bizexpansion.inspection",
                        verbose_name="inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "defect",
                "verbose_name_plural": "defects",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review__isnull", True), ("inspection__isnull", True), _connector="XOR"
                        ),
                        name="defect_has_one_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("QUALIFICATION", "qualification"),
                            ("DOCUMENTS", "documents"),
                            ("WORKMANSHIP", "quality of the installation"),
                        ],
                        max_length=14,
                        verbose_name="group",
                    ),
                ),
                ("standard", models.CharField(max_length=120, verbose_name="standard")),
                ("result", models.CharField(max_length=200, verbose_name="result")),
                ("passed", models.BooleanField(verbose_name="passed")),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="bizexpansion.inspection",
                        verbose_name="inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of an inspection",
                "verbose_name_plural": "items of an inspection",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "group"), name="inspection_group_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="InstallationRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
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
            ],
            options={
                "verbose_name": "record of an installation",
                "verbose_name_plural": "records of installations",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InstalledReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="meter (asset number)",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="total (kWh)",
                    ),
                ),
                (
                    "peak",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="peak (kWh)",
                    ),
                ),
                (
                    "flat",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="flat (kWh)",
                    ),
                ),
                (
                    "valley",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="valley (kWh)",
                    ),
                ),
                (
                    "reactive",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="reactive (kvarh)",
                    ),
                ),
                (
                    "demand",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="greatest demand (kW)",
                    ),
                ),
                ("seals", models.CharField(max_length=120, verbose_name="seals")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="bizexpansion.installationrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading at installation",
                "verbose_name_plural": "readings at installation",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("record", "asset_number"), name="installed_reading_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeterAssignment",
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
                        choices=[("01", "assign, then fetch"), ("02", "fetch, then assign")],
                        default="01",
                        max_length=2,
                        verbose_name="way of assigning",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "assignment of meters",
                "verbose_name_plural": "assignments of meters",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssignedTransformer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "metering_point",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="metering point (number)",
                    ),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="instrument transformer (asset number)",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("A", "phase A"), ("B", "phase B"), ("C", "phase C"), ("ABC", "all phases")],
                        default="ABC",
                        max_length=3,
                        verbose_name="phase",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transformers",
                        to="bizexpansion.meterassignment",
                        verbose_name="assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "assigned instrument transformer",
                "verbose_name_plural": "assigned instrument transformers",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "asset_number"), name="transformer_assigned_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignedMeter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "metering_point",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="metering point (number)",
                    ),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="meter (asset number)",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meters",
                        to="bizexpansion.meterassignment",
                        verbose_name="assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "assigned meter",
                "verbose_name_plural": "assigned meters",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "metering_point"), name="one_meter_per_point"),
                    models.UniqueConstraint(fields=("assignment", "asset_number"), name="meter_assigned_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeterInstallation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("installed_at", models.DateTimeField(verbose_name="installed at")),
                ("position", models.CharField(max_length=120, verbose_name="position")),
                ("wiring_checked", models.BooleanField(default=False, verbose_name="wiring checked")),
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
            ],
            options={
                "verbose_name": "installation of meters",
                "verbose_name_plural": "installations of meters",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HungMeter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="meter (asset number)",
                    ),
                ),
                (
                    "start_reading",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="start reading (kWh)",
                    ),
                ),
                (
                    "installation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meters",
                        to="bizexpansion.meterinstallation",
                        verbose_name="installation",
                    ),
                ),
            ],
            options={
                "verbose_name": "meter as installed",
                "verbose_name_plural": "meters as installed",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("installation", "asset_number"), name="meter_hung_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplyPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version of the plan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "draft"),
                            ("APPROVED", "approved"),
                            ("REPLIED", "replied"),
                            ("AGREED", "agreed by the customer"),
                            ("REJECTED", "rejected"),
                            ("SUPERSEDED", "superseded"),
                        ],
                        default="DRAFT",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "approved_capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity of the plan (kVA)",
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
                    "source_count",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="number of sources",
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "ordinary customer"),
                            ("SPECIAL", "important customer, special grade"),
                            ("FIRST", "important customer, first grade"),
                            ("SECOND", "important customer, second grade"),
                            ("TEMPORARY", "important customer, temporary"),
                        ],
                        max_length=10,
                        verbose_name="grade of importance",
                    ),
                ),
                (
                    "project_flag",
                    models.CharField(
                        choices=[
                            ("1", "no works"),
                            ("2", "grid-side and customer-side works"),
                            ("3", "customer-side works only"),
                            ("4", "grid-side works only"),
                        ],
                        default="1",
                        max_length=1,
                        verbose_name="works needed",
                    ),
                ),
                ("access_scheme", models.TextField(max_length=2000, verbose_name="connection to the grid")),
                ("receiving_scheme", models.TextField(max_length=2000, verbose_name="customer's installation")),
                ("metering_scheme", models.TextField(max_length=1000, verbose_name="metering")),
                ("billing_scheme", models.TextField(max_length=1000, verbose_name="billing")),
                ("has_hidden_works", models.BooleanField(default=False, verbose_name="works that will be hidden")),
                ("is_fee_due", models.BooleanField(default=False, verbose_name="a business fee is due")),
                (
                    "needs_terminal",
                    models.BooleanField(default=True, verbose_name="a collection terminal is installed"),
                ),
                ("participants", models.CharField(blank=True, max_length=200, verbose_name="taking part")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
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
            ],
            options={
                "verbose_name": "supply plan",
                "verbose_name_plural": "supply plans",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="plan_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["APPROVED", "REPLIED", "AGREED"])),
                        fields=("case",),
                        name="one_plan_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanTransformer",
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
                        verbose_name="number",
                    ),
                ),
                (
                    "supply_point",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="supply point (number)",
                    ),
                ),
                (
                    "source",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="fed by source (number)",
                    ),
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("model", models.CharField(blank=True, max_length=40, verbose_name="model")),
                (
                    "capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity (kVA)",
                    ),
                ),
                (
                    "standby",
                    models.CharField(
                        choices=[("MAIN", "in use"), ("COLD", "cold standby"), ("HOT", "hot standby")],
                        default="MAIN",
                        max_length=4,
                        verbose_name="use",
                    ),
                ),
                (
                    "ownership",
                    models.CharField(
                        choices=[
                            ("UTILITY", "power-supply company"),
                            ("CUSTOMER", "customer"),
                            ("GENERATOR", "power producer"),
                        ],
                        default="CUSTOMER",
                        max_length=10,
                        verbose_name="owner",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transformers",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "receiving equipment of a plan",
                "verbose_name_plural": "receiving equipment of a plan",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_transformer_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSupplyPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SUBSTATION", "transforming station"),
                            ("DISTRIBUTION", "distribution station"),
                            ("BOX", "box-type substation"),
                            ("POLE", "pole-mounted transformer"),
                            ("UNDERGROUND", "underground transformer"),
                            ("SWITCHING", "switching station"),
                            ("LOW_VOLTAGE", "low-voltage service"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "interlock",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("MECHANICAL", "mechanical interlock"),
                            ("ELECTRICAL", "electrical interlock"),
                            ("BOTH", "mechanical and electrical interlock"),
                        ],
                        max_length=10,
                        verbose_name="interlock of the sources",
                    ),
                ),
                (
                    "switching",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("MANUAL", "manual change-over"),
                            ("AUTOMATIC", "automatic change-over"),
                        ],
                        max_length=10,
                        verbose_name="change-over",
                    ),
                ),
                (
                    "own_source_interlock",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("MECHANICAL", "mechanical interlock"),
                            ("ELECTRICAL", "electrical interlock"),
                            ("BOTH", "mechanical and electrical interlock"),
                        ],
                        max_length=10,
                        verbose_name="interlock of own generation",
                    ),
                ),
                (
                    "own_source_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="own generation, capacity (kVA)",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supply_points",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "supply point of a plan",
                "verbose_name_plural": "supply points of a plan",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="plan_point_number_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanSource",
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
                        verbose_name="number",
                    ),
                ),
                (
                    "supply_point",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="supply point (number)",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PUBLIC_TRANSFORMER", "public transformer"),
                            ("DEDICATED_TRANSFORMER", "dedicated transformer"),
                            ("DEDICATED_LINE", "dedicated line"),
                            ("SHARED_TRANSFORMER", "shared dedicated transformer"),
                        ],
                        default="DEDICATED_TRANSFORMER",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("MAIN", "main source"),
                            ("MUTUAL", "mutual standby source"),
                            ("STANDBY_PRODUCTION", "standby for production"),
                            ("STANDBY_MAINTENANCE", "standby for maintenance"),
                            ("SECURITY_GRID", "security source from the grid"),
                            ("SECURITY_OWN", "security source of the customer"),
                        ],
                        default="MAIN",
                        max_length=20,
                        verbose_name="nature",
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
                    "capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity (kVA)",
                    ),
                ),
                ("substation", models.CharField(max_length=60, verbose_name="substation")),
                ("line", models.CharField(max_length=60, verbose_name="line")),
                ("pole_number", models.CharField(blank=True, max_length=30, verbose_name="pole or cabinet")),
                (
                    "incoming_mode",
                    models.CharField(
                        choices=[
                            ("OVERHEAD", "overhead line"),
                            ("CABLE_DIRECT", "buried cable"),
                            ("CABLE_TRENCH", "cable in duct or trench"),
                            ("MIXED", "overhead line and cable"),
                        ],
                        max_length=12,
                        verbose_name="incoming line",
                    ),
                ),
                (
                    "protection",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not given"),
                            ("FUSE", "fuse"),
                            ("RELAY", "relay protection"),
                            ("MICROPROCESSOR", "digital protection"),
                        ],
                        max_length=14,
                        verbose_name="protection",
                    ),
                ),
                ("ownership_boundary", models.CharField(max_length=200, verbose_name="boundary of ownership")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "source of a plan",
                "verbose_name_plural": "sources of a plan",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="plan_source_number_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "tariff_class",
                    models.CharField(
                        choices=[
                            ("000", "assessment"),
                            ("100", "large industry"),
                            ("201", "rural resident"),
                            ("202", "urban resident"),
                            ("203", "school teaching"),
                            ("300", "agricultural production"),
                            ("400", "general industry and commerce"),
                            ("401", "non-resident lighting"),
                            ("402", "non-industrial"),
                            ("403", "ordinary industry"),
                            ("404", "commerce"),
                            ("500", "wholesale"),
                        ],
                        max_length=3,
                        verbose_name="class of use",
                    ),
                ),
                ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                (
                    "strategy",
                    models.CharField(
                        choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                        default="TWO_PART",
                        max_length=8,
                        verbose_name="pricing",
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
                        default="1",
                        max_length=1,
                        verbose_name="basic charge",
                    ),
                ),
                (
                    "power_factor_standard",
                    models.CharField(
                        choices=[("0", "not assessed"), ("0.80", "0.80"), ("0.85", "0.85"), ("0.90", "0.90")],
                        default="0.90",
                        max_length=4,
                        verbose_name="power factor standard",
                    ),
                ),
                ("is_time_of_use", models.BooleanField(default=True, verbose_name="time-of-use prices")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "price of a plan",
                "verbose_name_plural": "prices of a plan",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanMeteringPoint",
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
                        verbose_name="number",
                    ),
                ),
                (
                    "supply_point",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="supply point (number)",
                    ),
                ),
                (
                    "source",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="source (number)",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("SETTLEMENT", "settlement"), ("ASSESSMENT", "assessment only")],
                        default="SETTLEMENT",
                        max_length=12,
                        verbose_name="purpose",
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
                        verbose_name="voltage",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("HV_SIDE", "high-voltage supply, metered on the high side"),
                            ("LV_SIDE", "high-voltage supply, metered on the low side"),
                            ("LV_SUPPLY", "low-voltage supply, metered on the low side"),
                        ],
                        default="HV_SIDE",
                        max_length=10,
                        verbose_name="way of metering",
                    ),
                ),
                (
                    "wiring",
                    models.CharField(
                        choices=[
                            ("SINGLE_PHASE", "single-phase"),
                            ("THREE_WIRE", "three-phase three-wire"),
                            ("FOUR_WIRE", "three-phase four-wire"),
                        ],
                        default="THREE_WIRE",
                        max_length=12,
                        verbose_name="wiring",
                    ),
                ),
                (
                    "device_class",
                    models.CharField(
                        choices=[
                            ("I", "class I"),
                            ("II", "class II"),
                            ("III", "class III"),
                            ("IV", "class IV"),
                            ("V", "class V"),
                        ],
                        default="III",
                        max_length=3,
                        verbose_name="class of the device",
                    ),
                ),
                (
                    "meter_kind",
                    models.CharField(
                        choices=[
                            ("SINGLE_PHASE", "single-phase smart meter"),
                            ("THREE_PHASE", "three-phase smart meter"),
                            ("THREE_PHASE_HV", "three-phase smart meter, through transformers"),
                        ],
                        default="THREE_PHASE_HV",
                        max_length=14,
                        verbose_name="kind of meter",
                    ),
                ),
                (
                    "ct_ratio",
                    models.CharField(blank=True, max_length=12, verbose_name="ratio of current transformers"),
                ),
                (
                    "pt_ratio",
                    models.CharField(blank=True, max_length=14, verbose_name="ratio of voltage transformers"),
                ),
                (
                    "multiplier",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="multiplier",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="metering_points",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "metering point of a plan",
                "verbose_name_plural": "metering points of a plan",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="plan_metering_number_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="countersign",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="countersigns",
                to="bizexpansion.supplyplan",
                verbose_name="supply plan",
            ),
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("account_id", models.BigIntegerField(verbose_name="account")),
                ("node", models.CharField(max_length=20, verbose_name="step")),
                ("code", models.CharField(max_length=4, verbose_name="code of the step")),
                ("instance", models.CharField(blank=True, max_length=40, verbose_name="row of the batch")),
                ("visit", models.PositiveSmallIntegerField(verbose_name="visit")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "open"),
                            ("DONE", "done"),
                            ("RETURNED", "returned"),
                            ("CANCELLED", "cancelled"),
                        ],
                        default="OPEN",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("R1", "acceptance clerk"),
                            ("R2", "dispatcher of surveys and field jobs"),
                            ("R3", "surveyor"),
                            ("R4", "plan engineer"),
                            ("R5", "approver"),
                            ("R6", "reply clerk"),
                            ("R7", "fee officer"),
                            ("R8", "cashier"),
                            ("R9", "grid project manager"),
                            ("R10", "design reviewer"),
                            ("R11", "power inspector"),
                            ("R12", "contract clerk"),
                            ("R13", "metering technician"),
                            ("R14", "switching operator"),
                            ("R15", "grid data keeper"),
                            ("R16", "billing clerk"),
                            ("R17", "call-back agent"),
                            ("R18", "archivist"),
                            ("AM", "account manager"),
                            ("MGR", "manager"),
                            ("CC", "call-centre agent"),
                            ("SYS", "system administrator"),
                            ("SEC", "security administrator"),
                            ("AUD", "audit administrator"),
                        ],
                        max_length=4,
                        verbose_name="role",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("UTILITY", "power company"),
                            ("CUSTOMER", "customer"),
                            ("DESIGN_FIRM", "design firm"),
                            ("CONTRACTOR", "contractor"),
                            ("PERMIT", "permit office"),
                            ("THIRD_PARTY", "third party"),
                        ],
                        default="UTILITY",
                        max_length=12,
                        verbose_name="held by",
                    ),
                ),
                (
                    "waiting_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("W1", "awaiting payment"),
                            ("W2", "awaiting design documents"),
                            ("W3", "under construction"),
                            ("W4", "awaiting rectification"),
                            ("W5", "awaiting the customer's answer"),
                            ("W6", "awaiting missing documents"),
                            ("W7", "awaiting the customer's signature"),
                        ],
                        max_length=2,
                        verbose_name="waiting for",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("opened_because", models.CharField(max_length=10, verbose_name="opened because of")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                ("outcome", models.CharField(blank=True, max_length=30, verbose_name="outcome")),
                ("note", models.TextField(blank=True, verbose_name="opinion")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_clocks.clock",
                        verbose_name="clock",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "node", "instance", "visit"), name="task_visit_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("surveyed_on", models.DateField(verbose_name="surveyed on")),
                ("can_supply", models.BooleanField(default=True, verbose_name="supply is possible")),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason why supply is not possible"),
                ),
                (
                    "approved_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity found right (kVA)",
                    ),
                ),
                (
                    "voltage",
                    models.CharField(
                        blank=True,
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
                ("source_count", models.PositiveSmallIntegerField(default=1, verbose_name="number of sources")),
                (
                    "project_flag",
                    models.CharField(
                        choices=[
                            ("1", "no works"),
                            ("2", "grid-side and customer-side works"),
                            ("3", "customer-side works only"),
                            ("4", "grid-side works only"),
                        ],
                        default="1",
                        max_length=1,
                        verbose_name="works needed",
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "ordinary customer"),
                            ("SPECIAL", "important customer, special grade"),
                            ("FIRST", "important customer, first grade"),
                            ("SECOND", "important customer, second grade"),
                            ("TEMPORARY", "important customer, temporary"),
                        ],
                        max_length=10,
                        verbose_name="grade of importance",
                    ),
                ),
                (
                    "transfer_kind",
                    models.CharField(
                        choices=[
                            ("0", "no transferred supply"),
                            ("1", "passes supply on"),
                            ("2", "is supplied by another account"),
                        ],
                        default="0",
                        max_length=1,
                        verbose_name="transferred supply",
                    ),
                ),
                ("substation", models.CharField(blank=True, max_length=60, verbose_name="nearest substation")),
                ("line", models.CharField(blank=True, max_length=60, verbose_name="nearest line")),
                (
                    "spare_capacity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="spare capacity of the line (kVA)",
                    ),
                ),
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
                    "second_surveyor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second surveyor",
                    ),
                ),
                (
                    "surveyor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="surveyor",
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
                "verbose_name": "site survey",
                "verbose_name_plural": "site surveys",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                        name="survey_needs_two_people",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="supplyplan",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="StartOfWorks",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("contractor", models.CharField(max_length=120, verbose_name="contractor")),
                (
                    "licence_number",
                    models.CharField(max_length=40, verbose_name="number of the contractor's licence"),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("planned_finish", models.DateField(verbose_name="planned to be finished on")),
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
                "verbose_name": "start of works",
                "verbose_name_plural": "starts of works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("WRITTEN", "in writing"),
                            ("TELEPHONE", "by telephone"),
                            ("FACE_TO_FACE", "face to face"),
                        ],
                        default="WRITTEN",
                        max_length=12,
                        verbose_name="way of replying",
                    ),
                ),
                ("replied_on", models.DateField(verbose_name="replied on")),
                ("recipient", models.CharField(max_length=60, verbose_name="received by")),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
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
                "verbose_name": "reply of a plan",
                "verbose_name_plural": "replies of plans",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("APPROVE", "approve"),
                            ("RESURVEY", "reject: survey again"),
                            ("REDRAFT", "reject: draft again"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
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
                "verbose_name": "approval of a plan",
                "verbose_name_plural": "approvals of plans",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "answer",
                    models.CharField(
                        choices=[("AGREE", "agrees"), ("NEW_PLAN", "wants another plan"), ("REFUSE", "gives up")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("answered_on", models.DateField(verbose_name="answered on")),
                ("signed_by", models.CharField(max_length=60, verbose_name="signed by")),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="bizexpansion.supplyplan",
                        verbose_name="supply plan",
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
                "verbose_name": "answer of the customer",
                "verbose_name_plural": "answers of customers",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaperArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("box_number", models.CharField(max_length=30, verbose_name="box")),
                (
                    "page_count",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="pages"
                    ),
                ),
                ("is_complete", models.BooleanField(default=False, verbose_name="papers complete")),
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
                "verbose_name": "archive of papers",
                "verbose_name_plural": "archives of papers",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MissingNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("M-ID", "identity of a person"),
                                ("M-ORG", "certificate of the organisation"),
                                ("M-PROP", "title or right of use of the premises"),
                                ("M-PRJ", "project approval and site plan"),
                                ("M-EQ", "list of electrical equipment"),
                                ("M-HVX", "high-voltage load statement"),
                                ("M-DES", "design documents"),
                                ("M-MID", "papers of the interim inspection"),
                                ("M-DONE", "papers of completion"),
                                ("M-CTR", "signed contract"),
                                ("M-PLAN", "drawing of the supply plan"),
                                ("M-PHOTO", "photo from the site"),
                                ("M-OTHER", "other paper"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                        verbose_name="missing papers",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what is missing")),
                ("told_at", models.DateTimeField(verbose_name="told at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="told by",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="bizexpansion.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "one-time notice of missing papers",
                "verbose_name_plural": "one-time notices of missing papers",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="MeterIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("slip_number", models.CharField(max_length=30, verbose_name="number of the slip")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
                    ),
                ),
                (
                    "issued_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued to",
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
                "verbose_name": "issue of meters",
                "verbose_name_plural": "issues of meters",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="meterinstallation",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="MeteringPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("confirmed_on", models.DateField(verbose_name="fixed on")),
                ("cabinet", models.CharField(max_length=120, verbose_name="metering cabinet")),
                (
                    "needs_terminal",
                    models.BooleanField(default=True, verbose_name="a collection terminal is installed"),
                ),
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
                "verbose_name": "metering plan",
                "verbose_name_plural": "metering plans",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="meterassignment",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.AddField(
            model_name="installationrecord",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="InspectionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("requested_by", models.CharField(max_length=60, verbose_name="requested by")),
                ("hidden_works", models.TextField(max_length=1000, verbose_name="hidden works to be inspected")),
                ("wanted_on", models.DateField(verbose_name="wanted on")),
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
                "verbose_name": "request for interim inspection",
                "verbose_name_plural": "requests for interim inspection",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="inspection",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="GridProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("project_number", models.CharField(max_length=30, verbose_name="project number")),
                ("contractor", models.CharField(max_length=120, verbose_name="contractor")),
                ("finished_on", models.DateField(verbose_name="finished on")),
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
                "verbose_name": "grid-side project",
                "verbose_name_plural": "grid-side projects",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GridProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("reported_at", models.DateTimeField(verbose_name="reported at")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="progress (%)"
                    ),
                ),
                ("planned_finish", models.DateField(verbose_name="planned to be finished on")),
                ("note", models.TextField(max_length=1000, verbose_name="what was done")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grid_progress",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grid_progress",
                        to="bizexpansion.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress of a grid-side project",
                "verbose_name_plural": "progress of grid-side projects",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FieldJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("planned_for", models.DateTimeField(verbose_name="planned for")),
                ("contact_agreed", models.BooleanField(default=False, verbose_name="agreed with the customer")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
                    ),
                ),
                (
                    "companion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second person",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="leader",
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
                "verbose_name": "field job",
                "verbose_name_plural": "field jobs",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("leader", models.F("companion")), _negated=True),
                        name="field_job_needs_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("100000000")),
                        ],
                        verbose_name="amount received (yuan)",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("TRANSFER", "bank transfer"),
                            ("CARD", "card"),
                            ("CASH", "cash"),
                            ("MOBILE", "mobile payment"),
                        ],
                        max_length=10,
                        verbose_name="payment method",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("invoice_number", models.CharField(max_length=30, verbose_name="invoice number")),
                ("payer", models.CharField(max_length=120, verbose_name="payer")),
                (
                    "refund_due_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="to be refunded since"),
                ),
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
                "verbose_name": "receipt of fees",
                "verbose_name_plural": "receipts of fees",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("invoice_number",), name="invoice_used_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fee_receipt_positive"),
                ],
            },
        ),
        migrations.AddField(
            model_name="feedetermination",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="Energising",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "extent",
                    models.CharField(
                        choices=[("01", "all"), ("02", "part")], default="01", max_length=2, verbose_name="extent"
                    ),
                ),
                ("energised_at", models.DateTimeField(verbose_name="energised at")),
                ("order_number", models.CharField(max_length=30, verbose_name="switching order")),
                ("metering_checked", models.BooleanField(default=False, verbose_name="meters turn the right way")),
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
                "verbose_name": "energising",
                "verbose_name_plural": "energisings",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EffectRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="effect")),
                ("payload", models.JSONField(default=dict, verbose_name="what it changed")),
                (
                    "state",
                    models.CharField(
                        choices=[("APPLIED", "applied"), ("COMPENSATED", "compensated"), ("SEALED", "sealed")],
                        default="APPLIED",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("applied_at", models.DateTimeField(verbose_name="applied at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="sealed or compensated at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="bizexpansion.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "effect on the book",
                "verbose_name_plural": "effects on the book",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("task", "name"), name="effect_once_per_task")],
            },
        ),
        migrations.CreateModel(
            name="DesignSubmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("design_firm", models.CharField(max_length=120, verbose_name="design firm")),
                ("licence_number", models.CharField(max_length=40, verbose_name="number of the design licence")),
                ("licence_valid_until", models.DateField(verbose_name="licence valid until")),
                ("submitted_by", models.CharField(max_length=60, verbose_name="handed in by")),
                ("submitted_on", models.DateField(verbose_name="handed in on")),
                ("is_complete", models.BooleanField(default=True, verbose_name="documents complete")),
                ("missing", models.TextField(blank=True, max_length=1000, verbose_name="what is missing")),
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
                "verbose_name": "design handed in",
                "verbose_name_plural": "designs handed in",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="designreview",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.AddField(
            model_name="countersign",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="ContractSigning",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "contract_number",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="contract number"),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("customer_signatory", models.CharField(max_length=60, verbose_name="signed for the customer by")),
                ("utility_signatory", models.CharField(max_length=60, verbose_name="signed for us by")),
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
                "verbose_name": "signing of the contract",
                "verbose_name_plural": "signings of contracts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("passed", models.BooleanField(verbose_name="passed")),
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
                "verbose_name": "contract review",
                "verbose_name_plural": "contract reviews",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("file_number", models.CharField(max_length=30, verbose_name="file number")),
                ("shelf", models.CharField(max_length=60, verbose_name="place of storage")),
                ("copies", models.PositiveSmallIntegerField(default=2, verbose_name="copies")),
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
                "verbose_name": "filing of the contract",
                "verbose_name_plural": "filings of contracts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("01", "high-voltage supply contract"),
                            ("02", "low-voltage supply contract"),
                            ("03", "resident supply contract"),
                            ("04", "temporary supply contract"),
                            ("05", "entrusted transferred supply contract"),
                            ("06", "wholesale contract"),
                        ],
                        max_length=2,
                        verbose_name="type of contract",
                    ),
                ),
                (
                    "text_form",
                    models.CharField(
                        choices=[("STANDARD", "standard text"), ("FREE", "free text")],
                        default="STANDARD",
                        max_length=10,
                        verbose_name="form of the text",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                ("ownership_boundary", models.CharField(max_length=300, verbose_name="boundary of ownership")),
                (
                    "attachments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("SETTLEMENT", "bill settlement agreement"),
                                ("DISPATCH", "grid dispatch agreement"),
                                ("DUAL_SOURCE", "dual-source and own-source agreement"),
                                ("GRID_CONNECTION", "grid-connection dispatch agreement"),
                                ("ORDERLY_USE", "orderly power use agreement"),
                                ("SAFETY", "safety agreement"),
                                ("BOUNDARY", "ownership boundary and metering diagram"),
                                ("CHANGE_CONFIRMATION", "confirmation of a contract change"),
                                ("EQUIPMENT_LIST", "list of electrical equipment"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="attachments",
                    ),
                ),
                ("special_terms", models.TextField(blank=True, max_length=2000, verbose_name="special terms")),
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
                "verbose_name": "contract draft",
                "verbose_name_plural": "contract drafts",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                        name="contract_draft_period",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompletionReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("reported_by_firm", models.CharField(max_length=120, verbose_name="reporting firm")),
                ("reported_by", models.CharField(max_length=60, verbose_name="reported by")),
                ("reported_on", models.DateField(verbose_name="reported on")),
                ("wanted_on", models.DateField(verbose_name="acceptance wanted on")),
                ("is_complete", models.BooleanField(default=True, verbose_name="documents complete")),
                ("missing", models.TextField(blank=True, max_length=1000, verbose_name="what is missing")),
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
                "verbose_name": "completion report",
                "verbose_name_plural": "completion reports",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ACCEPTED", "accepted"),
                            ("DONE", "step done"),
                            ("OPENED", "step opened"),
                            ("RETURNED", "returned"),
                            ("CANCELLED", "cancelled"),
                            ("CLAIMED", "claimed"),
                            ("DISPATCHED", "dispatched"),
                            ("TRANSFERRED", "transferred"),
                            ("SUSPENDED", "suspended"),
                            ("RESUMED", "resumed"),
                            ("WITHDRAWN", "taken back"),
                            ("REPLANNED", "re-planned"),
                            ("URGED", "urged"),
                            ("GREEN_CHANNEL", "green channel"),
                            ("DOCUMENT", "document"),
                            ("NOTICE", "one-time notice"),
                            ("PROGRESS", "progress"),
                            ("CLOCK", "clock"),
                            ("EFFECT", "change of the book"),
                            ("CLOSED", "closed"),
                            ("ABORTED", "aborted"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("node", models.CharField(blank=True, max_length=20, verbose_name="step")),
                ("outcome", models.CharField(blank=True, max_length=30, verbose_name="outcome")),
                ("note", models.TextField(blank=True, verbose_name="what was said")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="bizexpansion.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a case",
                "verbose_name_plural": "events of a case",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["case", "id"], name="event_of_case")],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("M-ID", "identity of a person"),
                            ("M-ORG", "certificate of the organisation"),
                            ("M-PROP", "title or right of use of the premises"),
                            ("M-PRJ", "project approval and site plan"),
                            ("M-EQ", "list of electrical equipment"),
                            ("M-HVX", "high-voltage load statement"),
                            ("M-DES", "design documents"),
                            ("M-MID", "papers of the interim inspection"),
                            ("M-DONE", "papers of completion"),
                            ("M-CTR", "signed contract"),
                            ("M-PLAN", "drawing of the supply plan"),
                            ("M-PHOTO", "photo from the site"),
                            ("M-OTHER", "other paper"),
                        ],
                        max_length=8,
                        verbose_name="kind of paper",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name of the paper")),
                (
                    "copies",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="copies",
                    ),
                ),
                (
                    "file",
                    models.FileField(blank=True, max_length=200, upload_to="cases/%Y/%m/", verbose_name="file"),
                ),
                ("content_type", models.CharField(blank=True, max_length=80, verbose_name="type of the file")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="size (bytes)")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of the file")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("UNCHECKED", "not checked"), ("GOOD", "in order"), ("BAD", "not in order")],
                        default="UNCHECKED",
                        max_length=9,
                        verbose_name="verdict",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="checked at")),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="opinion on the paper")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="bizexpansion.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="bizexpansion.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of a case",
                "verbose_name_plural": "papers of a case",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["case", "kind"], name="document_of_case")],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("SATISFIED", "satisfied"),
                            ("NEUTRAL", "neither satisfied nor dissatisfied"),
                            ("DISSATISFIED", "dissatisfied"),
                            ("UNREACHED", "not reached"),
                        ],
                        max_length=12,
                        verbose_name="result",
                    ),
                ),
                ("called_at", models.DateTimeField(verbose_name="called at")),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="score (1 to 5)",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
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
                "verbose_name": "call-back",
                "verbose_name_plural": "call-backs",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BookArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("billing_starts_on", models.DateField(verbose_name="billing starts on")),
                (
                    "data_checked",
                    models.BooleanField(default=False, verbose_name="data checked against the papers"),
                ),
                (
                    "reading_section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.readingsection",
                        verbose_name="reading section",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
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
                "verbose_name": "archive to the book",
                "verbose_name_plural": "archives to the book",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="application",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="TerminalInstallation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="terminal (asset number)",
                    ),
                ),
                ("installed_on", models.DateField(verbose_name="installed on")),
                ("communication_address", models.CharField(max_length=30, verbose_name="communication address")),
                ("is_online", models.BooleanField(default=False, verbose_name="answers the master station")),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="taken down again at")),
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
                "verbose_name": "installation of a terminal",
                "verbose_name_plural": "installations of terminals",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TopologyUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("substation", models.CharField(max_length=60, verbose_name="substation")),
                ("line", models.CharField(max_length=60, verbose_name="line")),
                ("grid_object", models.CharField(max_length=40, verbose_name="object in the grid model")),
                (
                    "longitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(73),
                            django.core.validators.MaxValueValidator(136),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(3),
                            django.core.validators.MaxValueValidator(54),
                        ],
                        verbose_name="latitude",
                    ),
                ),
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
                "verbose_name": "update of the grid model",
                "verbose_name_plural": "updates of the grid model",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApplicationContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("ELECTRICAL", "electrical matters"),
                            ("ACCOUNTS", "bills and payment"),
                            ("OUTAGE", "outage and restoration"),
                            ("LEGAL", "legal representative"),
                            ("AGENT", "authorised agent"),
                        ],
                        max_length=12,
                        verbose_name="asked about",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=20,
                        validators=[customers.book.validators.validate_phone],
                        verbose_name="telephone",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="bizexpansion.application",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact person of an application",
                "verbose_name_plural": "contact persons of an application",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "purpose", "name"), name="application_contact_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "OPEN")), fields=["assignee", "id"], name="task_mine"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "OPEN")), fields=["team", "id"], name="task_of_team"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("assignee__isnull", True), ("state", "OPEN")),
                fields=["department", "role", "id"],
                name="task_unassigned",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "OPEN")), fields=["clock"], name="task_by_clock"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "OPEN")), fields=("case", "node", "instance"), name="task_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "OPEN")),
                    models.Q(models.Q(("state", "OPEN"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="task_closed_at_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("holder", "UTILITY"), ("waiting_for", "")),
                    models.Q(
                        models.Q(("holder", "UTILITY"), _negated=True), models.Q(("waiting_for", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="task_wait_names_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_capacity__gt", 0), ("can_supply", True)),
                    models.Q(("can_supply", False), models.Q(("refusal_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="survey_capacity_or_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="effectrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "APPLIED")),
                    models.Q(models.Q(("state", "APPLIED"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="effect_ended_at_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("verdict", "UNCHECKED")),
                    models.Q(models.Q(("verdict", "UNCHECKED"), _negated=True), ("checked_at__isnull", False)),
                    _connector="OR",
                ),
                name="document_check_is_dated",
            ),
        ),
    ]
