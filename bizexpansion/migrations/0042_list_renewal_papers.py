"""A renewal of a temporary supply names the papers that were handed in."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0041_let_terms_stand_alone"),
    ]

    operations = [
        migrations.AddField(
            model_name="temporaryrenewal",
            name="papers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=8),
                default=list,
                size=None,
                verbose_name="papers handed in",
            ),
        ),
    ]
