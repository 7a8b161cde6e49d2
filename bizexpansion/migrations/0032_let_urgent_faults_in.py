"""An urgent fault goes on beside the case that holds the account (302)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0031_word_municipal_works"),
        ("book", "0025_keep_meter_tests"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="one_open_case",
        ),
        migrations.AddField(
            model_name="case",
            name="goes_beside",
            field=models.BooleanField(default=False, verbose_name="goes on beside another case"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("goes_beside", False), ("state__in", ["IN_PROGRESS", "SUSPENDED"])),
                fields=("account",),
                name="one_open_case",
            ),
        ),
    ]
