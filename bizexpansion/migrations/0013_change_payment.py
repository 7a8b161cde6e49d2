"""Change of payment method (303)."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0012_let_terms_end"),
        ("book", "0021_add_payment_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentChange",
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
                        default="02",
                        max_length=2,
                        verbose_name="settlement",
                    ),
                ),
                (
                    "instalments",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(6),
                        ],
                        verbose_name="instalments a month",
                    ),
                ),
                (
                    "notify_mode",
                    models.CharField(
                        choices=[
                            ("SMS", "text message"),
                            ("PAPER", "paper bill"),
                            ("EMAIL", "electronic mail"),
                            ("APP", "company's app"),
                        ],
                        default="SMS",
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
                        default="E",
                        max_length=8,
                        verbose_name="kind of invoice",
                    ),
                ),
                (
                    "is_prepaid",
                    models.BooleanField(default=False, verbose_name="prepaid, cut off by remote control"),
                ),
                ("bank_name", models.CharField(blank=True, max_length=80, verbose_name="bank")),
                (
                    "bank_holder",
                    models.CharField(blank=True, max_length=120, verbose_name="holder of the bank account"),
                ),
                (
                    "bank_last4",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=4,
                        verbose_name="bank account, last four digits",
                    ),
                ),
                (
                    "bank_cipher",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=400, verbose_name="bank account, sealed"
                    ),
                ),
                (
                    "authorisation_number",
                    models.CharField(blank=True, max_length=40, verbose_name="number of the authorisation"),
                ),
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
                "verbose_name": "application for a change of payment",
                "verbose_name_plural": "applications for a change of payment",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        audit_table("bizexpansion_paymentchange"),
    ]
