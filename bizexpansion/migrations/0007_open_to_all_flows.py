"""Applications of every family, decisions and archives of changes; which changes are looked at once more."""

from datetime import date
from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table

UNKNOWN = date(1990, 1, 1)
# Which kinds of business the organisation wants checked once more: proposals (P, UNCONFIRMED).
CHECKED = {"107": 1, "210": 1, "211": 0, "216": 1, "217": 1, "301": 1, "303": 0}


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    parameter = Parameter.objects.create(
        code="change.extra_check",
        name="变更业务另行审核 (0 否, 1 是)",
        name_en="A change is checked once more (0 no, 1 yes)",
        unit="",
    )
    ParameterValue.objects.bulk_create(
        ParameterValue(
            parameter=parameter,
            selector=code,
            value=Decimal(value),
            valid=(UNKNOWN, None),
            source="本公司做法待确认 UNCONFIRMED",
            trust="P",
        )
        for code, value in CHECKED.items()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0006_name_other_departments"),
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("book", "0009_seed_industries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)s",
                to="bizexpansion.case",
                verbose_name="case",
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="purpose",
            field=models.CharField(blank=True, max_length=200, verbose_name="purpose of the power"),
        ),
        migrations.AlterField(
            model_name="application",
            name="trade_code",
            field=models.CharField(blank=True, max_length=8, verbose_name="industry code"),
        ),
        migrations.AlterField(
            model_name="case",
            name="account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="book.supplyaccount",
                verbose_name="account",
            ),
        ),
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
                    ("M-OTHER", "other paper"),
                ],
                max_length=8,
                verbose_name="kind of paper",
            ),
        ),
        migrations.AlterField(
            model_name="missingnotice",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), size=None, verbose_name="missing papers"
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="account_id",
            field=models.BigIntegerField(null=True, verbose_name="account"),
        ),
        migrations.CreateModel(
            name="ChangeArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                (
                    "data_checked",
                    models.BooleanField(default=False, verbose_name="data checked against the papers"),
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
                "verbose_name": "archive of a change",
                "verbose_name_plural": "archives of changes",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                ("outcome", models.CharField(max_length=30, verbose_name="decision")),
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
                "verbose_name": "decision on an application",
                "verbose_name_plural": "decisions on applications",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NameChange",
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
                ("new_name", models.CharField(max_length=120, verbose_name="new name")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("REGISTRATION", "change in the commercial register"),
                            ("HOUSEHOLD", "another member of the household book"),
                            ("CORRECTION", "correction of a wrong entry"),
                        ],
                        max_length=12,
                        verbose_name="ground of the change",
                    ),
                ),
                ("proof_number", models.CharField(max_length=60, verbose_name="number of the proof")),
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
                "verbose_name": "application for a change of name",
                "verbose_name_plural": "applications for a change of name",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        audit_table("bizexpansion_changearchive"),
        audit_table("bizexpansion_decision"),
        audit_table("bizexpansion_namechange"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
