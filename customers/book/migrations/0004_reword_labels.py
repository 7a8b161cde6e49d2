import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0003_hold_voltage_to_class"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contactperson",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("ELECTRICAL", "electrical matters"),
                    ("ACCOUNTS", "bills and payment"),
                    ("OUTAGE", "outage and restoration"),
                    ("LEGAL", "legal representative"),
                    ("AGENT", "authorised agent"),
                ],
                max_length=12,
                verbose_name="contact purpose",
            ),
        ),
        migrations.AlterField(
            model_name="customer",
            name="id_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "not recorded"),
                    ("ID_CARD", "resident identity card"),
                    ("PASSPORT", "passport or travel permit"),
                    ("MILITARY", "military identity card"),
                    ("CREDIT_CODE", "unified social credit code"),
                    ("OTHER", "other document"),
                ],
                default="",
                max_length=12,
                verbose_name="kind of ID document",
            ),
        ),
        migrations.AlterField(
            model_name="instrumenttransformer",
            name="ownership",
            field=models.CharField(
                choices=[
                    ("UTILITY", "power-supply company"),
                    ("CUSTOMER", "customer"),
                    ("GENERATOR", "power producer"),
                ],
                default="UTILITY",
                max_length=10,
                verbose_name="ownership",
            ),
        ),
        migrations.AlterField(
            model_name="instrumenttransformer",
            name="reserved_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="book.supplyaccount",
                verbose_name="assigned to account",
            ),
        ),
        migrations.AlterField(
            model_name="instrumenttransformer",
            name="state",
            field=models.CharField(
                choices=[
                    ("006", "qualified, in store"),
                    ("016", "assigned, to be issued"),
                    ("011", "issued, to be installed"),
                    ("012", "in operation"),
                    ("015", "removed, to be returned"),
                ],
                default="006",
                max_length=3,
                verbose_name="state of the device",
            ),
        ),
        migrations.AlterField(
            model_name="meter",
            name="ownership",
            field=models.CharField(
                choices=[
                    ("UTILITY", "power-supply company"),
                    ("CUSTOMER", "customer"),
                    ("GENERATOR", "power producer"),
                ],
                default="UTILITY",
                max_length=10,
                verbose_name="ownership",
            ),
        ),
        migrations.AlterField(
            model_name="meter",
            name="reserved_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="book.supplyaccount",
                verbose_name="assigned to account",
            ),
        ),
        migrations.AlterField(
            model_name="meter",
            name="state",
            field=models.CharField(
                choices=[
                    ("006", "qualified, in store"),
                    ("016", "assigned, to be issued"),
                    ("011", "issued, to be installed"),
                    ("012", "in operation"),
                    ("015", "removed, to be returned"),
                ],
                default="006",
                max_length=3,
                verbose_name="state of the device",
            ),
        ),
        migrations.AlterField(
            model_name="transformer",
            name="ownership",
            field=models.CharField(
                choices=[
                    ("UTILITY", "power-supply company"),
                    ("CUSTOMER", "customer"),
                    ("GENERATOR", "power producer"),
                ],
                default="CUSTOMER",
                max_length=10,
                verbose_name="ownership",
            ),
        ),
        migrations.AlterField(
            model_name="transformer",
            name="run_status",
            field=models.CharField(
                choices=[("01", "in operation"), ("02", "stopped"), ("03", "removed")],
                default="02",
                max_length=2,
                verbose_name="run status",
            ),
        ),
    ]
