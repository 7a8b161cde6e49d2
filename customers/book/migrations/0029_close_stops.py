"""A stop of equipment ends also with its account (213, 216)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0028_index_payers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="transformerstop",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "still open"),
                    ("RESUMED", "put back into use"),
                    ("EXPIRED", "its term expired"),
                    ("PERMANENT", "made permanent"),
                    ("CLOSED", "the account was closed"),
                ],
                default="",
                max_length=9,
                verbose_name="ended by",
            ),
        ),
    ]
