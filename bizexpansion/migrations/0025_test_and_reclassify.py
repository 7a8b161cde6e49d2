"""Meter tests (304), metering faults (302), changes of tariff (215), corrections of energy."""

from datetime import date
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
OLD = "供电营业规则 (1996)"
SEED = [
    (
        "meter_test.tolerance",
        "电能表检定允许误差 (按准确度等级)",
        "Tolerance of a meter's relative error, by accuracy class",
        "%",
        "计量检定规程 (regulations.md 7.2), UNCONFIRMED",
        "U",
        {
            "0.2S": "0.2",
            "0.2": "0.2",
            "0.5S": "0.5",
            "0.5": "0.5",
            "1.0": "1.0",
            "1": "1.0",
            "2.0": "2.0",
            "2": "2.0",
        },
    ),
    (
        "meter_test.fee_charged",
        "申请校验收费 (0 否, 1 是)",
        "A meter test on request is paid for (0 no, 1 yes)",
        "",
        OLD + " 第七十九条; 江苏是否取消 UNCONFIRMED",
        "U",
        {"": "1"},
    ),
    (
        "meter_test.keep_months",
        "校验后拆回电能表保留月数",
        "Months for which a removed meter is kept for review",
        "month",
        "浙江题库 2017 (数值空缺), 暂定 UNCONFIRMED",
        "U",
        {"": "6"},
    ),
    (
        "meter_test.refund_fraction",
        "误差超差退补时间比例",
        "Part of the time for which a meter error is corrected",
        "",
        OLD + " 第八十条",
        "S",
        {"": "0.5"},
    ),
    (
        "basic_charge.notice_days",
        "变更基本电费计收方式提前工作日",
        "Working days before another way of the basic charge",
        "working day",
        "发改办价格〔2016〕1583号; 15 个工作日 UNCONFIRMED",
        "K",
        {"": "15"},
    ),
    (
        "basic_charge.period_months",
        "基本电费计收方式变更周期",
        "Months for which a way of the basic charge stands",
        "month",
        "发改办价格〔2016〕1583号 (按季)",
        "C",
        {"": "3"},
    ),
]


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    for code, name, name_en, unit, source, trust, values in SEED:
        parameter = Parameter.objects.create(code=code, name=name, name_en=name_en, unit=unit)
        ParameterValue.objects.bulk_create(
            ParameterValue(
                parameter=parameter,
                selector=selector,
                value=Decimal(value),
                valid=(UNKNOWN, None),
                source=source,
                trust=trust,
            )
            for selector, value in values.items()
        )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0024_works_for_municipal_bodies"),
        ("book", "0025_keep_meter_tests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="casedocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("M-ID", "identity of a person"),
                    ("M-ORG", "certificate of the organisation"),
                    ("M-PROP", "title or right of use of the premises"),
                    ("M-PRJ", "project approval and site plan"),
                    ("M-EQ", "list of electrical equipment"),
                    ("M-HVX", "high-voltage load statement"),
                    ("M-DES", "design documents"),
                    ("M-MID", "papers of the interim inspection"),
                    ("M-DONE", "papers of completion"),
                    ("M-CHG", "application for a change"),
                    ("M-PAY", "authorisation of the bank or tax registration"),
                    ("M-CTR", "signed contract"),
                    ("M-PLAN", "drawing of the supply plan"),
                    ("M-PHOTO", "photo from the site"),
                    ("M-LIST", "list of the households or accounts"),
                    ("M-AGREE", "agreement of all parties on a split or a merge"),
                    ("M-DEMO", "notice of demolition"),
                    ("M-LET", "letter of the municipal body"),
                    ("M-USE", "proof of the new use"),
                    ("M-OTHER", "other paper"),
                ],
                max_length=8,
                verbose_name="kind of paper",
            ),
        ),
        migrations.CreateModel(
            name="FaultReport",
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
                    "source",
                    models.CharField(
                        choices=[
                            ("COUNTER", "counter"),
                            ("95598", "hotline 95598"),
                            ("ALARM", "alarm of the collection system"),
                            ("INSPECTION", "power inspection"),
                            ("READING", "meter reading"),
                        ],
                        default="COUNTER",
                        max_length=10,
                        verbose_name="source of the report",
                    ),
                ),
                (
                    "source_number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the alarm, call or inspection"
                    ),
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
                    "fault_kind",
                    models.CharField(
                        choices=[
                            ("METER", "energy meter"),
                            ("IT", "instrument transformer"),
                            ("SECONDARY", "secondary circuit"),
                            ("TIMER", "loss-of-voltage timer"),
                            ("TERMINAL", "collection terminal"),
                            ("CABINET", "metering cabinet or box"),
                        ],
                        max_length=10,
                        verbose_name="kind of fault",
                    ),
                ),
                ("noticed_at", models.DateTimeField(verbose_name="noticed at")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="urgent: danger or no supply")),
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
                "verbose_name": "report of a metering fault",
                "verbose_name_plural": "reports of metering faults",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FeeRefund",
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
                            django.core.validators.MaxValueValidator(Decimal("100000000")),
                        ],
                        verbose_name="amount to be refunded (yuan)",
                    ),
                ),
                ("ground", models.CharField(max_length=200, verbose_name="ground of the refund")),
                ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="void since")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="bizexpansion.case", verbose_name="case"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="bizexpansion.feereceipt",
                        verbose_name="receipt of fees",
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
                "verbose_name": "refund of a fee",
                "verbose_name_plural": "refunds of fees",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TariffChange",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("CATEGORY", "class of use"),
                            ("TOU", "time-of-use price on or off"),
                            ("BASIC", "way of the basic charge"),
                            ("PF", "power factor standard"),
                            ("RESIDENT", "tariff of a resident: electric heating, charging"),
                        ],
                        max_length=8,
                        verbose_name="what changes",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="in force from")),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="price (number)",
                    ),
                ),
                (
                    "tariff_class",
                    models.CharField(
                        choices=[
                            ("000", "assessment"),
                            ("100", "large industry"),
                            ("201", "rural resident"),
                            ("202", "urban resident"),
                            ("203", "school teaching"),
                            ("300", "agricultural production"),
                            ("400", "general industry and commerce"),
                            ("401", "non-resident lighting"),
                            ("402", "non-industrial"),
                            ("403", "ordinary industry"),
                            ("404", "commerce"),
                            ("500", "wholesale"),
                        ],
                        max_length=3,
                        verbose_name="class of use",
                    ),
                ),
                ("industry_code", models.CharField(blank=True, max_length=8, verbose_name="industry code")),
                ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                (
                    "strategy",
                    models.CharField(
                        choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                        max_length=8,
                        verbose_name="pricing",
                    ),
                ),
                (
                    "basic_charge_mode",
                    models.CharField(
                        choices=[
                            ("0", "no basic charge"),
                            ("1", "by capacity"),
                            ("2", "by demand"),
                            ("3", "by capacity and demand compared"),
                        ],
                        default="0",
                        max_length=1,
                        verbose_name="basic charge",
                    ),
                ),
                (
                    "power_factor_standard",
                    models.CharField(
                        choices=[("0", "not assessed"), ("0.80", "0.80"), ("0.85", "0.85"), ("0.90", "0.90")],
                        default="0",
                        max_length=4,
                        verbose_name="power factor standard",
                    ),
                ),
                ("is_time_of_use", models.BooleanField(default=False, verbose_name="time-of-use price")),
                (
                    "new_use",
                    models.CharField(blank=True, max_length=200, verbose_name="what the power is used for now"),
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
                "verbose_name": "application for a change of tariff",
                "verbose_name_plural": "applications for a change of tariff",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TariffPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("effective_on", models.DateField(verbose_name="in force from")),
                ("metering_scheme", models.TextField(max_length=1000, verbose_name="metering")),
                ("billing_scheme", models.TextField(max_length=1000, verbose_name="billing")),
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
                "verbose_name": "plan of a change of tariff",
                "verbose_name_plural": "plans of changes of tariff",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TestReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("replied_on", models.DateField(verbose_name="replied on")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("WRITTEN", "in writing"),
                            ("TELEPHONE", "by telephone"),
                            ("FACE_TO_FACE", "face to face"),
                        ],
                        default="WRITTEN",
                        max_length=12,
                        verbose_name="method",
                    ),
                ),
                ("recipient", models.CharField(max_length=60, verbose_name="recipient")),
                (
                    "review_explained",
                    models.BooleanField(default=False, verbose_name="told where a second test can be asked for"),
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
                "verbose_name": "reply of a test result",
                "verbose_name_plural": "replies of test results",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TestRequest",
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
                    "place",
                    models.CharField(
                        choices=[("01", "laboratory"), ("02", "on site")],
                        default="02",
                        max_length=2,
                        verbose_name="place of the test",
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
                "verbose_name": "request for a meter test",
                "verbose_name_plural": "requests for meter tests",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TestResult",
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
                        editable=False,
                        max_length=22,
                        validators=[customers.book.validators.validate_asset_number],
                        verbose_name="meter (asset number)",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("01", "laboratory"), ("02", "on site")],
                        editable=False,
                        max_length=2,
                        verbose_name="place of the test",
                    ),
                ),
                ("tested_at", models.DateTimeField(verbose_name="tested at")),
                (
                    "error_percent",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-100")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="relative error (%)",
                    ),
                ),
                (
                    "tolerance_percent",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal("1"),
                        editable=False,
                        max_digits=5,
                        verbose_name="tolerance (%)",
                    ),
                ),
                ("standard_instrument", models.CharField(max_length=60, verbose_name="standard instrument")),
                ("report_number", models.CharField(max_length=40, verbose_name="number of the report")),
                ("seals", models.CharField(max_length=120, verbose_name="seals")),
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
                "verbose_name": "result of a meter test",
                "verbose_name_plural": "results of meter tests",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EnergyCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("ERROR", "meter error out of tolerance: half of the time"),
                            ("WIRING", "wrong wiring: the whole time"),
                            ("MULTIPLIER", "wrong multiplier: by the readings"),
                            ("STOPPED", "meter stood still or failed: use of normal months"),
                        ],
                        max_length=10,
                        verbose_name="basis of the correction",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="corrected from")),
                ("ends_on", models.DateField(verbose_name="corrected until")),
                (
                    "recorded_energy",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="energy recorded in that time (kWh)",
                    ),
                ),
                (
                    "error_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=6,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-99.9")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="relative error (%)",
                    ),
                ),
                (
                    "energy",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="energy to be corrected (kWh)",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.0001"))],
                        verbose_name="average price (yuan/kWh)",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        verbose_name="amount corrected (yuan)",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
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
                "verbose_name": "correction of energy",
                "verbose_name_plural": "corrections of energy",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="correction_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FaultCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("checked_at", models.DateTimeField(verbose_name="checked at")),
                ("found", models.TextField(max_length=1000, verbose_name="what was found")),
                ("seals_intact", models.BooleanField(default=True, verbose_name="seals intact")),
                ("supply_is_on", models.BooleanField(default=True, verbose_name="the customer has power")),
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
                "verbose_name": "check of a metering fault",
                "verbose_name_plural": "checks of metering faults",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                        name="fault_check_needs_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FaultHandling",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "fault_kind",
                    models.CharField(
                        choices=[
                            ("METER", "energy meter"),
                            ("IT", "instrument transformer"),
                            ("SECONDARY", "secondary circuit"),
                            ("TIMER", "loss-of-voltage timer"),
                            ("TERMINAL", "collection terminal"),
                            ("CABINET", "metering cabinet or box"),
                        ],
                        max_length=10,
                        verbose_name="kind of fault",
                    ),
                ),
                ("cause", models.CharField(max_length=300, verbose_name="cause")),
                ("faulty_since", models.DateField(blank=True, null=True, verbose_name="faulty since")),
                ("handled_at", models.DateTimeField(verbose_name="handled at")),
                (
                    "liable",
                    models.CharField(
                        choices=[
                            ("NOBODY", "nobody: wear or weather"),
                            ("UTILITY", "power-supply company"),
                            ("CUSTOMER", "customer"),
                            ("THIRD", "third party"),
                        ],
                        default="NOBODY",
                        max_length=10,
                        verbose_name="liable",
                    ),
                ),
                (
                    "exchanges_meter",
                    models.BooleanField(
                        default=False, verbose_name="meter or instrument transformers are exchanged"
                    ),
                ),
                (
                    "goes_to_laboratory",
                    models.BooleanField(default=False, verbose_name="the removed meter goes to the laboratory"),
                ),
                (
                    "exchanges_terminal",
                    models.BooleanField(default=False, verbose_name="the collection terminal is exchanged"),
                ),
                ("corrects_energy", models.BooleanField(default=False, verbose_name="energy was measured wrongly")),
                ("seals", models.CharField(max_length=120, verbose_name="seals")),
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
                "verbose_name": "handling of a metering fault",
                "verbose_name_plural": "handlings of metering faults",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("goes_to_laboratory", False), ("exchanges_meter", True), _connector="OR"
                        ),
                        name="fault_meter_tested_if_exchanged",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeePayout",
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
                            django.core.validators.MaxValueValidator(Decimal("100000000")),
                        ],
                        verbose_name="amount paid back (yuan)",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("TRANSFER", "bank transfer"),
                            ("CARD", "card"),
                            ("CASH", "cash"),
                            ("MOBILE", "mobile payment"),
                        ],
                        max_length=10,
                        verbose_name="payment method",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                ("voucher_number", models.CharField(max_length=30, verbose_name="number of the voucher")),
                ("payee", models.CharField(max_length=120, verbose_name="payee")),
                (
                    "reclaim_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="to be reclaimed since"),
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
                "verbose_name": "payment of a refunded fee",
                "verbose_name_plural": "payments of refunded fees",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("voucher_number",), name="refund_voucher_once")],
            },
        ),
        migrations.CreateModel(
            name="TariffCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("use_found", models.CharField(max_length=300, verbose_name="use found on site")),
                ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason why it is not possible"),
                ),
                (
                    "meter_work",
                    models.CharField(
                        choices=[
                            ("NONE", "nothing"),
                            ("PROGRAM", "another program"),
                            ("EXCHANGE", "another meter"),
                        ],
                        default="NONE",
                        max_length=8,
                        verbose_name="work at the meter",
                    ),
                ),
                (
                    "changes_contract",
                    models.BooleanField(default=False, verbose_name="the text of the contract changes"),
                ),
                ("needs_plan", models.BooleanField(default=False, verbose_name="a plan of the change is drafted")),
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
                "verbose_name": "check of a change of tariff",
                "verbose_name_plural": "checks of changes of tariff",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                        name="tariff_check_needs_two_people",
                    )
                ],
            },
        ),
        audit_table("bizexpansion_faultreport"),
        audit_table("bizexpansion_feerefund"),
        audit_table("bizexpansion_tariffchange"),
        audit_table("bizexpansion_tariffplan"),
        audit_table("bizexpansion_testreply"),
        audit_table("bizexpansion_testrequest"),
        audit_table("bizexpansion_testresult"),
        audit_table("bizexpansion_energycorrection"),
        audit_table("bizexpansion_faultcheck"),
        audit_table("bizexpansion_faulthandling"),
        audit_table("bizexpansion_feepayout"),
        audit_table("bizexpansion_tariffcheck"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
