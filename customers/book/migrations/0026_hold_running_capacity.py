"""The database holds running capacity = contract capacity less what stands still."""

from django.db import migrations

FOLLOWS = """
CREATE FUNCTION book_capacity_follows_stops() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject bigint;
    account record;
    noted bigint;
    taken numeric;
BEGIN
    IF TG_TABLE_NAME = 'book_supplyaccount' THEN
        subject := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        subject := OLD.account_id;
    ELSE
        subject := NEW.account_id;
    END IF;
    SELECT contract_capacity, running_capacity, status INTO account FROM book_supplyaccount WHERE id = subject;
    IF NOT FOUND OR account.status NOT IN ('0', '1', '2') THEN
        RETURN NULL;
    END IF;
    SELECT count(*), coalesce(sum(capacity) FILTER (WHERE upper_inf(period)), 0) INTO noted, taken
    FROM book_transformerstop WHERE account_id = subject;
    IF (noted > 0 OR TG_TABLE_NAME = 'book_transformerstop')
        AND account.running_capacity <> account.contract_capacity - taken THEN
        RAISE EXCEPTION 'account %: running capacity % is not % less %', subject, account.running_capacity,
            account.contract_capacity, taken
            USING ERRCODE = 'check_violation', CONSTRAINT = 'account_running_follows_stops';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER account_running_follows_stops
    AFTER UPDATE OF contract_capacity, running_capacity ON book_supplyaccount
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION book_capacity_follows_stops();
CREATE CONSTRAINT TRIGGER stops_explain_capacity
    AFTER INSERT OR UPDATE OR DELETE ON book_transformerstop
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION book_capacity_follows_stops();
"""
UNDO = """
DROP TRIGGER stops_explain_capacity ON book_transformerstop;
DROP TRIGGER account_running_follows_stops ON book_supplyaccount;
DROP FUNCTION book_capacity_follows_stops();
"""


class Migration(migrations.Migration):
    dependencies = [("book", "0025_keep_meter_tests")]

    operations = [migrations.RunSQL(FOLLOWS, UNDO)]
