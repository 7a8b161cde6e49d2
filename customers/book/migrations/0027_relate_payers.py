"""An account may be paid together with another one (303, 账务关系)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0026_hold_running_capacity"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentterms",
            name="payer_number",
            field=models.CharField(
                blank=True, default="", max_length=14, verbose_name="paid together with the account"
            ),
        ),
    ]
