"""Works for a municipal body (301): application, plan, agreement and costs, re-linking."""

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
        ("bizexpansion", "0023_index_closed_cases"),
        ("book", "0023_index_temporary_ends"),
        ("crm_org", "0003_name_other_departments"),
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
                    ("M-OTHER", "other paper"),
                ],
                max_length=8,
                verbose_name="kind of paper",
            ),
        ),
        migrations.CreateModel(
            name="MunicipalWorks",
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
                ("body_name", models.CharField(max_length=120, verbose_name="municipal body")),
                ("letter_number", models.CharField(max_length=60, verbose_name="number of its letter")),
                ("project_name", models.CharField(max_length=120, verbose_name="project")),
                ("address", models.CharField(max_length=200, verbose_name="place of the works")),
                (
                    "work_kind",
                    models.CharField(
                        choices=[
                            ("MOVE", "moved"),
                            ("PROTECT", "protected"),
                            ("BURY", "laid underground"),
                            ("REMOVE", "taken down"),
                        ],
                        max_length=8,
                        verbose_name="what is wanted",
                    ),
                ),
                (
                    "voltage",
                    models.CharField(
                        choices=[
                            ("V220", "220 V"),
                            ("V380", "380 V"),
                            ("KV10", "10 kV"),
                            ("KV20", "20 kV"),
                            ("KV35", "35 kV"),
                            ("KV110", "110 kV"),
                            ("KV220", "220 kV"),
                        ],
                        default="KV10",
                        max_length=6,
                        verbose_name="voltage of the facilities",
                    ),
                ),
                ("description", models.TextField(max_length=1000, verbose_name="description")),
                ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                (
                    "contact_phone",
                    models.CharField(
                        max_length=20,
                        validators=[customers.book.validators.validate_phone],
                        verbose_name="telephone",
                    ),
                ),
                ("wanted_on", models.DateField(verbose_name="wanted on")),
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
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.district",
                        verbose_name="district",
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
                "verbose_name": "application for municipal works",
                "verbose_name_plural": "applications for municipal works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Relinking",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("changes_nothing", models.BooleanField(default=False, verbose_name="no account hangs elsewhere")),
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
                "verbose_name": "re-linking after works",
                "verbose_name_plural": "re-linkings after works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RelinkedAccounts",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("from_line", models.CharField(blank=True, max_length=60, verbose_name="line until now")),
                (
                    "from_area",
                    models.CharField(blank=True, max_length=60, verbose_name="transformer district until now"),
                ),
                ("account_number", models.CharField(blank=True, max_length=10, verbose_name="only the account")),
                ("substation", models.CharField(blank=True, max_length=60, verbose_name="substation")),
                ("line", models.CharField(blank=True, max_length=60, verbose_name="line")),
                (
                    "transformer_area",
                    models.CharField(blank=True, max_length=60, verbose_name="transformer district"),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.readingsection",
                        verbose_name="reading section",
                    ),
                ),
                (
                    "relinking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="bizexpansion.relinking",
                        verbose_name="re-linking after works",
                    ),
                ),
            ],
            options={
                "verbose_name": "re-linked accounts",
                "verbose_name_plural": "re-linked accounts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorksPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("scope", models.TextField(max_length=2000, verbose_name="scope of the works")),
                ("outage", models.CharField(blank=True, max_length=200, verbose_name="planned outage")),
                (
                    "capacity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[customers.book.validators.validate_capacity],
                        verbose_name="capacity of the facilities (kVA)",
                    ),
                ),
                ("is_charged", models.BooleanField(default=True, verbose_name="the body pays the works")),
                (
                    "estimate",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        verbose_name="estimate (yuan)",
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
                "verbose_name": "plan of municipal works",
                "verbose_name_plural": "plans of municipal works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorksItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("facility", models.CharField(max_length=120, verbose_name="facility")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("MOVE", "moved"),
                            ("PROTECT", "protected"),
                            ("BURY", "laid underground"),
                            ("REMOVE", "taken down"),
                        ],
                        max_length=8,
                        verbose_name="what is done",
                    ),
                ),
                ("quantity", models.CharField(max_length=40, verbose_name="quantity")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("1000000000")),
                        ],
                        verbose_name="estimate (yuan)",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="bizexpansion.worksplan",
                        verbose_name="plan of municipal works",
                    ),
                ),
            ],
            options={
                "verbose_name": "facility of municipal works",
                "verbose_name_plural": "facilities of municipal works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorksRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("agreement_number", models.CharField(max_length=40, verbose_name="number of the works agreement")),
                ("agreement_signed_on", models.DateField(verbose_name="agreement signed on")),
                ("project_number", models.CharField(max_length=30, verbose_name="project number")),
                ("contractor", models.CharField(max_length=120, verbose_name="contractor")),
                (
                    "licence_number",
                    models.CharField(max_length=40, verbose_name="number of the contractor's licence"),
                ),
                ("licence_valid_until", models.DateField(verbose_name="licence valid until")),
                ("finished_on", models.DateField(verbose_name="finished on")),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        editable=False,
                        max_digits=14,
                        verbose_name="cost (yuan)",
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
                "verbose_name": "record of municipal works",
                "verbose_name_plural": "records of municipal works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorksCost",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LABOUR", "labour"),
                            ("MATERIAL", "material"),
                            ("MACHINE", "machinery"),
                            ("DESIGN", "design"),
                            ("OTHER", "other"),
                        ],
                        max_length=8,
                        verbose_name="kind of cost",
                    ),
                ),
                ("description", models.CharField(max_length=120, verbose_name="description")),
                ("document", models.CharField(max_length=40, verbose_name="voucher")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("1000000000")),
                        ],
                        verbose_name="amount (yuan)",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="bizexpansion.worksrecord",
                        verbose_name="record of municipal works",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost of municipal works",
                "verbose_name_plural": "costs of municipal works",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        audit_table("bizexpansion_municipalworks"),
        audit_table("bizexpansion_worksplan"),
        audit_table("bizexpansion_worksitem"),
        audit_table("bizexpansion_worksrecord"),
        audit_table("bizexpansion_workscost"),
        audit_table("bizexpansion_relinking"),
        audit_table("bizexpansion_relinkedaccounts"),
    ]
