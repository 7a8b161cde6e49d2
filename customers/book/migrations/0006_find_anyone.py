"""The index of the book: its table, its indexes, the triggers that keep it, and the tails of known ID numbers."""

from django.db import migrations

from customers.book.sealed import tail_hash_of, unseal

PIECES = """
-- Calls no function of ours, so that a backup restores without a search path.
CREATE FUNCTION book_search_pieces(department bigint, kind text, body text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL UNSAFE COST 100 AS $$
  SELECT CASE
    WHEN kind IN ('N', 'A') THEN ARRAY(
      SELECT department::text || kind || substr(body, i, 2) FROM generate_series(1, length(body) - 1) i)
    WHEN kind = 'P' THEN ARRAY(
      SELECT department::text || '#' || substr(body, i, 3) FROM generate_series(1, length(body) - 2) i)
    ELSE ARRAY(
      SELECT department::text || '#' || substr(body, i, 3)
        FROM generate_series(greatest(length(body) - 5, 1), length(body) - 2) i)
  END
$$;
COMMENT ON FUNCTION book_search_pieces IS
  'Keys of the index of pieces, led by the department, so that the rows of another one are not even read: two
   characters of names and addresses, three digits of phones and of the last six digits of other numbers.
   Its cost lets a plan that computes it for each row lose against the index, and is too low to call for JIT;
   parallel unsafe, for to start workers takes longer than to search.';

CREATE INDEX search_term_pieces ON book_searchterm
  USING gin (book_search_pieces(department_id, kind, text)) WHERE kind <> 'I';
-- What is frequent is found in every 256th account, without reading the long lists of the index above.
CREATE INDEX search_term_sample ON book_searchterm (department_id, kind) INCLUDE (account_id, text)
  WHERE account_id % 256 = 0;

-- What a statement adds to the index waits unsorted and is merged at its end: a fifth of the cost of adding it
-- piece by piece, and no search has to read what waits.
CREATE FUNCTION book_search_settle() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT gin_clean_pending_list('search_term_pieces'::regclass)
$$;
"""

WRITE = """
CREATE FUNCTION book_search_write(accounts bigint[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM book_searchterm WHERE account_id = ANY (accounts);
  WITH name AS (
    -- The customer may bear another name than the account; both find it.
    SELECT a.id, a.department_id, n.source_id, n.text
      FROM book_supplyaccount a JOIN book_customer c ON c.id = a.customer_id,
           LATERAL (SELECT 1 AS source_id, crm_search_text(a.name) AS text
                    UNION ALL SELECT 2, crm_search_text(c.name) WHERE c.name <> a.name) n
     WHERE a.id = ANY (accounts)
  )
  INSERT INTO book_searchterm (account_id, kind, source_id, department_id, text)
  SELECT id, 'N', source_id, department_id, text FROM name WHERE text <> ''
  UNION ALL
  SELECT id, 'I', row_number() OVER (PARTITION BY id), department_id, spelled
    FROM (SELECT DISTINCT id, department_id, unnest(
            crm_search_initials(text)
            || CASE WHEN text ~ '^(江苏|苏州|姑苏|吴中|相城|吴江|虎丘|园区|高新|昆山|太仓|常熟|张家港)'
                    THEN crm_search_initials(regexp_replace(text,
                      '^((江苏|苏州|姑苏|吴中|相城|吴江|虎丘|园区|高新|昆山|太仓|常熟|张家港)[省市区]?)+', '')) END
          ) AS spelled FROM name) i
   WHERE length(spelled) > 1
  UNION ALL
  SELECT a.id, t.kind, 0, a.department_id, t.text
    FROM book_supplyaccount a,
         LATERAL (VALUES ('A', crm_search_text(a.address)), ('C', a.account_number) OFFSET 0) t (kind, text)
   WHERE a.id = ANY (accounts) AND t.text <> ''
  UNION ALL
  SELECT a.id, 'P', p.id, a.department_id, crm_search_text(p.phone)
    FROM book_supplyaccount a JOIN book_contactperson p ON p.account_id = a.id WHERE a.id = ANY (accounts)
  UNION ALL
  SELECT a.id, 'M', i.id, a.department_id, m.asset_number
    FROM book_supplyaccount a
    JOIN book_meterinstallation i ON i.account_id = a.id AND upper_inf(i.period)
    JOIN book_meter m ON m.id = i.meter_id
   WHERE a.id = ANY (accounts)
$$;
COMMENT ON FUNCTION book_search_write IS 'Write all terms of these accounts anew.';

CREATE FUNCTION book_search_account() RETURNS trigger LANGUAGE plpgsql
SET gin_pending_list_limit = '256MB' AS $$
DECLARE
  changed bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM book_search_write(ARRAY(SELECT id FROM new_rows));
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM book_searchterm t USING old_rows o WHERE t.account_id = o.id;
  ELSE
    changed := ARRAY(
      SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
       WHERE (n.name, n.address, n.account_number, n.department_id, n.customer_id)
             IS DISTINCT FROM (o.name, o.address, o.account_number, o.department_id, o.customer_id));
    IF cardinality(changed) = 0 THEN
      RETURN NULL;
    END IF;
    PERFORM book_search_write(changed);
  END IF;
  PERFORM book_search_settle();
  RETURN NULL;
END $$;

CREATE FUNCTION book_search_customer() RETURNS trigger LANGUAGE plpgsql
SET gin_pending_list_limit = '256MB' AS $$
DECLARE
  changed bigint[];
BEGIN
  changed := ARRAY(
    SELECT a.id FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.name <> n.name
      JOIN book_supplyaccount a ON a.customer_id = n.id);
  IF cardinality(changed) = 0 THEN
    RETURN NULL;
  END IF;
  PERFORM book_search_write(changed);
  PERFORM book_search_settle();
  RETURN NULL;
END $$;

CREATE FUNCTION book_search_contact() RETURNS trigger LANGUAGE plpgsql
SET gin_pending_list_limit = '256MB' AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM book_searchterm t USING old_rows o
     WHERE t.account_id = o.account_id AND t.kind = 'P' AND t.source_id = o.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO book_searchterm (account_id, kind, source_id, department_id, text)
    SELECT n.account_id, 'P', n.id, a.department_id, crm_search_text(n.phone)
      FROM new_rows n JOIN book_supplyaccount a ON a.id = n.account_id;
  END IF;
  PERFORM book_search_settle();
  RETURN NULL;
END $$;

CREATE FUNCTION book_search_installation() RETURNS trigger LANGUAGE plpgsql
SET gin_pending_list_limit = '256MB' AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM book_searchterm t USING old_rows o
     WHERE t.account_id = o.account_id AND t.kind = 'M' AND t.source_id = o.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO book_searchterm (account_id, kind, source_id, department_id, text)
    SELECT n.account_id, 'M', n.id, a.department_id, m.asset_number
      FROM new_rows n JOIN book_supplyaccount a ON a.id = n.account_id JOIN book_meter m ON m.id = n.meter_id
     WHERE upper_inf(n.period);
  END IF;
  PERFORM book_search_settle();
  RETURN NULL;
END $$;

CREATE FUNCTION book_search_meter() RETURNS trigger LANGUAGE plpgsql
SET gin_pending_list_limit = '256MB' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.asset_number <> n.asset_number) THEN
    RETURN NULL;
  END IF;
  UPDATE book_searchterm t SET text = n.asset_number
    FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.asset_number <> n.asset_number
    JOIN book_meterinstallation i ON i.meter_id = n.id AND upper_inf(i.period)
   WHERE t.account_id = i.account_id AND t.kind = 'M' AND t.source_id = i.id;
  PERFORM book_search_settle();
  RETURN NULL;
END $$;
"""

