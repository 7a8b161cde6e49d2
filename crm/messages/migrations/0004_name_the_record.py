"""A message says which record it is about, so that the page of that record can show it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm_messages", "0003_seed_templates")]

    operations = [
        migrations.AddField(
            "outgoingmessage",
            "record_type",
            models.CharField(blank=True, default="", max_length=80, verbose_name="kind of record"),
        ),
        migrations.AddField(
            "outgoingmessage",
            "record_id",
            models.BigIntegerField(blank=True, null=True, verbose_name="record"),
        ),
        migrations.AddIndex(
            "outgoingmessage",
            models.Index(
                condition=models.Q(("record_id__isnull", False)),
                fields=["record_type", "record_id", "-id"],
                name="outgoing_message_record",
            ),
        ),
    ]
