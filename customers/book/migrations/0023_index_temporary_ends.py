"""Find temporary supplies by their last day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0022_note_rows_of_batches"),
        ("crm_org", "0003_name_other_departments"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(
                condition=models.Q(("temporary_until__isnull", False)),
                fields=["temporary_until", "id"],
                name="account_by_temporary_end",
            ),
        ),
    ]
