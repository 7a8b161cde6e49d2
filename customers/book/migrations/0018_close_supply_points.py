"""A supply point may be given up (207, 213): it stays in the history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0017_keep_registers_and_terminals"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplypoint",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="in use"),
        ),
    ]
