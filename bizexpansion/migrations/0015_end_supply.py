"""The end of supply: meters down, account settled, refunded, contract ended, account closed (216)."""

from datetime import date
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
CODE_2024 = "供电营业规则 (2024) 第三十五条"
SEED = [
    (
        "closing.idle_months",
        "可办理销户的连续未用电月数",
        "Months without use before an idle account is closed",
        "6",
        CODE_2024,
        "S",
    ),
    (
        "closing.notice_months",
        "闲置销户公告月数",
        "Months of public notice before an idle account is closed",
        "1",
        CODE_2024,
        "S",
    ),
    (
        "removal.keep_months",
        "拆回计量装置保存月数",
        "Months that removed devices are kept as they came",
        "2",
        "UNCONFIRMED (ZJ)",
        "U",
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, value, source, trust in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit="month")
        ParameterValue.objects.create(
            parameter=parameter, value=Decimal(value), valid=(UNKNOWN, None), source=source, trust=trust
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0014_move_meter"),
        ("book", "0017_keep_registers_and_terminals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountClosing",
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
                    "ground",
                    models.CharField(
                        choices=[
                            ("WISH", "the customer wishes it"),
                            ("IDLE", "idle for six months (T19)"),
                            ("BANKRUPT", "bankrupt or dissolved"),
                        ],
                        default="WISH",
                        max_length=8,
                        verbose_name="ground of the closing",
                    ),
                ),
                (
                    "proof_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the court ruling or decision"
                    ),
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
                "verbose_name": "application to close an account",
                "verbose_name_plural": "applications to close an account",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccountSettlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("read_on", models.DateField(verbose_name="special reading on")),
                (
                    "give_up",
                    models.BooleanField(
                        default=False, verbose_name="nobody can be made to pay: propose as a bad debt"
                    ),
                ),
                (
                    "give_up_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why nobody can be made to pay"),
                ),
                (
                    "to_pay",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000000000")),
                        ],
                        verbose_name="still to be paid (yuan)",
                    ),
                ),
                (
                    "to_refund",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000000000")),
                        ],
                        verbose_name="credit left (yuan)",
                    ),
                ),
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
                "verbose_name": "settlement of an account",
                "verbose_name_plural": "settlements of accounts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractEnding",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("ends_on", models.DateField(verbose_name="contract ends on")),
                (
                    "notice_number",
                    models.CharField(max_length=40, verbose_name="number of the notice of termination"),
                ),
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
                "verbose_name": "termination of a contract",
                "verbose_name_plural": "terminations of contracts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeviceReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("returned_on", models.DateField(verbose_name="returned to the store on")),
                ("slip_number", models.CharField(max_length=30, verbose_name="number of the slip")),
                ("shelf", models.CharField(max_length=60, verbose_name="place of storage")),
                ("kept_until", models.DateField(verbose_name="kept unchanged until")),
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
                "verbose_name": "return of devices",
                "verbose_name_plural": "returns of devices",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Disconnection",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("cut_at", models.DateTimeField(verbose_name="cut at")),
                ("order_number", models.CharField(max_length=30, verbose_name="switching order")),
                (
                    "boundary",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="disconnected at (boundary of ownership)"
                    ),
                ),
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
                "verbose_name": "disconnection",
                "verbose_name_plural": "disconnections",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GridRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("removed_on", models.DateField(verbose_name="removed on")),
                ("grid_object", models.CharField(max_length=40, verbose_name="object in the grid model")),
                (
                    "is_drawing_updated",
                    models.BooleanField(default=False, verbose_name="diagrams brought up to date"),
                ),
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
                "verbose_name": "removal from the grid model",
                "verbose_name_plural": "removals from the grid model",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeterRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("removed_at", models.DateTimeField(verbose_name="removed at")),
                ("witness", models.CharField(blank=True, max_length=60, verbose_name="final reading confirmed by")),
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
                "verbose_name": "removal of meters",
                "verbose_name_plural": "removals of meters",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RefundDetermination",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("1000000000")),
                        ],
                        verbose_name="amount, yuan",
                    ),
                ),
                ("payee", models.CharField(max_length=120, verbose_name="payee")),
                (
                    "bank_account",
                    models.CharField(blank=True, max_length=120, verbose_name="bank and account number"),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
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
                "verbose_name": "determination of a refund",
                "verbose_name_plural": "determinations of refunds",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RefundPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("CASH", "cash"),
                            ("CARD", "card"),
                            ("MOBILE", "mobile payment"),
                            ("TRANSFER", "bank transfer"),
                            ("DEBIT", "direct debit"),
                            ("AGENT", "collecting agent"),
                        ],
                        max_length=10,
                        verbose_name="payment method",
                    ),
                ),
                (
                    "reference",
                    models.CharField(max_length=60, verbose_name="number of the bank slip or of the order"),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
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
                "verbose_name": "payment of a refund",
                "verbose_name_plural": "payments of refunds",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RemovalRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
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
                "verbose_name": "record of a removal",
                "verbose_name_plural": "records of removals",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TerminalRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("removed_on", models.DateField(verbose_name="removed on")),
                (
                    "asset_number",
                    models.CharField(
                        blank=True,
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="terminal (asset number)",
                    ),
                ),
                (
                    "is_struck_off",
                    models.BooleanField(default=False, verbose_name="struck off at the master station"),
                ),
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
                "verbose_name": "removal of a terminal",
                "verbose_name_plural": "removals of terminals",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClosingCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason why it is not possible"),
                ),
                ("is_in_use", models.BooleanField(default=False, verbose_name="power is still used here")),
                ("notice_on", models.DateField(blank=True, null=True, verbose_name="public notice posted on")),
                ("notice_place", models.CharField(blank=True, max_length=120, verbose_name="place of the notice")),
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
                    "second_surveyor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second surveyor",
                    ),
                ),
                (
                    "surveyor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="surveyor",
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
                "verbose_name": "site check of a closing",
                "verbose_name_plural": "site checks of closings",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                        name="closing_check_needs_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LastBill",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("account_number", models.CharField(max_length=10, verbose_name="account number")),
                (
                    "energy",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="energy since the last bill (kWh)",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("1000000000")),
                        ],
                        verbose_name="last bill (yuan)",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bills",
                        to="bizexpansion.accountsettlement",
                        verbose_name="settlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "last bill",
                "verbose_name_plural": "last bills",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("settlement", "account_number"), name="last_bill_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovedDevice",
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
                        verbose_name="asset number",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("INTACT", "intact"),
                            ("WORN", "worn or dirty"),
                            ("DAMAGED", "damaged"),
                            ("BURNT", "burnt"),
                            ("TAMPERED", "tampered with"),
                        ],
                        default="INTACT",
                        max_length=12,
                        verbose_name="condition",
                    ),
                ),
                ("seals", models.CharField(blank=True, max_length=120, verbose_name="seals that were cut")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="bizexpansion.removalrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "device as removed",
                "verbose_name_plural": "devices as removed",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("record", "asset_number"), name="removed_device_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovedMeter",
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
                        verbose_name="meter (asset number)",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="total (kWh)",
                    ),
                ),
                (
                    "peak",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="peak (kWh)",
                    ),
                ),
                (
                    "flat",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="flat (kWh)",
                    ),
                ),
                (
                    "valley",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="valley (kWh)",
                    ),
                ),
                (
                    "reactive",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="reactive (kvarh)",
                    ),
                ),
                (
                    "demand",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="greatest demand (kW)",
                    ),
                ),
                ("rolled_over", models.BooleanField(default=False, verbose_name="the register has passed its end")),
                (
                    "removal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meters",
                        to="bizexpansion.meterremoval",
                        verbose_name="removal",
                    ),
                ),
            ],
            options={
                "verbose_name": "meter as removed",
                "verbose_name_plural": "meters as removed",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("removal", "asset_number"), name="removed_meter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnedDevice",
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
                        verbose_name="asset number",
                    ),
                ),
                (
                    "handed_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="bizexpansion.devicereturn",
                        verbose_name="return of devices",
                    ),
                ),
            ],
            options={
                "verbose_name": "returned device",
                "verbose_name_plural": "returned devices",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("handed_in", "asset_number"), name="returned_device_once")
                ],
            },
        ),
        audit_table("bizexpansion_accountclosing"),
        audit_table("bizexpansion_closingcheck"),
        audit_table("bizexpansion_accountsettlement"),
        audit_table("bizexpansion_lastbill"),
        audit_table("bizexpansion_contractending"),
        audit_table("bizexpansion_devicereturn"),
        audit_table("bizexpansion_returneddevice"),
        audit_table("bizexpansion_disconnection"),
        audit_table("bizexpansion_gridremoval"),
        audit_table("bizexpansion_meterremoval"),
        audit_table("bizexpansion_removedmeter"),
        audit_table("bizexpansion_refunddetermination"),
        audit_table("bizexpansion_refundpayment"),
        audit_table("bizexpansion_removalrecord"),
        audit_table("bizexpansion_removeddevice"),
        audit_table("bizexpansion_terminalremoval"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
