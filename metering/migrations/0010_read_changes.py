"""Readings that settle an account up to a change of its terms (type 05)."""

import django.db.models.deletion
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0028_index_payers"),
        ("metering", "0009_list_bad_debts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("case_number", models.CharField(max_length=32, verbose_name="case")),
                (
                    "reading_type",
                    models.CharField(
                        choices=[("05", "change-settlement reading")],
                        default="05",
                        max_length=2,
                        verbose_name="type of reading",
                    ),
                ),
                ("since", models.DateField(verbose_name="not billed since")),
                ("changed_on", models.DateField(verbose_name="new terms from")),
                ("of_capacity", models.BooleanField(default=False, verbose_name="capacity changes")),
                ("of_price", models.BooleanField(default=False, verbose_name="price changes")),
                ("of_meter", models.BooleanField(default=False, verbose_name="meter changes")),
                (
                    "energy",
                    models.DecimalField(decimal_places=3, max_digits=14, null=True, verbose_name="energy, kWh"),
                ),
                ("missing_days", models.PositiveIntegerField(default=0, verbose_name="days without a reading")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_readings",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "change-settlement reading",
                "verbose_name_plural": "change-settlement readings",
                "ordering": ["account_id", "-changed_on"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("missing_days", 0), _negated=True),
                        fields=["changed_on"],
                        name="change_reading_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "case_number"), name="change_reading_once_a_case"),
                    models.CheckConstraint(
                        condition=models.Q(("changed_on__gte", models.F("since"))),
                        name="change_reading_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("of_capacity", True), ("of_price", True), ("of_meter", True), _connector="OR"
                        ),
                        name="change_reading_of_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("energy__isnull", True), ("energy__gte", 0), _connector="OR"),
                        name="change_reading_not_negative",
                    ),
                ],
            },
        ),
        audit_table("metering_changereading"),
    ]
