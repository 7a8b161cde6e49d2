import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crm_org", "0002_audit_tables"),
        ("crm_org", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind of import")),
                ("file_name", models.CharField(max_length=120, verbose_name="file name")),
                ("path", models.CharField(blank=True, max_length=200, verbose_name="stored at")),
                ("size", models.PositiveBigIntegerField(verbose_name="size (bytes)")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "file_format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "XLSX")], max_length=4, verbose_name="format"
                    ),
                ),
                ("encoding", models.CharField(blank=True, max_length=10, verbose_name="encoding")),
                ("header", models.JSONField(default=list, verbose_name="columns of the file")),
                ("mapping", models.JSONField(default=dict, verbose_name="assignment of columns")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NEW", "to be mapped"),
                            ("CHECKING", "being checked"),
                            ("CHECKED", "checked, to be taken in"),
                            ("APPLYING", "being taken in"),
                            ("DONE", "taken in"),
                            ("UNDONE", "undone"),
                            ("DISCARDED", "discarded"),
                            ("FAILED", "stopped by an error"),
                        ],
                        default="NEW",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("rows_good", models.PositiveIntegerField(default=0, verbose_name="good rows")),
                ("rows_bad", models.PositiveIntegerField(default=0, verbose_name="bad rows")),
                ("rows_unchanged", models.PositiveIntegerField(default=0, verbose_name="rows there already")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="error")),
                ("at", models.DateTimeField(verbose_name="handed in at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("entry_id", models.BigIntegerField(blank=True, null=True, verbose_name="audit entry")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm_org.department",
                        verbose_name="business department",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "indexes": [models.Index(fields=["-at", "-id"], name="import_batch_newest")],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("line", models.PositiveIntegerField(verbose_name="line of the file")),
                (
                    "state",
                    models.CharField(
                        choices=[("G", "good"), ("B", "bad"), ("U", "there already")],
                        max_length=1,
                        verbose_name="state",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="known as")),
                ("raw", models.JSONField(verbose_name="as it came")),
                ("errors", models.JSONField(blank=True, null=True, verbose_name="errors")),
                ("record_id", models.BigIntegerField(blank=True, null=True, verbose_name="record")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="crm_imports.importbatch",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of imports",
                "constraints": [models.UniqueConstraint(fields=("batch", "line"), name="import_row_once")],
            },
        ),
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind of import")),
                ("words", models.JSONField(default=dict, verbose_name="assignment of columns")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "remembered assignment of columns",
                "verbose_name_plural": "remembered assignments of columns",
                "constraints": [models.UniqueConstraint(fields=("staff", "kind"), name="one_memory_per_import")],
            },
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(
                condition=models.Q(("state", "G"), _negated=True),
                fields=["batch", "state", "line"],
                name="import_row_by_state",
            ),
        ),
    ]
