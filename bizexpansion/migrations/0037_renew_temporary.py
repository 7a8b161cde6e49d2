"""A metered temporary supply is granted longer, and its customer told so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from crm.audit.triggers import audit_table

SUBJECT = "临时用电已延期"
TEXT = "您户号 $account 的临时用电期限已延长至 $day，请在此之前办理续期或销户。咨询请拨 95598。"


def seed(apps, schema_editor):
    apps.get_model("crm_messages", "MessageTemplate").objects.bulk_create(
        [
            apps.get_model("crm_messages", "MessageTemplate")(
                code="temporary.extended",
                channel=channel,
                subject=SUBJECT if channel == "EMAIL" else "",
                text=TEXT,
            )
            for channel in ("SMS", "EMAIL")
        ]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("crm_messages", "0004_name_the_record"),
        ("bizexpansion", "0036_keep_photos"),
        ("book", "0026_hold_running_capacity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TemporaryRenewal",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("ended_before", models.DateField(verbose_name="was granted until")),
                ("granted_until", models.DateField(verbose_name="new last day")),
                ("asked_by", models.CharField(max_length=60, verbose_name="asked for by")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("identity_checked", models.BooleanField(verbose_name="identity and application form checked")),
                ("utility_signatory", models.CharField(max_length=60, verbose_name="signed for us by")),
                ("renewed_at", models.DateTimeField(verbose_name="renewed at")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="temporary_renewals",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="book.contract",
                        verbose_name="renewed contract",
                    ),
                ),
                (
                    "renewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="renewed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "renewal of a temporary supply",
                "verbose_name_plural": "renewals of temporary supplies",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "granted_until"), name="temporary_renewal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("granted_until__gt", models.F("ended_before"))),
                        name="temporary_renewal_is_longer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", models.F("renewed_by")), _negated=True),
                        name="temporary_renewal_two_people",
                    ),
                ],
            },
        ),
        audit_table("bizexpansion_temporaryrenewal"),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
