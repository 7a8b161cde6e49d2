"""To whom the invoices of an account are made out, over time."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0029_close_stops"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvoiceTitle",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                ("name", models.CharField(max_length=120, verbose_name="name on the invoice")),
                (
                    "tax_last4",
                    models.CharField(
                        blank=True, default="", max_length=4, verbose_name="tax number, last four characters"
                    ),
                ),
                (
                    "tax_cipher",
                    models.CharField(blank=True, default="", max_length=400, verbose_name="tax number, sealed"),
                ),
                (
                    "address_phone",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="registered address and telephone"
                    ),
                ),
                ("bank_name", models.CharField(blank=True, default="", max_length=120, verbose_name="bank")),
                (
                    "bank_last4",
                    models.CharField(
                        blank=True, default="", max_length=4, verbose_name="bank account, last four digits"
                    ),
                ),
                (
                    "bank_cipher",
                    models.CharField(blank=True, default="", max_length=400, verbose_name="bank account, sealed"),
                ),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invoice_titles",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice data",
                "verbose_name_plural": "invoice data",
                "ordering": ["account_id", "period"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                        name="invoice_title_proper",
                        violation_error_message="A period needs a first day before its end.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("account", "="), ("period", "&&")], name="invoice_title_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="invoice_title_named"
                    ),
                ],
            },
        ),
        audit_table("book_invoicetitle"),
    ]
