"""What runs of one kind is read in the order of its deadlines, whatever the department."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm_clocks", "0006_limit_by_voltage")]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["owner_kind", "due_at"],
                condition=models.Q(("state", "RUNNING")),
                name="clock_running_due",
            ),
        ),
    ]
