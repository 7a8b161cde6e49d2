import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COMPANY", "company"),
                            ("MARKETING", "marketing department"),
                            ("BUSINESS", "business department"),
                            ("HALL", "business hall"),
                            ("TEAM", "team"),
                            ("METERING", "metering centre"),
                            ("INSPECTION", "power inspection"),
                            ("DISPATCH", "dispatch and operations"),
                            ("CALL_CENTRE", "call centre 95598"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="path")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="crm_org.department",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("number", models.CharField(max_length=32, unique=True, verbose_name="staff number")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="work phone")),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="language")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("absent_until", models.DateField(blank=True, null=True, verbose_name="absent until")),
                (
                    "password_changed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="password changed"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="crm_org.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of staff",
                "verbose_name_plural": "staff",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=9, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
            ],
            options={
                "verbose_name": "district",
                "verbose_name_plural": "districts",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("R1", "acceptance clerk"),
                            ("R2", "dispatcher of surveys and field jobs"),
                            ("R3", "surveyor"),
                            ("R4", "plan engineer"),
                            ("R5", "approver"),
                            ("R6", "reply clerk"),
                            ("R7", "fee officer"),
                            ("R8", "cashier"),
                            ("R9", "grid project manager"),
                            ("R10", "design reviewer"),
                            ("R11", "power inspector"),
                            ("R12", "contract clerk"),
                            ("R13", "metering technician"),
                            ("R14", "switching operator"),
                            ("R15", "grid data keeper"),
                            ("R16", "billing clerk"),
                            ("R17", "call-back agent"),
                            ("R18", "archivist"),
                            ("AM", "account manager"),
                            ("MGR", "manager"),
                            ("CC", "call-centre agent"),
                            ("SYS", "system administrator"),
                            ("SEC", "security administrator"),
                            ("AUD", "audit administrator"),
                        ],
                        max_length=4,
                        verbose_name="role",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="crm_org.department",
                        verbose_name="for department",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "role of a person",
                "verbose_name_plural": "roles of people",
                "ordering": ["staff_id", "role"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("staff", "role", "department"), name="role_held_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("R1", "acceptance clerk"),
                            ("R2", "dispatcher of surveys and field jobs"),
                            ("R3", "surveyor"),
                            ("R4", "plan engineer"),
                            ("R5", "approver"),
                            ("R6", "reply clerk"),
                            ("R7", "fee officer"),
                            ("R8", "cashier"),
                            ("R9", "grid project manager"),
                            ("R10", "design reviewer"),
                            ("R11", "power inspector"),
                            ("R12", "contract clerk"),
                            ("R13", "metering technician"),
                            ("R14", "switching operator"),
                            ("R15", "grid data keeper"),
                            ("R16", "billing clerk"),
                            ("R17", "call-back agent"),
                            ("R18", "archivist"),
                            ("AM", "account manager"),
                            ("MGR", "manager"),
                            ("CC", "call-centre agent"),
                            ("SYS", "system administrator"),
                            ("SEC", "security administrator"),
                            ("AUD", "audit administrator"),
                        ],
                        max_length=4,
                        verbose_name="role",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes",
                        to="crm_org.department",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty of a team",
                "verbose_name_plural": "duties of teams",
                "ordering": ["role", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role", "department"), name="one_team_per_duty", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent__isnull", False), ("kind", "COMPANY"), _connector="OR"),
                name="department_has_parent",
            ),
        ),
    ]
