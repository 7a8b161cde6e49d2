from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0006_find_anyone"),
        ("crm_org", "0002_audit_tables"),
        ("crm_org", "__first__"),
        ("metering", "0002_audit_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountBalance",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="balance",
                        serialize=False,
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "balance",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="balance, yuan"
                    ),
                ),
                (
                    "open_amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="open amount, yuan"
                    ),
                ),
                (
                    "credit_amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="credit, yuan"
                    ),
                ),
                ("oldest_due_on", models.DateField(null=True, verbose_name="oldest due day")),
            ],
            options={
                "verbose_name": "account balance",
                "verbose_name_plural": "account balances",
                "indexes": [
                    models.Index(
                        condition=models.Q(("oldest_due_on__isnull", False)),
                        fields=["oldest_due_on", "account"],
                        name="account_balance_oldest_due",
                    ),
                    models.Index(
                        condition=models.Q(("open_amount__gt", 0)),
                        fields=["open_amount", "account"],
                        name="account_balance_open",
                    ),
                    models.Index(
                        condition=models.Q(("credit_amount__gt", 0)),
                        fields=["credit_amount", "account"],
                        name="account_balance_credit",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("credit_amount__gte", 0), ("open_amount__gte", 0)),
                        name="account_balance_parts_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("oldest_due_on__isnull", True), ("open_amount__gt", 0), _connector="OR"
                        ),
                        name="account_balance_due_if_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BILL", "electricity bill"),
                            ("FEE", "business fee"),
                            ("ADJUST", "back-billing or allowance"),
                            ("LATE", "late-payment charge"),
                            ("PAYMENT", "payment"),
                            ("REFUND", "refund"),
                            ("TRANSFER", "transfer between accounts"),
                            ("REVERSAL", "reversal"),
                        ],
                        max_length=10,
                        verbose_name="kind of entry",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("value_on", models.DateField(verbose_name="value date")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="month of the bill, or number of the case",
                        max_length=40,
                        verbose_name="document",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("CASH", "cash"),
                            ("CARD", "card"),
                            ("MOBILE", "mobile payment"),
                            ("TRANSFER", "bank transfer"),
                            ("DEBIT", "direct debit"),
                            ("AGENT", "collecting agent"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="payment method",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="number of the bank slip or of the order",
                        max_length=60,
                        verbose_name="reference",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                ("effect_key", models.CharField(max_length=80, verbose_name="effect key")),
                ("posted_at", models.DateTimeField(verbose_name="posted at")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_entries",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="metering.bill",
                        verbose_name="bill",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "relates_to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_entries",
                        to="metering.ledgerentry",
                        verbose_name="relates to",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "ordering": ["account_id", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("relates_to__isnull", False)),
                        fields=["relates_to"],
                        name="ledger_related",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "effect_key"), name="ledger_entry_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("bill__isnull", False)),
                        fields=("bill",),
                        name="ledger_entry_once_a_bill",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="ledger_entry_not_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gt", 0),
                                ("due_on__isnull", False),
                                ("kind__in", ["BILL", "FEE", "ADJUST", "LATE", "TRANSFER"]),
                            ),
                            models.Q(
                                ("amount__lt", 0),
                                ("due_on__isnull", True),
                                ("kind__in", ["BILL", "FEE", "ADJUST", "LATE", "TRANSFER"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["BILL", "FEE", "ADJUST", "LATE", "TRANSFER"]), _negated=True
                                ),
                                ("due_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_entry_charge_has_due_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relates_to__isnull", False),
                            models.Q(("kind__in", ["REVERSAL", "LATE"]), _negated=True),
                            _connector="OR",
                        ),
                        name="ledger_entry_says_of_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("posted_at", models.DateTimeField(verbose_name="posted at")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="metering.ledgerentry",
                        verbose_name="credit",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covered_by",
                        to="metering.ledgerentry",
                        verbose_name="debit",
                    ),
                ),
            ],
            options={
                "verbose_name": "allocation",
                "verbose_name_plural": "allocations",
                "ordering": ["account_id", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="allocation_not_nothing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("requested_at", models.DateTimeField(verbose_name="requested at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "decision_note",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="remark on the decision"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_requests",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
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
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_request",
                        to="metering.ledgerentry",
                        verbose_name="ledger entry",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a refund",
                "verbose_name_plural": "requests for refunds",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_request_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="refund_request_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("entry__isnull", True)
                            ),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="refund_request_decided_as_a_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("account",),
                        name="refund_request_one_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenItem",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="open_item",
                        serialize=False,
                        to="metering.ledgerentry",
                        verbose_name="ledger entry",
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="due on")),
                (
                    "open_amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="open amount, yuan"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_items",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
            ],
            options={
                "verbose_name": "open item",
                "verbose_name_plural": "open items",
                "indexes": [
                    models.Index(fields=["account", "due_on"], name="open_item_by_account"),
                    models.Index(fields=["department", "due_on"], name="open_item_by_due_day"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "REVERSAL")), fields=("relates_to",), name="ledger_entry_reversed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("kind__in", ["BILL", "FEE", "LATE", "REFUND"])),
                    models.Q(("amount__lt", 0), ("kind", "PAYMENT")),
                    ("kind__in", ["ADJUST", "TRANSFER", "REVERSAL"]),
                    _connector="OR",
                ),
                name="ledger_entry_sign_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["PAYMENT", "REFUND"]), ("method", ""), _connector="OR"),
                name="ledger_entry_method_of_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("bill__isnull", True), ("kind", "BILL"), _connector="OR"),
                name="ledger_entry_bill_of_its_kind",
            ),
        ),
    ]
