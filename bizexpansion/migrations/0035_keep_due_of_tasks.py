"""A task keeps the deadline of its clock, so that the work queue reads in the order of an index.

The database does it: whichever operation moves a clock, and however many at once, the open tasks under it follow in
the same statement.
"""

from django.conf import settings
from django.db import migrations, models

from crm.schema import Together

FOLLOW = """
CREATE FUNCTION bizexpansion_task_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT due_at, warn_at INTO NEW.due_at, NEW.warn_at FROM crm_clocks_clock WHERE id = NEW.clock_id;
  RETURN NEW;
END $$;

CREATE TRIGGER task_due BEFORE INSERT OR UPDATE OF clock_id, due_at, warn_at ON bizexpansion_task
FOR EACH ROW WHEN (NEW.state = 'OPEN') EXECUTE FUNCTION bizexpansion_task_due();

CREATE FUNCTION bizexpansion_tasks_follow_clock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_moved bigint[];
BEGIN
  SELECT array_agg(n.id) INTO v_moved FROM new_rows n JOIN old_rows o ON o.id = n.id
   WHERE (n.due_at, n.warn_at) IS DISTINCT FROM (o.due_at, o.warn_at);
  IF v_moved IS NOT NULL THEN
    UPDATE bizexpansion_task SET due_at = NULL WHERE clock_id = ANY (v_moved) AND state = 'OPEN';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER tasks_follow_clock AFTER UPDATE ON crm_clocks_clock
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION bizexpansion_tasks_follow_clock();
"""

FORGET = """
DROP TRIGGER tasks_follow_clock ON crm_clocks_clock;
DROP FUNCTION bizexpansion_tasks_follow_clock();
DROP TRIGGER task_due ON bizexpansion_task;
DROP FUNCTION bizexpansion_task_due();
"""

FILL = "UPDATE bizexpansion_task SET due_at = NULL WHERE state = 'OPEN' AND clock_id IS NOT NULL"
INCLUDED = ("node", "assignee", "instance", "warn_at")


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0034_extend_plans"),
        ("crm_clocks", "0005_agree_terms"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.AddField(
                    model_name="task",
                    name="due_at",
                    field=models.DateTimeField(editable=False, null=True, verbose_name="due"),
                ),
                migrations.AddField(
                    model_name="task",
                    name="warn_at",
                    field=models.DateTimeField(editable=False, null=True, verbose_name="warn at"),
                ),
                migrations.AddIndex(
                    model_name="task",
                    index=models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["department", "due_at", "id"],
                        include=INCLUDED,
                        name="task_desk_of_department",
                    ),
                ),
                migrations.AddIndex(
                    model_name="task",
                    index=models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["due_at", "id"],
                        include=INCLUDED,
                        name="task_desk",
                    ),
                ),
                migrations.AddIndex(
                    model_name="task",
                    index=models.Index(
                        condition=models.Q(("instance__gt", ""), ("state", "OPEN")),
                        fields=["case", "node", "waiting_for", "assignee", "id"],
                        name="task_rows",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(FOLLOW, FORGET),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
