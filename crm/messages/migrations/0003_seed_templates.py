"""The first messages to customers: where an application stands. Places: $number, $phone and what each names."""

from django.db import migrations

TEMPLATES = {
    "case.accepted": (
        "用电申请已受理",
        "您的用电申请已受理，工单号 $number，我们将在 $due 前答复供电方案。咨询请拨 95598。",
    ),
    "case.papers_missing": (
        "用电申请资料待补",
        "您的用电申请 $number 还缺：$papers。请在 $due 前补齐。咨询请拨 95598。",
    ),
    "case.plan_replied": (
        "供电方案已答复",
        "您的用电申请 $number 的供电方案已答复，有效期至 $valid_until，请确认。咨询请拨 95598。",
    ),
    "case.rectification": (
        "检查需整改",
        "您的用电工程（工单 $number）检查发现需整改项，请整改后再次报验。咨询请拨 95598。",
    ),
    "case.energised": ("已送电", "您的用电申请 $number 已送电，户号 $account。感谢您的配合。咨询请拨 95598。"),
}


def seed(apps, schema_editor):
    MessageTemplate = apps.get_model("crm_messages", "MessageTemplate")
    MessageTemplate.objects.bulk_create(
        MessageTemplate(code=code, channel=channel, subject=subject if channel == "EMAIL" else "", text=text)
        for code, (subject, text) in TEMPLATES.items()
        for channel in ("SMS", "EMAIL")
    )


class Migration(migrations.Migration):
    dependencies = [("crm_messages", "0002_audit_tables")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
