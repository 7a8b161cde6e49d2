"""How long a replied plan stands: extended once, lapsed with a proposal to abort its case; idle accounts."""

from datetime import date
from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from crm.audit.triggers import audit_table
from crm.schema import Together

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
        Together(
            [
                migrations.CreateModel(
                    name="PlanExtension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="asked for on")),
                        ("asked_by", models.CharField(max_length=60, verbose_name="asked for by")),
                        ("reason", models.TextField(max_length=500, verbose_name="reason")),
                        ("ended_before", models.DateField(verbose_name="was valid until")),
                        ("valid_until", models.DateField(verbose_name="valid until")),
                        ("extended_at", models.DateTimeField(verbose_name="extended at")),
                        (
                            "extended_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="extended by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "extension of a supply plan",
                        "verbose_name_plural": "extensions of supply plans",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asked_on__lte", models.F("ended_before")),
                                    ("valid_until__gt", models.F("ended_before")),
                                ),
                                name="plan_extension_is_longer",
                            )
                        ],
                    },
                ),
                migrations.AlterModelOptions(
                    name="term",
                    options={
                        "ordering": ["id"],
                        "verbose_name": "term of a case",
                        "verbose_name_plural": "terms of cases",
                    },
                ),
                migrations.AddField(
                    model_name="case",
                    name="plan_lapsed_on",
                    field=models.DateField(blank=True, null=True, verbose_name="supply plan lapsed on"),
                ),
                migrations.AddField(
                    model_name="followup",
                    name="department",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                migrations.AlterField(
                    model_name="caseevent",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("ACCEPTED", "accepted"),
                            ("DONE", "step done"),
                            ("OPENED", "step opened"),
                            ("RETURNED", "returned"),
                            ("CANCELLED", "cancelled"),
                            ("CLAIMED", "claimed"),
                            ("DISPATCHED", "dispatched"),
                            ("TRANSFERRED", "transferred"),
                            ("SUSPENDED", "suspended"),
                            ("RESUMED", "resumed"),
                            ("WITHDRAWN", "taken back"),
                            ("REPLANNED", "re-planned"),
                            ("URGED", "urged"),
                            ("GREEN_CHANNEL", "green channel"),
                            ("DOCUMENT", "document"),
                            ("NOTICE", "one-time notice"),
                            ("PROGRESS", "progress"),
                            ("CLOCK", "clock"),
                            ("EFFECT", "change of the book"),
                            ("CLOSED", "closed"),
                            ("ABORTED", "aborted"),
                            ("DROPPED", "row dropped"),
                            ("MIGRATED", "brought into another version of the flow"),
                            ("EXTENDED", "supply plan extended"),
                            ("LAPSED", "supply plan lapsed"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                migrations.AlterField(
                    model_name="followup",
                    name="account",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                migrations.AlterField(
                    model_name="followup",
                    name="flow_code",
                    field=models.CharField(blank=True, max_length=4, verbose_name="business"),
                ),
                migrations.AlterField(
                    model_name="followup",
                    name="term",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="bizexpansion.term",
                        verbose_name="term that ended",
                    ),
                ),
                migrations.AlterField(
                    model_name="term",
                    name="account",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN"), ("term", None)),
                        fields=("account", "flow_code"),
                        name="idle_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="followup",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("flow_code", ""), ("account__isnull", False), _connector="OR"),
                        name="follow_up_flow_has_account",
                    ),
                ),
            ]
        ),
        audit_table("bizexpansion_planextension"),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunPython(remind_twice, migrations.RunPython.noop),
        migrations.RunPython(name_departments, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="followup",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="crm_org.department",
                verbose_name="business department",
            ),
        ),
    ]