EVENTS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
WATCHED = (
    ("account", "book_supplyaccount", ("INSERT", "UPDATE", "DELETE")),
    ("customer", "book_customer", ("UPDATE",)),
    ("contact", "book_contactperson", ("INSERT", "UPDATE", "DELETE")),
    ("installation", "book_meterinstallation", ("INSERT", "UPDATE", "DELETE")),
    ("meter", "book_meter", ("UPDATE",)),
)
TRIGGERS = "".join(
    f'CREATE TRIGGER search_{event.lower()} AFTER {event} ON "{table}"'
    f" REFERENCING {EVENTS[event]} FOR EACH STATEMENT EXECUTE FUNCTION book_search_{what}();\n"
    for what, table, events in WATCHED
    for event in events
)
FILL = "SELECT book_search_write(ARRAY(SELECT id FROM book_supplyaccount)); SELECT book_search_settle();"
BACK = "".join(f"DROP FUNCTION book_search_{what} CASCADE;\n" for what, _, _ in WATCHED)
BACK += (
    "DROP FUNCTION book_search_write; DROP FUNCTION book_search_settle; DROP FUNCTION book_search_pieces CASCADE;"
)
BATCH = 2000


def hash_tails(apps, schema_editor):
    """Hash the last six characters of the ID numbers that are known already."""
    customers = apps.get_model("book", "Customer").objects.exclude(id_cipher="")
    batch = []
    for customer in customers.only("pk", "id_cipher").iterator(BATCH):
        customer.id_tail_hash = tail_hash_of(unseal(customer.id_cipher))
        batch.append(customer)
        if len(batch) == BATCH:
            customers.bulk_update(batch, ["id_tail_hash"])
            batch.clear()
    customers.bulk_update(batch, ["id_tail_hash"])


class Migration(migrations.Migration):
    dependencies = [("book", "0002_audit_tables"), ("crm_search", "0001_initial")]

    operations = [
        migrations.RunPython(hash_tails, migrations.RunPython.noop),
        migrations.RunSQL(PIECES + WRITE + TRIGGERS + FILL, BACK),
    ]
