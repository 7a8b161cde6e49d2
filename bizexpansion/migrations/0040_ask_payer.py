"""303 asks with which account another one is paid together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0039_name_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentchange",
            name="payer_number",
            field=models.CharField(
                blank=True, default="", max_length=14, verbose_name="paid together with the account"
            ),
        ),
    ]
