"""The end of a term that was agreed for one clock; a second warning before it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm_clocks", "0004_note_sweep_ticks"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="agreed end"),
        ),
        migrations.AddField(
            model_name="clockrule",
            name="last_warning_lead",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="warn once more ahead"),
        ),
        migrations.AlterField(
            model_name="clockrule",
            name="ends",
            field=models.CharField(
                choices=[
                    ("CLOSE_OF_BUSINESS", "close of business"),
                    ("END_OF_DAY", "end of the day (24:00)"),
                    ("START_OF_DAY", "beginning of the day (0:00)"),
                ],
                default="CLOSE_OF_BUSINESS",
                max_length=17,
                verbose_name="ends at",
            ),
        ),
        migrations.AlterField(
            model_name="clockshift",
            name="cause",
            field=models.CharField(
                choices=[
                    ("PAUSED", "paused"),
                    ("RESUMED", "resumed"),
                    ("CALENDAR", "calendar changed"),
                    ("AGREED", "another day was agreed"),
                    ("MEMBER", "a part of the total moved"),
                    ("SWEEP", "corrected by the sweep"),
                ],
                max_length=8,
                verbose_name="cause",
            ),
        ),
    ]
