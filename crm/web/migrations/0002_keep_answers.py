"""The answers that the API may have to give again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm_web", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=255, verbose_name="idempotency key")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint of the request")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="HTTP status")),
                ("sealed", models.TextField(blank=True, default="", verbose_name="answer, encrypted")),
                ("at", models.DateTimeField(verbose_name="answered")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept answer",
                "verbose_name_plural": "kept answers",
                "indexes": [models.Index(fields=["at"], name="kept_answer_by_age")],
                "constraints": [models.UniqueConstraint(fields=("staff", "key"), name="one_answer_for_a_key")],
            },
        ),
    ]
