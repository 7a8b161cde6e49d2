from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0013_index_quality_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="customermerge",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="duplicatepair",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
    ]
