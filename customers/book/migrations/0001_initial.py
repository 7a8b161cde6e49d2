import datetime
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import crm.schema
import customers.book.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crm_org", "0003_name_other_departments"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.RunSQL(
            sql="CREATE SEQUENCE book_account_number_seq MINVALUE 1 MAXVALUE 9999999;CREATE SEQUENCE book_customer_number_seq;CREATE SEQUENCE book_contract_number_seq;",
            reverse_sql="DROP SEQUENCE book_account_number_seq, book_customer_number_seq, book_contract_number_seq;",
        ),
        crm.schema.Together(
            operations=[
                migrations.CreateModel(
                    name="Customer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "customer_number",
                            models.CharField(max_length=16, unique=True, verbose_name="customer number"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="customer name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                                max_length=12,
                                verbose_name="kind of customer",
                            ),
                        ),
                        (
                            "id_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not recorded"),
                                    ("ID_CARD", "resident identity card"),
                                    ("PASSPORT", "passport or travel permit"),
                                    ("MILITARY", "military identity card"),
                                    ("CREDIT_CODE", "unified social credit code"),
                                    ("OTHER", "other document"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="kind of ID document",
                            ),
                        ),
                        (
                            "id_hash",
                            models.CharField(blank=True, default="", max_length=64, verbose_name="ID number, hash"),
                        ),
                        (
                            "id_last4",
                            models.CharField(
                                blank=True, default="", max_length=4, verbose_name="ID number, last four"
                            ),
                        ),
                        (
                            "id_cipher",
                            models.TextField(blank=True, default="", verbose_name="ID number, encrypted"),
                        ),
                        (
                            "registered_address",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="registered address"
                            ),
                        ),
                        (
                            "mailing_address",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="mailing address"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        (
                            "id_tail_hash",
                            models.CharField(
                                blank=True,
                                default="",
                                max_length=32,
                                verbose_name="ID number, hash of the last six",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_customers",
                                to="book.customer",
                                verbose_name="merged into",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "customer",
                        "verbose_name_plural": "customers",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("id_cipher", ""), ("id_hash", ""), ("id_last4", "")),
                                    models.Q(
                                        models.Q(("id_hash", ""), _negated=True),
                                        models.Q(("id_kind", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="customer_id_number_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True),
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="customer_merged_into_another",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("id_tail_hash", ""), _negated=True),
                                fields=["id_tail_hash"],
                                name="customer_id_tail_hash",
                            ),
                            models.Index(
                                condition=models.Q(("id_hash", ""), _negated=True),
                                fields=["id_kind", "id_hash"],
                                name="customer_id_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DepartmentQuality",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(verbose_name="month")),
                        ("counted_at", models.DateTimeField(verbose_name="counted")),
                        ("accounts", models.PositiveIntegerField(verbose_name="accounts")),
                        (
                            "completeness",
                            models.DecimalField(decimal_places=2, max_digits=5, verbose_name="mean completeness"),
                        ),
                        (
                            "correctness",
                            models.DecimalField(decimal_places=2, max_digits=5, verbose_name="mean correctness"),
                        ),
                        ("findings", models.JSONField(default=dict, verbose_name="findings by rule")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.department",
                                verbose_name="business department",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "quality of a department",
                        "verbose_name_plural": "quality of departments",
                        "ordering": ["month", "department_id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("department", "month"), name="department_quality_once_a_month"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateDue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("customer_id", models.BigIntegerField(verbose_name="customer")),
                    ],
                    options={
                        "verbose_name": "customer to be compared",
                        "verbose_name_plural": "customers to be compared",
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("ID", "ID number"), ("NA", "name and address")],
                                max_length=2,
                                verbose_name="kind of key",
                            ),
                        ),
                        ("key", models.UUIDField(verbose_name="key")),
                        (
                            "customer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="book.customer",
                                verbose_name="customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "key of comparison",
                        "verbose_name_plural": "keys of comparison",
                        "indexes": [models.Index(fields=["key", "kind"], name="duplicate_key")],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicatePair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rules",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("CREDIT_CODE", "same unified social credit code"),
                                        ("ID_NUMBER", "same ID number"),
                                        ("NAME_ADDRESS", "same name and address"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                                verbose_name="rules that hold",
                            ),
                        ),
                        (
                            "evidence",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None, verbose_name="keys in common"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OPEN", "to be judged"),
                                    ("PROPOSED", "merge proposed"),
                                    ("REJECTED", "different customers"),
                                    ("MERGED", "merged"),
                                    ("GONE", "no longer alike"),
                                ],
                                default="OPEN",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                        ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="reason")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.customer",
                                verbose_name="one customer",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.customer",
                                verbose_name="the other customer",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ],
                    options={
                        "verbose_name": "possible duplicate",
                        "verbose_name_plural": "possible duplicates",
                        "indexes": [models.Index(fields=["state", "-id"], name="duplicate_pair_newest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("first", "second"), name="duplicate_pair_once"),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))),
                                name="duplicate_pair_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerMerge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("PROPOSED", "waits for consent"),
                                    ("REFUSED", "refused"),
                                    ("WITHDRAWN", "withdrawn"),
                                    ("OVERTAKEN", "overtaken by another merge"),
                                    ("MERGED", "merged"),
                                    ("UNDONE", "undone"),
                                ],
                                default="PROPOSED",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("choices", models.JSONField(default=dict, verbose_name="values chosen")),
                        ("kept_data", models.JSONField(default=dict, verbose_name="values before the merge")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                        ("merged_at", models.DateTimeField(blank=True, null=True, verbose_name="merged at")),
                        (
                            "undo_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="can be undone until"),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "closing_reason",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="reason of the end"
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ended by",
                            ),
                        ),
                        (
                            "merged",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges_given_up",
                                to="book.customer",
                                verbose_name="merged customer",
                            ),
                        ),
                        (
                            "merged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="merged by",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "survivor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges_taken_in",
                                to="book.customer",
                                verbose_name="customer that stays",
                            ),
                        ),
                        (
                            "pair",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges",
                                to="book.duplicatepair",
                                verbose_name="possible duplicate",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ],
                    options={
                        "verbose_name": "merge of customers",
                        "verbose_name_plural": "merges of customers",
                        "indexes": [models.Index(fields=["state", "-id"], name="merge_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("survivor", models.F("merged")), _negated=True),
                                name="merge_of_two",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "MERGED")),
                                fields=("merged",),
                                name="customer_merged_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_at__isnull", False), ("state__in", ("MERGED", "UNDONE"))),
                                    models.Q(
                                        models.Q(("state__in", ("MERGED", "UNDONE")), _negated=True),
                                        ("merged_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="merge_state_has_its_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdCheck",
                    fields=[
                        (
                            "customer_id",
                            models.BigIntegerField(primary_key=True, serialize=False, verbose_name="customer"),
                        ),
                        ("id_hash", models.CharField(max_length=64, verbose_name="ID number, hash")),
                        (
                            "problem",
                            models.CharField(blank=True, default="", max_length=10, verbose_name="what is wrong"),
                        ),
                        ("checked_at", models.DateTimeField(verbose_name="checked")),
                    ],
                    options={
                        "verbose_name": "check of an ID number",
                        "verbose_name_plural": "checks of ID numbers",
                    },
                ),
                migrations.CreateModel(
                    name="Industry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=2, unique=True, verbose_name="industry code")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("name_en", models.CharField(max_length=100, verbose_name="English name")),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="divisions",
                                to="book.industry",
                                verbose_name="section of industry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "industry",
                        "verbose_name_plural": "industries",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code__regex", "^[A-T]$"), ("section__isnull", True)),
                                    models.Q(("code__regex", "^\\d\\d$"), ("section__isnull", False)),
                                    _connector="OR",
                                ),
                                name="industry_division_has_section",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergeConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("WAITING", "waiting"), ("GIVEN", "agreed"), ("REFUSED", "refused")],
                                default="WAITING",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        ("at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
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
                            "merge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="book.customermerge",
                                verbose_name="merge of customers",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consent to a merge",
                        "verbose_name_plural": "consents to merges",
                        "indexes": [models.Index(fields=["department", "state"], name="merge_consent_waiting")],
                        "constraints": [
                            models.UniqueConstraint(fields=("merge", "department"), name="merge_consent_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergeMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("mover", models.CharField(max_length=60, verbose_name="kind of record")),
                        (
                            "records",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None, verbose_name="records"
                            ),
                        ),
                        (
                            "merge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="book.customermerge",
                                verbose_name="merge of customers",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "records moved by a merge",
                        "verbose_name_plural": "records moved by merges",
                        "constraints": [models.UniqueConstraint(fields=("merge", "mover"), name="merge_move_once")],
                    },
                ),
                migrations.CreateModel(
                    name="QualityMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("account_id", models.BigIntegerField(verbose_name="supply account")),
                    ],
                    options={
                        "verbose_name": "account to be scored",
                        "verbose_name_plural": "accounts to be scored",
                    },
                ),
                migrations.CreateModel(
                    name="QualityRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("position", models.BigIntegerField(default=0, verbose_name="last account scored")),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                    ],
                    options={
                        "verbose_name": "scoring of all accounts",
                        "verbose_name_plural": "scorings of all accounts",
                        "ordering": ["-day"],
                    },
                ),
                migrations.CreateModel(
                    name="ReadingSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=16, unique=True, verbose_name="reading section number"),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="reading section name")),
                        (
                            "reading_day",
                            models.PositiveSmallIntegerField(default=1, verbose_name="day of the month of reading"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reading_sections",
                                to="crm_org.department",
                                verbose_name="business department",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reading_sections",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="meter reader",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading section",
                        "verbose_name_plural": "reading sections",
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reading_day__gte", 1), ("reading_day__lte", 31)),
                                name="reading_section_day_of_month",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResidentialProject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("case_number", models.CharField(max_length=32, unique=True, verbose_name="case")),
                        ("name", models.CharField(max_length=120, verbose_name="project")),
                        ("developer", models.CharField(max_length=120, verbose_name="developer or organiser")),
                        ("address", models.CharField(max_length=200, verbose_name="address")),
                        ("household_count", models.PositiveIntegerField(verbose_name="households")),
                        (
                            "residential_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="residential area (m²)"
                            ),
                        ),
                        (
                            "public_area",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="area of public facilities (m²)"
                            ),
                        ),
                        ("handed_over_on", models.DateField(verbose_name="handed over on")),
                        ("archived_on", models.DateField(blank=True, null=True, verbose_name="archived on")),
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
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "residential complex",
                        "verbose_name_plural": "residential complexes",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="SearchTerm",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "account_id",
                                "kind",
                                "source_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("account_id", models.BigIntegerField(verbose_name="supply account")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("N", "name"),
                                    ("I", "pinyin initials"),
                                    ("A", "address"),
                                    ("C", "account number"),
                                    ("P", "phone"),
                                    ("M", "meter number"),
                                ],
                                max_length=1,
                                verbose_name="kind of text",
                            ),
                        ),
                        ("source_id", models.BigIntegerField(verbose_name="origin")),
                        ("department_id", models.BigIntegerField(verbose_name="business department")),
                        ("text", models.TextField(db_collation="C", verbose_name="text")),
                    ],
                    options={
                        "verbose_name": "search term",
                        "verbose_name_plural": "search terms",
                        "indexes": [
                            models.Index(fields=["department_id", "kind", "text"], name="search_term_begins")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Segment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name of the segment")),
                        (
                            "description",
                            models.CharField(blank=True, default="", max_length=300, verbose_name="what it is for"),
                        ),
                        (
                            "sharing",
                            models.CharField(
                                choices=[
                                    ("OWNER", "only me"),
                                    ("DEPARTMENT", "my department"),
                                    ("EVERYONE", "everyone"),
                                ],
                                default="OWNER",
                                max_length=10,
                                verbose_name="shared with",
                            ),
                        ),
                        ("conditions", models.JSONField(verbose_name="conditions")),
                        (
                            "schema_version",
                            models.PositiveSmallIntegerField(default=1, verbose_name="form of the conditions"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        ("updated_at", models.DateTimeField(verbose_name="changed")),
                        ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="put away")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="segments",
                                to="crm_org.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="segments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner of the segment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "segment",
                        "verbose_name_plural": "segments",
                        "indexes": [models.Index(fields=["department", "name"], name="segment_by_department")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("archived_at__isnull", True)),
                                fields=("owner", "name"),
                                name="segment_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="segment_has_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Street",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=9, unique=True, verbose_name="street code")),
                        ("name", models.CharField(max_length=60, verbose_name="street or town")),
                        (
                            "written_as",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="written in addresses as",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="streets",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "street or town",
                        "verbose_name_plural": "streets and towns",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code__regex", "^\\d{9}$")), name="street_code_format"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplyAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account_number",
                            models.CharField(max_length=10, unique=True, verbose_name="account number"),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="account name")),
                        ("address", models.CharField(max_length=200, verbose_name="supply address")),
                        (
                            "account_class",
                            models.CharField(
                                choices=[
                                    ("00", "assessment account"),
                                    ("01", "high voltage"),
                                    ("02", "low voltage, non-resident"),
                                    ("03", "low voltage, resident"),
                                ],
                                max_length=2,
                                verbose_name="class of account",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("0", "normal"),
                                    ("1", "new supply in progress"),
                                    ("2", "change in progress"),
                                    ("9", "closed"),
                                    ("V", "voided"),
                                ],
                                max_length=1,
                                verbose_name="account status",
                            ),
                        ),
                        (
                            "open_case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="open case"),
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
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "contract_capacity",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=12, verbose_name="contract capacity (kVA)"
                            ),
                        ),
                        (
                            "running_capacity",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=12, verbose_name="running capacity (kVA)"
                            ),
                        ),
                        (
                            "security_capacity",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=12, verbose_name="security load (kVA)"
                            ),
                        ),
                        (
                            "load_character",
                            models.CharField(
                                choices=[
                                    ("1", "class one load"),
                                    ("2", "class two load"),
                                    ("3", "class three load"),
                                ],
                                default="3",
                                max_length=1,
                                verbose_name="load character",
                            ),
                        ),
                        (
                            "importance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "ordinary customer"),
                                    ("SPECIAL", "important customer, special grade"),
                                    ("FIRST", "important customer, first grade"),
                                    ("SECOND", "important customer, second grade"),
                                    ("TEMPORARY", "important customer, temporary"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="importance",
                            ),
                        ),
                        (
                            "industry_code",
                            models.CharField(blank=True, default="", max_length=8, verbose_name="industry code"),
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
                                verbose_name="tariff class",
                            ),
                        ),
                        (
                            "shift_pattern",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not applicable"),
                                    ("ONE", "one shift"),
                                    ("TWO", "two shifts"),
                                    ("THREE", "three shifts"),
                                    ("CONTINUOUS", "continuous production"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="shift pattern",
                            ),
                        ),
                        (
                            "weekly_closing",
                            models.CharField(
                                blank=True, default="", max_length=20, verbose_name="weekly closing day"
                            ),
                        ),
                        (
                            "high_energy_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not energy-intensive"),
                                    ("STEEL", "iron and steel"),
                                    ("ALUMINIUM", "electrolytic aluminium"),
                                    ("FERROALLOY", "ferroalloy"),
                                    ("CEMENT", "cement"),
                                    ("CARBIDE", "calcium carbide"),
                                    ("CAUSTIC_SODA", "caustic soda"),
                                    ("OTHER", "other energy-intensive trade"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="energy-intensive trade",
                            ),
                        ),
                        (
                            "power_state",
                            models.CharField(
                                choices=[
                                    ("01", "cut off"),
                                    ("02", "energised"),
                                    ("03", "to be restored"),
                                    ("04", "restored"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="power state",
                            ),
                        ),
                        (
                            "transfer",
                            models.CharField(
                                choices=[
                                    ("0", "no transferred supply"),
                                    ("1", "passes supply on"),
                                    ("2", "is supplied by another account"),
                                ],
                                default="0",
                                max_length=1,
                                verbose_name="transferred supply",
                            ),
                        ),
                        (
                            "temporary",
                            models.CharField(
                                choices=[
                                    ("01", "temporary, metered"),
                                    ("02", "temporary, unmetered"),
                                    ("03", "not temporary"),
                                ],
                                default="03",
                                max_length=2,
                                verbose_name="temporary supply",
                            ),
                        ),
                        (
                            "temporary_until",
                            models.DateField(blank=True, null=True, verbose_name="temporary until"),
                        ),
                        ("is_urban", models.BooleanField(default=True, verbose_name="urban")),
                        ("built_on", models.DateField(verbose_name="account opened on")),
                        (
                            "energised_on",
                            models.DateField(blank=True, null=True, verbose_name="first energised on"),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                        (
                            "check_cycle_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="inspection cycle (months)"
                            ),
                        ),
                        (
                            "last_checked_on",
                            models.DateField(blank=True, null=True, verbose_name="last inspected on"),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="book.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="crm_org.department",
                                verbose_name="business department",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="book.readingsection",
                                verbose_name="reading section",
                            ),
                        ),
                        (
                            "importance_until",
                            models.DateField(blank=True, null=True, verbose_name="important until"),
                        ),
                        ("is_key_account", models.BooleanField(default=False, verbose_name="key account")),
                        (
                            "risk_grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not graded"),
                                    ("LOW", "low risk"),
                                    ("MEDIUM", "medium risk"),
                                    ("HIGH", "high risk"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="risk grade",
                            ),
                        ),
                        (
                            "open_case_row",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=8,
                                verbose_name="row of the batch order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supply account",
                        "verbose_name_plural": "supply accounts",
                        "indexes": [
                            models.Index(fields=["department", "account_number"], name="account_by_department"),
                            models.Index(fields=["customer", "department"], name="account_by_customer"),
                            models.Index(
                                fields=["address"], name="account_by_address", opclasses=["varchar_pattern_ops"]
                            ),
                            models.Index(fields=["account_class", "account_number"], name="account_by_class"),
                            models.Index(fields=["voltage", "account_number"], name="account_by_voltage"),
                            models.Index(
                                condition=models.Q(("status", "0"), _negated=True),
                                fields=["status", "account_number"],
                                name="account_by_status",
                            ),
                            models.Index(
                                condition=models.Q(("importance", ""), _negated=True),
                                fields=["importance", "account_number"],
                                name="account_by_importance",
                            ),
                            models.Index(
                                condition=models.Q(("risk_grade", ""), _negated=True),
                                fields=["risk_grade", "account_number"],
                                name="account_by_risk",
                            ),
                            models.Index(
                                condition=models.Q(("is_key_account", True)),
                                fields=["account_number"],
                                name="account_key_accounts",
                            ),
                            models.Index(
                                django.db.models.functions.text.Left("industry_code", 2),
                                models.F("account_number"),
                                condition=models.Q(("industry_code", ""), _negated=True),
                                name="account_by_industry",
                            ),
                            models.Index(
                                condition=models.Q(("temporary_until__isnull", False)),
                                fields=["temporary_until", "id"],
                                name="account_by_temporary_end",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("account_number__regex", "^32\\d{8}$")),
                                name="account_number_format",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("contract_capacity__gte", 0), ("contract_capacity__lte", Decimal("1000000"))
                                ),
                                name="account_contract_capacity_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("running_capacity__gte", 0),
                                    ("running_capacity__lte", models.F("contract_capacity")),
                                ),
                                name="account_running_within_contract",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("security_capacity__gte", 0)), name="account_security_capacity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("1", "2")),
                                        models.Q(("open_case_number", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("1", "2")), _negated=True),
                                        ("open_case_number", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="account_status_names_its_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("temporary_until__isnull", True),
                                    models.Q(("temporary", "03"), _negated=True),
                                    _connector="OR",
                                ),
                                name="account_end_only_if_temporary",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("status__in", ["0", "1", "2", "V"])),
                                    models.Q(("closed_on__isnull", False), ("status", "9")),
                                    _connector="OR",
                                ),
                                name="account_closed_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("built_on__gte", datetime.date(1900, 1, 2)),
                                    models.Q(
                                        ("closed_on__isnull", True),
                                        ("closed_on__gte", models.F("built_on")),
                                        _connector="OR",
                                    ),
                                ),
                                name="account_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("account_class", "01"),
                                        ("voltage__in", ("KV10", "KV20", "KV35", "KV110", "KV220")),
                                    ),
                                    models.Q(
                                        models.Q(("account_class", "01"), _negated=True),
                                        models.Q(
                                            ("voltage__in", ("KV10", "KV20", "KV35", "KV110", "KV220")),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="account_voltage_fits_class",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("importance_until__isnull", True), ("importance", "TEMPORARY"), _connector="OR"
                                ),
                                name="account_importance_ends_if_temporary",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "1")),
                                fields=("open_case_number", "open_case_row"),
                                name="account_opened_once_per_case",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountGrade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("IMPORTANCE", "importance"),
                                    ("KEY_ACCOUNT", "key account"),
                                    ("RISK", "risk grade"),
                                ],
                                max_length=12,
                                verbose_name="what is graded",
                            ),
                        ),
                        ("value", models.CharField(blank=True, default="", max_length=10, verbose_name="grade")),
                        ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("LIST", "list of the power authority"),
                                    ("DECISION", "decision of the company"),
                                    ("CAPACITY", "contract capacity"),
                                    ("INSPECTION", "power inspection"),
                                    ("PAYMENT", "payment record"),
                                    ("COMPLAINT", "complaints"),
                                    ("CASE", "case of business expansion"),
                                ],
                                max_length=10,
                                verbose_name="rests on",
                            ),
                        ),
                        (
                            "document",
                            models.CharField(blank=True, default="", max_length=60, verbose_name="document"),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("set_at", models.DateTimeField(verbose_name="graded at")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grades",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="graded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "grade of an account",
                        "verbose_name_plural": "grades of accounts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="account_grade_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("account", "="), ("kind", "="), ("period", "&&")],
                                name="account_grade_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="account_grade_has_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveSmallIntegerField(default=1, verbose_name="number within the account"),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                        ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                        (
                            "strategy",
                            models.CharField(
                                choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                                max_length=8,
                                verbose_name="price strategy",
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
                                choices=[
                                    ("0", "not assessed"),
                                    ("0.80", "0.80"),
                                    ("0.85", "0.85"),
                                    ("0.90", "0.90"),
                                ],
                                default="0",
                                max_length=4,
                                verbose_name="power factor standard",
                            ),
                        ),
                        ("is_time_of_use", models.BooleanField(default=False, verbose_name="time-of-use price")),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prices",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "price of an account",
                        "verbose_name_plural": "prices of accounts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="account_price_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("account", "="), ("sequence", "="), ("period", "&&")],
                                name="account_price_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("strategy", "TWO_PART"),
                                        models.Q(("basic_charge_mode", "0"), _negated=True),
                                    ),
                                    models.Q(("basic_charge_mode", "0"), ("strategy", "ONE_PART")),
                                    _connector="OR",
                                ),
                                name="account_price_two_part_has_basic",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountQuality",
                    fields=[
                        (
                            "account",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                primary_key=True,
                                related_name="quality",
                                serialize=False,
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        ("completeness", models.PositiveSmallIntegerField(verbose_name="completeness")),
                        ("correctness", models.PositiveSmallIntegerField(verbose_name="correctness")),
                        ("gaps", models.PositiveSmallIntegerField(default=0, verbose_name="gaps")),
                        ("errors", models.PositiveSmallIntegerField(default=0, verbose_name="errors")),
                        ("scored_at", models.DateTimeField(verbose_name="scored")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.department",
                                verbose_name="business department",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "quality of an account",
                        "verbose_name_plural": "quality of accounts",
                        "indexes": [
                            models.Index(
                                fields=["department", "completeness", "account"], name="quality_by_completeness"
                            ),
                            models.Index(
                                fields=["department", "correctness", "account"], name="quality_by_correctness"
                            ),
                            models.Index(fields=["completeness", "account"], name="quality_worst_completeness"),
                            models.Index(fields=["correctness", "account"], name="quality_worst_correctness"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("completeness__lte", 100), ("correctness__lte", 100)),
                                name="quality_scores_in_range",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                        (
                            "contract_capacity",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="contract capacity (kVA)"
                            ),
                        ),
                        (
                            "running_capacity",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="running capacity (kVA)"
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="capacity_periods",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "capacity in a period",
                        "verbose_name_plural": "capacities over time",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="capacity_period_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("account", "="), ("period", "&&")], name="capacity_one_at_a_time"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("contract_capacity__gte", 0),
                                    ("contract_capacity__lte", Decimal("1000000")),
                                    ("running_capacity__gte", 0),
                                    ("running_capacity__lte", models.F("contract_capacity")),
                                ),
                                name="capacity_running_within_contract",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CollectionTerminal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="terminal (asset number)",
                            ),
                        ),
                        (
                            "communication_address",
                            models.CharField(
                                blank=True, default="", max_length=30, verbose_name="communication address"
                            ),
                        ),
                        (
                            "position",
                            models.CharField(blank=True, default="", max_length=120, verbose_name="position"),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="period")),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terminals",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "collection terminal",
                        "verbose_name_plural": "collection terminals",
                        "ordering": ["account_id", "id"],
                        "indexes": [models.Index(fields=["account"], name="terminal_by_account")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="terminal_period_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("asset_number", "="), ("period", "&&")],
                                name="terminal_at_one_place",
                                violation_error_message="This terminal hangs elsewhere at that time.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
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
                                verbose_name="contact purpose",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="contact name")),
                        (
                            "phone",
                            models.CharField(
                                max_length=30,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="contact phone",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact person",
                        "verbose_name_plural": "contact persons",
                        "indexes": [models.Index(fields=["phone"], name="contact_phone")],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "purpose"), name="contact_once_per_purpose"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True), models.Q(("phone", ""), _negated=True)
                                ),
                                name="contact_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="contract number")),
                        (
                            "contract_type",
                            models.CharField(
                                choices=[
                                    ("01", "high-voltage supply contract"),
                                    ("02", "low-voltage supply contract"),
                                    ("03", "resident supply contract"),
                                    ("04", "temporary supply contract"),
                                    ("05", "entrusted transferred supply contract"),
                                    ("06", "wholesale contract"),
                                ],
                                max_length=2,
                                verbose_name="type of contract",
                            ),
                        ),
                        (
                            "operation",
                            models.CharField(
                                choices=[
                                    ("01", "new contract"),
                                    ("02", "change of contract"),
                                    ("03", "renewal"),
                                    ("04", "signed afterwards"),
                                    ("05", "termination"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="contract operation",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("1", "not signed"), ("2", "valid"), ("3", "expired"), ("4", "void")],
                                default="1",
                                max_length=1,
                                verbose_name="contract status",
                            ),
                        ),
                        ("term", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="term")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        (
                            "signatory",
                            models.CharField(blank=True, default="", max_length=60, verbose_name="signed by"),
                        ),
                        ("is_standard_text", models.BooleanField(default=True, verbose_name="standard text")),
                        (
                            "attachments",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("SETTLEMENT", "bill settlement agreement"),
                                        ("DISPATCH", "grid dispatch agreement"),
                                        ("DUAL_SOURCE", "dual-source and own-source agreement"),
                                        ("GRID_CONNECTION", "grid-connection dispatch agreement"),
                                        ("ORDERLY_USE", "orderly power use agreement"),
                                        ("SAFETY", "safety agreement"),
                                        ("BOUNDARY", "ownership boundary and metering diagram"),
                                        ("CHANGE_CONFIRMATION", "confirmation of a contract change"),
                                        ("EQUIPMENT_LIST", "list of electrical equipment"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="attachments",
                            ),
                        ),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="declared void on")),
                        (
                            "void_reason",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="reason of voidance"
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supply contract",
                        "verbose_name_plural": "supply contracts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("term__isempty", False), ("term__lower_inf", False)),
                                name="contract_term_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("status", "2")),
                                expressions=[("account", "="), ("contract_type", "="), ("term", "&&")],
                                name="contract_one_valid_at_a_time",
                                violation_error_message="Another contract of this type is valid at that time.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "2"), _negated=True),
                                    ("signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="contract_valid_if_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "4"), _negated=True),
                                    ("voided_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="contract_void_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentTransformer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                unique=True,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="asset number",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("006", "qualified, in store"),
                                    ("016", "assigned, to be issued"),
                                    ("011", "issued, to be installed"),
                                    ("012", "in operation"),
                                    ("015", "removed, to be returned"),
                                ],
                                default="006",
                                max_length=3,
                                verbose_name="state of the device",
                            ),
                        ),
                        ("maker", models.CharField(blank=True, default="", max_length=60, verbose_name="maker")),
                        ("model", models.CharField(blank=True, default="", max_length=40, verbose_name="model")),
                        ("made_on", models.DateField(blank=True, null=True, verbose_name="made on")),
                        ("tested_on", models.DateField(blank=True, null=True, verbose_name="tested on")),
                        (
                            "ownership",
                            models.CharField(
                                choices=[
                                    ("UTILITY", "power-supply company"),
                                    ("CUSTOMER", "customer"),
                                    ("GENERATOR", "power producer"),
                                ],
                                default="UTILITY",
                                max_length=10,
                                verbose_name="ownership",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CT", "current transformer"),
                                    ("PT", "voltage transformer"),
                                    ("CTPT", "combined transformer"),
                                ],
                                max_length=4,
                                verbose_name="kind of transformer",
                            ),
                        ),
                        (
                            "primary",
                            models.DecimalField(decimal_places=2, max_digits=10, verbose_name="primary rating"),
                        ),
                        (
                            "secondary",
                            models.DecimalField(decimal_places=2, max_digits=10, verbose_name="secondary rating"),
                        ),
                        ("accuracy", models.CharField(default="0.2S", max_length=6, verbose_name="accuracy class")),
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
                            "reserved_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="assigned to account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "instrument transformer",
                        "verbose_name_plural": "instrument transformers",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["department", "state", "asset_number"],
                                name="instrumenttransformer_by_store",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("asset_number__regex", "^\\d{22}$")),
                                name="instrumenttransformer_asset_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reserved_for__isnull", True), ("state", "006")),
                                    models.Q(
                                        models.Q(("state", "006"), _negated=True), ("reserved_for__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="instrumenttransformer_out_of_store_for_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("primary__gt", 0), ("secondary__gt", 0)),
                                name="instrumenttransformer_ratings",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                unique=True,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="asset number",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("006", "qualified, in store"),
                                    ("016", "assigned, to be issued"),
                                    ("011", "issued, to be installed"),
                                    ("012", "in operation"),
                                    ("015", "removed, to be returned"),
                                ],
                                default="006",
                                max_length=3,
                                verbose_name="state of the device",
                            ),
                        ),
                        ("maker", models.CharField(blank=True, default="", max_length=60, verbose_name="maker")),
                        ("model", models.CharField(blank=True, default="", max_length=40, verbose_name="model")),
                        ("made_on", models.DateField(blank=True, null=True, verbose_name="made on")),
                        ("tested_on", models.DateField(blank=True, null=True, verbose_name="tested on")),
                        (
                            "ownership",
                            models.CharField(
                                choices=[
                                    ("UTILITY", "power-supply company"),
                                    ("CUSTOMER", "customer"),
                                    ("GENERATOR", "power producer"),
                                ],
                                default="UTILITY",
                                max_length=10,
                                verbose_name="ownership",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SINGLE_PHASE", "single-phase smart meter"),
                                    ("THREE_PHASE", "three-phase smart meter"),
                                    ("THREE_PHASE_HV", "three-phase smart meter, through transformers"),
                                ],
                                max_length=14,
                                verbose_name="kind of meter",
                            ),
                        ),
                        (
                            "wiring",
                            models.CharField(
                                choices=[
                                    ("SINGLE_PHASE", "single-phase"),
                                    ("THREE_WIRE", "three-phase three-wire"),
                                    ("FOUR_WIRE", "three-phase four-wire"),
                                ],
                                max_length=12,
                                verbose_name="wiring",
                            ),
                        ),
                        (
                            "rated_current",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="rated current (A)"),
                        ),
                        (
                            "maximum_current",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="maximum current (A)"),
                        ),
                        ("constant", models.PositiveIntegerField(verbose_name="constant (imp/kWh)")),
                        (
                            "digits",
                            models.PositiveSmallIntegerField(
                                default=6, verbose_name="integer digits of the register"
                            ),
                        ),
                        ("accuracy", models.CharField(default="1.0", max_length=6, verbose_name="accuracy class")),
                        (
                            "protocol",
                            models.CharField(
                                default="DL/T 645-2007", max_length=20, verbose_name="communication protocol"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True, default="", max_length=20, verbose_name="communication address"
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
                            "reserved_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="assigned to account",
                            ),
                        ),
                        (
                            "keep_until",
                            models.DateField(blank=True, null=True, verbose_name="kept for review until"),
                        ),
                    ],
                    options={
                        "verbose_name": "meter",
                        "verbose_name_plural": "meters",
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["department", "state", "asset_number"], name="meter_by_store")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("asset_number__regex", "^\\d{22}$")), name="meter_asset_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reserved_for__isnull", True), ("state", "006")),
                                    models.Q(
                                        models.Q(("state", "006"), _negated=True), ("reserved_for__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="meter_out_of_store_for_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("constant__gt", 0),
                                    ("maximum_current__gte", models.F("rated_current")),
                                    ("rated_current__gt", 0),
                                    ("digits__gte", 4),
                                    ("digits__lte", 8),
                                ),
                                name="meter_plate",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeterTest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                choices=[("01", "laboratory"), ("02", "on site")],
                                max_length=2,
                                verbose_name="place of the test",
                            ),
                        ),
                        ("tested_at", models.DateTimeField(verbose_name="tested at")),
                        (
                            "error_percent",
                            models.DecimalField(decimal_places=3, max_digits=6, verbose_name="relative error (%)"),
                        ),
                        (
                            "tolerance_percent",
                            models.DecimalField(decimal_places=3, max_digits=5, verbose_name="tolerance (%)"),
                        ),
                        ("is_within_tolerance", models.BooleanField(verbose_name="within tolerance")),
                        ("report_number", models.CharField(max_length=40, verbose_name="number of the report")),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "meter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tests",
                                to="book.meter",
                                verbose_name="meter",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "test of a meter",
                        "verbose_name_plural": "tests of meters",
                        "ordering": ["meter_id", "-tested_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meter", "tested_at"), name="meter_tested_once_at_a_moment"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tolerance_percent__gt", 0)), name="meter_test_tolerance"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
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
                        (
                            "instalments",
                            models.PositiveSmallIntegerField(default=1, verbose_name="instalments a month"),
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
                            models.CharField(
                                blank=True, default="", max_length=400, verbose_name="bank account, sealed"
                            ),
                        ),
                        (
                            "authorisation_number",
                            models.CharField(
                                blank=True, default="", max_length=40, verbose_name="number of the authorisation"
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
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
                                    models.Q(
                                        ("instalments__gte", 2), ("instalments__lte", 6), ("settle_mode", "01")
                                    ),
                                    models.Q(("instalments", 1), ("settle_mode", "02")),
                                    _connector="OR",
                                ),
                                name="payment_terms_instalments",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QualityFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule", models.CharField(max_length=40, verbose_name="rule")),
                        (
                            "severity",
                            models.CharField(
                                choices=[("C", "gap"), ("E", "error")], max_length=1, verbose_name="gap or error"
                            ),
                        ),
                        ("detail", models.CharField(blank=True, default="", max_length=20, verbose_name="detail")),
                        ("priority", models.PositiveSmallIntegerField(verbose_name="urgency")),
                        ("since", models.DateTimeField(verbose_name="since")),
                        (
                            "account",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="findings",
                                to="book.supplyaccount",
                                verbose_name="supply account",
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
                    ],
                    options={
                        "verbose_name": "finding",
                        "verbose_name_plural": "findings",
                        "indexes": [
                            models.Index(fields=["department", "-priority", "id"], name="finding_by_urgency"),
                            models.Index(fields=["department", "rule", "-priority", "id"], name="finding_by_rule"),
                            models.Index(fields=["-priority", "id"], name="finding_most_urgent"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("account", "rule"), name="finding_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FindingCare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("aside_until", models.DateField(blank=True, null=True, verbose_name="set aside until")),
                        (
                            "aside_reason",
                            models.CharField(blank=True, default="", max_length=200, verbose_name="reason"),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken by",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "finding",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="care",
                                to="book.qualityfinding",
                                verbose_name="finding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "care of a finding",
                        "verbose_name_plural": "care of findings",
                        "indexes": [models.Index(fields=["assignee", "finding"], name="finding_care_mine")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("aside_reason", ""), ("aside_until__isnull", True)),
                                    models.Q(
                                        ("aside_until__isnull", False),
                                        models.Q(("aside_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="finding_aside_has_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplyPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                        ("name", models.CharField(max_length=60, verbose_name="supply point name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SUBSTATION", "transforming station"),
                                    ("DISTRIBUTION", "distribution station"),
                                    ("BOX", "box-type substation"),
                                    ("POLE", "pole-mounted transformer"),
                                    ("UNDERGROUND", "underground transformer"),
                                    ("SWITCHING", "switching station"),
                                    ("LOW_VOLTAGE", "low-voltage service"),
                                ],
                                max_length=12,
                                verbose_name="kind of supply point",
                            ),
                        ),
                        (
                            "interlock",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MECHANICAL", "mechanical interlock"),
                                    ("ELECTRICAL", "electrical interlock"),
                                    ("BOTH", "mechanical and electrical interlock"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="interlock of sources",
                            ),
                        ),
                        (
                            "switching",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MANUAL", "manual change-over"),
                                    ("AUTOMATIC", "automatic change-over"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="change-over",
                            ),
                        ),
                        (
                            "own_source_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="own source (kVA)",
                            ),
                        ),
                        (
                            "own_source_interlock",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MECHANICAL", "mechanical interlock"),
                                    ("ELECTRICAL", "electrical interlock"),
                                    ("BOTH", "mechanical and electrical interlock"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="interlock of the own source",
                            ),
                        ),
                        ("remark", models.CharField(blank=True, default="", max_length=200, verbose_name="remark")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supply_points",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "supply point",
                        "verbose_name_plural": "supply points",
                        "ordering": ["account_id", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "sequence"), name="supply_point_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("own_source_capacity__isnull", True),
                                    ("own_source_capacity__gt", 0),
                                    _connector="OR",
                                ),
                                name="supply_point_own_source_capacity",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PowerSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("PUBLIC_TRANSFORMER", "public transformer"),
                                    ("DEDICATED_TRANSFORMER", "dedicated transformer"),
                                    ("DEDICATED_LINE", "dedicated line"),
                                    ("SHARED_TRANSFORMER", "shared dedicated transformer"),
                                ],
                                max_length=24,
                                verbose_name="kind of source",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("MAIN", "main source"),
                                    ("MUTUAL", "mutual standby source"),
                                    ("STANDBY_PRODUCTION", "standby for production"),
                                    ("STANDBY_MAINTENANCE", "standby for maintenance"),
                                    ("SECURITY_GRID", "security source from the grid"),
                                    ("SECURITY_OWN", "security source of the customer"),
                                ],
                                max_length=20,
                                verbose_name="nature of source",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[("SINGLE", "single-phase"), ("THREE", "three-phase")],
                                default="THREE",
                                max_length=6,
                                verbose_name="phases",
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
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="source capacity (kVA)"
                            ),
                        ),
                        (
                            "substation",
                            models.CharField(blank=True, default="", max_length=60, verbose_name="substation"),
                        ),
                        ("line", models.CharField(blank=True, default="", max_length=60, verbose_name="line")),
                        (
                            "transformer_area",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="transformer area"
                            ),
                        ),
                        (
                            "incoming_mode",
                            models.CharField(
                                choices=[
                                    ("OVERHEAD", "overhead line"),
                                    ("CABLE_DIRECT", "buried cable"),
                                    ("CABLE_TRENCH", "cable in duct or trench"),
                                    ("MIXED", "overhead line and cable"),
                                ],
                                max_length=12,
                                verbose_name="incoming mode",
                            ),
                        ),
                        (
                            "incoming_pole",
                            models.CharField(
                                blank=True, default="", max_length=60, verbose_name="incoming pole or cabinet"
                            ),
                        ),
                        (
                            "protection",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not given"),
                                    ("FUSE", "fuse"),
                                    ("RELAY", "relay protection"),
                                    ("MICROPROCESSOR", "digital protection"),
                                ],
                                default="",
                                max_length=14,
                                verbose_name="protection",
                            ),
                        ),
                        (
                            "ownership_boundary",
                            models.CharField(
                                blank=True, default="", max_length=200, verbose_name="ownership boundary"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=False, verbose_name="in use")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="power_sources",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "supply_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="power_sources",
                                to="book.supplypoint",
                                verbose_name="supply point",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "power source",
                        "verbose_name_plural": "power sources",
                        "ordering": ["account_id", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "sequence"), name="power_source_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gt", 0)), name="power_source_capacity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeteringPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "stands alone"),
                                    ("MAIN_SUB", "sub-meter of a main meter"),
                                    ("ADD", "added"),
                                    ("SUBTRACT", "subtracted"),
                                    ("REFERENCE", "reference only"),
                                    ("TRANSFERRED", "transferred supply"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="billing relation",
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                        (
                            "number",
                            models.CharField(max_length=13, unique=True, verbose_name="metering point number"),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="metering point name")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("01", "set up"),
                                    ("02", "in use"),
                                    ("03", "out of operation"),
                                    ("04", "removed"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="state of the metering point",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("CUSTOMER", "customer metering point"), ("GATE", "gate metering point")],
                                default="CUSTOMER",
                                max_length=10,
                                verbose_name="kind of metering point",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[("SETTLEMENT", "settlement"), ("ASSESSMENT", "assessment only")],
                                default="SETTLEMENT",
                                max_length=12,
                                verbose_name="metering purpose",
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
                                max_length=6,
                                verbose_name="metering voltage",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("HV_SIDE", "high-voltage supply, metered on the high side"),
                                    ("LV_SIDE", "high-voltage supply, metered on the low side"),
                                    ("LV_SUPPLY", "low-voltage supply, metered on the low side"),
                                ],
                                max_length=10,
                                verbose_name="metering mode",
                            ),
                        ),
                        (
                            "wiring",
                            models.CharField(
                                choices=[
                                    ("SINGLE_PHASE", "single-phase"),
                                    ("THREE_WIRE", "three-phase three-wire"),
                                    ("FOUR_WIRE", "three-phase four-wire"),
                                ],
                                max_length=12,
                                verbose_name="wiring",
                            ),
                        ),
                        (
                            "device_class",
                            models.CharField(
                                choices=[
                                    ("I", "class I"),
                                    ("II", "class II"),
                                    ("III", "class III"),
                                    ("IV", "class IV"),
                                    ("V", "class V"),
                                ],
                                max_length=3,
                                verbose_name="class of metering installation",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("UTILITY", "power-supply company"),
                                    ("CUSTOMER", "customer"),
                                    ("GENERATOR", "power producer"),
                                ],
                                default="CUSTOMER",
                                max_length=10,
                                verbose_name="side",
                            ),
                        ),
                        (
                            "has_load_control",
                            models.BooleanField(default=False, verbose_name="load control terminal"),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="book.meteringpoint",
                                verbose_name="main metering point",
                            ),
                        ),
                        (
                            "power_source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="metering_points",
                                to="book.powersource",
                                verbose_name="power source",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="metering_points",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "supply_point",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="metering_points",
                                to="book.supplypoint",
                                verbose_name="supply point",
                            ),
                        ),
                        (
                            "position",
                            models.CharField(blank=True, default="", max_length=120, verbose_name="position"),
                        ),
                        ("is_metered", models.BooleanField(default=True, verbose_name="has a meter")),
                    ],
                    options={
                        "verbose_name": "metering point",
                        "verbose_name_plural": "metering points",
                        "ordering": ["account_id", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "sequence"), name="metering_point_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("relation", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="metering_point_relation_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentTransformerInstallation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="period")),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("A", "phase A"),
                                    ("B", "phase B"),
                                    ("C", "phase C"),
                                    ("ABC", "all phases"),
                                ],
                                max_length=3,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "transformer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="installations",
                                to="book.instrumenttransformer",
                                verbose_name="instrument transformer",
                            ),
                        ),
                        (
                            "metering_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="book.meteringpoint",
                                verbose_name="metering point",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "instrument transformer at its place",
                        "verbose_name_plural": "instrument transformers at their places",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="it_installation_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("transformer", "="), ("period", "&&")], name="it_at_one_place"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeterInstallation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="period")),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "multiplier",
                            models.DecimalField(
                                decimal_places=2, default=1, max_digits=10, verbose_name="multiplier"
                            ),
                        ),
                        (
                            "start_reading",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="start reading (kWh)"
                            ),
                        ),
                        (
                            "stop_reading",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="stop reading (kWh)",
                            ),
                        ),
                        (
                            "meter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="installations",
                                to="book.meter",
                                verbose_name="meter",
                            ),
                        ),
                        (
                            "metering_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="book.meteringpoint",
                                verbose_name="metering point",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "change_mode",
                            models.CharField(
                                choices=[
                                    ("01", "added"),
                                    ("02", "changed"),
                                    ("03", "withdrawn"),
                                    ("04", "kept"),
                                    ("05", "scrapped"),
                                    ("06", "removed"),
                                    ("07", "modified"),
                                    ("08", "out of use"),
                                    ("09", "removed on paper"),
                                    ("10", "meter moved"),
                                    ("11", "lost"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="metering change mode",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meter at its place",
                        "verbose_name_plural": "meters at their places",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="meter_installation_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("meter", "="), ("period", "&&")],
                                name="meter_at_one_place",
                                violation_error_message="This meter hangs elsewhere at that time.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("multiplier__gt", 0),
                                    ("start_reading__gte", 0),
                                    models.Q(
                                        ("stop_reading__isnull", True), ("stop_reading__gte", 0), _connector="OR"
                                    ),
                                ),
                                name="meter_installation_readings",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("period__upper_inf", True), ("stop_reading__isnull", True)),
                                    models.Q(("period__upper_inf", False), ("stop_reading__isnull", False)),
                                    _connector="OR",
                                ),
                                name="meter_removed_with_reading",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "moment",
                            models.CharField(
                                choices=[("START", "when hung"), ("STOP", "when taken down")],
                                max_length=5,
                                verbose_name="moment of the reading",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="total (kWh)"
                            ),
                        ),
                        (
                            "peak",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="peak (kWh)"
                            ),
                        ),
                        (
                            "flat",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="flat (kWh)"
                            ),
                        ),
                        (
                            "valley",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="valley (kWh)"
                            ),
                        ),
                        (
                            "reactive",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="reactive (kvarh)",
                            ),
                        ),
                        (
                            "demand",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="greatest demand (kW)",
                            ),
                        ),
                        (
                            "installation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registers",
                                to="book.meterinstallation",
                                verbose_name="meter at its place",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "registers of a meter",
                        "verbose_name_plural": "registers of meters",
                        "ordering": ["installation_id", "moment"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("installation", "moment"), name="registers_once_a_moment"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("demand__gte", 0),
                                    ("flat__gte", 0),
                                    ("peak__gte", 0),
                                    ("reactive__gte", 0),
                                    ("total__gte", 0),
                                    ("valley__gte", 0),
                                ),
                                name="registers_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transformer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the account")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("TRANSFORMER", "transformer"), ("HV_MOTOR", "high-voltage motor")],
                                default="TRANSFORMER",
                                max_length=12,
                                verbose_name="kind of equipment",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="equipment name")),
                        (
                            "plate_capacity",
                            models.DecimalField(
                                decimal_places=2, max_digits=12, verbose_name="plate capacity (kVA)"
                            ),
                        ),
                        (
                            "run_status",
                            models.CharField(
                                choices=[("01", "in operation"), ("02", "out of operation"), ("03", "removed")],
                                default="02",
                                max_length=2,
                                verbose_name="run status",
                            ),
                        ),
                        (
                            "change_remark",
                            models.CharField(
                                choices=[
                                    ("01", "newly installed"),
                                    ("02", "taken out of use"),
                                    ("03", "put back into use"),
                                    ("04", "removed"),
                                    ("05", "reduced"),
                                    ("06", "reduction ended"),
                                ],
                                default="01",
                                max_length=2,
                                verbose_name="remark on change",
                            ),
                        ),
                        (
                            "standby",
                            models.CharField(
                                choices=[("MAIN", "in use"), ("COLD", "cold standby"), ("HOT", "hot standby")],
                                default="MAIN",
                                max_length=4,
                                verbose_name="main or standby",
                            ),
                        ),
                        (
                            "ownership",
                            models.CharField(
                                choices=[
                                    ("UTILITY", "power-supply company"),
                                    ("CUSTOMER", "customer"),
                                    ("GENERATOR", "power producer"),
                                ],
                                default="CUSTOMER",
                                max_length=10,
                                verbose_name="ownership",
                            ),
                        ),
                        ("model", models.CharField(blank=True, default="", max_length=40, verbose_name="model")),
                        ("maker", models.CharField(blank=True, default="", max_length=60, verbose_name="maker")),
                        (
                            "serial_number",
                            models.CharField(blank=True, default="", max_length=40, verbose_name="serial number"),
                        ),
                        (
                            "wiring_group",
                            models.CharField(blank=True, default="", max_length=20, verbose_name="wiring group"),
                        ),
                        (
                            "primary_voltage",
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
                                max_length=6,
                                verbose_name="primary voltage",
                            ),
                        ),
                        (
                            "secondary_voltage",
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
                                default="V380",
                                max_length=6,
                                verbose_name="secondary voltage",
                            ),
                        ),
                        (
                            "impedance_percent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="impedance (%)"
                            ),
                        ),
                        ("installed_on", models.DateField(blank=True, null=True, verbose_name="installed on")),
                        ("first_run_on", models.DateField(blank=True, null=True, verbose_name="first run on")),
                        ("stopped_on", models.DateField(blank=True, null=True, verbose_name="stopped on")),
                        (
                            "plan_resume_on",
                            models.DateField(blank=True, null=True, verbose_name="planned to resume on"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="transformers",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "power_source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="transformers",
                                to="book.powersource",
                                verbose_name="power source",
                            ),
                        ),
                        (
                            "supply_point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="transformers",
                                to="book.supplypoint",
                                verbose_name="supply point",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receiving equipment",
                        "verbose_name_plural": "receiving equipment",
                        "ordering": ["account_id", "sequence"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "sequence"), name="transformer_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(("plate_capacity__gt", 0)), name="transformer_plate_capacity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("plan_resume_on__isnull", True),
                                    models.Q(
                                        ("plan_resume_on__gt", models.F("stopped_on")),
                                        ("stopped_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="transformer_resumes_after_stop",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransformerArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveSmallIntegerField(verbose_name="number within the complex")),
                        (
                            "code",
                            models.CharField(max_length=40, unique=True, verbose_name="object in the grid model"),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="transformer district")),
                        ("substation", models.CharField(max_length=60, verbose_name="substation")),
                        ("line", models.CharField(max_length=60, verbose_name="line")),
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
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity of the public transformer (kVA)",
                            ),
                        ),
                        (
                            "household_count",
                            models.PositiveIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="households"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="areas",
                                to="book.residentialproject",
                                verbose_name="residential complex",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transformer district of a complex",
                        "verbose_name_plural": "transformer districts of complexes",
                        "ordering": ["sequence"],
                        "constraints": [
                            models.UniqueConstraint(fields=("project", "sequence"), name="project_area_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransformerStop",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SUSPENDED", "suspended"),
                                    ("REDUCED", "reduced"),
                                    ("EXCHANGED", "exchanged for a time"),
                                ],
                                max_length=9,
                                verbose_name="kind of stop",
                            ),
                        ),
                        ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                        (
                            "planned_until",
                            models.DateField(blank=True, null=True, verbose_name="planned to resume on"),
                        ),
                        (
                            "case_number",
                            models.CharField(blank=True, default="", max_length=32, verbose_name="case"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "transformer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="book.transformer",
                                verbose_name="receiving equipment",
                            ),
                        ),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=12, verbose_name="capacity it takes (kVA)"
                            ),
                        ),
                        (
                            "ended_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "still open"),
                                    ("RESUMED", "put back into use"),
                                    ("EXPIRED", "its term expired"),
                                    ("PERMANENT", "made permanent"),
                                ],
                                default="",
                                max_length=9,
                                verbose_name="ended by",
                            ),
                        ),
                        (
                            "is_billed_in_full",
                            models.BooleanField(default=False, verbose_name="too short: billed in full"),
                        ),
                        (
                            "replacement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replaces",
                                to="book.transformer",
                                verbose_name="stands in for it",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stop of receiving equipment",
                        "verbose_name_plural": "stops of receiving equipment",
                        "ordering": ["account_id", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                                name="transformer_stop_proper",
                                violation_error_message="A period needs a first day before its end.",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("transformer", "="), ("period", "&&")], name="transformer_stops_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacity__gte", 0)), name="transformer_stop_capacity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_by", ""), ("period__upper_inf", True)),
                                    models.Q(
                                        models.Q(("ended_by", ""), _negated=True), ("period__upper_inf", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="transformer_stop_ended_by",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
