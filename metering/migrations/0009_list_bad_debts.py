"""Bad debts: the list, and the entry that writes one off."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("book", "0016_note_stops"),
        ("crm_org", "0003_name_other_departments"),
        ("metering", "0008_add_account_use"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BadDebt",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("case_number", models.CharField(max_length=32, verbose_name="case")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("settled_on", models.DateField(verbose_name="settled on")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("is_approved", models.BooleanField(null=True, verbose_name="approved")),
                (
                    "decision_note",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="remark on the decision"),
                ),
            ],
            options={
                "verbose_name": "bad debt",
                "verbose_name_plural": "bad debts",
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="ledgerentry",
            name="ledger_entry_sign_fits_kind",
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("BILL", "electricity bill"),
                    ("FEE", "business fee"),
                    ("ADJUST", "back-billing or allowance"),
                    ("LATE", "late-payment charge"),
                    ("PAYMENT", "payment"),
                    ("REFUND", "refund"),
                    ("TRANSFER", "transfer between accounts"),
                    ("REVERSAL", "reversal"),
                    ("BADDEBT", "written off as a bad debt"),
                ],
                max_length=10,
                verbose_name="kind of entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("kind__in", ["BILL", "FEE", "LATE", "REFUND"])),
                    models.Q(("amount__lt", 0), ("kind__in", ["PAYMENT", "BADDEBT"])),
                    ("kind__in", ["ADJUST", "TRANSFER", "REVERSAL"]),
                    _connector="OR",
                ),
                name="ledger_entry_sign_fits_kind",
            ),
        ),
        migrations.AddField(
            model_name="baddebt",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bad_debts",
                to="book.supplyaccount",
                verbose_name="supply account",
            ),
        ),
        migrations.AddField(
            model_name="baddebt",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="baddebt",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="crm_org.department",
                verbose_name="business department",
            ),
        ),
        migrations.AddField(
            model_name="baddebt",
            name="entry",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bad_debt",
                to="metering.ledgerentry",
                verbose_name="ledger entry",
            ),
        ),
        migrations.AddField(
            model_name="baddebt",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddConstraint(
            model_name="baddebt",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="bad_debt_positive"),
        ),
        migrations.AddConstraint(
            model_name="baddebt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="bad_debt_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="baddebt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("is_approved__isnull", True)
                    ),
                    models.Q(
                        ("decided_at__isnull", False), ("decided_by__isnull", False), ("is_approved__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="bad_debt_decided_as_a_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="baddebt",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__isnull", True), ("is_approved", True), _connector="OR"),
                name="bad_debt_written_off_if_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="baddebt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)), fields=("account",), name="bad_debt_one_waiting"
            ),
        ),
        audit_table("metering_baddebt"),
    ]
