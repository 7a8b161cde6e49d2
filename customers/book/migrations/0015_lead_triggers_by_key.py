"""The triggers of scores and duplicates by keys, for the reason that `0011_quicken_search_index` tells.

They do what they did. A plan that was made while their tables were empty could join every row of a bulk write with
every score of the book; now each written row is looked up by a key, whatever the statistics say.
"""

from django.db import migrations

SCORES = """
CREATE OR REPLACE FUNCTION book_quality_mark_account() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  gone bigint[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    gone := ARRAY(SELECT id FROM old_rows);
    DELETE FROM book_findingcare
     WHERE finding_id = ANY (ARRAY(SELECT id FROM book_qualityfinding WHERE account_id = ANY (gone)));
    DELETE FROM book_qualityfinding WHERE account_id = ANY (gone);
    DELETE FROM book_accountquality WHERE account_id = ANY (gone);
  ELSE
    INSERT INTO book_qualitymark (account_id) SELECT id FROM new_rows;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION book_quality_mark_customer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM book_idcheck WHERE customer_id = ANY (ARRAY(SELECT id FROM old_rows));
  ELSE
    INSERT INTO book_qualitymark (account_id)
    SELECT id FROM book_supplyaccount WHERE customer_id = ANY (ARRAY(SELECT id FROM new_rows));
  END IF;
  RETURN NULL;
END $$;

-- Of an account that has no score yet the mark of its own writing stands already.
CREATE OR REPLACE FUNCTION book_quality_mark_part() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO book_qualitymark (account_id)
    SELECT DISTINCT o.account_id FROM old_rows o
     WHERE (SELECT true FROM book_accountquality q WHERE q.account_id = o.account_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO book_qualitymark (account_id)
    SELECT DISTINCT n.account_id FROM new_rows n
     WHERE (SELECT true FROM book_accountquality q WHERE q.account_id = n.account_id);
  END IF;
  RETURN NULL;
END $$;
"""

# EXECUTE plans for as many rows as there are this time.
DUPLICATES = """
CREATE OR REPLACE FUNCTION book_duplicate_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO book_duplicatedue (customer_id) SELECT DISTINCT customer_id FROM new_rows;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO book_duplicatedue (customer_id) SELECT DISTINCT customer_id FROM old_rows;
  ELSE
    EXECUTE 'INSERT INTO book_duplicatedue (customer_id)
      SELECT DISTINCT c.id FROM new_rows n JOIN old_rows o ON o.id = n.id,
             LATERAL (VALUES (n.customer_id), (o.customer_id)) c (id)
       WHERE (n.customer_id, n.address) IS DISTINCT FROM (o.customer_id, o.address)';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION book_duplicate_customer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  gone bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO book_duplicatedue (customer_id) SELECT id FROM new_rows;
  ELSIF TG_OP = 'UPDATE' THEN
    EXECUTE 'INSERT INTO book_duplicatedue (customer_id)
      SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
       WHERE (n.name, n.id_kind, n.id_hash, n.registered_address, n.mailing_address, n.merged_into_id)
             IS DISTINCT FROM
             (o.name, o.id_kind, o.id_hash, o.registered_address, o.mailing_address, o.merged_into_id)';
  ELSE
    -- An import that is undone takes its customers with it; what was merely supposed of them goes too.
    gone := ARRAY(SELECT id FROM old_rows);
    DELETE FROM book_duplicatekey WHERE customer_id = ANY (gone);
    DELETE FROM book_duplicatepair p WHERE first_id = ANY (gone)
       AND NOT EXISTS (SELECT FROM book_customermerge m WHERE m.pair_id = p.id);
    DELETE FROM book_duplicatepair p WHERE second_id = ANY (gone)
       AND NOT EXISTS (SELECT FROM book_customermerge m WHERE m.pair_id = p.id);
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("book", "0012_merge_customers")]

    # Backwards nothing needs to change: both versions write the same rows.
    operations = [migrations.RunSQL(SCORES + DUPLICATES, migrations.RunSQL.noop)]
