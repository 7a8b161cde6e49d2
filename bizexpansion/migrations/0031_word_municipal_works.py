"""Say by when a municipal body wants its works."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0030_split_accounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="municipalworks",
            name="wanted_on",
            field=models.DateField(verbose_name="works wanted by"),
        ),
    ]
