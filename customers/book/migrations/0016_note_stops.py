"""When receiving equipment stood still."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0015_lead_triggers_by_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="TransformerStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("SUSPENDED", "suspended"), ("REDUCED", "reduced")],
                        max_length=9,
                        verbose_name="kind of stop",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                ("planned_until", models.DateField(blank=True, null=True, verbose_name="planned to resume on")),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "transformer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="book.transformer",
                        verbose_name="receiving equipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "stop of receiving equipment",
                "verbose_name_plural": "stops of receiving equipment",
                "ordering": ["account_id", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                        name="transformer_stop_proper",
                        violation_error_message="A period needs a first day before its end.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("transformer", "="), ("period", "&&")], name="transformer_stops_once"
                    ),
                ],
            },
        ),
        audit_table("book_transformerstop"),
    ]
