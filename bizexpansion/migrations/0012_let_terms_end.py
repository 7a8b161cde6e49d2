"""Terms that outlive their cases, the cases proposed at their end, and what customers are told of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("timer", models.CharField(max_length=4, verbose_name="timer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "running"),
                            ("EXPIRED", "expired"),
                            ("ENDED", "ended before its time"),
                        ],
                        default="RUNNING",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="bizexpansion.case",
                        verbose_name="case that began it",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="term",
                        to="crm_clocks.clock",
                        verbose_name="clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "term that outlives its case",
                "verbose_name_plural": "terms that outlive their cases",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("flow_code", models.CharField(max_length=4, verbose_name="business")),
                ("due_on", models.DateField(verbose_name="due since")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "proposed"), ("TAKEN_UP", "taken up"), ("DISMISSED", "dismissed")],
                        default="OPEN",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("dismissed_because", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bizexpansion.case",
                        verbose_name="taken up as",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="bizexpansion.term",
                        verbose_name="term that ended",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed follow-up case",
                "verbose_name_plural": "proposed follow-up cases",
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                condition=models.Q(("state", "RUNNING")), fields=["account", "timer"], name="term_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "RUNNING")),
                    models.Q(models.Q(("state", "RUNNING"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="term_ended_at_fits_state",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("state", "OPEN")), fields=["due_on", "id"], name="follow_up_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("term", "flow_code"), name="follow_up_once"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case", None), ("decided_at", None), ("state", "OPEN")),
                    models.Q(("case__isnull", False), ("decided_at__isnull", False), ("state", "TAKEN_UP")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("state", "DISMISSED"),
                        models.Q(("dismissed_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="follow_up_state_fits",
            ),
        ),
        audit_table("bizexpansion_term"),
        audit_table("bizexpansion_followup"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
