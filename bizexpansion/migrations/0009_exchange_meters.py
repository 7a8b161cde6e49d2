"""Exchange of meters and terminals at existing accounts."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0008_suspend_transformers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeterExchange",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("exchanged_at", models.DateTimeField(verbose_name="exchanged at")),
                ("position", models.CharField(blank=True, max_length=120, verbose_name="position")),
                (
                    "change_mode",
                    models.CharField(
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
                        default="02",
                        editable=False,
                        max_length=2,
                        verbose_name="metering change mode",
                    ),
                ),
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
                "verbose_name": "exchange of meters",
                "verbose_name_plural": "exchanges of meters",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TerminalExchange",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "old_asset_number",
                    models.CharField(
                        blank=True,
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="old terminal (asset number)",
                    ),
                ),
                (
                    "asset_number",
                    models.CharField(
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="new terminal (asset number)",
                    ),
                ),
                ("communication_address", models.CharField(max_length=30, verbose_name="communication address")),
                ("exchanged_at", models.DateTimeField(verbose_name="exchanged at")),
                ("is_online", models.BooleanField(default=False, verbose_name="answers the master station")),
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
                "verbose_name": "exchange of a terminal",
                "verbose_name_plural": "exchanges of terminals",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TerminalMove",
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
                ("position", models.CharField(max_length=120, verbose_name="new position")),
                ("moved_at", models.DateTimeField(verbose_name="moved at")),
                ("is_online", models.BooleanField(default=False, verbose_name="answers the master station")),
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
                "verbose_name": "move of a terminal",
                "verbose_name_plural": "moves of terminals",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExchangedMeter",
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
                    "old_asset_number",
                    models.CharField(
                        blank=True,
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="old meter (asset number)",
                    ),
                ),
                (
                    "final_total",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="old: total (kWh)",
                    ),
                ),
                (
                    "final_peak",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="old: peak (kWh)",
                    ),
                ),
                (
                    "final_flat",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="old: flat (kWh)",
                    ),
                ),
                (
                    "final_valley",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="old: valley (kWh)",
                    ),
                ),
                (
                    "final_reactive",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="old: reactive (kvarh)",
                    ),
                ),
                (
                    "final_demand",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="old: greatest demand (kW)",
                    ),
                ),
                ("comes_down", models.BooleanField(default=False, verbose_name="nothing hangs here from now on")),
                (
                    "has_rolled_over",
                    models.BooleanField(default=False, verbose_name="the old register began again at zero"),
                ),
                (
                    "asset_number",
                    models.CharField(
                        blank=True,
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="new meter (asset number)",
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
                    "start_total",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="new: total (kWh)",
                    ),
                ),
                (
                    "start_peak",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="new: peak (kWh)",
                    ),
                ),
                (
                    "start_flat",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="new: flat (kWh)",
                    ),
                ),
                (
                    "start_valley",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="new: valley (kWh)",
                    ),
                ),
                (
                    "start_reactive",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="new: reactive (kvarh)",
                    ),
                ),
                (
                    "start_demand",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="new: greatest demand (kW)",
                    ),
                ),
                (
                    "exchange",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meters",
                        to="bizexpansion.meterexchange",
                        verbose_name="exchange of meters",
                    ),
                ),
            ],
            options={
                "verbose_name": "meter as exchanged",
                "verbose_name_plural": "meters as exchanged",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("exchange", "metering_point"), name="point_exchanged_once")
                ],
            },
        ),
        audit_table("bizexpansion_meterexchange"),
        audit_table("bizexpansion_exchangedmeter"),
        audit_table("bizexpansion_terminalexchange"),
        audit_table("bizexpansion_terminalmove"),
    ]
