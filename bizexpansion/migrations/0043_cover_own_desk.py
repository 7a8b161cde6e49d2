"""What lies on one's own desk is counted and listed in an index that holds all that decides about it."""

from django.db import migrations, models

OPEN = models.Q(("state", "OPEN"))
READS = ["department", "node", "instance", "warn_at", "case", "waiting_for"]


class Migration(migrations.Migration):
    dependencies = [("bizexpansion", "0042_list_renewal_papers")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["assignee", "due_at", "id"], include=READS, condition=OPEN, name="task_desk_of_person"
            ),
        ),
        migrations.RemoveIndex(model_name="task", name="task_mine"),
    ]
