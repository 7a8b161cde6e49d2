"""How an account pays, over time."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0020_measure_stops"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                (
                    "pay_mode",
                    models.CharField(
                        choices=[
                            ("COUNTER", "at the counter"),
                            ("AGENT", "through a collecting agent"),
                            ("DEBIT", "direct debit from a personal account"),
                            ("COLLECTION", "collection by the bank"),
                            ("SELF_SERVICE", "self-service terminal"),
                            ("ONLINE", "web site or app"),
                        ],
                        max_length=12,
                        verbose_name="way of paying",
                    ),
                ),
                (
                    "settle_mode",
                    models.CharField(
                        choices=[("01", "in instalments"), ("02", "by reading")],
                        max_length=2,
                        verbose_name="settlement",
                    ),
                ),
                ("instalments", models.PositiveSmallIntegerField(default=1, verbose_name="instalments a month")),
                (
                    "notify_mode",
                    models.CharField(
                        choices=[
                            ("SMS", "text message"),
                            ("PAPER", "paper bill"),
                            ("EMAIL", "electronic mail"),
                            ("APP", "company's app"),
                        ],
                        max_length=8,
                        verbose_name="way of notice",
                    ),
                ),
                (
                    "invoice_kind",
                    models.CharField(
                        choices=[
                            ("E", "electronic invoice"),
                            ("ORDINARY", "ordinary invoice on paper"),
                            ("VAT", "special VAT invoice"),
                        ],
                        max_length=8,
                        verbose_name="kind of invoice",
                    ),
                ),
                (
                    "is_prepaid",
                    models.BooleanField(default=False, verbose_name="prepaid, cut off by remote control"),
                ),
                ("bank_name", models.CharField(blank=True, default="", max_length=80, verbose_name="bank")),
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
                (
                    "authorisation_number",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="number of the authorisation"
                    ),
                ),
                ("case_number", models.CharField(blank=True, default="", max_length=32, verbose_name="case")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payment_terms",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "terms of payment",
                "verbose_name_plural": "terms of payment",
                "ordering": ["account_id", "period"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                        name="payment_terms_proper",
                        violation_error_message="A period needs a first day before its end.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("account", "="), ("period", "&&")], name="payment_terms_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("pay_mode__in", ("DEBIT", "COLLECTION")),
                                models.Q(("bank_cipher", ""), _negated=True),
                                models.Q(("authorisation_number", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("pay_mode__in", ("DEBIT", "COLLECTION")), _negated=True),
                                ("authorisation_number", ""),
                                ("bank_cipher", ""),
                            ),
                            _connector="OR",
                        ),
                        name="payment_terms_bank_if_debited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instalments__gte", 2), ("instalments__lte", 6), ("settle_mode", "01")),
                            models.Q(("instalments", 1), ("settle_mode", "02")),
                            _connector="OR",
                        ),
                        name="payment_terms_instalments",
                    ),
                ],
            },
        ),
        audit_table("book_paymentterms"),
    ]
