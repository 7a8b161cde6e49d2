"""Who opened which record on which day: a ledger that only grows."""

from django.db import migrations, models

from crm.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0003_record_rows_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Viewing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="time")),
                ("day", models.DateField(verbose_name="day")),
                ("actor_id", models.BigIntegerField(verbose_name="actor")),
                ("actor_number", models.CharField(max_length=32, verbose_name="staff number")),
                ("subject_type", models.CharField(max_length=80, verbose_name="kind of record")),
                ("subject_id", models.BigIntegerField(verbose_name="record")),
            ],
            options={
                "verbose_name": "opening of a record",
                "verbose_name_plural": "openings of records",
                "indexes": [models.Index(fields=["actor_id", "day"], name="audit_viewing_actor")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_type", "subject_id", "day", "actor_id"), name="audit_viewing_once_a_day"
                    )
                ],
            },
        ),
        append_only("crm_audit_viewing"),
    ]
