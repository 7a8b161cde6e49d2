"""Equipment and metering points that stand still: a word of their own, for a stopped clock is another thing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0006_find_anyone"),
    ]

    operations = [
        migrations.AlterField(
            model_name="meteringpoint",
            name="state",
            field=models.CharField(
                choices=[("01", "set up"), ("02", "in use"), ("03", "out of operation"), ("04", "removed")],
                default="01",
                max_length=2,
                verbose_name="state of the metering point",
            ),
        ),
        migrations.AlterField(
            model_name="transformer",
            name="run_status",
            field=models.CharField(
                choices=[("01", "in operation"), ("02", "out of operation"), ("03", "removed")],
                default="02",
                max_length=2,
                verbose_name="run status",
            ),
        ),
    ]
