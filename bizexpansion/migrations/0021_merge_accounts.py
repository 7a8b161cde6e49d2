"""Merging of accounts (213): what moves from one account to another, moves within the plan."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import customers.book.validators
from crm.audit.triggers import audit_table

# Deferred: a plan writes the sums of its accounts one after the other (workflows.md 2.3, source DW).
MOVED = """
CREATE FUNCTION bizexpansion_check_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_plan bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
  v_in_contract numeric; v_out_contract numeric; v_in_running numeric; v_out_running numeric;
BEGIN
  SELECT coalesce(sum(moved_in_contract), 0), coalesce(sum(moved_out_contract), 0),
         coalesce(sum(moved_in_running), 0), coalesce(sum(moved_out_running), 0)
    INTO v_in_contract, v_out_contract, v_in_running, v_out_running
    FROM bizexpansion_capacitysum WHERE plan_id = v_plan;
  IF v_in_contract <> v_out_contract OR v_in_running <> v_out_running THEN
    RAISE EXCEPTION 'plan %: % kVA move out of accounts, % kVA move in', v_plan, v_out_contract, v_in_contract
      USING ERRCODE = 'check_violation', CONSTRAINT = 'capacity_moved_within_plan';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER capacity_moved_within_plan AFTER INSERT OR UPDATE OR DELETE
  ON bizexpansion_capacitysum DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION bizexpansion_check_moved();
"""
DROP_MOVED = """
DROP TRIGGER capacity_moved_within_plan ON bizexpansion_capacitysum;
DROP FUNCTION bizexpansion_check_moved();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0020_tell_of_versions"),
        ("book", "0022_note_rows_of_batches"),
        ("crm_audit", "0002_guard_ledgers"),
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
                    ("M-OTHER", "other paper"),
                ],
                max_length=8,
                verbose_name="kind of paper",
            ),
        ),
        migrations.CreateModel(
            name="AccountMerge",
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
                "verbose_name": "application to merge accounts",
                "verbose_name_plural": "applications to merge accounts",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MergedAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("agreed_by", models.CharField(max_length=60, verbose_name="agreed by")),
                ("agreed_on", models.DateField(verbose_name="agreed on")),
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
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="bizexpansion.accountmerge",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "account that is taken in",
                "verbose_name_plural": "accounts that are taken in",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("application", "account"), name="merged_account_once")
                ],
            },
        ),
        audit_table("bizexpansion_accountmerge"),
        audit_table("bizexpansion_mergedaccount"),
        migrations.RunSQL(MOVED, DROP_MOVED),
    ]
