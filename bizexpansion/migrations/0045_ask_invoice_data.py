"""303 takes the data to which invoices are made out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0044_keep_renewal_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentchange",
            name="tax_cipher",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=400, verbose_name="tax number, sealed"
            ),
        ),
        migrations.AddField(
            model_name="paymentchange",
            name="tax_last4",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=4,
                verbose_name="tax number, last four characters",
            ),
        ),
        migrations.AddField(
            model_name="paymentchange",
            name="vat_address_phone",
            field=models.CharField(
                blank=True, default="", max_length=200, verbose_name="VAT: address and telephone"
            ),
        ),
        migrations.AddField(
            model_name="paymentchange",
            name="vat_bank",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="VAT: bank"),
        ),
        migrations.AddField(
            model_name="paymentchange",
            name="vat_bank_cipher",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=400, verbose_name="VAT: bank account, sealed"
            ),
        ),
        migrations.AddField(
            model_name="paymentchange",
            name="vat_bank_last4",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=4,
                verbose_name="VAT: bank account, last four digits",
            ),
        ),
        migrations.AddField(
            model_name="paymentchange",
            name="vat_name",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="VAT: name"),
        ),
    ]
