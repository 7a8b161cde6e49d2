"""Scores, findings and streets; the triggers that mark an account with every write, single or in bulk."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from crm.audit.triggers import audit_table

MARK = """
CREATE FUNCTION book_quality_mark_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM book_findingcare k USING book_qualityfinding f, old_rows o
     WHERE k.finding_id = f.id AND f.account_id = o.id;
    DELETE FROM book_qualityfinding f USING old_rows o WHERE f.account_id = o.id;
    DELETE FROM book_accountquality q USING old_rows o WHERE q.account_id = o.id;
  ELSE
    INSERT INTO book_qualitymark (account_id) SELECT id FROM new_rows;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION book_quality_mark_account IS
  'An account that was written must be scored again; a deleted one takes its scores along.';

CREATE FUNCTION book_quality_mark_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM book_idcheck k USING old_rows o WHERE k.customer_id = o.id;
  ELSE
    INSERT INTO book_qualitymark (account_id)
    SELECT a.id FROM new_rows n JOIN book_supplyaccount a ON a.customer_id = n.id;
  END IF;
  RETURN NULL;
END $$;

-- Of an account that has no score yet the mark of its own writing stands already.
CREATE FUNCTION book_quality_mark_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO book_qualitymark (account_id)
    SELECT DISTINCT o.account_id FROM old_rows o JOIN book_accountquality q ON q.account_id = o.account_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO book_qualitymark (account_id)
    SELECT DISTINCT n.account_id FROM new_rows n JOIN book_accountquality q ON q.account_id = n.account_id;
  END IF;
  RETURN NULL;
END $$;
"""

EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
WATCHED = {
    "book_supplyaccount": ("account", ("INSERT", "UPDATE", "DELETE")),
    "book_customer": ("customer", ("UPDATE", "DELETE")),
    **dict.fromkeys(
        (
            "book_contactperson",
            "book_capacityperiod",
            "book_accountprice",
            "book_contract",
            "book_supplypoint",
            "book_powersource",
            "book_transformer",
            "book_meterinstallation",
        ),
        ("part", ("INSERT", "UPDATE", "DELETE")),
    ),
}
TRIGGERS = "".join(
    f'CREATE TRIGGER quality_{event.lower()} AFTER {event} ON "{table}"'
    f" REFERENCING {EVENTS[event]} FOR EACH STATEMENT EXECUTE FUNCTION book_quality_mark_{what}();\n"
    for table, (what, events) in WATCHED.items()
    for event in events
)
FILL = "INSERT INTO book_qualitymark (account_id) SELECT id FROM book_supplyaccount ORDER BY id;"
BACK = "".join(f"DROP FUNCTION book_quality_mark_{what} CASCADE;\n" for what in ("account", "customer", "part"))


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0009_seed_industries"),
        ("crm_org", "0002_audit_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdCheck",
            fields=[
                ("customer_id", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="customer")),
                ("id_hash", models.CharField(max_length=64, verbose_name="ID number, hash")),
                ("problem", models.CharField(blank=True, default="", max_length=10, verbose_name="what is wrong")),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
            ],
            options={
                "verbose_name": "check of an ID number",
                "verbose_name_plural": "checks of ID numbers",
            },
        ),
        migrations.CreateModel(
            name="QualityMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
            name="QualityFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
            },
        ),
        migrations.CreateModel(
            name="FindingCare",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("aside_until", models.DateField(blank=True, null=True, verbose_name="set aside until")),
                ("aside_reason", models.CharField(blank=True, default="", max_length=200, verbose_name="reason")),
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
            },
        ),
        migrations.CreateModel(
            name="Street",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                    models.Index(fields=["department", "completeness", "account"], name="quality_by_completeness"),
                    models.Index(fields=["department", "correctness", "account"], name="quality_by_correctness"),
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
            name="DepartmentQuality",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                    models.UniqueConstraint(fields=("department", "month"), name="department_quality_once_a_month")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="qualityfinding",
            index=models.Index(fields=["department", "-priority", "id"], name="finding_by_urgency"),
        ),
        migrations.AddIndex(
            model_name="qualityfinding",
            index=models.Index(fields=["department", "rule", "-priority", "id"], name="finding_by_rule"),
        ),
        migrations.AddConstraint(
            model_name="qualityfinding",
            constraint=models.UniqueConstraint(fields=("account", "rule"), name="finding_once"),
        ),
        migrations.AddIndex(
            model_name="findingcare",
            index=models.Index(fields=["assignee", "finding"], name="finding_care_mine"),
        ),
        migrations.AddConstraint(
            model_name="findingcare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("aside_reason", ""), ("aside_until__isnull", True)),
                    models.Q(("aside_until__isnull", False), models.Q(("aside_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="finding_aside_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="street",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^\\d{9}$")), name="street_code_format"
            ),
        ),
        migrations.RunSQL(MARK + TRIGGERS + FILL, BACK),
        audit_table("book_street"),
        audit_table("book_findingcare"),
    ]
