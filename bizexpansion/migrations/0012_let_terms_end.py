"""Terms that outlive their cases, the cases proposed at their end, and what customers are told of it."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table

TEMPLATES = {
    "term.ends_soon": (
        "期限即将届满",
        "您户号 $account 的$what（工单 $number）将于 $day 到期，请及时办理有关手续。咨询请拨 95598。",
    ),
    "term.ended": (
        "期限已届满",
        "您户号 $account 的$what（工单 $number）已于 $day 到期，请尽快办理有关手续。咨询请拨 95598。",
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
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_messages", "0004_name_the_record"),
        ("bizexpansion", "0011_temporary_supply"),
        ("book", "0016_note_stops"),
        ("crm_clocks", "0005_agree_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_term"),
        audit_table("bizexpansion_followup"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
