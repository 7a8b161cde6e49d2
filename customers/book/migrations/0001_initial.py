import datetime
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import customers.book.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crm_org", "0002_audit_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(
            "CREATE SEQUENCE book_account_number_seq MINVALUE 1 MAXVALUE 9999999;"
            "CREATE SEQUENCE book_customer_number_seq;"
            "CREATE SEQUENCE book_contract_number_seq;",
            "DROP SEQUENCE book_account_number_seq, book_customer_number_seq, book_contract_number_seq;",
        ),
        migrations.CreateModel(
            name="PowerSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PUBLIC_TRANSFORMER", "public transformer"),
                            ("DEDICATED_TRANSFORMER", "dedicated transformer"),
                            ("DEDICATED_LINE", "dedicated line"),
                            ("SHARED_TRANSFORMER", "shared dedicated transformer"),
                        ],
                        max_length=24,
                        verbose_name="kind of source",
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
                        max_length=20,
                        verbose_name="nature of source",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("SINGLE", "single-phase"), ("THREE", "three-phase")],
                        default="THREE",
                        max_length=6,
                        verbose_name="phases",
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
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="source capacity (kVA)"),
                ),
                ("substation", models.CharField(blank=True, default="", max_length=60, verbose_name="substation")),
                ("line", models.CharField(blank=True, default="", max_length=60, verbose_name="line")),
                (
                    "transformer_area",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="transformer area"),
                ),
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
                        verbose_name="incoming mode",
                    ),
                ),
                (
                    "incoming_pole",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="incoming pole or cabinet"
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
                        default="",
                        max_length=14,
                        verbose_name="protection",
                    ),
                ),
                (
                    "ownership_boundary",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="ownership boundary"),
                ),
                ("is_active", models.BooleanField(default=False, verbose_name="in use")),
            ],
            options={
                "verbose_name": "power source",
                "verbose_name_plural": "power sources",
                "ordering": ["account_id", "sequence"],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("customer_number", models.CharField(max_length=16, unique=True, verbose_name="customer number")),
                ("name", models.CharField(max_length=120, verbose_name="customer name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                        max_length=12,
                        verbose_name="kind of customer",
                    ),
                ),
                (
                    "id_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not recorded"),
                            ("ID_CARD", "resident identity card"),
                            ("PASSPORT", "passport or travel permit"),
                            ("MILITARY", "military identity card"),
                            ("CREDIT_CODE", "unified social credit code"),
                            ("OTHER", "other document"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                (
                    "id_hash",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="ID number, hash"),
                ),
                (
                    "id_last4",
                    models.CharField(blank=True, default="", max_length=4, verbose_name="ID number, last four"),
                ),
                ("id_cipher", models.TextField(blank=True, default="", verbose_name="ID number, encrypted")),
                (
                    "registered_address",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="registered address"),
                ),
                (
                    "mailing_address",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="mailing address"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(verbose_name="created")),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("id_hash", ""), _negated=True),
                        fields=("id_kind", "id_hash"),
                        name="customer_id_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("id_cipher", ""), ("id_hash", ""), ("id_last4", "")),
                            models.Q(
                                models.Q(("id_hash", ""), _negated=True), models.Q(("id_kind", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="customer_id_number_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstrumentTransformer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        unique=True,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="asset number",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("006", "qualified, in store"),
                            ("016", "assigned, to be issued"),
                            ("011", "issued, to be installed"),
                            ("012", "running"),
                            ("015", "removed, to be returned"),
                        ],
                        default="006",
                        max_length=3,
                        verbose_name="state of the device",
                    ),
                ),
                ("maker", models.CharField(blank=True, default="", max_length=60, verbose_name="maker")),
                ("model", models.CharField(blank=True, default="", max_length=40, verbose_name="model")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="made on")),
                ("tested_on", models.DateField(blank=True, null=True, verbose_name="tested on")),
                (
                    "ownership",
                    models.CharField(
                        choices=[
                            ("UTILITY", "power-supply company"),
                            ("CUSTOMER", "customer"),
                            ("GENERATOR", "power producer"),
                        ],
                        default="UTILITY",
                        max_length=10,
                        verbose_name="owner",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CT", "current transformer"),
                            ("PT", "voltage transformer"),
                            ("CTPT", "combined transformer"),
                        ],
                        max_length=4,
                        verbose_name="kind of transformer",
                    ),
                ),
                ("primary", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="primary rating")),
                (
                    "secondary",
                    models.DecimalField(decimal_places=2, max_digits=10, verbose_name="secondary rating"),
                ),
                ("accuracy", models.CharField(default="0.2S", max_length=6, verbose_name="accuracy class")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
            ],
            options={
                "verbose_name": "instrument transformer",
                "verbose_name_plural": "instrument transformers",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Meter",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        unique=True,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="asset number",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("006", "qualified, in store"),
                            ("016", "assigned, to be issued"),
                            ("011", "issued, to be installed"),
                            ("012", "running"),
                            ("015", "removed, to be returned"),
                        ],
                        default="006",
                        max_length=3,
                        verbose_name="state of the device",
                    ),
                ),
                ("maker", models.CharField(blank=True, default="", max_length=60, verbose_name="maker")),
                ("model", models.CharField(blank=True, default="", max_length=40, verbose_name="model")),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="made on")),
                ("tested_on", models.DateField(blank=True, null=True, verbose_name="tested on")),
                (
                    "ownership",
                    models.CharField(
                        choices=[
                            ("UTILITY", "power-supply company"),
                            ("CUSTOMER", "customer"),
                            ("GENERATOR", "power producer"),
                        ],
                        default="UTILITY",
                        max_length=10,
                        verbose_name="owner",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SINGLE_PHASE", "single-phase smart meter"),
                            ("THREE_PHASE", "three-phase smart meter"),
                            ("THREE_PHASE_HV", "three-phase smart meter, through transformers"),
                        ],
                        max_length=14,
                        verbose_name="kind of meter",
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
                        max_length=12,
                        verbose_name="wiring",
                    ),
                ),
                (
                    "rated_current",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="rated current (A)"),
                ),
                (
                    "maximum_current",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="maximum current (A)"),
                ),
                ("constant", models.PositiveIntegerField(verbose_name="constant (imp/kWh)")),
                (
                    "digits",
                    models.PositiveSmallIntegerField(default=6, verbose_name="integer digits of the register"),
                ),
                ("accuracy", models.CharField(default="1.0", max_length=6, verbose_name="accuracy class")),
                (
                    "protocol",
                    models.CharField(default="DL/T 645-2007", max_length=20, verbose_name="communication protocol"),
                ),
                (
                    "address",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="communication address"),
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
            ],
            options={
                "verbose_name": "meter",
                "verbose_name_plural": "meters",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeteringPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "stands alone"),
                            ("MAIN_SUB", "sub-meter of a main meter"),
                            ("ADD", "added"),
                            ("SUBTRACT", "subtracted"),
                            ("REFERENCE", "reference only"),
                            ("TRANSFERRED", "transferred supply"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="billing relation",
                    ),
                ),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                ("number", models.CharField(max_length=13, unique=True, verbose_name="metering point number")),
                ("name", models.CharField(max_length=60, verbose_name="metering point name")),
                (
                    "state",
                    models.CharField(
                        choices=[("01", "set up"), ("02", "in use"), ("03", "stopped"), ("04", "removed")],
                        default="01",
                        max_length=2,
                        verbose_name="state of the metering point",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("CUSTOMER", "customer metering point"), ("GATE", "gate metering point")],
                        default="CUSTOMER",
                        max_length=10,
                        verbose_name="kind of metering point",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("SETTLEMENT", "settlement"), ("ASSESSMENT", "assessment only")],
                        default="SETTLEMENT",
                        max_length=12,
                        verbose_name="metering purpose",
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
                        verbose_name="metering voltage",
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
                        max_length=10,
                        verbose_name="metering mode",
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
                        max_length=3,
                        verbose_name="class of metering installation",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("UTILITY", "power-supply company"),
                            ("CUSTOMER", "customer"),
                            ("GENERATOR", "power producer"),
                        ],
                        default="CUSTOMER",
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("has_load_control", models.BooleanField(default=False, verbose_name="load control terminal")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="book.meteringpoint",
                        verbose_name="main metering point",
                    ),
                ),
                (
                    "power_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="metering_points",
                        to="book.powersource",
                        verbose_name="power source",
                    ),
                ),
            ],
            options={
                "verbose_name": "metering point",
                "verbose_name_plural": "metering points",
                "ordering": ["account_id", "sequence"],
            },
        ),
        migrations.CreateModel(
            name="ReadingSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="reading section number")),
                ("name", models.CharField(max_length=60, verbose_name="reading section name")),
                (
                    "reading_day",
                    models.PositiveSmallIntegerField(default=1, verbose_name="day of the month of reading"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_sections",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_sections",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="meter reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading section",
                "verbose_name_plural": "reading sections",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="SupplyAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("account_number", models.CharField(max_length=10, unique=True, verbose_name="account number")),
                ("name", models.CharField(max_length=120, verbose_name="account name")),
                ("address", models.CharField(max_length=200, verbose_name="supply address")),
                (
                    "account_class",
                    models.CharField(
                        choices=[
                            ("00", "assessment account"),
                            ("01", "high voltage"),
                            ("02", "low voltage, non-resident"),
                            ("03", "low voltage, resident"),
                        ],
                        max_length=2,
                        verbose_name="class of account",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("0", "normal"),
                            ("1", "new supply in progress"),
                            ("2", "change in progress"),
                            ("9", "closed"),
                            ("V", "voided"),
                        ],
                        max_length=1,
                        verbose_name="account status",
                    ),
                ),
                (
                    "open_case_number",
                    models.CharField(blank=True, default="", max_length=32, verbose_name="open case"),
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
                    "contract_capacity",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="contract capacity (kVA)"
                    ),
                ),
                (
                    "running_capacity",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="running capacity (kVA)"
                    ),
                ),
                (
                    "security_capacity",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="security load (kVA)"
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
                        default="",
                        max_length=10,
                        verbose_name="importance",
                    ),
                ),
                (
                    "industry_code",
                    models.CharField(blank=True, default="", max_length=8, verbose_name="industry code"),
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
                        verbose_name="tariff class",
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
                        default="",
                        max_length=10,
                        verbose_name="shift pattern",
                    ),
                ),
                (
                    "weekly_closing",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="weekly closing day"),
                ),
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
                        default="",
                        max_length=12,
                        verbose_name="energy-intensive trade",
                    ),
                ),
                (
                    "power_state",
                    models.CharField(
                        choices=[
                            ("01", "cut off"),
                            ("02", "energised"),
                            ("03", "to be restored"),
                            ("04", "restored"),
                        ],
                        default="01",
                        max_length=2,
                        verbose_name="power state",
                    ),
                ),
                (
                    "transfer",
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
                (
                    "temporary",
                    models.CharField(
                        choices=[
                            ("01", "temporary, metered"),
                            ("02", "temporary, unmetered"),
                            ("03", "not temporary"),
                        ],
                        default="03",
                        max_length=2,
                        verbose_name="temporary supply",
                    ),
                ),
                ("temporary_until", models.DateField(blank=True, null=True, verbose_name="temporary until")),
                ("is_urban", models.BooleanField(default=True, verbose_name="urban")),
                ("built_on", models.DateField(verbose_name="account opened on")),
                ("energised_on", models.DateField(blank=True, null=True, verbose_name="first energised on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "check_cycle_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="inspection cycle (months)"
                    ),
                ),
                ("last_checked_on", models.DateField(blank=True, null=True, verbose_name="last inspected on")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="book.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="crm_org.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="book.readingsection",
                        verbose_name="reading section",
                    ),
                ),
            ],
            options={
                "verbose_name": "supply account",
                "verbose_name_plural": "supply accounts",
            },
        ),
        migrations.AddField(
            model_name="powersource",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="power_sources",
                to="book.supplyaccount",
                verbose_name="supply account",
            ),
        ),
        migrations.CreateModel(
            name="MeterInstallation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="period")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "multiplier",
                    models.DecimalField(decimal_places=2, default=1, max_digits=10, verbose_name="multiplier"),
                ),
                (
                    "start_reading",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="start reading (kWh)"),
                ),
                (
                    "stop_reading",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="stop reading (kWh)"
                    ),
                ),
                (
                    "meter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="installations",
                        to="book.meter",
                        verbose_name="meter",
                    ),
                ),
                (
                    "metering_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="book.meteringpoint",
                        verbose_name="metering point",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "meter at its place",
                "verbose_name_plural": "meters at their places",
            },
        ),
        migrations.AddField(
            model_name="meteringpoint",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="metering_points",
                to="book.supplyaccount",
                verbose_name="supply account",
            ),
        ),
        migrations.AddField(
            model_name="meter",
            name="reserved_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="book.supplyaccount",
                verbose_name="assigned to",
            ),
        ),
        migrations.CreateModel(
            name="InstrumentTransformerInstallation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="period")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "phase",
                    models.CharField(
                        choices=[("A", "phase A"), ("B", "phase B"), ("C", "phase C"), ("ABC", "all phases")],
                        max_length=3,
                        verbose_name="phase",
                    ),
                ),
                (
                    "transformer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="installations",
                        to="book.instrumenttransformer",
                        verbose_name="instrument transformer",
                    ),
                ),
                (
                    "metering_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="book.meteringpoint",
                        verbose_name="metering point",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "instrument transformer at its place",
                "verbose_name_plural": "instrument transformers at their places",
            },
        ),
        migrations.AddField(
            model_name="instrumenttransformer",
            name="reserved_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="book.supplyaccount",
                verbose_name="assigned to",
            ),
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="contract number")),
                (
                    "contract_type",
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
                    "operation",
                    models.CharField(
                        choices=[
                            ("01", "new contract"),
                            ("02", "change of contract"),
                            ("03", "renewal"),
                            ("04", "signed afterwards"),
                            ("05", "termination"),
                        ],
                        default="01",
                        max_length=2,
                        verbose_name="contract operation",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("1", "not signed"), ("2", "valid"), ("3", "expired"), ("4", "void")],
                        default="1",
                        max_length=1,
                        verbose_name="contract status",
                    ),
                ),
                ("term", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="term")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                ("signatory", models.CharField(blank=True, default="", max_length=60, verbose_name="signed by")),
                ("is_standard_text", models.BooleanField(default=True, verbose_name="standard text")),
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
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="attachments",
                    ),
                ),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="declared void on")),
                (
                    "void_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="reason of voidance"),
                ),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "supply contract",
                "verbose_name_plural": "supply contracts",
            },
        ),
        migrations.CreateModel(
            name="ContactPerson",
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
                        verbose_name="purpose",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="contact name")),
                (
                    "phone",
                    models.CharField(
                        max_length=30,
                        validators=[customers.book.validators.validate_phone],
                        verbose_name="contact phone",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact person",
                "verbose_name_plural": "contact persons",
            },
        ),
        migrations.CreateModel(
            name="CapacityPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                (
                    "contract_capacity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="contract capacity (kVA)"),
                ),
                (
                    "running_capacity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="running capacity (kVA)"),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=120, verbose_name="reason")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capacity_periods",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "capacity in a period",
                "verbose_name_plural": "capacities over time",
            },
        ),
        migrations.CreateModel(
            name="AccountPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sequence", models.PositiveSmallIntegerField(default=1, verbose_name="number within the account")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
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
                        default="0",
                        max_length=1,
                        verbose_name="basic charge",
                    ),
                ),
                (
                    "power_factor_standard",
                    models.CharField(
                        choices=[("0", "not assessed"), ("0.80", "0.80"), ("0.85", "0.85"), ("0.90", "0.90")],
                        default="0",
                        max_length=4,
                        verbose_name="power factor standard",
                    ),
                ),
                ("is_time_of_use", models.BooleanField(default=False, verbose_name="time-of-use price")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "price of an account",
                "verbose_name_plural": "prices of accounts",
            },
        ),
        migrations.CreateModel(
            name="SupplyPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                ("name", models.CharField(max_length=60, verbose_name="supply point name")),
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
                        max_length=12,
                        verbose_name="kind of supply point",
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
                        default="",
                        max_length=10,
                        verbose_name="interlock of sources",
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
                        default="",
                        max_length=10,
                        verbose_name="change-over",
                    ),
                ),
                (
                    "own_source_capacity",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="own source (kVA)"
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
                        default="",
                        max_length=10,
                        verbose_name="interlock of the own source",
                    ),
                ),
                ("remark", models.CharField(blank=True, default="", max_length=200, verbose_name="remark")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supply_points",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "supply point",
                "verbose_name_plural": "supply points",
                "ordering": ["account_id", "sequence"],
            },
        ),
        migrations.AddField(
            model_name="powersource",
            name="supply_point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="power_sources",
                to="book.supplypoint",
                verbose_name="supply point",
            ),
        ),
        migrations.AddField(
            model_name="meteringpoint",
            name="supply_point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="metering_points",
                to="book.supplypoint",
                verbose_name="supply point",
            ),
        ),
        migrations.CreateModel(
            name="Transformer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                (
                    "kind",
                    models.CharField(
                        choices=[("TRANSFORMER", "transformer"), ("HV_MOTOR", "high-voltage motor")],
                        default="TRANSFORMER",
                        max_length=12,
                        verbose_name="kind of equipment",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="equipment name")),
                (
                    "plate_capacity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="plate capacity (kVA)"),
                ),
                (
                    "run_status",
                    models.CharField(
                        choices=[("01", "running"), ("02", "stopped"), ("03", "removed")],
                        default="02",
                        max_length=2,
                        verbose_name="run status",
                    ),
                ),
                (
                    "change_remark",
                    models.CharField(
                        choices=[
                            ("01", "newly installed"),
                            ("02", "taken out of use"),
                            ("03", "put back into use"),
                            ("04", "removed"),
                            ("05", "reduced"),
                            ("06", "reduction ended"),
                        ],
                        default="01",
                        max_length=2,
                        verbose_name="remark on change",
                    ),
                ),
                (
                    "standby",
                    models.CharField(
                        choices=[("MAIN", "in use"), ("COLD", "cold standby"), ("HOT", "hot standby")],
                        default="MAIN",
                        max_length=4,
                        verbose_name="main or standby",
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
                ("model", models.CharField(blank=True, default="", max_length=40, verbose_name="model")),
                ("maker", models.CharField(blank=True, default="", max_length=60, verbose_name="maker")),
                (
                    "serial_number",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="serial number"),
                ),
                (
                    "wiring_group",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="wiring group"),
                ),
                (
                    "primary_voltage",
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
                        verbose_name="primary voltage",
                    ),
                ),
                (
                    "secondary_voltage",
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
                        default="V380",
                        max_length=6,
                        verbose_name="secondary voltage",
                    ),
                ),
                (
                    "impedance_percent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="impedance (%)"
                    ),
                ),
                ("installed_on", models.DateField(blank=True, null=True, verbose_name="installed on")),
                ("first_run_on", models.DateField(blank=True, null=True, verbose_name="first run on")),
                ("stopped_on", models.DateField(blank=True, null=True, verbose_name="stopped on")),
                ("plan_resume_on", models.DateField(blank=True, null=True, verbose_name="planned to resume on")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transformers",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "power_source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="transformers",
                        to="book.powersource",
                        verbose_name="power source",
                    ),
                ),
                (
                    "supply_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transformers",
                        to="book.supplypoint",
                        verbose_name="supply point",
                    ),
                ),
            ],
            options={
                "verbose_name": "receiving equipment",
                "verbose_name_plural": "receiving equipment",
                "ordering": ["account_id", "sequence"],
            },
        ),
        migrations.AddConstraint(
            model_name="readingsection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reading_day__gte", 1), ("reading_day__lte", 31)),
                name="reading_section_day_of_month",
            ),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(fields=["department", "account_number"], name="account_by_department"),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(fields=["department", "account_class", "account_number"], name="account_by_class"),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(fields=["customer", "department"], name="account_by_customer"),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(fields=["address"], name="account_by_address", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("account_number__regex", "^32\\d{8}$")), name="account_number_format"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("contract_capacity__gte", 0), ("contract_capacity__lte", Decimal("1000000"))),
                name="account_contract_capacity_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("running_capacity__gte", 0), ("running_capacity__lte", models.F("contract_capacity"))
                ),
                name="account_running_within_contract",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("security_capacity__gte", 0)), name="account_security_capacity"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ("1", "2")), models.Q(("open_case_number", ""), _negated=True)),
                    models.Q(models.Q(("status__in", ("1", "2")), _negated=True), ("open_case_number", "")),
                    _connector="OR",
                ),
                name="account_status_names_its_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "1")),
                fields=("open_case_number",),
                name="account_opened_once_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("temporary_until__isnull", True), models.Q(("temporary", "03"), _negated=True), _connector="OR"
                ),
                name="account_end_only_if_temporary",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("status__in", ["0", "1", "2", "V"])),
                    models.Q(("closed_on__isnull", False), ("status", "9")),
                    _connector="OR",
                ),
                name="account_closed_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("built_on__gte", datetime.date(1900, 1, 2)),
                    models.Q(
                        ("closed_on__isnull", True), ("closed_on__gte", models.F("built_on")), _connector="OR"
                    ),
                ),
                name="account_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterinstallation",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                name="meter_installation_proper",
                violation_error_message="A period needs a first day before its end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterinstallation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("meter", "="), ("period", "&&")],
                name="meter_at_one_place",
                violation_error_message="This meter hangs elsewhere at that time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterinstallation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("multiplier__gt", 0),
                    ("start_reading__gte", 0),
                    models.Q(("stop_reading__isnull", True), ("stop_reading__gte", 0), _connector="OR"),
                ),
                name="meter_installation_readings",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterinstallation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period__upper_inf", True), ("stop_reading__isnull", True)),
                    models.Q(("period__upper_inf", False), ("stop_reading__isnull", False)),
                    _connector="OR",
                ),
                name="meter_removed_with_reading",
            ),
        ),
        migrations.AddIndex(
            model_name="meter",
            index=models.Index(fields=["department", "state", "asset_number"], name="meter_by_store"),
        ),
        migrations.AddConstraint(
            model_name="meter",
            constraint=models.CheckConstraint(
                condition=models.Q(("asset_number__regex", "^\\d{22}$")), name="meter_asset_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="meter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reserved_for__isnull", True), ("state", "006")),
                    models.Q(models.Q(("state", "006"), _negated=True), ("reserved_for__isnull", False)),
                    _connector="OR",
                ),
                name="meter_out_of_store_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="meter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("constant__gt", 0),
                    ("maximum_current__gte", models.F("rated_current")),
                    ("rated_current__gt", 0),
                    ("digits__gte", 4),
                    ("digits__lte", 8),
                ),
                name="meter_plate",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumenttransformerinstallation",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                name="it_installation_proper",
                violation_error_message="A period needs a first day before its end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumenttransformerinstallation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("transformer", "="), ("period", "&&")], name="it_at_one_place"
            ),
        ),
        migrations.AddIndex(
            model_name="instrumenttransformer",
            index=models.Index(
                fields=["department", "state", "asset_number"], name="instrumenttransformer_by_store"
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumenttransformer",
            constraint=models.CheckConstraint(
                condition=models.Q(("asset_number__regex", "^\\d{22}$")), name="instrumenttransformer_asset_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumenttransformer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reserved_for__isnull", True), ("state", "006")),
                    models.Q(models.Q(("state", "006"), _negated=True), ("reserved_for__isnull", False)),
                    _connector="OR",
                ),
                name="instrumenttransformer_out_of_store_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumenttransformer",
            constraint=models.CheckConstraint(
                condition=models.Q(("primary__gt", 0), ("secondary__gt", 0)), name="instrumenttransformer_ratings"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("term__isempty", False), ("term__lower_inf", False)),
                name="contract_term_proper",
                violation_error_message="A period needs a first day before its end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("status", "2")),
                expressions=[("account", "="), ("contract_type", "="), ("term", "&&")],
                name="contract_one_valid_at_a_time",
                violation_error_message="Another contract of this type is valid at that time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "2"), _negated=True), ("signed_on__isnull", False), _connector="OR"
                ),
                name="contract_valid_if_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "4"), _negated=True), ("voided_on__isnull", False), _connector="OR"
                ),
                name="contract_void_has_day",
            ),
        ),
        migrations.AddIndex(
            model_name="contactperson",
            index=models.Index(fields=["phone"], name="contact_phone"),
        ),
        migrations.AddConstraint(
            model_name="contactperson",
            constraint=models.UniqueConstraint(fields=("account", "purpose"), name="contact_once_per_purpose"),
        ),
        migrations.AddConstraint(
            model_name="contactperson",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("phone", ""), _negated=True)),
                name="contact_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="capacityperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                name="capacity_period_proper",
                violation_error_message="A period needs a first day before its end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="capacityperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("account", "="), ("period", "&&")], name="capacity_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="capacityperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contract_capacity__gte", 0),
                    ("contract_capacity__lte", Decimal("1000000")),
                    ("running_capacity__gte", 0),
                    ("running_capacity__lte", models.F("contract_capacity")),
                ),
                name="capacity_running_within_contract",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                name="account_price_proper",
                violation_error_message="A period needs a first day before its end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountprice",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("account", "="), ("sequence", "="), ("period", "&&")],
                name="account_price_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("strategy", "TWO_PART"), models.Q(("basic_charge_mode", "0"), _negated=True)),
                    models.Q(("basic_charge_mode", "0"), ("strategy", "ONE_PART")),
                    _connector="OR",
                ),
                name="account_price_two_part_has_basic",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplypoint",
            constraint=models.UniqueConstraint(fields=("account", "sequence"), name="supply_point_sequence"),
        ),
        migrations.AddConstraint(
            model_name="supplypoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("own_source_capacity__isnull", True), ("own_source_capacity__gt", 0), _connector="OR"
                ),
                name="supply_point_own_source_capacity",
            ),
        ),
        migrations.AddConstraint(
            model_name="powersource",
            constraint=models.UniqueConstraint(fields=("account", "sequence"), name="power_source_sequence"),
        ),
        migrations.AddConstraint(
            model_name="powersource",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gt", 0)), name="power_source_capacity"
            ),
        ),
        migrations.AddConstraint(
            model_name="meteringpoint",
            constraint=models.UniqueConstraint(fields=("account", "sequence"), name="metering_point_sequence"),
        ),
        migrations.AddConstraint(
            model_name="meteringpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("relation", ""), _negated=True), _connector="OR"
                ),
                name="metering_point_relation_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="transformer",
            constraint=models.UniqueConstraint(fields=("account", "sequence"), name="transformer_sequence"),
        ),
        migrations.AddConstraint(
            model_name="transformer",
            constraint=models.CheckConstraint(
                condition=models.Q(("plate_capacity__gt", 0)), name="transformer_plate_capacity"
            ),
        ),
        migrations.AddConstraint(
            model_name="transformer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("plan_resume_on__isnull", True),
                    models.Q(("plan_resume_on__gt", models.F("stopped_on")), ("stopped_on__isnull", False)),
                    _connector="OR",
                ),
                name="transformer_resumes_after_stop",
            ),
        ),
    ]
