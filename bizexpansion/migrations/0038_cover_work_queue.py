"""Every part of the work queue is read, and counted, in an index that holds all that decides about it."""

from typing import Any

from django.db import migrations, models

OPEN = models.Q(("state", "OPEN"))
READS = ["department", "node", "assignee", "instance", "warn_at", "case", "waiting_for"]


def desk(name: str, *first: str, some: models.Q = OPEN) -> Any:
    """An index in the order of the deadlines behind `first`."""
    include = [column for column in READS if column not in first]
    index = models.Index(fields=[*first, "due_at", "id"], include=include, condition=some, name=name)
    return migrations.AddIndex(model_name="task", index=index)


class Migration(migrations.Migration):
    dependencies = [("bizexpansion", "0037_renew_temporary")]

    operations = [
        *(
            migrations.RemoveIndex(model_name="task", name=name)
            for name in ("task_unassigned", "task_desk", "task_desk_of_department")
        ),
        desk("task_desk"),
        desk("task_desk_of_department", "department"),
        desk("task_desk_of_step", "node"),
        desk("task_desk_of_nobody", some=models.Q(("assignee__isnull", True), ("state", "OPEN"))),
    ]
