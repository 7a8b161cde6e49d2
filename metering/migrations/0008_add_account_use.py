import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0010_score_accounts"),
        ("metering", "0007_seed_late_charge"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountUse",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                ("through_month", models.DateField(verbose_name="latest month with data")),
                (
                    "energy_1",
                    models.DecimalField(
                        decimal_places=3, max_digits=16, null=True, verbose_name="energy of the last month, kWh"
                    ),
                ),
                (
                    "energy_3",
                    models.DecimalField(
                        decimal_places=3, max_digits=16, null=True, verbose_name="energy of the last 3 months, kWh"
                    ),
                ),
                (
                    "energy_12",
                    models.DecimalField(
                        decimal_places=3, max_digits=16, null=True, verbose_name="energy of the last 12 months, kWh"
                    ),
                ),
                (
                    "growth_1",
                    models.DecimalField(
                        decimal_places=1, max_digits=9, null=True, verbose_name="growth of the last month, %"
                    ),
                ),
                (
                    "growth_3",
                    models.DecimalField(
                        decimal_places=1, max_digits=9, null=True, verbose_name="growth of the last 3 months, %"
                    ),
                ),
                (
                    "growth_12",
                    models.DecimalField(
                        decimal_places=1, max_digits=9, null=True, verbose_name="growth of the last 12 months, %"
                    ),
                ),
            ],
            options={
                "verbose_name": "use of an account",
                "verbose_name_plural": "use of accounts",
            },
        ),
    ]
