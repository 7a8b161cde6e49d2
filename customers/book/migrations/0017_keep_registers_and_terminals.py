"""Registers of meters at start and stop, metering changes, positions, collection terminals."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0016_note_stops"),
    ]

    operations = [
        migrations.AddField(
            model_name="meteringpoint",
            name="position",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="position"),
        ),
        migrations.AddField(
            model_name="meterinstallation",
            name="change_mode",
            field=models.CharField(
                choices=[
                    ("01", "added"),
                    ("02", "changed"),
                    ("03", "withdrawn"),
                    ("04", "kept"),
                    ("05", "scrapped"),
                    ("06", "removed"),
                    ("07", "modified"),
                    ("08", "out of use"),
                    ("09", "removed on paper"),
                    ("10", "meter moved"),
                    ("11", "lost"),
                ],
                default="01",
                max_length=2,
                verbose_name="metering change mode",
            ),
        ),
        migrations.CreateModel(
            name="CollectionTerminal",
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
                        verbose_name="terminal (asset number)",
                    ),
                ),
                (
                    "communication_address",
                    models.CharField(blank=True, default="", max_length=30, verbose_name="communication address"),
                ),
                ("position", models.CharField(blank=True, default="", max_length=120, verbose_name="position")),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="period")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terminals",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "collection terminal",
                "verbose_name_plural": "collection terminals",
                "ordering": ["account_id", "id"],
                "indexes": [models.Index(fields=["account"], name="terminal_by_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                        name="terminal_period_proper",
                        violation_error_message="A period needs a first day before its end.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("asset_number", "="), ("period", "&&")],
                        name="terminal_at_one_place",
                        violation_error_message="This terminal hangs elsewhere at that time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("START", "when hung"), ("STOP", "when taken down")],
                        max_length=5,
                        verbose_name="moment of the reading",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="total (kWh)"
                    ),
                ),
                (
                    "peak",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="peak (kWh)"
                    ),
                ),
                (
                    "flat",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="flat (kWh)"
                    ),
                ),
                (
                    "valley",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="valley (kWh)"
                    ),
                ),
                (
                    "reactive",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="reactive (kvarh)"
                    ),
                ),
                (
                    "demand",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="greatest demand (kW)"
                    ),
                ),
                (
                    "installation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registers",
                        to="book.meterinstallation",
                        verbose_name="meter at its place",
                    ),
                ),
            ],
            options={
                "verbose_name": "registers of a meter",
                "verbose_name_plural": "registers of meters",
                "ordering": ["installation_id", "moment"],
                "constraints": [
                    models.UniqueConstraint(fields=("installation", "moment"), name="registers_once_a_moment"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("demand__gte", 0),
                            ("flat__gte", 0),
                            ("peak__gte", 0),
                            ("reactive__gte", 0),
                            ("total__gte", 0),
                            ("valley__gte", 0),
                        ),
                        name="registers_not_negative",
                    ),
                ],
            },
        ),
        audit_table("book_collectionterminal"),
        audit_table("book_registerreading"),
    ]
