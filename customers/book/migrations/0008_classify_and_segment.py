import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0007_word_stopped_equipment"),
        ("crm_org", "0002_audit_tables"),
        ("crm_org", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("IMPORTANCE", "importance"),
                            ("KEY_ACCOUNT", "key account"),
                            ("RISK", "risk grade"),
                        ],
                        max_length=12,
                        verbose_name="what is graded",
                    ),
                ),
                ("value", models.CharField(blank=True, default="", max_length=10, verbose_name="grade")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("LIST", "list of the power authority"),
                            ("DECISION", "decision of the company"),
                            ("CAPACITY", "contract capacity"),
                            ("INSPECTION", "power inspection"),
                            ("PAYMENT", "payment record"),
                            ("COMPLAINT", "complaints"),
                            ("CASE", "case of business expansion"),
                        ],
                        max_length=10,
                        verbose_name="rests on",
                    ),
                ),
                ("document", models.CharField(blank=True, default="", max_length=60, verbose_name="document")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("set_at", models.DateTimeField(verbose_name="graded at")),
            ],
            options={
                "verbose_name": "grade of an account",
                "verbose_name_plural": "grades of accounts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                        name="account_grade_proper",
                        violation_error_message="A period needs a first day before its end.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Industry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=2, unique=True, verbose_name="industry code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("name_en", models.CharField(max_length=100, verbose_name="English name")),
            ],
            options={
                "verbose_name": "industry",
                "verbose_name_plural": "industries",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name of the segment")),
                (
                    "description",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="what it is for"),
                ),
                (
                    "sharing",
                    models.CharField(
                        choices=[("OWNER", "only me"), ("DEPARTMENT", "my department"), ("EVERYONE", "everyone")],
                        default="OWNER",
                        max_length=10,
                        verbose_name="shared with",
                    ),
                ),
                ("conditions", models.JSONField(verbose_name="conditions")),
                (
                    "schema_version",
                    models.PositiveSmallIntegerField(default=1, verbose_name="form of the conditions"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("updated_at", models.DateTimeField(verbose_name="changed")),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="put away")),
            ],
            options={
                "verbose_name": "segment",
                "verbose_name_plural": "segments",
            },
        ),
        migrations.AddField(
            model_name="supplyaccount",
            name="importance_until",
            field=models.DateField(blank=True, null=True, verbose_name="important until"),
        ),
        migrations.AddField(
            model_name="supplyaccount",
            name="is_key_account",
            field=models.BooleanField(default=False, verbose_name="key account"),
        ),
        migrations.AddField(
            model_name="supplyaccount",
            name="risk_grade",
            field=models.CharField(
                blank=True,
                choices=[("", "not graded"), ("LOW", "low risk"), ("MEDIUM", "medium risk"), ("HIGH", "high risk")],
                default="",
                max_length=6,
                verbose_name="risk grade",
            ),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(
                condition=models.Q(("risk_grade", ""), _negated=True),
                fields=["risk_grade", "account_number"],
                name="account_by_risk",
            ),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(
                condition=models.Q(("is_key_account", True)), fields=["account_number"], name="account_key_accounts"
            ),
        ),
        migrations.AddIndex(
            model_name="supplyaccount",
            index=models.Index(
                django.db.models.functions.text.Left("industry_code", 2),
                models.F("account_number"),
                condition=models.Q(("industry_code", ""), _negated=True),
                name="account_by_industry",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("importance_until__isnull", True), ("importance", "TEMPORARY"), _connector="OR"
                ),
                name="account_importance_ends_if_temporary",
            ),
        ),
        migrations.AddField(
            model_name="accountgrade",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="grades",
                to="book.supplyaccount",
                verbose_name="supply account",
            ),
        ),
        migrations.AddField(
            model_name="accountgrade",
            name="set_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="graded by",
            ),
        ),
        migrations.AddField(
            model_name="industry",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="divisions",
                to="book.industry",
                verbose_name="section of industry",
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="segments",
                to="crm_org.department",
                verbose_name="department",
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="segments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner of the segment",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountgrade",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("account", "="), ("kind", "="), ("period", "&&")], name="account_grade_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountgrade",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="account_grade_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="industry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__regex", "^[A-T]$"), ("section__isnull", True)),
                    models.Q(("code__regex", "^\\d\\d$"), ("section__isnull", False)),
                    _connector="OR",
                ),
                name="industry_division_has_section",
            ),
        ),
        migrations.AddIndex(
            model_name="segment",
            index=models.Index(fields=["department", "name"], name="segment_by_department"),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_at__isnull", True)),
                fields=("owner", "name"),
                name="segment_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="segment_has_name"
            ),
        ),
    ]
