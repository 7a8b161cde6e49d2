"""How long a replied plan stands: extended once, lapsed with a proposal to abort its case; idle accounts."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import migrations
from django.db.models import OuterRef, Subquery

from crm.audit.triggers import audit_table

TEMPLATES = {
    "plan.ends_soon": (
        "供电方案即将到期",
        "您的用电申请 $number 的供电方案有效期至 $day。如需延期，请在 $ask_by 前书面申请，只能延期一次。咨询请拨 95598。",
    ),
    "plan.ends_last": (
        "供电方案即将到期",
        "您的用电申请 $number 的供电方案有效期至 $day，请在此之前办妥后续手续，逾期失效。咨询请拨 95598。",
    ),
    "plan.lapsed": (
        "供电方案已失效",
        "您的用电申请 $number 的供电方案已于 $day 到期失效。如仍需用电，请重新申请。咨询请拨 95598。",
    ),
    "plan.extended": (
        "供电方案已延期",
        "您的用电申请 $number 的供电方案有效期已延长至 $day。咨询请拨 95598。",
    ),
}


def seed(apps, schema_editor):
    MessageTemplate = apps.get_model("crm_messages", "MessageTemplate")
    MessageTemplate.objects.bulk_create(
        MessageTemplate(code=code, channel=channel, subject=subject if channel == "EMAIL" else "", text=text)
        for code, (subject, text) in TEMPLATES.items()
        for channel in ("SMS", "EMAIL")
    )
    Parameter = apps.get_model("crm_parameters", "Parameter")
    ParameterValue = apps.get_model("crm_parameters", "ParameterValue")
    parameter = Parameter.objects.create(
        code="plan.extension_times",
        name="供电方案可延期次数",
        name_en="How often the validity of a supply plan is extended",
        unit="",
    )
    ParameterValue.objects.create(
        parameter=parameter,
        value=Decimal(1),
        valid=(date(1996, 10, 8), None),
        source="供电营业规则 (1996)",
        article="21",
        trust="S",
    )


def remind_twice(apps, schema_editor):
    """The validity is reminded of as every term is: 30 and 7 days before; those that run become terms."""
    rules = apps.get_model("crm_clocks", "ClockRule").objects.filter(timer="T12", warning_lead=20)
    rules.update(warning_lead=30, last_warning_lead=7)
    Term = apps.get_model("bizexpansion", "Term")
    running = apps.get_model("bizexpansion", "CaseClock").objects.filter(timer="T12", clock__state="RUNNING")
    Term.objects.bulk_create(
        Term(case_id=case_id, account_id=account_id, timer="T12", clock_id=clock_id)
        for case_id, account_id, clock_id in running.values_list("case_id", "case__account_id", "clock_id")
    )


def name_departments(apps, schema_editor):
    FollowUp = apps.get_model("bizexpansion", "FollowUp")
    Term = apps.get_model("bizexpansion", "Term")
    of_term = Term.objects.filter(pk=OuterRef("term_id")).values("case__department_id")
    FollowUp.objects.update(department_id=Subquery(of_term))
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_clocks", "0005_agree_terms"),
        ("crm_messages", "0004_name_the_record"),
        ("crm_parameters", "0003_seed_values"),
        ("bizexpansion", "0033_choose_profiles"),
        ("book", "0026_hold_running_capacity"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_planextension"),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(remind_twice, migrations.RunPython.noop),
        migrations.RunPython(name_departments, migrations.RunPython.noop),
    ]
