"""Splitting of accounts (212): the parts, their metering points and meters."""

import re
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0029_license_firms"),
        ("book", "0023_index_temporary_ends"),
        ("crm_audit", "0002_guard_ledgers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountSplit",
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
                "verbose_name": "application to split an account",
                "verbose_name_plural": "applications to split accounts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SplitMeteringPlan",
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
                "verbose_name": "metering plan of a split",
                "verbose_name_plural": "metering plans of splits",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SplitMeter",
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
                        verbose_name="new account (number)",
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
                        related_name="new_meters",
                        to="bizexpansion.meterassignment",
                        verbose_name="assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "meter of a new account",
                "verbose_name_plural": "meters of new accounts",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "number"), name="split_meter_per_account"),
                    models.UniqueConstraint(fields=("assignment", "asset_number"), name="split_meter_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SplitPoint",
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
                        verbose_name="new account (number)",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("HV_SIDE", "high-voltage supply, metered on the high side"),
                            ("LV_SIDE", "high-voltage supply, metered on the low side"),
                            ("LV_SUPPLY", "low-voltage supply, metered on the low side"),
                        ],
                        max_length=12,
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
                        max_length=4,
                        verbose_name="class of the metering device",
                    ),
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
                    "metering_plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="bizexpansion.splitmeteringplan",
                        verbose_name="metering plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "metering point of a new account",
                "verbose_name_plural": "metering points of new accounts",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("metering_plan", "number"), name="split_point_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SplitShare",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                        default="ORGANISATION",
                        max_length=12,
                        verbose_name="kind of customer",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name of the new account")),
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
                        default="CREDIT_CODE",
                        max_length=12,
                        verbose_name="kind of document",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        max_length=20,
                        validators=[customers.book.validators.validate_phone],
                        verbose_name="telephone",
                    ),
                ),
                (
                    "capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity that moves over (kVA)",
                    ),
                ),
                (
                    "equipment",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                re.compile("^\\d+(?:,\\d+)*\\Z"), code="invalid", message=None
                            )
                        ],
                        verbose_name="transformers that go with it (numbers)",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.supplyaccount",
                        verbose_name="new account",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="bizexpansion.accountsplit",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a split",
                "verbose_name_plural": "parts of a split",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("application", "number"), name="split_share_number_once")
                ],
            },
        ),
        audit_table("bizexpansion_accountsplit"),
        audit_table("bizexpansion_splitmeteringplan"),
        audit_table("bizexpansion_splitmeter"),
        audit_table("bizexpansion_splitpoint"),
        audit_table("bizexpansion_splitshare"),
    ]
