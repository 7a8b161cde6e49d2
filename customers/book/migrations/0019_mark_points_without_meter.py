"""计量点 是否装表: a metering point of a supply without a meter (106)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0018_close_supply_points"),
    ]

    operations = [
        migrations.AddField(
            model_name="meteringpoint",
            name="is_metered",
            field=models.BooleanField(default=True, verbose_name="has a meter"),
        ),
    ]
