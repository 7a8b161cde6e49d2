import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import crm.clocks.models.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crm_org", "0002_audit_tables"),
        ("crm_workdays", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("timer", models.CharField(max_length=8, verbose_name="timer")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("STATUTORY", "statutory limit"),
                            ("PROMISED", "public promise"),
                            ("INTERNAL", "internal target"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("limit", models.PositiveIntegerField(verbose_name="limit")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("WORKING_DAYS", "working days"),
                            ("CALENDAR_DAYS", "calendar days"),
                            ("MONTHS", "months"),
                            ("HOURS", "hours"),
                            ("MINUTES", "minutes"),
                            ("WORKING_HOURS", "working hours"),
                        ],
                        max_length=13,
                        verbose_name="unit",
                    ),
                ),
                ("warning_lead", models.PositiveIntegerField(blank=True, null=True, verbose_name="warn ahead")),
                (
                    "ends",
                    models.CharField(
                        choices=[
                            ("CLOSE_OF_BUSINESS", "close of business"),
                            ("END_OF_DAY", "end of the day (24:00)"),
                        ],
                        default="CLOSE_OF_BUSINESS",
                        max_length=17,
                        verbose_name="ends at",
                    ),
                ),
                ("counts_start_day", models.BooleanField(default=False, verbose_name="the start day counts")),
                (
                    "counts_day_left",
                    models.BooleanField(default=False, verbose_name="the day on which a pause begins counts"),
                ),
                (
                    "counts_day_returned",
                    models.BooleanField(default=False, verbose_name="the day on which a pause ends counts"),
                ),
                (
                    "customer_must_act",
                    models.BooleanField(
                        default=False,
                        verbose_name="the customer must act: the end moves off days that are not worked",
                    ),
                ),
                (
                    "warns_at_any_hour",
                    models.BooleanField(default=False, verbose_name="warns outside office hours too"),
                ),
                ("is_total", models.BooleanField(default=False, verbose_name="total of its parts")),
                (
                    "pause_reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("W1", "awaiting payment"),
                                ("W2", "awaiting design documents"),
                                ("W3", "under construction"),
                                ("W4", "awaiting rectification"),
                                ("W5", "awaiting the customer's answer"),
                                ("W6", "awaiting missing documents"),
                                ("W7", "awaiting the customer's signature"),
                                ("CUSTOMER_HOLD", "on hold at the customer's request"),
                                ("FORCE_MAJEURE", "force majeure"),
                                ("PERMIT", "awaiting a public permit"),
                                ("ALL_WAIT", "every branch waits for the customer"),
                                ("STOPPED", "taken as done"),
                                ("NO_PART_RUNS", "no part of the total runs"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="allowed reasons of pauses",
                    ),
                ),
                ("starts_on", models.CharField(blank=True, max_length=8, verbose_name="starts on step")),
                ("stops_on", models.CharField(blank=True, max_length=8, verbose_name="stops on step")),
                (
                    "businesses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="kinds of business",
                    ),
                ),
                (
                    "voltage",
                    models.CharField(
                        blank=True,
                        choices=[("LV", "low voltage"), ("HV", "high voltage")],
                        max_length=2,
                        verbose_name="voltage class",
                    ),
                ),
                (
                    "sources",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of sources"),
                ),
                ("external_works", models.BooleanField(blank=True, null=True, verbose_name="with external works")),
                ("legal_source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "trust",
                    models.CharField(
                        choices=[
                            ("L", "read in the text of the act"),
                            ("S", "seen on a public page"),
                            ("C", "confirmed by a secondary source"),
                            ("D", "derived from sources"),
                            ("I", "inferred from two sources"),
                            ("K", "UNCONFIRMED: trade knowledge"),
                            ("P", "UNCONFIRMED: our proposal"),
                            ("U", "UNCONFIRMED"),
                        ],
                        max_length=11,
                        verbose_name="trust",
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="in force")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clock_rules",
                        to="crm_org.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "clock rule",
                "verbose_name_plural": "clock rules",
                "ordering": ["timer", "kind", "code", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("limit__gte", 1)), name="clock_rule_limit_positive"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("code", "="), ("valid", "&&")], name="clock_rule_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="key")),
                ("owner_kind", models.CharField(max_length=20, verbose_name="belongs to")),
                (
                    "account_id",
                    models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name="supply account"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "running"),
                            ("PAUSED", "paused"),
                            ("STOPPED", "stopped"),
                            ("CANCELLED", "cancelled"),
                            ("HANDED_OVER", "handed over"),
                        ],
                        default="RUNNING",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                ("warn_at", models.DateTimeField(blank=True, null=True, verbose_name="warn at")),
                ("provisional", models.BooleanField(default=False, verbose_name="provisional")),
                ("warned_at", models.DateTimeField(blank=True, null=True, verbose_name="warned")),
                ("breached_at", models.DateTimeField(blank=True, null=True, verbose_name="overdue since")),
                ("sweep_error", models.TextField(blank=True, verbose_name="error of the sweep")),
                ("sweep_retry_at", models.DateTimeField(blank=True, null=True, verbose_name="sweep tries again")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="crm_org.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessor",
                        to="crm_clocks.clock",
                        verbose_name="handed over to",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="crm_clocks.clockrule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "clock",
                "verbose_name_plural": "clocks",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sweep_retry_at__isnull", False)),
                        fields=["sweep_retry_at"],
                        name="clock_retry",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("STOPPED", "CANCELLED", "HANDED_OVER")),
                                ("stopped_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state__in", ("STOPPED", "CANCELLED", "HANDED_OVER")), _negated=True),
                                ("stopped_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="clock_final_is_stopped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at__isnull", True),
                            ("stopped_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="clock_stops_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("old_due", models.DateTimeField(blank=True, null=True, verbose_name="due before")),
                ("new_due", models.DateTimeField(blank=True, null=True, verbose_name="due now")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("PAUSED", "paused"),
                            ("RESUMED", "resumed"),
                            ("CALENDAR", "calendar changed"),
                            ("MEMBER", "a part of the total moved"),
                            ("SWEEP", "corrected by the sweep"),
                        ],
                        max_length=8,
                        verbose_name="cause",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="crm_clocks.clock",
                        verbose_name="clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift of a deadline",
                "verbose_name_plural": "shifts of deadlines",
                "ordering": ["clock_id", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ClockSpan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("RUNNING", "running"), ("PAUSED", "paused")], max_length=7, verbose_name="kind"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="from")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("UTILITY", "power company"),
                            ("CUSTOMER", "customer"),
                            ("DESIGN_FIRM", "design firm"),
                            ("CONTRACTOR", "contractor"),
                            ("PERMIT", "permit office"),
                            ("THIRD_PARTY", "third party"),
                        ],
                        default="UTILITY",
                        max_length=11,
                        verbose_name="held by",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("W1", "awaiting payment"),
                            ("W2", "awaiting design documents"),
                            ("W3", "under construction"),
                            ("W4", "awaiting rectification"),
                            ("W5", "awaiting the customer's answer"),
                            ("W6", "awaiting missing documents"),
                            ("W7", "awaiting the customer's signature"),
                            ("CUSTOMER_HOLD", "on hold at the customer's request"),
                            ("FORCE_MAJEURE", "force majeure"),
                            ("PERMIT", "awaiting a public permit"),
                            ("ALL_WAIT", "every branch waits for the customer"),
                            ("STOPPED", "taken as done"),
                            ("NO_PART_RUNS", "no part of the total runs"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                ("actor_id", models.BigIntegerField(blank=True, null=True, verbose_name="by")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spans",
                        to="crm_clocks.clock",
                        verbose_name="clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "span of a clock",
                "verbose_name_plural": "spans of clocks",
                "ordering": ["clock_id", "started_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="clock_span_forward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("clock",),
                        name="clock_one_open_span",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("clock", "="),
                            (
                                crm.clocks.models.clock._Period(
                                    "started_at", "ended_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="clock_spans_apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("deadline", models.DateTimeField(verbose_name="deadline")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("struck_out_at", models.DateTimeField(blank=True, null=True, verbose_name="struck out")),
                (
                    "struck_out_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="reason of striking out"),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaches",
                        to="crm_clocks.clock",
                        verbose_name="clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "breach",
                "verbose_name_plural": "breaches",
                "ordering": ["-deadline", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_out_at__isnull", True)),
                        fields=("clock", "deadline"),
                        name="breach_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("struck_out_at__isnull", True),
                            models.Q(("struck_out_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="breach_strike_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totals",
                        to="crm_clocks.clock",
                        verbose_name="part",
                    ),
                ),
                (
                    "total",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="crm_clocks.clock",
                        verbose_name="total",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a total",
                "verbose_name_plural": "parts of totals",
                "constraints": [
                    models.UniqueConstraint(fields=("total", "part"), name="clock_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("total", models.F("part")), _negated=True), name="clock_part_not_itself"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(
                    ("breached_at__isnull", True), ("state", "RUNNING"), ("sweep_retry_at__isnull", True)
                ),
                fields=["due_at"],
                name="clock_due",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(
                    ("breached_at__isnull", True),
                    ("state", "RUNNING"),
                    ("sweep_retry_at__isnull", True),
                    ("warned_at__isnull", True),
                ),
                fields=["warn_at"],
                name="clock_warn",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("state", "RUNNING")),
                fields=["department", "due_at"],
                name="clock_department_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", True), ("state", "PAUSED"), ("warn_at__isnull", True)),
                    models.Q(("due_at__isnull", False), ("state", "RUNNING")),
                    ("state__in", ("STOPPED", "CANCELLED", "HANDED_OVER")),
                    _connector="OR",
                ),
                name="clock_paused_has_no_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockspan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "RUNNING"), ("reason", "")),
                    models.Q(("kind", "PAUSED"), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="clock_span_pause_has_reason",
            ),
        ),
    ]
