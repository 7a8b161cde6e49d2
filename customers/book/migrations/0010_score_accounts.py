"""Scores, findings and streets; the triggers that mark an account with every write, single or in bulk."""

from django.conf import settings
from django.db import migrations

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
        migrations.RunSQL(MARK + TRIGGERS + FILL, BACK),
        audit_table("book_street"),
        audit_table("book_findingcare"),
    ]
