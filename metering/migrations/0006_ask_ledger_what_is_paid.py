"""What of a bill is paid stands in the ledger; the bill does not say it a second time."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("metering", "0005_post_bills")]

    operations = [
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_paid_within_amount",
        ),
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_paid_on_means_all",
        ),
        migrations.RemoveIndex(
            model_name="bill",
            name="bill_open",
        ),
        migrations.RemoveField(
            model_name="bill",
            name="paid_amount",
        ),
        migrations.RemoveField(
            model_name="bill",
            name="paid_on",
        ),
    ]
