import django.db.models.deletion
from django.db import migrations, models

# Partitioned by month from the first day on; Django cannot say that, so the table is written out here. The default
# partition takes what no month takes: a missing month is never an error (metering/partitions.py makes the months).
READING = """
CREATE SEQUENCE metering_reading_row_id_seq;
CREATE TABLE metering_reading (
  account_id bigint NOT NULL CONSTRAINT metering_reading_account REFERENCES book_supplyaccount (id),
  day date NOT NULL,
  energy numeric(14, 3) NOT NULL CONSTRAINT metering_reading_not_negative CHECK (energy >= 0),
  quality varchar(1) NOT NULL,
  batch_id bigint CONSTRAINT metering_reading_batch REFERENCES metering_readingbatch (id),
  row_id bigint NOT NULL DEFAULT nextval('metering_reading_row_id_seq'),
  CONSTRAINT metering_reading_pkey PRIMARY KEY (account_id, day)
) PARTITION BY RANGE (day);
ALTER SEQUENCE metering_reading_row_id_seq OWNED BY metering_reading.row_id;
CREATE TABLE metering_reading_default PARTITION OF metering_reading DEFAULT;
"""
DROP_READING = "DROP TABLE metering_reading;"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("book", "0002_audit_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                (
                    "state",
                    models.CharField(
                        choices=[("RUNNING", "running"), ("DONE", "done"), ("FAILED", "failed")],
                        default="RUNNING",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="rows in the file")),
                ("rows_done", models.PositiveIntegerField(default=0, verbose_name="rows worked off")),
                ("inserted", models.PositiveIntegerField(default=0, verbose_name="new readings")),
                ("updated", models.PositiveIntegerField(default=0, verbose_name="corrected readings")),
                ("missing", models.PositiveIntegerField(default=0, verbose_name="missing readings")),
                (
                    "constant_series",
                    models.PositiveIntegerField(default=0, verbose_name="series that never change"),
                ),
                (
                    "gaps",
                    models.JSONField(
                        default=list, help_text="pairs of external id and day, the first 1,000", verbose_name="gaps"
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
            ],
            options={
                "verbose_name": "batch of readings",
                "verbose_name_plural": "batches of readings",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "RUNNING")),
                            models.Q(("finished_at__isnull", False), models.Q(("state", "RUNNING"), _negated=True)),
                            _connector="OR",
                        ),
                        name="reading_batch_finished_when_not_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows_done__lte", models.F("rows_total"))), name="reading_batch_rows"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("month", models.DateField(help_text="first day of the month of use", verbose_name="month")),
                ("energy", models.DecimalField(decimal_places=3, max_digits=14, verbose_name="energy, kWh")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount, yuan")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "paid_amount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="paid, yuan"),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid in full on")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bills",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "bill",
                "verbose_name_plural": "bills",
                "ordering": ["account_id", "-month"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("paid_on__isnull", True)),
                        fields=["account", "due_on"],
                        name="bill_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "month"), name="bill_once_a_month"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="bill_month_is_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("energy__gte", 0)), name="bill_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid_amount__gte", 0), ("paid_amount__lte", models.F("amount"))),
                        name="bill_paid_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_on__isnull", True), ("paid_amount", models.F("amount")), _connector="OR"
                        ),
                        name="bill_paid_on_means_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("month"))), name="bill_due_after_month_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("external_id", models.CharField(max_length=40, verbose_name="identifier at the source")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_sources",
                        to="book.supplyaccount",
                        verbose_name="supply account",
                    ),
                ),
            ],
            options={
                "verbose_name": "source of readings",
                "verbose_name_plural": "sources of readings",
                "ordering": ["source", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="reading_source_external"),
                    models.UniqueConstraint(fields=("source", "account"), name="reading_source_account"),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(READING, DROP_READING)],
            state_operations=[
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "account_id", "day", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="account",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "energy",
                            models.DecimalField(decimal_places=3, max_digits=14, verbose_name="energy, kWh"),
                        ),
                        (
                            "quality",
                            models.CharField(
                                choices=[("G", "good"), ("C", "suspect: the whole series never changes")],
                                default="G",
                                max_length=1,
                                verbose_name="quality",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="metering.readingbatch",
                                verbose_name="batch",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "daily reading",
                        "verbose_name_plural": "daily readings",
                        "db_table": "metering_reading",
                    },
                ),
            ],
        ),
    ]
