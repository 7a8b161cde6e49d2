"""A term may stand on an account alone (imported temporary supplies), and what its customers are told."""

import django.db.models.deletion
from django.db import migrations, models

TEMPLATES = {
    "temporary.ends_soon": (
        "临时用电即将到期",
        "您户号 $account 的$what将于 $day 到期，请及时办理延期或销户手续。咨询请拨 95598。",
    ),
    "temporary.ended": (
        "临时用电已到期",
        "您户号 $account 的$what已于 $day 到期，请尽快办理延期或销户手续。咨询请拨 95598。",
    ),
}


def seed(apps, schema_editor):
    MessageTemplate = apps.get_model("crm_messages", "MessageTemplate")
    MessageTemplate.objects.bulk_create(
        MessageTemplate(code=code, channel=channel, subject=subject if channel == "EMAIL" else "", text=text)
        for code, (subject, text) in TEMPLATES.items()
        for channel in ("SMS", "EMAIL")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0040_ask_payer"),
        ("crm_messages", "0004_name_the_record"),
    ]

    operations = [
        migrations.AlterField(
            model_name="term",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms",
                to="bizexpansion.case",
                verbose_name="case that began it",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(case__isnull=False),
                name="term_of_account_or_case",
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
