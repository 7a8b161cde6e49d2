"""Functions that bring text into its searchable form; see docs/decisions/0003-search.md."""

import io
import string

from django.db import migrations

from crm.search.normal import DROPPED
from crm.search.pinyin import readings


def quoted(text: str) -> str:
    """A literal of PostgreSQL that may hold control characters."""
    return "E'" + "".join(f"\\u{ord(character):04x}" for character in text) + "'"


TEXT = f"""
CREATE FUNCTION crm_search_text(raw text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  -- Most names, addresses and numbers are normal already; to see that costs a tenth.
  SELECT CASE WHEN raw COLLATE "C" ~ '^[0-9a-z\u4e00-\u9fa5]*$' THEN raw ELSE translate(normalize(raw, NFKC), {quoted(string.ascii_uppercase + DROPPED)}, {quoted(string.ascii_lowercase)}) END
$$;
COMMENT ON FUNCTION crm_search_text IS 'The searchable form of a text: crm.search.normal.normal in the database.';
"""

READING = """
CREATE TABLE crm_search_reading (
  character text COLLATE "C" PRIMARY KEY,
  letters text[] NOT NULL,
  surname_letters text[] NOT NULL
);
COMMENT ON TABLE crm_search_reading IS 'First letters of the pinyin of a character: constant, filled by a migration.';
"""

INITIALS = """
CREATE FUNCTION crm_search_initials(body text) RETURNS text[] LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  spelled text[] := ARRAY[''];
  choices text[];
BEGIN
  -- Eight characters tell names apart; sixteen spellings are enough for the worst of them.
  FOR i IN 1 .. least(length(body), 8) LOOP
    SELECT CASE WHEN i = 1 THEN surname_letters ELSE letters END INTO choices
      FROM crm_search_reading WHERE character = substr(body, i, 1);
    IF choices IS NULL THEN
      choices := ARRAY[substr(body, i, 1)];
    END IF;
    IF cardinality(choices) > 1 AND cardinality(spelled) * cardinality(choices) > 16 THEN
      choices := choices[1:1];
    END IF;
    IF cardinality(choices) = 1 AND cardinality(spelled) = 1 THEN
      spelled[1] := spelled[1] || choices[1];
    ELSE
      spelled := ARRAY(SELECT s || c FROM unnest(spelled) s, unnest(choices) c);
    END IF;
  END LOOP;
  RETURN spelled;
END $$;
COMMENT ON FUNCTION crm_search_initials IS 'All plausible pinyin initials of a name, as it stands in crm_search_text.';
"""

BACK = """
DROP FUNCTION crm_search_initials;
DROP TABLE crm_search_reading;
DROP FUNCTION crm_search_text;
"""


def fill_readings(apps, schema_editor):
    rows = "".join(
        f"{character}\t{{{','.join(letters)}}}\t{{{','.join(surname)}}}\n"
        for character, letters, surname in readings()
        if letters
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.copy_expert("COPY crm_search_reading FROM STDIN", io.StringIO(rows))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(TEXT + READING + INITIALS, BACK),
        migrations.RunPython(fill_readings, migrations.RunPython.noop),
    ]
