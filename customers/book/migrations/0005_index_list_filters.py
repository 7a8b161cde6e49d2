from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0004_reword_labels"),
        ("crm_org", "0002_audit_tables"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="supplyaccount",
            name="account_by_class",
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(fields=["account_class", "account_number"], name="account_by_class"),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(fields=["voltage", "account_number"], name="account_by_voltage"),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(
                condition=models.Q(("status", "0"), _negated=True),
                fields=["status", "account_number"],
                name="account_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(
                condition=models.Q(("importance", ""), _negated=True),
                fields=["importance", "account_number"],
                name="account_by_importance",
            ),
        ),
    ]
