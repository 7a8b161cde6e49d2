"""Temporary removal (208), re-installation (209), transfer to another holder (211)."""

from datetime import date
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table


def seed(apps, schema_editor):
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    parameter = Parameter.objects.create(
        code="removal.max_months",
        name="暂拆最长月数",
        name_en="Most months of a temporary removal",
        unit="month",
    )
    ParameterValue.objects.create(
        parameter=parameter,
        value=Decimal(6),
        valid=(date(1990, 1, 1), None),
        source="供电营业规则 1996 (BG)",
        trust="S",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0025_test_and_reclassify"),
        ("book", "0022_note_rows_of_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountclosing",
            name="ground",
            field=models.CharField(
                choices=[
                    ("WISH", "the customer wishes it"),
                    ("IDLE", "idle for six months (T19)"),
                    ("BANKRUPT", "bankrupt or dissolved"),
                    ("EXPIRED", "the period of a temporary removal is over (T18)"),
                ],
                default="WISH",
                max_length=8,
                verbose_name="ground of the closing",
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
                    ("M-LIST", "list of the households or accounts"),
                    ("M-AGREE", "agreement of all parties on a split or a merge"),
                    ("M-DEMO", "notice of demolition"),
                    ("M-LET", "letter of the municipal body"),
                    ("M-USE", "proof of the new use"),
                    ("M-NEW", "identity or certificate of the new holder"),
                    ("M-OTHER", "other paper"),
                ],
                max_length=8,
                verbose_name="kind of paper",
            ),
        ),
        migrations.CreateModel(
            name="AccountTransfer",
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
                            ("SALE", "sale of the premises"),
                            ("LEASE", "lease of the premises"),
                            ("INHERITANCE", "inheritance or gift"),
                            ("RESTRUCTURE", "restructuring of the organisation"),
                            ("COURT", "court ruling"),
                        ],
                        max_length=12,
                        verbose_name="ground of the transfer",
                    ),
                ),
                (
                    "new_kind",
                    models.CharField(
                        choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                        max_length=12,
                        verbose_name="kind of new holder",
                    ),
                ),
                ("new_name", models.CharField(max_length=120, verbose_name="name of the new holder")),
                (
                    "new_id_kind",
                    models.CharField(
                        choices=[
                            ("", "not recorded"),
                            ("ID_CARD", "resident identity card"),
                            ("PASSPORT", "passport or travel permit"),
                            ("MILITARY", "military identity card"),
                            ("CREDIT_CODE", "unified social credit code"),
                            ("OTHER", "other document"),
                        ],
                        max_length=12,
                        verbose_name="document of the new holder",
                    ),
                ),
                (
                    "new_mailing_address",
                    models.CharField(blank=True, max_length=200, verbose_name="mailing address of the new holder"),
                ),
                ("property_number", models.CharField(max_length=60, verbose_name="number of the title or lease")),
                ("transfer_on", models.DateField(verbose_name="transferred on")),
                (
                    "credit_goes",
                    models.CharField(
                        choices=[("OLD", "is paid back to the old holder"), ("NEW", "stays with the account")],
                        default="OLD",
                        max_length=8,
                        verbose_name="credit of the old holder",
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
                    "new_customer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.customer",
                        verbose_name="new holder",
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
                "verbose_name": "application for a transfer",
                "verbose_name_plural": "applications for a transfer",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reinstallation",
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
                "verbose_name": "application for a re-installation",
                "verbose_name_plural": "applications for a re-installation",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TemporaryRemoval",
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
                ("back_on", models.DateField(verbose_name="meter back before")),
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
                "verbose_name": "application for a temporary removal",
                "verbose_name_plural": "applications for a temporary removal",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RefitCheck",
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
                (
                    "is_place_fit",
                    models.BooleanField(default=False, verbose_name="meter box and service line are sound"),
                ),
                ("is_fee_due", models.BooleanField(default=False, verbose_name="a fee is due")),
                (
                    "needs_terminal",
                    models.BooleanField(default=False, verbose_name="a collection terminal is installed"),
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
                "verbose_name": "site check of a re-installation",
                "verbose_name_plural": "site checks of re-installations",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                        name="refit_check_needs_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("ELECTRICAL", "electrical matters"),
                            ("ACCOUNTS", "bills and payment"),
                            ("OUTAGE", "outage and restoration"),
                            ("LEGAL", "legal representative"),
                            ("AGENT", "authorised agent"),
                        ],
                        max_length=12,
                        verbose_name="asked about",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "phone",
                    models.CharField(
                        max_length=20,
                        validators=[customers.book.validators.validate_phone],
                        verbose_name="telephone",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="bizexpansion.accounttransfer",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact person of the new holder",
                "verbose_name_plural": "contact persons of the new holder",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("application", "purpose"), name="transfer_contact_once")
                ],
            },
        ),
        audit_table("bizexpansion_temporaryremoval"),
        audit_table("bizexpansion_reinstallation"),
        audit_table("bizexpansion_refitcheck"),
        audit_table("bizexpansion_accounttransfer"),
        audit_table("bizexpansion_transfercontact"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
