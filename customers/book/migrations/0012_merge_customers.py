"""Customers that may be one, merges, and the triggers that say whose keys of comparison are to be made anew."""

from datetime import date
from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from crm.audit.triggers import audit_table

DUE = """
CREATE FUNCTION book_duplicate_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO book_duplicatedue (customer_id) SELECT DISTINCT customer_id FROM new_rows;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO book_duplicatedue (customer_id) SELECT DISTINCT customer_id FROM old_rows;
  ELSE
    INSERT INTO book_duplicatedue (customer_id)
    SELECT DISTINCT c.id FROM new_rows n JOIN old_rows o ON o.id = n.id, LATERAL (VALUES (n.customer_id), (o.customer_id)) c (id)
     WHERE (n.customer_id, n.address) IS DISTINCT FROM (o.customer_id, o.address);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION book_duplicate_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO book_duplicatedue (customer_id) SELECT id FROM new_rows;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO book_duplicatedue (customer_id)
    SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
     WHERE (n.name, n.id_kind, n.id_hash, n.registered_address, n.mailing_address, n.merged_into_id)
           IS DISTINCT FROM (o.name, o.id_kind, o.id_hash, o.registered_address, o.mailing_address, o.merged_into_id);
  ELSE
    -- An import that is undone takes its customers with it; what was merely supposed of them goes too.
    DELETE FROM book_duplicatekey k USING old_rows o WHERE k.customer_id = o.id;
    DELETE FROM book_duplicatepair p USING old_rows o
     WHERE p.first_id = o.id AND NOT EXISTS (SELECT FROM book_customermerge m WHERE m.pair_id = p.id);
    DELETE FROM book_duplicatepair p USING old_rows o
     WHERE p.second_id = o.id AND NOT EXISTS (SELECT FROM book_customermerge m WHERE m.pair_id = p.id);
  END IF;
  RETURN NULL;
END $$;
"""
EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
TRIGGERS = "".join(
    f'CREATE TRIGGER duplicate_{event.lower()} AFTER {event} ON "{table}"'
    f" REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION book_duplicate_{what}();\n"
    for what, table in (("account", "book_supplyaccount"), ("customer", "book_customer"))
    for event, rows in EVENTS.items()
)
ALL_DUE = "INSERT INTO book_duplicatedue (customer_id) SELECT id FROM book_customer;"
BACK = "DROP FUNCTION book_duplicate_account CASCADE; DROP FUNCTION book_duplicate_customer CASCADE;"
AUDITED = ("duplicatepair", "customermerge", "mergeconsent", "mergemove")


def seed(apps, schema_editor):
    parameter = apps.get_model("crm_parameters", "Parameter").objects.create(
        code="merge.undo_days",
        name="客户合并可撤销天数",
        name_en="Days within which a merge of customers can be undone",
        unit="day",
    )
    apps.get_model("crm_parameters", "ParameterValue").objects.create(
        parameter=parameter,
        value=Decimal(30),
        valid=(date(1990, 1, 1), None),
        source="issue 2: a merge can be undone within 30 days (本公司规定, 非法定)",
        trust="P",
    )


def unseed(apps, schema_editor):
    apps.get_model("crm_parameters", "ParameterValue").objects.filter(parameter__code="merge.undo_days").delete()
    apps.get_model("crm_parameters", "Parameter").objects.filter(code="merge.undo_days").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0011_quicken_search_index"),
        ("crm_org", "0002_audit_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                ("undo_until", models.DateTimeField(blank=True, null=True, verbose_name="can be undone until")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "closing_reason",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="reason of the end"),
                ),
            ],
            options={
                "verbose_name": "merge of customers",
                "verbose_name_plural": "merges of customers",
            },
        ),
        migrations.CreateModel(
            name="DuplicateDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
            ],
            options={
                "verbose_name": "key of comparison",
                "verbose_name_plural": "keys of comparison",
            },
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
            },
        ),
        migrations.CreateModel(
            name="MergeConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
            ],
            options={
                "verbose_name": "consent to a merge",
                "verbose_name_plural": "consents to merges",
            },
        ),
        migrations.CreateModel(
            name="MergeMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("mover", models.CharField(max_length=60, verbose_name="kind of record")),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="records"
                    ),
                ),
            ],
            options={
                "verbose_name": "records moved by a merge",
                "verbose_name_plural": "records moved by merges",
            },
        ),
        migrations.RemoveConstraint(
            model_name="customer",
            name="customer_id_number_once",
        ),
        migrations.AddField(
            model_name="customer",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_customers",
                to="book.customer",
                verbose_name="merged into",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("id_hash", ""), _negated=True),
                fields=["id_kind", "id_hash"],
                name="customer_id_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="customer_merged_into_another",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ended by",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_given_up",
                to="book.customer",
                verbose_name="merged customer",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="merged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged by",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="survivor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_taken_in",
                to="book.customer",
                verbose_name="customer that stays",
            ),
        ),
        migrations.AddField(
            model_name="duplicatekey",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="book.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="first",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="book.customer",
                verbose_name="one customer",
            ),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="book.customer",
                verbose_name="the other customer",
            ),
        ),
        migrations.AddField(
            model_name="customermerge",
            name="pair",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="book.duplicatepair",
                verbose_name="possible duplicate",
            ),
        ),
        migrations.AddField(
            model_name="mergeconsent",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="mergeconsent",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="crm_org.department",
                verbose_name="business department",
            ),
        ),
        migrations.AddField(
            model_name="mergeconsent",
            name="merge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="book.customermerge",
                verbose_name="merge of customers",
            ),
        ),
        migrations.AddField(
            model_name="mergemove",
            name="merge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="moves",
                to="book.customermerge",
                verbose_name="merge of customers",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatekey",
            index=models.Index(fields=["key", "kind"], name="duplicate_key"),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["state", "-id"], name="duplicate_pair_newest"),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="duplicate_pair_once"),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="duplicate_pair_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="customermerge",
            index=models.Index(fields=["state", "-id"], name="merge_newest"),
        ),
        migrations.AddConstraint(
            model_name="customermerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("survivor", models.F("merged")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="customermerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "MERGED")), fields=("merged",), name="customer_merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="customermerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_at__isnull", False), ("state__in", ("MERGED", "UNDONE"))),
                    models.Q(
                        models.Q(("state__in", ("MERGED", "UNDONE")), _negated=True), ("merged_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="merge_state_has_its_time",
            ),
        ),
        migrations.AddIndex(
            model_name="mergeconsent",
            index=models.Index(fields=["department", "state"], name="merge_consent_waiting"),
        ),
        migrations.AddConstraint(
            model_name="mergeconsent",
            constraint=models.UniqueConstraint(fields=("merge", "department"), name="merge_consent_once"),
        ),
        migrations.AddConstraint(
            model_name="mergemove",
            constraint=models.UniqueConstraint(fields=("merge", "mover"), name="merge_move_once"),
        ),
        *(audit_table(f"book_{name}") for name in AUDITED),
        migrations.RunSQL(DUE + TRIGGERS + ALL_DUE, BACK),
        migrations.RunPython(seed, unseed),
    ]
