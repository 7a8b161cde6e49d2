"""What tests of meters have shown, and until when a meter is kept for review."""

import django.db.models.deletion
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0024_keep_projects"),
    ]

    operations = [
        migrations.AddField(
            model_name="meter",
            name="keep_until",
            field=models.DateField(blank=True, null=True, verbose_name="kept for review until"),
        ),
        migrations.CreateModel(
            name="MeterTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("01", "laboratory"), ("02", "on site")],
                        max_length=2,
                        verbose_name="place of the test",
                    ),
                ),
                ("tested_at", models.DateTimeField(verbose_name="tested at")),
                (
                    "error_percent",
                    models.DecimalField(decimal_places=3, max_digits=6, verbose_name="relative error (%)"),
                ),
                (
                    "tolerance_percent",
                    models.DecimalField(decimal_places=3, max_digits=5, verbose_name="tolerance (%)"),
                ),
                ("is_within_tolerance", models.BooleanField(verbose_name="within tolerance")),
                ("report_number", models.CharField(max_length=40, verbose_name="number of the report")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "meter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tests",
                        to="book.meter",
                        verbose_name="meter",
                    ),
                ),
            ],
            options={
                "verbose_name": "test of a meter",
                "verbose_name_plural": "tests of meters",
                "ordering": ["meter_id", "-tested_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("meter", "tested_at"), name="meter_tested_once_at_a_moment"),
                    models.CheckConstraint(
                        condition=models.Q(("tolerance_percent__gt", 0)), name="meter_test_tolerance"
                    ),
                ],
            },
        ),
        audit_table("book_metertest"),
    ]
