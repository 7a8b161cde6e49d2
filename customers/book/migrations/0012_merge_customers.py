"""Customers that may be one, merges, and the triggers that say whose keys of comparison are to be made anew."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations

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
        *(audit_table(f"book_{name}") for name in AUDITED),
        migrations.RunSQL(DUE + TRIGGERS + ALL_DUE, BACK),
        migrations.RunPython(seed, unseed),
    ]
