import re
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import crm.schema
import customers.book.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("book", "0001_initial"),
        ("crm_clocks", "0005_agree_terms"),
        ("crm_org", "0003_name_other_departments"),
    ]

    operations = [
        crm.schema.Together(
            operations=[
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("case_number", models.CharField(max_length=16, unique=True, verbose_name="case number")),
                        ("flow_code", models.CharField(max_length=4, verbose_name="flow")),
                        ("flow_version", models.PositiveSmallIntegerField(verbose_name="version of the flow")),
                        (
                            "definition_hash",
                            models.CharField(max_length=64, verbose_name="fingerprint of the flow"),
                        ),
                        ("token", models.UUIDField(unique=True, verbose_name="token of the application form")),
                        ("title", models.CharField(max_length=120, verbose_name="customer")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("IN_PROGRESS", "in progress"),
                                    ("SUSPENDED", "suspended"),
                                    ("CLOSED", "closed"),
                                    ("ABORTED", "aborted"),
                                ],
                                default="IN_PROGRESS",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("marking", models.JSONField(verbose_name="marking")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        ("was_returned", models.BooleanField(default=False, verbose_name="was sent back")),
                        ("is_green_channel", models.BooleanField(default=False, verbose_name="green channel")),
                        ("is_important", models.BooleanField(default=False, verbose_name="important customer")),
                        ("is_dual_source", models.BooleanField(default=False, verbose_name="more than one source")),
                        ("voltage", models.CharField(max_length=12, verbose_name="supply voltage")),
                        ("urged_count", models.PositiveSmallIntegerField(default=0, verbose_name="times urged")),
                        ("accepted_at", models.DateTimeField(verbose_name="accepted at")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        (
                            "closing_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason of the ending"),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accepted by",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="book.supplyaccount",
                                verbose_name="account",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.department",
                                verbose_name="business department",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "goes_beside",
                            models.BooleanField(default=False, verbose_name="goes on beside another case"),
                        ),
                    ],
                    options={
                        "verbose_name": "case",
                        "verbose_name_plural": "cases",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["department", "state", "-id"], name="case_department_state"),
                            models.Index(
                                condition=models.Q(("state", "CLOSED")), fields=["closed_at"], name="case_closed"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True), ("state__in", ["IN_PROGRESS", "SUSPENDED"])
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        models.Q(("state__in", ["IN_PROGRESS", "SUSPENDED"]), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_closed_at_fits_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("goes_beside", False), ("state__in", ["IN_PROGRESS", "SUSPENDED"])
                                ),
                                fields=("account",),
                                name="one_open_case",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseClock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("timer", models.CharField(max_length=4, verbose_name="timer")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("STATUTORY", "statutory limit"),
                                    ("PROMISED", "public promise"),
                                    ("INTERNAL", "internal target"),
                                ],
                                max_length=9,
                                verbose_name="kind of limit",
                            ),
                        ),
                        ("instance", models.CharField(blank=True, max_length=40, verbose_name="row of the batch")),
                        ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clocks",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "clock",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_link",
                                to="crm_clocks.clock",
                                verbose_name="clock",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clock of a case",
                        "verbose_name_plural": "clocks of a case",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "timer", "kind", "instance", "round"), name="clock_round_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseNumberCounter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("last", models.PositiveIntegerField(verbose_name="last number")),
                    ],
                    options={
                        "verbose_name": "counter of case numbers",
                        "verbose_name_plural": "counters of case numbers",
                    },
                ),
                migrations.CreateModel(
                    name="OwedPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="kind of paper")),
                        ("due_on", models.DateField(verbose_name="to be brought by")),
                        ("agreed_at", models.DateTimeField(verbose_name="agreed at")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="agreed by",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owed_papers",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "paper to follow",
                        "verbose_name_plural": "papers to follow",
                        "ordering": ["due_on", "id"],
                        "constraints": [models.UniqueConstraint(fields=("case", "kind"), name="owed_paper_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("account_id", models.BigIntegerField(null=True, verbose_name="account")),
                        ("node", models.CharField(max_length=20, verbose_name="step")),
                        ("code", models.CharField(max_length=4, verbose_name="code of the step")),
                        ("instance", models.CharField(blank=True, max_length=40, verbose_name="row of the batch")),
                        ("visit", models.PositiveSmallIntegerField(verbose_name="visit")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OPEN", "open"),
                                    ("DONE", "done"),
                                    ("RETURNED", "returned"),
                                    ("CANCELLED", "cancelled"),
                                ],
                                default="OPEN",
                                max_length=10,
                                verbose_name="state",
                            ),
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
                                    ("OPS", "distribution operator"),
                                    ("DSP", "grid controller"),
                                    ("SAF", "safety officer"),
                                ],
                                max_length=4,
                                verbose_name="role",
                            ),
                        ),
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
                                max_length=12,
                                verbose_name="held by",
                            ),
                        ),
                        (
                            "waiting_for",
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
                                ],
                                max_length=2,
                                verbose_name="waiting for",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="opened at")),
                        ("opened_because", models.CharField(max_length=10, verbose_name="opened because of")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        ("outcome", models.CharField(blank=True, max_length=30, verbose_name="outcome")),
                        ("note", models.TextField(blank=True, verbose_name="opinion")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        (
                            "assignee",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assigned to",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "clock",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_clocks.clock",
                                verbose_name="clock",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.department",
                                verbose_name="business department",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.department",
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "task",
                        "verbose_name_plural": "tasks",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "node", "instance", "visit"), name="task_visit_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "OPEN")),
                                fields=("case", "node", "instance"),
                                name="task_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("state", "OPEN")),
                                    models.Q(
                                        models.Q(("state", "OPEN"), _negated=True), ("closed_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="task_closed_at_fits_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("holder", "UTILITY"), ("waiting_for", "")),
                                    models.Q(
                                        models.Q(("holder", "UTILITY"), _negated=True),
                                        models.Q(("waiting_for", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="task_wait_names_its_reason",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "OPEN")), fields=["assignee", "id"], name="task_mine"
                            ),
                            models.Index(
                                condition=models.Q(("state", "OPEN")), fields=["team", "id"], name="task_of_team"
                            ),
                            models.Index(
                                condition=models.Q(("assignee__isnull", True), ("state", "OPEN")),
                                fields=["department", "role", "id"],
                                name="task_unassigned",
                            ),
                            models.Index(
                                condition=models.Q(("state", "OPEN")), fields=["clock"], name="task_by_clock"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountClosing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("WISH", "the customer wishes it"),
                                    ("IDLE", "idle for six months (T19)"),
                                    ("BANKRUPT", "bankrupt or dissolved"),
                                    ("EXPIRED", "the period of a temporary removal is over (T18)"),
                                ],
                                default="WISH",
                                max_length=8,
                                verbose_name="ground of the closing",
                            ),
                        ),
                        (
                            "proof_number",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="number of the court ruling or decision"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to close an account",
                        "verbose_name_plural": "applications to close an account",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccountMerge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to merge accounts",
                        "verbose_name_plural": "applications to merge accounts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccountSettlement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("read_on", models.DateField(verbose_name="special reading on")),
                        (
                            "give_up",
                            models.BooleanField(
                                default=False, verbose_name="nobody can be made to pay: propose as a bad debt"
                            ),
                        ),
                        (
                            "give_up_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="why nobody can be made to pay"
                            ),
                        ),
                        (
                            "to_pay",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="still to be paid (yuan)",
                            ),
                        ),
                        (
                            "to_refund",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="credit left (yuan)",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "settlement of an account",
                        "verbose_name_plural": "settlements of accounts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccountSplit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to split an account",
                        "verbose_name_plural": "applications to split accounts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AccountTransfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("SALE", "sale of the premises"),
                                    ("LEASE", "lease of the premises"),
                                    ("INHERITANCE", "inheritance or gift"),
                                    ("RESTRUCTURE", "restructuring of the organisation"),
                                    ("COURT", "court ruling"),
                                ],
                                max_length=12,
                                verbose_name="ground of the transfer",
                            ),
                        ),
                        (
                            "new_kind",
                            models.CharField(
                                choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                                max_length=12,
                                verbose_name="kind of new holder",
                            ),
                        ),
                        ("new_name", models.CharField(max_length=120, verbose_name="name of the new holder")),
                        (
                            "new_id_kind",
                            models.CharField(
                                choices=[
                                    ("", "not recorded"),
                                    ("ID_CARD", "resident identity card"),
                                    ("PASSPORT", "passport or travel permit"),
                                    ("MILITARY", "military identity card"),
                                    ("CREDIT_CODE", "unified social credit code"),
                                    ("OTHER", "other document"),
                                ],
                                max_length=12,
                                verbose_name="document of the new holder",
                            ),
                        ),
                        (
                            "new_mailing_address",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="mailing address of the new holder"
                            ),
                        ),
                        (
                            "property_number",
                            models.CharField(max_length=60, verbose_name="number of the title or lease"),
                        ),
                        ("transfer_on", models.DateField(verbose_name="transferred on")),
                        (
                            "credit_goes",
                            models.CharField(
                                choices=[
                                    ("OLD", "is paid back to the old holder"),
                                    ("NEW", "stays with the account"),
                                ],
                                default="OLD",
                                max_length=8,
                                verbose_name="credit of the old holder",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "new_customer",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.customer",
                                verbose_name="new holder",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a transfer",
                        "verbose_name_plural": "applications for a transfer",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Application",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "applicant_kind",
                            models.CharField(
                                choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                                default="ORGANISATION",
                                max_length=12,
                                verbose_name="kind of customer",
                            ),
                        ),
                        ("applicant_name", models.CharField(max_length=120, verbose_name="customer's name")),
                        (
                            "id_kind",
                            models.CharField(
                                choices=[
                                    ("", "not recorded"),
                                    ("ID_CARD", "resident identity card"),
                                    ("PASSPORT", "passport or travel permit"),
                                    ("MILITARY", "military identity card"),
                                    ("CREDIT_CODE", "unified social credit code"),
                                    ("OTHER", "other document"),
                                ],
                                max_length=12,
                                verbose_name="kind of document",
                            ),
                        ),
                        (
                            "legal_representative",
                            models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                        ),
                        (
                            "postal_address",
                            models.CharField(blank=True, max_length=200, verbose_name="postal address"),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="address of supply")),
                        ("is_in_park", models.BooleanField(default=False, verbose_name="in an industrial park")),
                        ("trade_code", models.CharField(blank=True, max_length=8, verbose_name="industry code")),
                        (
                            "tariff_class",
                            models.CharField(
                                choices=[
                                    ("000", "assessment"),
                                    ("100", "large industry"),
                                    ("201", "rural resident"),
                                    ("202", "urban resident"),
                                    ("203", "school teaching"),
                                    ("300", "agricultural production"),
                                    ("400", "general industry and commerce"),
                                    ("401", "non-resident lighting"),
                                    ("402", "non-industrial"),
                                    ("403", "ordinary industry"),
                                    ("404", "commerce"),
                                    ("500", "wholesale"),
                                ],
                                max_length=3,
                                verbose_name="class of use",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(blank=True, max_length=200, verbose_name="purpose of the power"),
                        ),
                        (
                            "load_character",
                            models.CharField(
                                choices=[
                                    ("1", "class one load"),
                                    ("2", "class two load"),
                                    ("3", "class three load"),
                                ],
                                default="3",
                                max_length=1,
                                verbose_name="load character",
                            ),
                        ),
                        (
                            "shift_pattern",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not applicable"),
                                    ("ONE", "one shift"),
                                    ("TWO", "two shifts"),
                                    ("THREE", "three shifts"),
                                    ("CONTINUOUS", "continuous production"),
                                ],
                                max_length=10,
                                verbose_name="production shifts",
                            ),
                        ),
                        ("rest_days", models.CharField(blank=True, max_length=20, verbose_name="days of rest")),
                        (
                            "high_energy_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not energy-intensive"),
                                    ("STEEL", "iron and steel"),
                                    ("ALUMINIUM", "electrolytic aluminium"),
                                    ("FERROALLOY", "ferroalloy"),
                                    ("CEMENT", "cement"),
                                    ("CARBIDE", "calcium carbide"),
                                    ("CAUSTIC_SODA", "caustic soda"),
                                    ("OTHER", "other energy-intensive trade"),
                                ],
                                max_length=12,
                                verbose_name="energy-intensive trade",
                            ),
                        ),
                        (
                            "importance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "ordinary customer"),
                                    ("SPECIAL", "important customer, special grade"),
                                    ("FIRST", "important customer, first grade"),
                                    ("SECOND", "important customer, second grade"),
                                    ("TEMPORARY", "important customer, temporary"),
                                ],
                                max_length=10,
                                verbose_name="grade of importance",
                            ),
                        ),
                        (
                            "is_residential_complex",
                            models.BooleanField(default=False, verbose_name="residential complex"),
                        ),
                        (
                            "is_ev_charger",
                            models.BooleanField(default=False, verbose_name="charging facility for vehicles"),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                default="KV10",
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "source_count",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(3),
                                ],
                                verbose_name="number of sources",
                            ),
                        ),
                        (
                            "applied_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity applied for (kVA)",
                            ),
                        ),
                        (
                            "existing_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000")),
                                ],
                                verbose_name="existing capacity (kVA)",
                            ),
                        ),
                        (
                            "first_source_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="first source, capacity (kVA)",
                            ),
                        ),
                        (
                            "second_source_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="second source, capacity (kVA)",
                            ),
                        ),
                        (
                            "second_source_nature",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("MAIN", "main source"),
                                    ("MUTUAL", "mutual standby source"),
                                    ("STANDBY_PRODUCTION", "standby for production"),
                                    ("STANDBY_MAINTENANCE", "standby for maintenance"),
                                    ("SECURITY_GRID", "security source from the grid"),
                                    ("SECURITY_OWN", "security source of the customer"),
                                ],
                                max_length=20,
                                verbose_name="second source, nature",
                            ),
                        ),
                        ("has_own_generation", models.BooleanField(default=False, verbose_name="own generation")),
                        (
                            "own_generation_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="own generation, capacity (kVA)",
                            ),
                        ),
                        (
                            "own_generation_interlock",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MECHANICAL", "mechanical interlock"),
                                    ("ELECTRICAL", "electrical interlock"),
                                    ("BOTH", "mechanical and electrical interlock"),
                                ],
                                max_length=10,
                                verbose_name="own generation, interlock",
                            ),
                        ),
                        ("has_nonlinear_load", models.BooleanField(default=False, verbose_name="non-linear load")),
                        (
                            "nonlinear_load",
                            models.CharField(blank=True, max_length=200, verbose_name="non-linear load: which"),
                        ),
                        (
                            "security_load",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="protective load (kVA)",
                            ),
                        ),
                        ("wanted_on", models.DateField(verbose_name="supply wanted on")),
                        (
                            "production_starts_on",
                            models.DateField(blank=True, null=True, verbose_name="production starts on"),
                        ),
                        ("project_name", models.CharField(blank=True, max_length=120, verbose_name="project")),
                        (
                            "project_approval",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="approval number of the project"
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("vat_name", models.CharField(blank=True, max_length=120, verbose_name="VAT: name")),
                        ("vat_number", models.CharField(blank=True, max_length=20, verbose_name="VAT: tax number")),
                        (
                            "vat_address_phone",
                            models.CharField(blank=True, max_length=200, verbose_name="VAT: address and telephone"),
                        ),
                        ("vat_bank", models.CharField(blank=True, max_length=120, verbose_name="VAT: bank")),
                        (
                            "vat_bank_account",
                            models.CharField(blank=True, max_length=40, verbose_name="VAT: bank account"),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "existing_account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="account that the customer already has here",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "daily_hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("24")),
                                ],
                                verbose_name="hours of use a day",
                            ),
                        ),
                        (
                            "permit_number",
                            models.CharField(blank=True, max_length=60, verbose_name="permit of the works"),
                        ),
                        (
                            "temporary_until",
                            models.DateField(blank=True, null=True, verbose_name="temporary until (last day)"),
                        ),
                        (
                            "temporary_use",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("BUILDING", "building site"),
                                    ("IRRIGATION", "irrigation"),
                                    ("MUNICIPAL", "municipal works"),
                                    ("EVENT", "gathering or show"),
                                    ("RELIEF", "disaster relief"),
                                    ("OTHER", "other use that is not permanent"),
                                ],
                                max_length=12,
                                verbose_name="temporary use",
                            ),
                        ),
                        (
                            "term_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason for a longer term"),
                        ),
                    ],
                    options={
                        "verbose_name": "application",
                        "verbose_name_plural": "applications",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("applied_capacity__gt", 0), ("applied_capacity__lte", 1000000)),
                                name="application_capacity_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source_count__gte", 1), ("source_count__lte", 3)),
                                name="application_sources_1_to_3",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("daily_hours__isnull", True),
                                    ("temporary_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="application_hours_only_if_temporary",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApplicationContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("ELECTRICAL", "electrical matters"),
                                    ("ACCOUNTS", "bills and payment"),
                                    ("OUTAGE", "outage and restoration"),
                                    ("LEGAL", "legal representative"),
                                    ("AGENT", "authorised agent"),
                                ],
                                max_length=12,
                                verbose_name="asked about",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="bizexpansion.application",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact person of an application",
                        "verbose_name_plural": "contact persons of an application",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("application", "purpose", "name"), name="application_contact_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApplicationEquipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="equipment")),
                        ("model", models.CharField(blank=True, max_length=60, verbose_name="model")),
                        (
                            "unit_power",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000")),
                                ],
                                verbose_name="power of one (kW)",
                            ),
                        ),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9999),
                                ],
                                verbose_name="quantity",
                            ),
                        ),
                        (
                            "load_character",
                            models.CharField(
                                choices=[
                                    ("1", "class one load"),
                                    ("2", "class two load"),
                                    ("3", "class three load"),
                                ],
                                default="3",
                                max_length=1,
                                verbose_name="load character",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="bizexpansion.application",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "equipment of the customer",
                        "verbose_name_plural": "equipment of the customer",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ApplicationTransformer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("TRANSFORMER", "transformer"), ("HV_MOTOR", "high-voltage motor")],
                                default="TRANSFORMER",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "unit_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity of one (kVA)",
                            ),
                        ),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="quantity",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transformers",
                                to="bizexpansion.application",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receiving equipment applied for",
                        "verbose_name_plural": "receiving equipment applied for",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BatchArchive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("billing_starts_on", models.DateField(verbose_name="billing starts on")),
                        (
                            "data_checked",
                            models.BooleanField(default=False, verbose_name="data checked against the papers"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archive of a batch",
                        "verbose_name_plural": "archives of batches",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BatchDetermination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "taken_count",
                            models.PositiveIntegerField(editable=False, verbose_name="rows that are taken"),
                        ),
                        (
                            "waiting_count",
                            models.PositiveIntegerField(editable=False, verbose_name="rows that wait"),
                        ),
                        (
                            "is_complete",
                            models.BooleanField(default=True, verbose_name="the list can be worked with"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "determination of batch customers",
                        "verbose_name_plural": "determinations of batch customers",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BookArchive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("billing_starts_on", models.DateField(verbose_name="billing starts on")),
                        (
                            "data_checked",
                            models.BooleanField(default=False, verbose_name="data checked against the papers"),
                        ),
                        (
                            "reading_section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.readingsection",
                                verbose_name="reading section",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archive to the book",
                        "verbose_name_plural": "archives to the book",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BuildingSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("building", models.CharField(blank=True, max_length=40, verbose_name="building")),
                        (
                            "archive",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sections",
                                to="bizexpansion.batcharchive",
                                verbose_name="archive",
                            ),
                        ),
                        (
                            "reading_section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.readingsection",
                                verbose_name="reading section",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading section of a building",
                        "verbose_name_plural": "reading sections of buildings",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("archive", "building"), name="one_section_per_building")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("SATISFIED", "satisfied"),
                                    ("NEUTRAL", "neither satisfied nor dissatisfied"),
                                    ("DISSATISFIED", "dissatisfied"),
                                    ("UNREACHED", "not reached"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("called_at", models.DateTimeField(verbose_name="called at")),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="score (1 to 5)",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "call-back",
                        "verbose_name_plural": "call-backs",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CapacityChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        ("starts_on", models.DateField(verbose_name="out of use from")),
                        ("ends_on", models.DateField(verbose_name="in use again from")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a change of capacity",
                        "verbose_name_plural": "applications for a change of capacity",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="capacity_change_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("acts_on", models.DateField(verbose_name="to be carried out on")),
                        (
                            "contract_after",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="contract capacity afterwards (kVA)",
                            ),
                        ),
                        (
                            "running_after",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="running capacity afterwards (kVA)",
                            ),
                        ),
                        (
                            "exchanges_meter",
                            models.BooleanField(
                                default=False, verbose_name="meters or instrument transformers are exchanged"
                            ),
                        ),
                        (
                            "changes_contract",
                            models.BooleanField(default=False, verbose_name="the contract is amended"),
                        ),
                        (
                            "needs_inspection",
                            models.BooleanField(
                                default=False, verbose_name="new or long idle equipment is inspected"
                            ),
                        ),
                        ("is_fee_due", models.BooleanField(default=False, verbose_name="a business fee is due")),
                        ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                        (
                            "strategy",
                            models.CharField(
                                choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                                max_length=8,
                                verbose_name="price strategy",
                            ),
                        ),
                        (
                            "basic_charge_mode",
                            models.CharField(
                                choices=[
                                    ("0", "no basic charge"),
                                    ("1", "by capacity"),
                                    ("2", "by demand"),
                                    ("3", "by capacity and demand compared"),
                                ],
                                max_length=1,
                                verbose_name="basic charge",
                            ),
                        ),
                        (
                            "power_factor_standard",
                            models.CharField(
                                choices=[
                                    ("0", "not assessed"),
                                    ("0.80", "0.80"),
                                    ("0.85", "0.85"),
                                    ("0.90", "0.90"),
                                ],
                                max_length=4,
                                verbose_name="power factor standard",
                            ),
                        ),
                        ("billing_note", models.CharField(max_length=300, verbose_name="billing")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan of a change of capacity",
                        "verbose_name_plural": "plans of changes of capacity",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("running_after__gte", 0), ("running_after__lte", models.F("contract_after"))
                                ),
                                name="draft_running_within_contract",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityReduction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        ("is_permanent", models.BooleanField(default=False, verbose_name="for good")),
                        ("starts_on", models.DateField(verbose_name="reduced from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="restored on")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a reduction",
                        "verbose_name_plural": "applications for reductions",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ends_on", None), ("is_permanent", True)),
                                    models.Q(("ends_on__gt", models.F("starts_on")), ("is_permanent", False)),
                                    _connector="OR",
                                ),
                                name="reduction_ends_unless_permanent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityRestoration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SUSPENDED", "suspended"),
                                    ("REDUCED", "reduced"),
                                    ("EXCHANGED", "exchanged for a time"),
                                ],
                                editable=False,
                                max_length=9,
                                verbose_name="what is ended",
                            ),
                        ),
                        (
                            "wanted_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="running capacity wanted (kVA)",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to restore capacity",
                        "verbose_name_plural": "applications to restore capacity",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CaseDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("M-ID", "identity of a person"),
                                    ("M-ORG", "certificate of the organisation"),
                                    ("M-PROP", "title or right of use of the premises"),
                                    ("M-PRJ", "project approval and site plan"),
                                    ("M-EQ", "list of electrical equipment"),
                                    ("M-HVX", "high-voltage load statement"),
                                    ("M-DES", "design documents"),
                                    ("M-MID", "papers of the interim inspection"),
                                    ("M-DONE", "papers of completion"),
                                    ("M-CHG", "application for a change"),
                                    ("M-PAY", "authorisation of the bank or tax registration"),
                                    ("M-CTR", "signed contract"),
                                    ("M-PLAN", "drawing of the supply plan"),
                                    ("M-PHOTO", "photo from the site"),
                                    ("M-LIST", "list of the households or accounts"),
                                    ("M-AGREE", "agreement of all parties on a split or a merge"),
                                    ("M-DEMO", "notice of demolition"),
                                    ("M-LET", "letter of the municipal body"),
                                    ("M-USE", "proof of the new use"),
                                    ("M-NEW", "identity or certificate of the new holder"),
                                    ("M-OTHER", "other paper"),
                                ],
                                max_length=8,
                                verbose_name="kind of paper",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name of the paper")),
                        (
                            "copies",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="copies",
                            ),
                        ),
                        (
                            "content_type",
                            models.CharField(
                                blank=True, editable=False, max_length=80, verbose_name="type of the file"
                            ),
                        ),
                        (
                            "size",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="size (bytes)"),
                        ),
                        (
                            "digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="SHA-256 of the file"
                            ),
                        ),
                        ("received_at", models.DateTimeField(verbose_name="received at")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("UNCHECKED", "not checked"),
                                    ("GOOD", "in order"),
                                    ("BAD", "not in order"),
                                ],
                                default="UNCHECKED",
                                max_length=9,
                                verbose_name="verdict",
                            ),
                        ),
                        ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="checked at")),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=300, verbose_name="opinion on the paper"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="checked by",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="received by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "file_name",
                            models.CharField(
                                blank=True, editable=False, max_length=120, verbose_name="name of the file"
                            ),
                        ),
                        (
                            "path",
                            models.CharField(
                                blank=True, editable=False, max_length=100, verbose_name="where the file lies"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "paper of a case",
                        "verbose_name_plural": "papers of a case",
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["case", "kind"], name="document_of_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_at__isnull", True), ("verdict", "UNCHECKED")),
                                    models.Q(
                                        models.Q(("verdict", "UNCHECKED"), _negated=True),
                                        ("checked_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="document_check_is_dated",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
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
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("node", models.CharField(blank=True, max_length=20, verbose_name="step")),
                        ("outcome", models.CharField(blank=True, max_length=30, verbose_name="outcome")),
                        ("note", models.TextField(blank=True, verbose_name="what was said")),
                        ("details", models.JSONField(default=dict, verbose_name="details")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event of a case",
                        "verbose_name_plural": "events of a case",
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["case", "id"], name="event_of_case")],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeArchive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "data_checked",
                            models.BooleanField(default=False, verbose_name="data checked against the papers"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archive of a change",
                        "verbose_name_plural": "archives of changes",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChangedEquipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number of the transformer",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="bizexpansion.capacitychange",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transformer of a change",
                        "verbose_name_plural": "transformers of a change",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="changed_equipment_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="address")),
                        (
                            "sheet_name",
                            models.CharField(blank=True, editable=False, max_length=120, verbose_name="file name"),
                        ),
                        (
                            "applicant_name",
                            models.CharField(max_length=120, verbose_name="organiser of the demolition"),
                        ),
                        (
                            "notice_number",
                            models.CharField(max_length=60, verbose_name="number of the notice of demolition"),
                        ),
                        ("notice_on", models.DateField(verbose_name="notice of demolition issued on")),
                        ("account_count", models.PositiveIntegerField(verbose_name="accounts")),
                        ("wanted_on", models.DateField(verbose_name="power off wanted on")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a batch closing",
                        "verbose_name_plural": "applications for batch closings",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("account_count__gte", 1), ("account_count__lte", 2000)),
                                name="closing_count_in_range",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason why it is not possible"
                            ),
                        ),
                        ("is_in_use", models.BooleanField(default=False, verbose_name="power is still used here")),
                        (
                            "notice_on",
                            models.DateField(blank=True, null=True, verbose_name="public notice posted on"),
                        ),
                        (
                            "notice_place",
                            models.CharField(blank=True, max_length=120, verbose_name="place of the notice"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "site check of a closing",
                        "verbose_name_plural": "site checks of closings",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="closing_check_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosingRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number in the list")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "to be corrected"),
                                    ("GOOD", "in order"),
                                    ("TAKEN", "being worked on"),
                                    ("ARCHIVED", "archived"),
                                    ("DROPPED", "dropped"),
                                ],
                                default="GOOD",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("raw", models.JSONField(default=dict, verbose_name="as it came")),
                        ("problems", models.JSONField(default=list, verbose_name="errors")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="customer's name")),
                        ("phone", models.CharField(blank=True, max_length=20, verbose_name="telephone")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        ("building", models.CharField(blank=True, max_length=40, verbose_name="building")),
                        (
                            "drop_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason why it was dropped"),
                        ),
                        (
                            "account_number",
                            models.CharField(blank=True, max_length=10, verbose_name="account number"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("SETTLED", "settled"), ("DEBT_LEFT", "debt left")],
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="list_rows",
                                to="bizexpansion.closingbatch",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "account of a batch closing",
                        "verbose_name_plural": "accounts of a batch closing",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="closing_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "TAKEN")),
                                fields=("account",),
                                name="closing_account_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("TAKEN", "ARCHIVED")), _negated=True),
                                    ("account__isnull", False),
                                    _connector="OR",
                                ),
                                name="closing_taken_has_account",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DROPPED"), _negated=True),
                                    models.Q(("drop_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="closing_dropped_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompletionReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("reported_by_firm", models.CharField(max_length=120, verbose_name="reporting firm")),
                        ("reported_by", models.CharField(max_length=60, verbose_name="reported by")),
                        ("reported_on", models.DateField(verbose_name="reported on")),
                        ("wanted_on", models.DateField(verbose_name="acceptance wanted on")),
                        ("is_complete", models.BooleanField(default=True, verbose_name="documents complete")),
                        ("missing", models.TextField(blank=True, max_length=1000, verbose_name="what is missing")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "licence_grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "grade 1 (works)"),
                                    ("2", "grade 2 (works)"),
                                    ("3", "grade 3 (works)"),
                                    ("4", "grade 4 (works)"),
                                    ("5", "grade 5 (works)"),
                                ],
                                default="",
                                max_length=1,
                                verbose_name="grade of the contractor's licence",
                            ),
                        ),
                        (
                            "licence_number",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="number of the contractor's licence"
                            ),
                        ),
                        (
                            "licence_valid_until",
                            models.DateField(blank=True, null=True, verbose_name="licence valid until"),
                        ),
                    ],
                    options={
                        "verbose_name": "completion report",
                        "verbose_name_plural": "completion reports",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ComplexApplication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("applicant_name", models.CharField(max_length=120, verbose_name="developer or organiser")),
                        ("credit_code", models.CharField(max_length=18, verbose_name="unified social credit code")),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("project_name", models.CharField(max_length=120, verbose_name="project")),
                        (
                            "project_approval",
                            models.CharField(max_length=60, verbose_name="approval number of the project"),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="address")),
                        (
                            "household_count",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50000),
                                ],
                                verbose_name="households",
                            ),
                        ),
                        (
                            "residential_area",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="residential area (m²)",
                            ),
                        ),
                        (
                            "public_area",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="area of public facilities (m²)",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                default="KV10",
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "source_count",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2),
                                ],
                                verbose_name="number of sources",
                            ),
                        ),
                        (
                            "applied_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity applied for (kVA)",
                            ),
                        ),
                        ("wanted_on", models.DateField(verbose_name="supply wanted on")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a residential complex",
                        "verbose_name_plural": "applications for residential complexes",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContractDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("01", "high-voltage supply contract"),
                                    ("02", "low-voltage supply contract"),
                                    ("03", "resident supply contract"),
                                    ("04", "temporary supply contract"),
                                    ("05", "entrusted transferred supply contract"),
                                    ("06", "wholesale contract"),
                                ],
                                max_length=2,
                                verbose_name="type of contract",
                            ),
                        ),
                        (
                            "text_form",
                            models.CharField(
                                choices=[("STANDARD", "standard text"), ("FREE", "free text")],
                                default="STANDARD",
                                max_length=10,
                                verbose_name="form of the text",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(verbose_name="valid until")),
                        (
                            "ownership_boundary",
                            models.CharField(max_length=300, verbose_name="boundary of ownership"),
                        ),
                        (
                            "attachments",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("SETTLEMENT", "bill settlement agreement"),
                                        ("DISPATCH", "grid dispatch agreement"),
                                        ("DUAL_SOURCE", "dual-source and own-source agreement"),
                                        ("GRID_CONNECTION", "grid-connection dispatch agreement"),
                                        ("ORDERLY_USE", "orderly power use agreement"),
                                        ("SAFETY", "safety agreement"),
                                        ("BOUNDARY", "ownership boundary and metering diagram"),
                                        ("CHANGE_CONFIRMATION", "confirmation of a contract change"),
                                        ("EQUIPMENT_LIST", "list of electrical equipment"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                                verbose_name="attachments",
                            ),
                        ),
                        (
                            "special_terms",
                            models.TextField(blank=True, max_length=2000, verbose_name="special terms"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contract draft",
                        "verbose_name_plural": "contract drafts",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                                name="contract_draft_period",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractEnding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("ends_on", models.DateField(verbose_name="contract ends on")),
                        (
                            "notice_number",
                            models.CharField(max_length=40, verbose_name="number of the notice of termination"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "termination of a contract",
                        "verbose_name_plural": "terminations of contracts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContractFiling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("file_number", models.CharField(max_length=30, verbose_name="file number")),
                        ("shelf", models.CharField(max_length=60, verbose_name="place of storage")),
                        ("copies", models.PositiveSmallIntegerField(default=2, verbose_name="copies")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "filing of the contract",
                        "verbose_name_plural": "filings of contracts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContractReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("passed", models.BooleanField(verbose_name="passed")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contract review",
                        "verbose_name_plural": "contract reviews",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContractSigning",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "contract_number",
                            models.CharField(
                                blank=True, editable=False, max_length=20, verbose_name="contract number"
                            ),
                        ),
                        ("signed_on", models.DateField(verbose_name="signed on")),
                        (
                            "customer_signatory",
                            models.CharField(max_length=60, verbose_name="signed for the customer by"),
                        ),
                        ("utility_signatory", models.CharField(max_length=60, verbose_name="signed for us by")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signing of the contract",
                        "verbose_name_plural": "signings of contracts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("outcome", models.CharField(max_length=30, verbose_name="decision")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decision on an application",
                        "verbose_name_plural": "decisions on applications",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DesignReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("passed", models.BooleanField(verbose_name="passed")),
                        ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "design review",
                        "verbose_name_plural": "design reviews",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DesignSubmission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("design_firm", models.CharField(max_length=120, verbose_name="design firm")),
                        (
                            "licence_number",
                            models.CharField(max_length=40, verbose_name="number of the design licence"),
                        ),
                        ("licence_valid_until", models.DateField(verbose_name="licence valid until")),
                        ("submitted_by", models.CharField(max_length=60, verbose_name="handed in by")),
                        ("submitted_on", models.DateField(verbose_name="handed in on")),
                        ("is_complete", models.BooleanField(default=True, verbose_name="documents complete")),
                        ("missing", models.TextField(blank=True, max_length=1000, verbose_name="what is missing")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "licence_grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "grade A (design)"),
                                    ("B", "grade B (design)"),
                                    ("C", "grade C (design)"),
                                ],
                                default="",
                                max_length=1,
                                verbose_name="grade of the design licence",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "design handed in",
                        "verbose_name_plural": "designs handed in",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeviceReturn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("returned_on", models.DateField(verbose_name="returned to the store on")),
                        ("slip_number", models.CharField(max_length=30, verbose_name="number of the slip")),
                        ("shelf", models.CharField(max_length=60, verbose_name="place of storage")),
                        ("kept_until", models.DateField(verbose_name="kept unchanged until")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "return of devices",
                        "verbose_name_plural": "returns of devices",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Disconnection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("cut_at", models.DateTimeField(verbose_name="cut at")),
                        ("order_number", models.CharField(max_length=30, verbose_name="switching order")),
                        (
                            "boundary",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="disconnected at (boundary of ownership)"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "disconnection",
                        "verbose_name_plural": "disconnections",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EffectRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="effect")),
                        ("payload", models.JSONField(default=dict, verbose_name="what it changed")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("APPLIED", "applied"),
                                    ("COMPENSATED", "compensated"),
                                    ("SEALED", "sealed"),
                                ],
                                default="APPLIED",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("applied_at", models.DateTimeField(verbose_name="applied at")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="sealed or compensated at"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="effects",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="effects",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "effect on the book",
                        "verbose_name_plural": "effects on the book",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("task", "name"), name="effect_once_per_task"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "APPLIED")),
                                    models.Q(
                                        models.Q(("state", "APPLIED"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="effect_ended_at_fits_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Energising",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "extent",
                            models.CharField(
                                choices=[("01", "all"), ("02", "part")],
                                default="01",
                                max_length=2,
                                verbose_name="extent",
                            ),
                        ),
                        ("energised_at", models.DateTimeField(verbose_name="energised at")),
                        ("order_number", models.CharField(max_length=30, verbose_name="switching order")),
                        (
                            "metering_checked",
                            models.BooleanField(default=False, verbose_name="meters turn the right way"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "limiter_amperes",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(2000),
                                ],
                                verbose_name="current limiter (A)",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "energising",
                        "verbose_name_plural": "energisings",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EnergyCorrection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("ERROR", "meter error out of tolerance: half of the time"),
                                    ("WIRING", "wrong wiring: the whole time"),
                                    ("MULTIPLIER", "wrong multiplier: by the readings"),
                                    ("STOPPED", "meter stood still or failed: use of normal months"),
                                ],
                                max_length=10,
                                verbose_name="basis of the correction",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="corrected from")),
                        ("ends_on", models.DateField(verbose_name="corrected until")),
                        (
                            "recorded_energy",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="energy recorded in that time (kWh)",
                            ),
                        ),
                        (
                            "error_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=6,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("-99.9")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="relative error (%)",
                            ),
                        ),
                        (
                            "energy",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="energy to be corrected (kWh)",
                            ),
                        ),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=4,
                                max_digits=8,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.0001"))],
                                verbose_name="average price (yuan/kWh)",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=14,
                                verbose_name="amount corrected (yuan)",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "correction of energy",
                        "verbose_name_plural": "corrections of energy",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="correction_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeRestoration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number of the transformer",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to end a temporary exchange",
                        "verbose_name_plural": "applications to end temporary exchanges",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FaultCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("checked_at", models.DateTimeField(verbose_name="checked at")),
                        ("found", models.TextField(max_length=1000, verbose_name="what was found")),
                        ("seals_intact", models.BooleanField(default=True, verbose_name="seals intact")),
                        ("supply_is_on", models.BooleanField(default=True, verbose_name="the customer has power")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "check of a metering fault",
                        "verbose_name_plural": "checks of metering faults",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="fault_check_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FaultHandling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "fault_kind",
                            models.CharField(
                                choices=[
                                    ("METER", "energy meter"),
                                    ("IT", "instrument transformer"),
                                    ("SECONDARY", "secondary circuit"),
                                    ("TIMER", "loss-of-voltage timer"),
                                    ("TERMINAL", "collection terminal"),
                                    ("CABINET", "metering cabinet or box"),
                                ],
                                max_length=10,
                                verbose_name="kind of fault",
                            ),
                        ),
                        ("cause", models.CharField(max_length=300, verbose_name="cause")),
                        ("faulty_since", models.DateField(blank=True, null=True, verbose_name="faulty since")),
                        ("handled_at", models.DateTimeField(verbose_name="handled at")),
                        (
                            "liable",
                            models.CharField(
                                choices=[
                                    ("NOBODY", "nobody: wear or weather"),
                                    ("UTILITY", "power-supply company"),
                                    ("CUSTOMER", "customer"),
                                    ("THIRD", "third party"),
                                ],
                                default="NOBODY",
                                max_length=10,
                                verbose_name="liable",
                            ),
                        ),
                        (
                            "exchanges_meter",
                            models.BooleanField(
                                default=False, verbose_name="meter or instrument transformers are exchanged"
                            ),
                        ),
                        (
                            "goes_to_laboratory",
                            models.BooleanField(
                                default=False, verbose_name="the removed meter goes to the laboratory"
                            ),
                        ),
                        (
                            "exchanges_terminal",
                            models.BooleanField(default=False, verbose_name="the collection terminal is exchanged"),
                        ),
                        (
                            "corrects_energy",
                            models.BooleanField(default=False, verbose_name="energy was measured wrongly"),
                        ),
                        ("seals", models.CharField(max_length=120, verbose_name="seals")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "handling of a metering fault",
                        "verbose_name_plural": "handlings of metering faults",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("goes_to_laboratory", False), ("exchanges_meter", True), _connector="OR"
                                ),
                                name="fault_meter_tested_if_exchanged",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FaultReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("95598", "hotline 95598"),
                                    ("ALARM", "alarm of the collection system"),
                                    ("INSPECTION", "power inspection"),
                                    ("READING", "meter reading"),
                                ],
                                default="COUNTER",
                                max_length=10,
                                verbose_name="source of the report",
                            ),
                        ),
                        (
                            "source_number",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="number of the alarm, call or inspection"
                            ),
                        ),
                        (
                            "metering_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="metering point (number)",
                            ),
                        ),
                        (
                            "fault_kind",
                            models.CharField(
                                choices=[
                                    ("METER", "energy meter"),
                                    ("IT", "instrument transformer"),
                                    ("SECONDARY", "secondary circuit"),
                                    ("TIMER", "loss-of-voltage timer"),
                                    ("TERMINAL", "collection terminal"),
                                    ("CABINET", "metering cabinet or box"),
                                ],
                                max_length=10,
                                verbose_name="kind of fault",
                            ),
                        ),
                        ("noticed_at", models.DateTimeField(verbose_name="noticed at")),
                        (
                            "is_urgent",
                            models.BooleanField(default=False, verbose_name="urgent: danger or no supply"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report of a metering fault",
                        "verbose_name_plural": "reports of metering faults",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FeeDetermination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="void since")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "determination of fees",
                        "verbose_name_plural": "determinations of fees",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FeeItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("01", "residential supporting fee"),
                                    ("02", "high-reliability supply fee"),
                                    ("03", "temporary connection fee"),
                                    ("04", "meter test fee"),
                                    ("05", "meter compensation fee"),
                                    ("09", "other"),
                                ],
                                max_length=2,
                                verbose_name="fee item",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("100000000")),
                                ],
                                verbose_name="amount (yuan)",
                            ),
                        ),
                        ("standard", models.CharField(max_length=120, verbose_name="charging standard")),
                        (
                            "determination",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="bizexpansion.feedetermination",
                                verbose_name="determination",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fee item",
                        "verbose_name_plural": "fee items",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("determination", "kind"), name="fee_item_once"),
                            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fee_item_positive"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeePayout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("100000000")),
                                ],
                                verbose_name="amount paid back (yuan)",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("TRANSFER", "bank transfer"),
                                    ("CARD", "card"),
                                    ("CASH", "cash"),
                                    ("MOBILE", "mobile payment"),
                                ],
                                max_length=10,
                                verbose_name="payment method",
                            ),
                        ),
                        ("paid_on", models.DateField(verbose_name="paid on")),
                        ("voucher_number", models.CharField(max_length=30, verbose_name="number of the voucher")),
                        ("payee", models.CharField(max_length=120, verbose_name="payee")),
                        (
                            "reclaim_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="to be reclaimed since"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "payment of a refunded fee",
                        "verbose_name_plural": "payments of refunded fees",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("voucher_number",), name="refund_voucher_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("100000000")),
                                ],
                                verbose_name="amount received (yuan)",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("TRANSFER", "bank transfer"),
                                    ("CARD", "card"),
                                    ("CASH", "cash"),
                                    ("MOBILE", "mobile payment"),
                                ],
                                max_length=10,
                                verbose_name="payment method",
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="received on")),
                        ("invoice_number", models.CharField(max_length=30, verbose_name="invoice number")),
                        ("payer", models.CharField(max_length=120, verbose_name="payer")),
                        (
                            "refund_due_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="to be refunded since"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receipt of fees",
                        "verbose_name_plural": "receipts of fees",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("invoice_number",), name="invoice_used_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="fee_receipt_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeRefund",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("100000000")),
                                ],
                                verbose_name="amount to be refunded (yuan)",
                            ),
                        ),
                        ("ground", models.CharField(max_length=200, verbose_name="ground of the refund")),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="void since")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="bizexpansion.feereceipt",
                                verbose_name="receipt of fees",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "refund of a fee",
                        "verbose_name_plural": "refunds of fees",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FieldJob",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("planned_for", models.DateTimeField(verbose_name="planned for")),
                        (
                            "contact_agreed",
                            models.BooleanField(default=False, verbose_name="agreed with the customer"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "companion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second person",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="leader",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "field job",
                        "verbose_name_plural": "field jobs",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("leader", models.F("companion")), _negated=True),
                                name="field_job_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GridProgress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reported_at", models.DateTimeField(verbose_name="reported at")),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="progress (%)",
                            ),
                        ),
                        ("planned_finish", models.DateField(verbose_name="planned to be finished on")),
                        ("note", models.TextField(max_length=1000, verbose_name="what was done")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grid_progress",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grid_progress",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "progress of a grid-side project",
                        "verbose_name_plural": "progress of grid-side projects",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="GridProject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("project_number", models.CharField(max_length=30, verbose_name="project number")),
                        ("contractor", models.CharField(max_length=120, verbose_name="contractor")),
                        ("finished_on", models.DateField(verbose_name="finished on")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "grid-side project",
                        "verbose_name_plural": "grid-side projects",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GridRemoval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("removed_on", models.DateField(verbose_name="removed on")),
                        ("grid_object", models.CharField(max_length=40, verbose_name="object in the grid model")),
                        (
                            "is_drawing_updated",
                            models.BooleanField(default=False, verbose_name="diagrams brought up to date"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "removal from the grid model",
                        "verbose_name_plural": "removals from the grid model",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("address", models.CharField(max_length=200, verbose_name="address")),
                        (
                            "sheet_name",
                            models.CharField(blank=True, editable=False, max_length=120, verbose_name="file name"),
                        ),
                        ("applicant_name", models.CharField(max_length=120, verbose_name="developer or organiser")),
                        ("credit_code", models.CharField(max_length=18, verbose_name="unified social credit code")),
                        ("network_ready", models.BooleanField(default=False, verbose_name="the network is ready")),
                        (
                            "network_basis",
                            models.CharField(blank=True, max_length=200, verbose_name="on what that rests"),
                        ),
                        ("household_count", models.PositiveIntegerField(verbose_name="households")),
                        ("wanted_on", models.DateField(verbose_name="supply wanted on")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="household_orders",
                                to="bizexpansion.case",
                                verbose_name="residential complex",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a batch of households",
                        "verbose_name_plural": "applications for batches of households",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("household_count__gte", 1), ("household_count__lte", 2000)),
                                name="household_count_in_range",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Household",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number in the list")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "to be corrected"),
                                    ("GOOD", "in order"),
                                    ("TAKEN", "being worked on"),
                                    ("ARCHIVED", "archived"),
                                    ("DROPPED", "dropped"),
                                ],
                                default="GOOD",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("raw", models.JSONField(default=dict, verbose_name="as it came")),
                        ("problems", models.JSONField(default=list, verbose_name="errors")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="customer's name")),
                        ("phone", models.CharField(blank=True, max_length=20, verbose_name="telephone")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                        ("building", models.CharField(blank=True, max_length=40, verbose_name="building")),
                        (
                            "drop_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="reason why it was dropped"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                                default="PERSON",
                                max_length=12,
                                verbose_name="kind of customer",
                            ),
                        ),
                        (
                            "id_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not recorded"),
                                    ("ID_CARD", "resident identity card"),
                                    ("PASSPORT", "passport or travel permit"),
                                    ("MILITARY", "military identity card"),
                                    ("CREDIT_CODE", "unified social credit code"),
                                    ("OTHER", "other document"),
                                ],
                                max_length=12,
                                verbose_name="kind of document",
                            ),
                        ),
                        ("id_hash", models.CharField(blank=True, max_length=64, verbose_name="ID number, hash")),
                        (
                            "id_tail_hash",
                            models.CharField(
                                blank=True, max_length=32, verbose_name="ID number, hash of the last six"
                            ),
                        ),
                        (
                            "id_last4",
                            models.CharField(blank=True, max_length=4, verbose_name="ID number, last four"),
                        ),
                        ("id_cipher", models.TextField(blank=True, verbose_name="ID number, encrypted")),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit of the building")),
                        ("room", models.CharField(blank=True, max_length=20, verbose_name="room")),
                        (
                            "voltage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "capacity",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="capacity (kW)"
                            ),
                        ),
                        (
                            "tariff_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("000", "assessment"),
                                    ("100", "large industry"),
                                    ("201", "rural resident"),
                                    ("202", "urban resident"),
                                    ("203", "school teaching"),
                                    ("300", "agricultural production"),
                                    ("400", "general industry and commerce"),
                                    ("401", "non-resident lighting"),
                                    ("402", "non-industrial"),
                                    ("403", "ordinary industry"),
                                    ("404", "commerce"),
                                    ("500", "wholesale"),
                                ],
                                max_length=3,
                                verbose_name="class of use",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="list_rows",
                                to="bizexpansion.householdbatch",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "household of a batch",
                        "verbose_name_plural": "households of a batch",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="household_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "DROPPED"), _negated=True),
                                fields=("account",),
                                name="household_account_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("WAITING", "DROPPED")),
                                    models.Q(
                                        ("capacity__gt", 0),
                                        models.Q(("name", ""), _negated=True),
                                        models.Q(("address", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="household_whole_or_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DROPPED"), _negated=True),
                                    models.Q(("drop_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="household_dropped_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("INTERIM", "interim inspection"),
                                    ("COMPLETION", "acceptance inspection"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("inspected_on", models.DateField(verbose_name="inspected on")),
                        ("inspectors", models.CharField(max_length=120, verbose_name="inspectors")),
                        ("passed", models.BooleanField(verbose_name="passed")),
                        (
                            "has_safety_equipment",
                            models.BooleanField(default=False, verbose_name="safety equipment in place"),
                        ),
                        (
                            "has_emergency_source_papers",
                            models.BooleanField(
                                default=False, verbose_name="papers of the emergency source in order"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "inspection",
                        "verbose_name_plural": "inspections",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Defect",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="number"
                            ),
                        ),
                        ("description", models.CharField(max_length=300, verbose_name="defect")),
                        ("demand", models.CharField(max_length=300, verbose_name="what has to be done")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told in writing on")),
                        ("cleared_on", models.DateField(blank=True, null=True, verbose_name="put right on")),
                        (
                            "review",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="defects",
                                to="bizexpansion.designreview",
                                verbose_name="design review",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="defects",
                                to="bizexpansion.inspection",
                                verbose_name="inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "defect",
                        "verbose_name_plural": "defects",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review__isnull", True), ("inspection__isnull", True), _connector="XOR"
                                ),
                                name="defect_has_one_source",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InspectionItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("QUALIFICATION", "qualification"),
                                    ("DOCUMENTS", "documents"),
                                    ("WORKMANSHIP", "quality of the installation"),
                                ],
                                max_length=14,
                                verbose_name="group",
                            ),
                        ),
                        ("standard", models.CharField(max_length=120, verbose_name="standard")),
                        ("result", models.CharField(max_length=200, verbose_name="result")),
                        ("passed", models.BooleanField(verbose_name="passed")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="bizexpansion.inspection",
                                verbose_name="inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "item of an inspection",
                        "verbose_name_plural": "items of an inspection",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("inspection", "group"), name="inspection_group_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InspectionRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("requested_by", models.CharField(max_length=60, verbose_name="requested by")),
                        (
                            "hidden_works",
                            models.TextField(max_length=1000, verbose_name="hidden works to be inspected"),
                        ),
                        ("wanted_on", models.DateField(verbose_name="wanted on")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request for interim inspection",
                        "verbose_name_plural": "requests for interim inspection",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InstallationRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "record of an installation",
                        "verbose_name_plural": "records of installations",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InstalledReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="meter (asset number)",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="total (kWh)",
                            ),
                        ),
                        (
                            "peak",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="peak (kWh)",
                            ),
                        ),
                        (
                            "flat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="flat (kWh)",
                            ),
                        ),
                        (
                            "valley",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="valley (kWh)",
                            ),
                        ),
                        (
                            "reactive",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="reactive (kvarh)",
                            ),
                        ),
                        (
                            "demand",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="greatest demand (kW)",
                            ),
                        ),
                        ("seals", models.CharField(max_length=120, verbose_name="seals")),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="bizexpansion.installationrecord",
                                verbose_name="record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading at installation",
                        "verbose_name_plural": "readings at installation",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "asset_number"), name="installed_reading_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LastBill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("account_number", models.CharField(max_length=10, verbose_name="account number")),
                        (
                            "energy",
                            models.DecimalField(
                                decimal_places=3,
                                default=Decimal("0"),
                                max_digits=14,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="energy since the last bill (kWh)",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="last bill (yuan)",
                            ),
                        ),
                        (
                            "settlement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bills",
                                to="bizexpansion.accountsettlement",
                                verbose_name="settlement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "last bill",
                        "verbose_name_plural": "last bills",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("settlement", "account_number"), name="last_bill_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agreed_by", models.CharField(max_length=60, verbose_name="agreed by")),
                        ("agreed_on", models.DateField(verbose_name="agreed on")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absorbed",
                                to="bizexpansion.accountmerge",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "account that is taken in",
                        "verbose_name_plural": "accounts that are taken in",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "account"), name="merged_account_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeterAssignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[("01", "assign, then fetch"), ("02", "fetch, then assign")],
                                default="01",
                                max_length=2,
                                verbose_name="way of assigning",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assignment of meters",
                        "verbose_name_plural": "assignments of meters",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AssignedMeter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "metering_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="metering point (number)",
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="meter (asset number)",
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meters",
                                to="bizexpansion.meterassignment",
                                verbose_name="assignment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assigned meter",
                        "verbose_name_plural": "assigned meters",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "metering_point"), name="one_meter_per_point"
                            ),
                            models.UniqueConstraint(
                                fields=("assignment", "asset_number"), name="meter_assigned_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignedTransformer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "metering_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="metering point (number)",
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="instrument transformer (asset number)",
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("A", "phase A"),
                                    ("B", "phase B"),
                                    ("C", "phase C"),
                                    ("ABC", "all phases"),
                                ],
                                default="ABC",
                                max_length=3,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transformers",
                                to="bizexpansion.meterassignment",
                                verbose_name="assignment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assigned instrument transformer",
                        "verbose_name_plural": "assigned instrument transformers",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "asset_number"), name="transformer_assigned_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeterExchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("exchanged_at", models.DateTimeField(verbose_name="exchanged at")),
                        (
                            "change_mode",
                            models.CharField(
                                choices=[
                                    ("01", "added"),
                                    ("02", "changed"),
                                    ("03", "withdrawn"),
                                    ("04", "kept"),
                                    ("05", "scrapped"),
                                    ("06", "removed"),
                                    ("07", "modified"),
                                    ("08", "out of use"),
                                    ("09", "removed on paper"),
                                    ("10", "meter moved"),
                                    ("11", "lost"),
                                ],
                                default="02",
                                editable=False,
                                max_length=2,
                                verbose_name="metering change mode",
                            ),
                        ),
                        ("wiring_checked", models.BooleanField(default=False, verbose_name="wiring checked")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exchange of meters",
                        "verbose_name_plural": "exchanges of meters",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExchangedMeter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "metering_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="metering point (number)",
                            ),
                        ),
                        (
                            "old_asset_number",
                            models.CharField(
                                blank=True,
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="old meter (asset number)",
                            ),
                        ),
                        (
                            "final_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="old: total (kWh)",
                            ),
                        ),
                        (
                            "final_peak",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="old: peak (kWh)",
                            ),
                        ),
                        (
                            "final_flat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="old: flat (kWh)",
                            ),
                        ),
                        (
                            "final_valley",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="old: valley (kWh)",
                            ),
                        ),
                        (
                            "final_reactive",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="old: reactive (kvarh)",
                            ),
                        ),
                        (
                            "final_demand",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="old: greatest demand (kW)",
                            ),
                        ),
                        (
                            "comes_down",
                            models.BooleanField(default=False, verbose_name="nothing hangs here from now on"),
                        ),
                        (
                            "has_rolled_over",
                            models.BooleanField(default=False, verbose_name="the old register began again at zero"),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                blank=True,
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="new meter (asset number)",
                            ),
                        ),
                        (
                            "multiplier",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("1"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                                verbose_name="multiplier",
                            ),
                        ),
                        (
                            "start_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="new: total (kWh)",
                            ),
                        ),
                        (
                            "start_peak",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="new: peak (kWh)",
                            ),
                        ),
                        (
                            "start_flat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="new: flat (kWh)",
                            ),
                        ),
                        (
                            "start_valley",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="new: valley (kWh)",
                            ),
                        ),
                        (
                            "start_reactive",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="new: reactive (kvarh)",
                            ),
                        ),
                        (
                            "start_demand",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="new: greatest demand (kW)",
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meters",
                                to="bizexpansion.meterexchange",
                                verbose_name="exchange of meters",
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=120, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "meter as exchanged",
                        "verbose_name_plural": "meters as exchanged",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exchange", "metering_point"), name="point_exchanged_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeteringPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("confirmed_on", models.DateField(verbose_name="fixed on")),
                        ("cabinet", models.CharField(max_length=120, verbose_name="metering cabinet")),
                        (
                            "needs_terminal",
                            models.BooleanField(default=True, verbose_name="a collection terminal is installed"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "metering plan",
                        "verbose_name_plural": "metering plans",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MeterInstallation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("installed_at", models.DateTimeField(verbose_name="installed at")),
                        ("position", models.CharField(max_length=120, verbose_name="position")),
                        ("wiring_checked", models.BooleanField(default=False, verbose_name="wiring checked")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "installation of meters",
                        "verbose_name_plural": "installations of meters",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HungMeter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="meter (asset number)",
                            ),
                        ),
                        (
                            "start_reading",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="start reading (kWh)",
                            ),
                        ),
                        (
                            "installation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meters",
                                to="bizexpansion.meterinstallation",
                                verbose_name="installation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meter as installed",
                        "verbose_name_plural": "meters as installed",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("installation", "asset_number"), name="meter_hung_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeterIssue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("slip_number", models.CharField(max_length=30, verbose_name="number of the slip")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "issued_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="issued to",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "issue of meters",
                        "verbose_name_plural": "issues of meters",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MeterMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to move a meter",
                        "verbose_name_plural": "applications to move a meter",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MeterRemoval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("removed_at", models.DateTimeField(verbose_name="removed at")),
                        (
                            "witness",
                            models.CharField(blank=True, max_length=60, verbose_name="final reading confirmed by"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "removal of meters",
                        "verbose_name_plural": "removals of meters",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MissingNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), size=None, verbose_name="missing papers"
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="what is missing")),
                        ("told_at", models.DateTimeField(verbose_name="told at")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="told by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "one-time notice of missing papers",
                        "verbose_name_plural": "one-time notices of missing papers",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="MovedPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="metering point (number)",
                            ),
                        ),
                        ("new_position", models.CharField(max_length=120, verbose_name="new position")),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="bizexpansion.metermove",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "metering point to be moved",
                        "verbose_name_plural": "metering points to be moved",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="moved_point_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MoveDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("scheme", models.TextField(max_length=1000, verbose_name="how the meter is moved")),
                        (
                            "outage_hours",
                            models.DecimalField(
                                decimal_places=1,
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("72")),
                                ],
                                verbose_name="power off for (hours)",
                            ),
                        ),
                        (
                            "is_fee_due",
                            models.BooleanField(default=True, verbose_name="the customer pays for the move"),
                        ),
                        (
                            "free_because",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="why the customer does not pay"
                            ),
                        ),
                        (
                            "moves_terminal",
                            models.BooleanField(default=False, verbose_name="the collection terminal moves too"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan of a move",
                        "verbose_name_plural": "plans of moves",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MunicipalWorks",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("body_name", models.CharField(max_length=120, verbose_name="municipal body")),
                        ("letter_number", models.CharField(max_length=60, verbose_name="number of its letter")),
                        ("project_name", models.CharField(max_length=120, verbose_name="project")),
                        ("address", models.CharField(max_length=200, verbose_name="place of the works")),
                        (
                            "work_kind",
                            models.CharField(
                                choices=[
                                    ("MOVE", "moved"),
                                    ("PROTECT", "protected"),
                                    ("BURY", "laid underground"),
                                    ("REMOVE", "taken down"),
                                ],
                                max_length=8,
                                verbose_name="what is wanted",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                default="KV10",
                                max_length=6,
                                verbose_name="voltage of the facilities",
                            ),
                        ),
                        ("description", models.TextField(max_length=1000, verbose_name="description")),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(verbose_name="works wanted by")),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for municipal works",
                        "verbose_name_plural": "applications for municipal works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NameChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        ("new_name", models.CharField(max_length=120, verbose_name="new name")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("REGISTRATION", "change in the commercial register"),
                                    ("HOUSEHOLD", "another member of the household book"),
                                    ("CORRECTION", "correction of a wrong entry"),
                                ],
                                max_length=12,
                                verbose_name="ground of the change",
                            ),
                        ),
                        ("proof_number", models.CharField(max_length=60, verbose_name="number of the proof")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a change of name",
                        "verbose_name_plural": "applications for a change of name",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NetworkHandover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("handed_over_on", models.DateField(verbose_name="handed over on")),
                        ("substation", models.CharField(max_length=60, verbose_name="substation")),
                        (
                            "agreement_number",
                            models.CharField(max_length=60, verbose_name="number of the handover agreement"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "handover of a network",
                        "verbose_name_plural": "handovers of networks",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HandedStation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="object in the grid model")),
                        (
                            "handover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="areas",
                                to="bizexpansion.networkhandover",
                                verbose_name="handover",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transformer district handed over",
                        "verbose_name_plural": "transformer districts handed over",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("handover", "number"), name="station_handed_over_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperArchive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("box_number", models.CharField(max_length=30, verbose_name="box")),
                        (
                            "page_count",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="pages"
                            ),
                        ),
                        ("is_complete", models.BooleanField(default=False, verbose_name="papers complete")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archive of papers",
                        "verbose_name_plural": "archives of papers",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PaymentChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "pay_mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "at the counter"),
                                    ("AGENT", "through a collecting agent"),
                                    ("DEBIT", "direct debit from a personal account"),
                                    ("COLLECTION", "collection by the bank"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ONLINE", "web site or app"),
                                ],
                                max_length=12,
                                verbose_name="way of paying",
                            ),
                        ),
                        (
                            "settle_mode",
                            models.CharField(
                                choices=[("01", "in instalments"), ("02", "by reading")],
                                default="02",
                                max_length=2,
                                verbose_name="settlement",
                            ),
                        ),
                        (
                            "instalments",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(6),
                                ],
                                verbose_name="instalments a month",
                            ),
                        ),
                        (
                            "notify_mode",
                            models.CharField(
                                choices=[
                                    ("SMS", "text message"),
                                    ("PAPER", "paper bill"),
                                    ("EMAIL", "electronic mail"),
                                    ("APP", "company's app"),
                                ],
                                default="SMS",
                                max_length=8,
                                verbose_name="way of notice",
                            ),
                        ),
                        (
                            "invoice_kind",
                            models.CharField(
                                choices=[
                                    ("E", "electronic invoice"),
                                    ("ORDINARY", "ordinary invoice on paper"),
                                    ("VAT", "special VAT invoice"),
                                ],
                                default="E",
                                max_length=8,
                                verbose_name="kind of invoice",
                            ),
                        ),
                        (
                            "is_prepaid",
                            models.BooleanField(default=False, verbose_name="prepaid, cut off by remote control"),
                        ),
                        ("bank_name", models.CharField(blank=True, max_length=80, verbose_name="bank")),
                        (
                            "bank_holder",
                            models.CharField(blank=True, max_length=120, verbose_name="holder of the bank account"),
                        ),
                        (
                            "bank_last4",
                            models.CharField(
                                blank=True,
                                default="",
                                editable=False,
                                max_length=4,
                                verbose_name="bank account, last four digits",
                            ),
                        ),
                        (
                            "bank_cipher",
                            models.CharField(
                                blank=True,
                                default="",
                                editable=False,
                                max_length=400,
                                verbose_name="bank account, sealed",
                            ),
                        ),
                        (
                            "authorisation_number",
                            models.CharField(blank=True, max_length=40, verbose_name="number of the authorisation"),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a change of payment",
                        "verbose_name_plural": "applications for a change of payment",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PowerCut",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("cut_at", models.DateTimeField(verbose_name="cut at")),
                        ("order_number", models.CharField(max_length=30, verbose_name="switching order")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "de-energising",
                        "verbose_name_plural": "de-energisings",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Prepayment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="declared capacity (kVA)",
                            ),
                        ),
                        (
                            "daily_hours",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=4,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("24")),
                                ],
                                verbose_name="hours of use a day",
                            ),
                        ),
                        (
                            "unit_price",
                            models.DecimalField(
                                decimal_places=4,
                                max_digits=8,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.0001")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="price (yuan/kWh)",
                            ),
                        ),
                        ("standard", models.CharField(max_length=120, verbose_name="charging standard")),
                        (
                            "energy",
                            models.DecimalField(
                                decimal_places=2, editable=False, max_digits=14, verbose_name="energy (kWh)"
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, editable=False, max_digits=14, verbose_name="amount (yuan)"
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="void since")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "prepaid use without a meter",
                        "verbose_name_plural": "prepaid uses without a meter",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="prepayment_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0), ("energy__gt", 0)), name="prepayment_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReducedEquipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number of the transformer",
                            ),
                        ),
                        (
                            "new_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="smaller transformer in its place (kVA)",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="bizexpansion.capacityreduction",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transformer of a reduction",
                        "verbose_name_plural": "transformers of a reduction",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "number"), name="reduced_equipment_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefitCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason why it is not possible"
                            ),
                        ),
                        (
                            "is_place_fit",
                            models.BooleanField(default=False, verbose_name="meter box and service line are sound"),
                        ),
                        ("is_fee_due", models.BooleanField(default=False, verbose_name="a fee is due")),
                        (
                            "needs_terminal",
                            models.BooleanField(default=False, verbose_name="a collection terminal is installed"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "site check of a re-installation",
                        "verbose_name_plural": "site checks of re-installations",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="refit_check_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefundDetermination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="amount, yuan",
                            ),
                        ),
                        ("payee", models.CharField(max_length=120, verbose_name="payee")),
                        (
                            "bank_account",
                            models.CharField(blank=True, max_length=120, verbose_name="bank and account number"),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "determination of a refund",
                        "verbose_name_plural": "determinations of refunds",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RefundPayment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("CASH", "cash"),
                                    ("CARD", "card"),
                                    ("MOBILE", "mobile payment"),
                                    ("TRANSFER", "bank transfer"),
                                    ("DEBIT", "direct debit"),
                                    ("AGENT", "collecting agent"),
                                ],
                                max_length=10,
                                verbose_name="payment method",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(max_length=60, verbose_name="number of the bank slip or of the order"),
                        ),
                        ("paid_on", models.DateField(verbose_name="paid on")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "payment of a refund",
                        "verbose_name_plural": "payments of refunds",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Reinstallation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a re-installation",
                        "verbose_name_plural": "applications for a re-installation",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Relinking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "changes_nothing",
                            models.BooleanField(default=False, verbose_name="no account hangs elsewhere"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "re-linking after works",
                        "verbose_name_plural": "re-linkings after works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RelinkedAccounts",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_line", models.CharField(blank=True, max_length=60, verbose_name="line until now")),
                        (
                            "from_area",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="transformer district until now"
                            ),
                        ),
                        (
                            "account_number",
                            models.CharField(blank=True, max_length=10, verbose_name="only the account"),
                        ),
                        ("substation", models.CharField(blank=True, max_length=60, verbose_name="substation")),
                        ("line", models.CharField(blank=True, max_length=60, verbose_name="line")),
                        (
                            "transformer_area",
                            models.CharField(blank=True, max_length=60, verbose_name="transformer district"),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.readingsection",
                                verbose_name="reading section",
                            ),
                        ),
                        (
                            "relinking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="bizexpansion.relinking",
                                verbose_name="re-linking after works",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "re-linked accounts",
                        "verbose_name_plural": "re-linked accounts",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Relocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        ("new_address", models.CharField(max_length=200, verbose_name="address of the new place")),
                        (
                            "is_on_supply_point",
                            models.BooleanField(
                                default=False, verbose_name="the new place is on the original supply point"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "new_district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="crm_org.district",
                                verbose_name="district of the new place",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a relocation",
                        "verbose_name_plural": "applications for a relocation",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RemovalRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "record of a removal",
                        "verbose_name_plural": "records of removals",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RemovedDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="asset number",
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(
                                choices=[
                                    ("INTACT", "intact"),
                                    ("WORN", "worn or dirty"),
                                    ("DAMAGED", "damaged"),
                                    ("BURNT", "burnt"),
                                    ("TAMPERED", "tampered with"),
                                ],
                                default="INTACT",
                                max_length=12,
                                verbose_name="condition",
                            ),
                        ),
                        ("seals", models.CharField(blank=True, max_length=120, verbose_name="seals that were cut")),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="devices",
                                to="bizexpansion.removalrecord",
                                verbose_name="record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "device as removed",
                        "verbose_name_plural": "devices as removed",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("record", "asset_number"), name="removed_device_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemovedMeter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="meter (asset number)",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="total (kWh)",
                            ),
                        ),
                        (
                            "peak",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="peak (kWh)",
                            ),
                        ),
                        (
                            "flat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="flat (kWh)",
                            ),
                        ),
                        (
                            "valley",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="valley (kWh)",
                            ),
                        ),
                        (
                            "reactive",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="reactive (kvarh)",
                            ),
                        ),
                        (
                            "demand",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="greatest demand (kW)",
                            ),
                        ),
                        (
                            "rolled_over",
                            models.BooleanField(default=False, verbose_name="the register has passed its end"),
                        ),
                        (
                            "removal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meters",
                                to="bizexpansion.meterremoval",
                                verbose_name="removal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meter as removed",
                        "verbose_name_plural": "meters as removed",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("removal", "asset_number"), name="removed_meter_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RestoredEquipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number of the transformer",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="bizexpansion.capacityrestoration",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transformer that runs again",
                        "verbose_name_plural": "transformers that run again",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("application", "number"), name="restored_equipment_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnedDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="asset number",
                            ),
                        ),
                        (
                            "handed_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="devices",
                                to="bizexpansion.devicereturn",
                                verbose_name="return of devices",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "returned device",
                        "verbose_name_plural": "returned devices",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("handed_in", "asset_number"), name="returned_device_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RowDetermination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "determination of a corrected row",
                        "verbose_name_plural": "determinations of corrected rows",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Sealing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("sealed_on", models.DateField(verbose_name="sealed on")),
                        ("seals", models.CharField(max_length=200, verbose_name="seals")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sealing of equipment",
                        "verbose_name_plural": "sealings of equipment",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SiteCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason why it is not possible"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "site check of a change",
                        "verbose_name_plural": "site checks of changes",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="site_check_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SplitMeter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="new account (number)",
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="meter (asset number)",
                            ),
                        ),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="new_meters",
                                to="bizexpansion.meterassignment",
                                verbose_name="assignment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meter of a new account",
                        "verbose_name_plural": "meters of new accounts",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "number"), name="split_meter_per_account"
                            ),
                            models.UniqueConstraint(fields=("assignment", "asset_number"), name="split_meter_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SplitMeteringPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("confirmed_on", models.DateField(verbose_name="fixed on")),
                        ("cabinet", models.CharField(max_length=120, verbose_name="metering cabinet")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "metering plan of a split",
                        "verbose_name_plural": "metering plans of splits",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SplitPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="new account (number)",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("HV_SIDE", "high-voltage supply, metered on the high side"),
                                    ("LV_SIDE", "high-voltage supply, metered on the low side"),
                                    ("LV_SUPPLY", "low-voltage supply, metered on the low side"),
                                ],
                                max_length=12,
                                verbose_name="metering mode",
                            ),
                        ),
                        (
                            "wiring",
                            models.CharField(
                                choices=[
                                    ("SINGLE_PHASE", "single-phase"),
                                    ("THREE_WIRE", "three-phase three-wire"),
                                    ("FOUR_WIRE", "three-phase four-wire"),
                                ],
                                max_length=12,
                                verbose_name="wiring",
                            ),
                        ),
                        (
                            "device_class",
                            models.CharField(
                                choices=[
                                    ("I", "class I"),
                                    ("II", "class II"),
                                    ("III", "class III"),
                                    ("IV", "class IV"),
                                    ("V", "class V"),
                                ],
                                max_length=4,
                                verbose_name="class of the metering device",
                            ),
                        ),
                        (
                            "multiplier",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("1"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                                verbose_name="multiplier",
                            ),
                        ),
                        (
                            "metering_plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="bizexpansion.splitmeteringplan",
                                verbose_name="metering plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "metering point of a new account",
                        "verbose_name_plural": "metering points of new accounts",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("metering_plan", "number"), name="split_point_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SplitShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("PERSON", "person"), ("ORGANISATION", "organisation")],
                                default="ORGANISATION",
                                max_length=12,
                                verbose_name="kind of customer",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name of the new account")),
                        (
                            "id_kind",
                            models.CharField(
                                choices=[
                                    ("", "not recorded"),
                                    ("ID_CARD", "resident identity card"),
                                    ("PASSPORT", "passport or travel permit"),
                                    ("MILITARY", "military identity card"),
                                    ("CREDIT_CODE", "unified social credit code"),
                                    ("OTHER", "other document"),
                                ],
                                default="CREDIT_CODE",
                                max_length=12,
                                verbose_name="kind of document",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity that moves over (kVA)",
                            ),
                        ),
                        (
                            "equipment",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        re.compile("^\\d+(?:,\\d+)*\\Z"), code="invalid", message=None
                                    )
                                ],
                                verbose_name="transformers that go with it (numbers)",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="new account",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="bizexpansion.accountsplit",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part of a split",
                        "verbose_name_plural": "parts of a split",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("application", "number"), name="split_share_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StartOfWorks",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("contractor", models.CharField(max_length=120, verbose_name="contractor")),
                        (
                            "licence_number",
                            models.CharField(max_length=40, verbose_name="number of the contractor's licence"),
                        ),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("planned_finish", models.DateField(verbose_name="planned to be finished on")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "licence_grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "grade 1 (works)"),
                                    ("2", "grade 2 (works)"),
                                    ("3", "grade 3 (works)"),
                                    ("4", "grade 4 (works)"),
                                    ("5", "grade 5 (works)"),
                                ],
                                default="",
                                max_length=1,
                                verbose_name="grade of the contractor's licence",
                            ),
                        ),
                        (
                            "licence_valid_until",
                            models.DateField(blank=True, null=True, verbose_name="licence valid until"),
                        ),
                    ],
                    options={
                        "verbose_name": "start of works",
                        "verbose_name_plural": "starts of works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SupplyChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "applied_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("-1000000")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000")),
                                ],
                                verbose_name="capacity to be added (kVA)",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "security_load",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="protective load (kVA)",
                            ),
                        ),
                        ("has_nonlinear_load", models.BooleanField(default=False, verbose_name="non-linear load")),
                        (
                            "nonlinear_load",
                            models.CharField(blank=True, max_length=200, verbose_name="non-linear load: which"),
                        ),
                        (
                            "is_utility_caused",
                            models.BooleanField(
                                default=False, verbose_name="the power company asks for the change"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a change of supply",
                        "verbose_name_plural": "applications for a change of supply",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChangeEquipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="equipment")),
                        ("model", models.CharField(blank=True, max_length=60, verbose_name="model")),
                        (
                            "unit_power",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000")),
                                ],
                                verbose_name="power of one (kW)",
                            ),
                        ),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9999),
                                ],
                                verbose_name="quantity",
                            ),
                        ),
                        (
                            "load_character",
                            models.CharField(
                                choices=[
                                    ("1", "class one load"),
                                    ("2", "class two load"),
                                    ("3", "class three load"),
                                ],
                                default="3",
                                max_length=1,
                                verbose_name="load character",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="bizexpansion.supplychange",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "equipment behind a change",
                        "verbose_name_plural": "equipment behind a change",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ChangeTransformer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("TRANSFORMER", "transformer"), ("HV_MOTOR", "high-voltage motor")],
                                default="TRANSFORMER",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "unit_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity of one (kVA)",
                            ),
                        ),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="quantity",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transformers",
                                to="bizexpansion.supplychange",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receiving equipment to be added",
                        "verbose_name_plural": "receiving equipment to be added",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SupplyPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version of the plan")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("DRAFT", "draft"),
                                    ("APPROVED", "approved"),
                                    ("REPLIED", "replied"),
                                    ("AGREED", "agreed by the customer"),
                                    ("REJECTED", "rejected"),
                                    ("SUPERSEDED", "superseded"),
                                ],
                                default="DRAFT",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "approved_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity of the plan (kVA)",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "source_count",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(3),
                                ],
                                verbose_name="number of sources",
                            ),
                        ),
                        (
                            "importance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "ordinary customer"),
                                    ("SPECIAL", "important customer, special grade"),
                                    ("FIRST", "important customer, first grade"),
                                    ("SECOND", "important customer, second grade"),
                                    ("TEMPORARY", "important customer, temporary"),
                                ],
                                max_length=10,
                                verbose_name="grade of importance",
                            ),
                        ),
                        (
                            "project_flag",
                            models.CharField(
                                choices=[
                                    ("1", "no works"),
                                    ("2", "grid-side and customer-side works"),
                                    ("3", "customer-side works only"),
                                    ("4", "grid-side works only"),
                                ],
                                default="1",
                                max_length=1,
                                verbose_name="works needed",
                            ),
                        ),
                        (
                            "access_scheme",
                            models.TextField(blank=True, max_length=2000, verbose_name="connection to the grid"),
                        ),
                        (
                            "receiving_scheme",
                            models.TextField(blank=True, max_length=2000, verbose_name="customer's installation"),
                        ),
                        ("metering_scheme", models.TextField(blank=True, max_length=1000, verbose_name="metering")),
                        ("billing_scheme", models.TextField(blank=True, max_length=1000, verbose_name="billing")),
                        (
                            "has_hidden_works",
                            models.BooleanField(default=False, verbose_name="works that will be hidden"),
                        ),
                        ("is_fee_due", models.BooleanField(default=False, verbose_name="a business fee is due")),
                        (
                            "needs_terminal",
                            models.BooleanField(default=True, verbose_name="a collection terminal is installed"),
                        ),
                        ("participants", models.CharField(blank=True, max_length=200, verbose_name="taking part")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "daily_hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("24")),
                                ],
                                verbose_name="hours of use a day",
                            ),
                        ),
                        (
                            "temporary_until",
                            models.DateField(blank=True, null=True, verbose_name="temporary until (last day)"),
                        ),
                    ],
                    options={
                        "verbose_name": "supply plan",
                        "verbose_name_plural": "supply plans",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "number"), name="plan_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["APPROVED", "REPLIED", "AGREED"])),
                                fields=("case",),
                                name="one_plan_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacitySum",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "original_contract",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="contract capacity before (kVA)",
                            ),
                        ),
                        (
                            "applied_contract",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="added to the contract capacity (kVA)",
                            ),
                        ),
                        (
                            "moved_in_contract",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="contract capacity moved in (kVA)",
                            ),
                        ),
                        (
                            "moved_out_contract",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="contract capacity moved out (kVA)",
                            ),
                        ),
                        (
                            "total_contract",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="contract capacity after (kVA)",
                            ),
                        ),
                        (
                            "original_running",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="running capacity before (kVA)",
                            ),
                        ),
                        (
                            "applied_running",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="added to the running capacity (kVA)",
                            ),
                        ),
                        (
                            "moved_in_running",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="running capacity moved in (kVA)",
                            ),
                        ),
                        (
                            "moved_out_running",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="running capacity moved out (kVA)",
                            ),
                        ),
                        (
                            "total_running",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=12,
                                verbose_name="running capacity after (kVA)",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sums",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sum of capacities",
                        "verbose_name_plural": "sums of capacities",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "account"), name="capacity_sum_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total_contract",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("original_contract"), "+", models.F("applied_contract")
                                                ),
                                                "+",
                                                models.F("moved_in_contract"),
                                            ),
                                            "-",
                                            models.F("moved_out_contract"),
                                        ),
                                    )
                                ),
                                name="capacity_sum_of_contract",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total_running",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("original_running"), "+", models.F("applied_running")
                                                ),
                                                "+",
                                                models.F("moved_in_running"),
                                            ),
                                            "-",
                                            models.F("moved_out_running"),
                                        ),
                                    )
                                ),
                                name="capacity_sum_of_running",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total_running__gte", 0), ("total_running__lte", models.F("total_contract"))
                                ),
                                name="capacity_sum_running_within_contract",
                                violation_error_message="The running capacity lies between 0 and the contract capacity.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("moved_in_contract__gte", 0),
                                    ("moved_out_contract__gte", 0),
                                    ("moved_in_running__gte", 0),
                                    ("moved_out_running__gte", 0),
                                ),
                                name="capacity_sum_moved_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Countersign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("agrees", models.BooleanField(verbose_name="all departments agree")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="countersigns",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "countersigning",
                        "verbose_name_plural": "countersignings",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CountersignOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("DISPATCH", "dispatch"),
                                    ("MARKETING", "marketing"),
                                    ("PRODUCTION", "production"),
                                    ("DEVELOPMENT", "development"),
                                ],
                                max_length=12,
                                verbose_name="department",
                            ),
                        ),
                        ("agrees", models.BooleanField(default=True, verbose_name="agrees")),
                        ("opinion", models.CharField(blank=True, max_length=300, verbose_name="opinion")),
                        ("signed_by", models.CharField(max_length=60, verbose_name="signed by")),
                        (
                            "countersign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="bizexpansion.countersign",
                                verbose_name="countersigning",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "opinion of a department",
                        "verbose_name_plural": "opinions of departments",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("countersign", "unit"), name="countersign_unit_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("AGREE", "agrees"),
                                    ("NEW_PLAN", "wants another plan"),
                                    ("REFUSE", "gives up"),
                                ],
                                max_length=8,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_on", models.DateField(verbose_name="answered on")),
                        ("signed_by", models.CharField(max_length=60, verbose_name="signed by")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer of the customer",
                        "verbose_name_plural": "answers of customers",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanApproval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "decision",
                            models.CharField(
                                choices=[
                                    ("APPROVE", "approve"),
                                    ("RESURVEY", "reject: survey again"),
                                    ("REDRAFT", "reject: draft again"),
                                ],
                                max_length=8,
                                verbose_name="decision",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approvals",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "approval of a plan",
                        "verbose_name_plural": "approvals of plans",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanMeteringPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        (
                            "supply_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="supply point (number)",
                            ),
                        ),
                        (
                            "source",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="source (number)",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[("SETTLEMENT", "settlement"), ("ASSESSMENT", "assessment only")],
                                default="SETTLEMENT",
                                max_length=12,
                                verbose_name="purpose",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                max_length=6,
                                verbose_name="voltage",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("HV_SIDE", "high-voltage supply, metered on the high side"),
                                    ("LV_SIDE", "high-voltage supply, metered on the low side"),
                                    ("LV_SUPPLY", "low-voltage supply, metered on the low side"),
                                ],
                                default="HV_SIDE",
                                max_length=10,
                                verbose_name="way of metering",
                            ),
                        ),
                        (
                            "wiring",
                            models.CharField(
                                choices=[
                                    ("SINGLE_PHASE", "single-phase"),
                                    ("THREE_WIRE", "three-phase three-wire"),
                                    ("FOUR_WIRE", "three-phase four-wire"),
                                ],
                                default="THREE_WIRE",
                                max_length=12,
                                verbose_name="wiring",
                            ),
                        ),
                        (
                            "device_class",
                            models.CharField(
                                choices=[
                                    ("I", "class I"),
                                    ("II", "class II"),
                                    ("III", "class III"),
                                    ("IV", "class IV"),
                                    ("V", "class V"),
                                ],
                                default="III",
                                max_length=3,
                                verbose_name="class of the device",
                            ),
                        ),
                        (
                            "meter_kind",
                            models.CharField(
                                choices=[
                                    ("SINGLE_PHASE", "single-phase smart meter"),
                                    ("THREE_PHASE", "three-phase smart meter"),
                                    ("THREE_PHASE_HV", "three-phase smart meter, through transformers"),
                                ],
                                default="THREE_PHASE_HV",
                                max_length=14,
                                verbose_name="kind of meter",
                            ),
                        ),
                        (
                            "ct_ratio",
                            models.CharField(
                                blank=True, max_length=12, verbose_name="ratio of current transformers"
                            ),
                        ),
                        (
                            "pt_ratio",
                            models.CharField(
                                blank=True, max_length=14, verbose_name="ratio of voltage transformers"
                            ),
                        ),
                        (
                            "multiplier",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("1"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                                verbose_name="multiplier",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="metering_points",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("KEEP", "stays as it is"),
                                    ("ADD", "new"),
                                    ("CHANGE", "changed"),
                                    ("REMOVE", "removed"),
                                ],
                                default="ADD",
                                max_length=6,
                                verbose_name="change",
                            ),
                        ),
                        ("exchanges_meter", models.BooleanField(default=True, verbose_name="gets another meter")),
                        ("is_metered", models.BooleanField(default=True, verbose_name="has a meter")),
                    ],
                    options={
                        "verbose_name": "metering point of a plan",
                        "verbose_name_plural": "metering points of a plan",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_metering_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedStation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="transformer district")),
                        ("line", models.CharField(max_length=60, verbose_name="line")),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity of the public transformer (kVA)",
                            ),
                        ),
                        (
                            "household_count",
                            models.PositiveIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="households"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stations",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "public transformer of a plan",
                        "verbose_name_plural": "public transformers of a plan",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_station_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tariff_class",
                            models.CharField(
                                choices=[
                                    ("000", "assessment"),
                                    ("100", "large industry"),
                                    ("201", "rural resident"),
                                    ("202", "urban resident"),
                                    ("203", "school teaching"),
                                    ("300", "agricultural production"),
                                    ("400", "general industry and commerce"),
                                    ("401", "non-resident lighting"),
                                    ("402", "non-industrial"),
                                    ("403", "ordinary industry"),
                                    ("404", "commerce"),
                                    ("500", "wholesale"),
                                ],
                                max_length=3,
                                verbose_name="class of use",
                            ),
                        ),
                        ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                        (
                            "strategy",
                            models.CharField(
                                choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                                default="TWO_PART",
                                max_length=8,
                                verbose_name="pricing",
                            ),
                        ),
                        (
                            "basic_charge_mode",
                            models.CharField(
                                choices=[
                                    ("0", "no basic charge"),
                                    ("1", "by capacity"),
                                    ("2", "by demand"),
                                    ("3", "by capacity and demand compared"),
                                ],
                                default="1",
                                max_length=1,
                                verbose_name="basic charge",
                            ),
                        ),
                        (
                            "power_factor_standard",
                            models.CharField(
                                choices=[
                                    ("0", "not assessed"),
                                    ("0.80", "0.80"),
                                    ("0.85", "0.85"),
                                    ("0.90", "0.90"),
                                ],
                                default="0.90",
                                max_length=4,
                                verbose_name="power factor standard",
                            ),
                        ),
                        ("is_time_of_use", models.BooleanField(default=True, verbose_name="time-of-use prices")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "price of a plan",
                        "verbose_name_plural": "prices of a plan",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("WRITTEN", "in writing"),
                                    ("TELEPHONE", "by telephone"),
                                    ("FACE_TO_FACE", "face to face"),
                                ],
                                default="WRITTEN",
                                max_length=12,
                                verbose_name="way of replying",
                            ),
                        ),
                        ("replied_on", models.DateField(verbose_name="replied on")),
                        ("recipient", models.CharField(max_length=60, verbose_name="received by")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reply of a plan",
                        "verbose_name_plural": "replies of plans",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        (
                            "supply_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="supply point (number)",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("PUBLIC_TRANSFORMER", "public transformer"),
                                    ("DEDICATED_TRANSFORMER", "dedicated transformer"),
                                    ("DEDICATED_LINE", "dedicated line"),
                                    ("SHARED_TRANSFORMER", "shared dedicated transformer"),
                                ],
                                default="DEDICATED_TRANSFORMER",
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("MAIN", "main source"),
                                    ("MUTUAL", "mutual standby source"),
                                    ("STANDBY_PRODUCTION", "standby for production"),
                                    ("STANDBY_MAINTENANCE", "standby for maintenance"),
                                    ("SECURITY_GRID", "security source from the grid"),
                                    ("SECURITY_OWN", "security source of the customer"),
                                ],
                                default="MAIN",
                                max_length=20,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity (kVA)",
                            ),
                        ),
                        ("substation", models.CharField(max_length=60, verbose_name="substation")),
                        ("line", models.CharField(max_length=60, verbose_name="line")),
                        (
                            "pole_number",
                            models.CharField(blank=True, max_length=30, verbose_name="pole or cabinet"),
                        ),
                        (
                            "incoming_mode",
                            models.CharField(
                                choices=[
                                    ("OVERHEAD", "overhead line"),
                                    ("CABLE_DIRECT", "buried cable"),
                                    ("CABLE_TRENCH", "cable in duct or trench"),
                                    ("MIXED", "overhead line and cable"),
                                ],
                                max_length=12,
                                verbose_name="incoming line",
                            ),
                        ),
                        (
                            "protection",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not given"),
                                    ("FUSE", "fuse"),
                                    ("RELAY", "relay protection"),
                                    ("MICROPROCESSOR", "digital protection"),
                                ],
                                max_length=14,
                                verbose_name="protection",
                            ),
                        ),
                        (
                            "ownership_boundary",
                            models.CharField(max_length=200, verbose_name="boundary of ownership"),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("KEEP", "stays as it is"),
                                    ("ADD", "new"),
                                    ("CHANGE", "changed"),
                                    ("REMOVE", "removed"),
                                ],
                                default="ADD",
                                max_length=6,
                                verbose_name="change",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "source of a plan",
                        "verbose_name_plural": "sources of a plan",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_source_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanSupplyPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("SUBSTATION", "transforming station"),
                                    ("DISTRIBUTION", "distribution station"),
                                    ("BOX", "box-type substation"),
                                    ("POLE", "pole-mounted transformer"),
                                    ("UNDERGROUND", "underground transformer"),
                                    ("SWITCHING", "switching station"),
                                    ("LOW_VOLTAGE", "low-voltage service"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "interlock",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MECHANICAL", "mechanical interlock"),
                                    ("ELECTRICAL", "electrical interlock"),
                                    ("BOTH", "mechanical and electrical interlock"),
                                ],
                                max_length=10,
                                verbose_name="interlock of the sources",
                            ),
                        ),
                        (
                            "switching",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MANUAL", "manual change-over"),
                                    ("AUTOMATIC", "automatic change-over"),
                                ],
                                max_length=10,
                                verbose_name="change-over",
                            ),
                        ),
                        (
                            "own_source_interlock",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("MECHANICAL", "mechanical interlock"),
                                    ("ELECTRICAL", "electrical interlock"),
                                    ("BOTH", "mechanical and electrical interlock"),
                                ],
                                max_length=10,
                                verbose_name="interlock of own generation",
                            ),
                        ),
                        (
                            "own_source_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="own generation, capacity (kVA)",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supply_points",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("KEEP", "stays as it is"),
                                    ("ADD", "new"),
                                    ("CHANGE", "changed"),
                                    ("REMOVE", "removed"),
                                ],
                                default="ADD",
                                max_length=6,
                                verbose_name="change",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supply point of a plan",
                        "verbose_name_plural": "supply points of a plan",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_point_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanTransformer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number",
                            ),
                        ),
                        (
                            "supply_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="supply point (number)",
                            ),
                        ),
                        (
                            "source",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="fed by source (number)",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("TRANSFORMER", "transformer"), ("HV_MOTOR", "high-voltage motor")],
                                default="TRANSFORMER",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("model", models.CharField(blank=True, max_length=40, verbose_name="model")),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity (kVA)",
                            ),
                        ),
                        (
                            "standby",
                            models.CharField(
                                choices=[("MAIN", "in use"), ("COLD", "cold standby"), ("HOT", "hot standby")],
                                default="MAIN",
                                max_length=4,
                                verbose_name="main or standby",
                            ),
                        ),
                        (
                            "ownership",
                            models.CharField(
                                choices=[
                                    ("UTILITY", "power-supply company"),
                                    ("CUSTOMER", "customer"),
                                    ("GENERATOR", "power producer"),
                                ],
                                default="CUSTOMER",
                                max_length=10,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transformers",
                                to="bizexpansion.supplyplan",
                                verbose_name="supply plan",
                            ),
                        ),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("KEEP", "stays as it is"),
                                    ("ADD", "new"),
                                    ("CHANGE", "changed"),
                                    ("REMOVE", "removed"),
                                ],
                                default="ADD",
                                max_length=6,
                                verbose_name="change",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receiving equipment of a plan",
                        "verbose_name_plural": "receiving equipment of a plan",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_transformer_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Survey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("surveyed_on", models.DateField(verbose_name="surveyed on")),
                        ("can_supply", models.BooleanField(default=True, verbose_name="supply is possible")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason why supply is not possible"
                            ),
                        ),
                        (
                            "approved_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity found right (kVA)",
                            ),
                        ),
                        (
                            "voltage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("V220", "220 V"),
                                    ("V380", "380 V"),
                                    ("KV10", "10 kV"),
                                    ("KV20", "20 kV"),
                                    ("KV35", "35 kV"),
                                    ("KV110", "110 kV"),
                                    ("KV220", "220 kV"),
                                ],
                                max_length=6,
                                verbose_name="supply voltage",
                            ),
                        ),
                        (
                            "source_count",
                            models.PositiveSmallIntegerField(default=1, verbose_name="number of sources"),
                        ),
                        (
                            "project_flag",
                            models.CharField(
                                choices=[
                                    ("1", "no works"),
                                    ("2", "grid-side and customer-side works"),
                                    ("3", "customer-side works only"),
                                    ("4", "grid-side works only"),
                                ],
                                default="1",
                                max_length=1,
                                verbose_name="works needed",
                            ),
                        ),
                        (
                            "importance",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "ordinary customer"),
                                    ("SPECIAL", "important customer, special grade"),
                                    ("FIRST", "important customer, first grade"),
                                    ("SECOND", "important customer, second grade"),
                                    ("TEMPORARY", "important customer, temporary"),
                                ],
                                max_length=10,
                                verbose_name="grade of importance",
                            ),
                        ),
                        (
                            "transfer_kind",
                            models.CharField(
                                choices=[
                                    ("0", "no transferred supply"),
                                    ("1", "passes supply on"),
                                    ("2", "is supplied by another account"),
                                ],
                                default="0",
                                max_length=1,
                                verbose_name="transferred supply",
                            ),
                        ),
                        (
                            "substation",
                            models.CharField(blank=True, max_length=60, verbose_name="nearest substation"),
                        ),
                        ("line", models.CharField(blank=True, max_length=60, verbose_name="nearest line")),
                        (
                            "spare_capacity",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="spare capacity of the line (kVA)",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                        (
                            "is_original_point",
                            models.BooleanField(default=True, verbose_name="on the original supply point"),
                        ),
                    ],
                    options={
                        "verbose_name": "site survey",
                        "verbose_name_plural": "site surveys",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="survey_needs_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_capacity__gt", 0), ("can_supply", True)),
                                    models.Q(
                                        ("can_supply", False), models.Q(("refusal_reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="survey_capacity_or_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuspensionDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("seal_on", models.DateField(verbose_name="to be sealed on")),
                        (
                            "remaining_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="capacity that runs on (kVA)",
                            ),
                        ),
                        ("billing_note", models.CharField(max_length=300, verbose_name="billing")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan of a suspension",
                        "verbose_name_plural": "plans of suspensions",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TariffChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("CATEGORY", "class of use"),
                                    ("TOU", "time-of-use price on or off"),
                                    ("BASIC", "way of the basic charge"),
                                    ("PF", "power factor standard"),
                                    ("RESIDENT", "tariff of a resident: electric heating, charging"),
                                ],
                                max_length=8,
                                verbose_name="what changes",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="in force from")),
                        (
                            "sequence",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="price (number)",
                            ),
                        ),
                        (
                            "tariff_class",
                            models.CharField(
                                choices=[
                                    ("000", "assessment"),
                                    ("100", "large industry"),
                                    ("201", "rural resident"),
                                    ("202", "urban resident"),
                                    ("203", "school teaching"),
                                    ("300", "agricultural production"),
                                    ("400", "general industry and commerce"),
                                    ("401", "non-resident lighting"),
                                    ("402", "non-industrial"),
                                    ("403", "ordinary industry"),
                                    ("404", "commerce"),
                                    ("500", "wholesale"),
                                ],
                                max_length=3,
                                verbose_name="class of use",
                            ),
                        ),
                        ("industry_code", models.CharField(blank=True, max_length=8, verbose_name="industry code")),
                        ("price_code", models.CharField(max_length=20, verbose_name="price code")),
                        (
                            "strategy",
                            models.CharField(
                                choices=[("ONE_PART", "one-part price"), ("TWO_PART", "two-part price")],
                                max_length=8,
                                verbose_name="pricing",
                            ),
                        ),
                        (
                            "basic_charge_mode",
                            models.CharField(
                                choices=[
                                    ("0", "no basic charge"),
                                    ("1", "by capacity"),
                                    ("2", "by demand"),
                                    ("3", "by capacity and demand compared"),
                                ],
                                default="0",
                                max_length=1,
                                verbose_name="basic charge",
                            ),
                        ),
                        (
                            "power_factor_standard",
                            models.CharField(
                                choices=[
                                    ("0", "not assessed"),
                                    ("0.80", "0.80"),
                                    ("0.85", "0.85"),
                                    ("0.90", "0.90"),
                                ],
                                default="0",
                                max_length=4,
                                verbose_name="power factor standard",
                            ),
                        ),
                        ("is_time_of_use", models.BooleanField(default=False, verbose_name="time-of-use price")),
                        (
                            "new_use",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="what the power is used for now"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a change of tariff",
                        "verbose_name_plural": "applications for a change of tariff",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TariffCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        ("use_found", models.CharField(max_length=300, verbose_name="use found on site")),
                        ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason why it is not possible"
                            ),
                        ),
                        (
                            "meter_work",
                            models.CharField(
                                choices=[
                                    ("NONE", "nothing"),
                                    ("PROGRAM", "another program"),
                                    ("EXCHANGE", "another meter"),
                                ],
                                default="NONE",
                                max_length=8,
                                verbose_name="work at the meter",
                            ),
                        ),
                        (
                            "changes_contract",
                            models.BooleanField(default=False, verbose_name="the text of the contract changes"),
                        ),
                        (
                            "needs_plan",
                            models.BooleanField(default=False, verbose_name="a plan of the change is drafted"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "check of a change of tariff",
                        "verbose_name_plural": "checks of changes of tariff",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="tariff_check_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TariffPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("effective_on", models.DateField(verbose_name="in force from")),
                        ("metering_scheme", models.TextField(max_length=1000, verbose_name="metering")),
                        ("billing_scheme", models.TextField(max_length=1000, verbose_name="billing")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan of a change of tariff",
                        "verbose_name_plural": "plans of changes of tariff",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TemporaryEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "ground",
                            models.CharField(
                                choices=[("WISH", "wish of the customer"), ("EXPIRED", "its term is over")],
                                default="WISH",
                                max_length=8,
                                verbose_name="ground of the end",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to end a temporary supply",
                        "verbose_name_plural": "applications to end a temporary supply",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TemporaryExchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="number of the transformer",
                            ),
                        ),
                        (
                            "new_capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="transformer in its place (kVA)",
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[("FAULT", "fault"), ("OVERHAUL", "overhaul")],
                                max_length=8,
                                verbose_name="why it is exchanged",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="exchanged from")),
                        ("ends_on", models.DateField(verbose_name="back in place on")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a temporary exchange",
                        "verbose_name_plural": "applications for temporary exchanges",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                                name="exchange_ends_after_start",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemporaryExtension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        ("temporary_until", models.DateField(verbose_name="new last day")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to extend a temporary supply",
                        "verbose_name_plural": "applications to extend a temporary supply",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TemporaryRemoval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        ("back_on", models.DateField(verbose_name="meter back before")),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application for a temporary removal",
                        "verbose_name_plural": "applications for a temporary removal",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Term",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
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
                        "verbose_name": "term of a case",
                        "verbose_name_plural": "terms of cases",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "RUNNING")),
                                fields=["account", "timer"],
                                name="term_running",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "RUNNING")),
                                    models.Q(
                                        models.Q(("state", "RUNNING"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="term_ended_at_fits_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("flow_code", models.CharField(max_length=4, verbose_name="business")),
                        ("due_on", models.DateField(verbose_name="due since")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OPEN", "proposed"),
                                    ("TAKEN_UP", "taken up"),
                                    ("DISMISSED", "dismissed"),
                                ],
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "OPEN")),
                                fields=["due_on", "id"],
                                name="follow_up_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("term", "flow_code"), name="follow_up_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("case", None), ("decided_at", None), ("state", "OPEN")),
                                    models.Q(
                                        ("case__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("state", "TAKEN_UP"),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("state", "DISMISSED"),
                                        models.Q(("dismissed_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_state_fits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TerminalExchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "old_asset_number",
                            models.CharField(
                                blank=True,
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="old terminal (asset number)",
                            ),
                        ),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="new terminal (asset number)",
                            ),
                        ),
                        (
                            "communication_address",
                            models.CharField(max_length=30, verbose_name="communication address"),
                        ),
                        ("exchanged_at", models.DateTimeField(verbose_name="exchanged at")),
                        (
                            "is_online",
                            models.BooleanField(default=False, verbose_name="answers the master station"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exchange of a terminal",
                        "verbose_name_plural": "exchanges of terminals",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TerminalInstallation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="terminal (asset number)",
                            ),
                        ),
                        ("installed_on", models.DateField(verbose_name="installed on")),
                        (
                            "communication_address",
                            models.CharField(max_length=30, verbose_name="communication address"),
                        ),
                        (
                            "is_online",
                            models.BooleanField(default=False, verbose_name="answers the master station"),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="taken down again at"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "installation of a terminal",
                        "verbose_name_plural": "installations of terminals",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TerminalMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "asset_number",
                            models.CharField(
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="terminal (asset number)",
                            ),
                        ),
                        ("position", models.CharField(max_length=120, verbose_name="new position")),
                        ("moved_at", models.DateTimeField(verbose_name="moved at")),
                        (
                            "is_online",
                            models.BooleanField(default=False, verbose_name="answers the master station"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "move of a terminal",
                        "verbose_name_plural": "moves of terminals",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TerminalRemoval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("removed_on", models.DateField(verbose_name="removed on")),
                        (
                            "asset_number",
                            models.CharField(
                                blank=True,
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="terminal (asset number)",
                            ),
                        ),
                        (
                            "is_struck_off",
                            models.BooleanField(default=False, verbose_name="struck off at the master station"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "removal of a terminal",
                        "verbose_name_plural": "removals of terminals",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TestReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("replied_on", models.DateField(verbose_name="replied on")),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("WRITTEN", "in writing"),
                                    ("TELEPHONE", "by telephone"),
                                    ("FACE_TO_FACE", "face to face"),
                                ],
                                default="WRITTEN",
                                max_length=12,
                                verbose_name="method",
                            ),
                        ),
                        ("recipient", models.CharField(max_length=60, verbose_name="recipient")),
                        (
                            "review_explained",
                            models.BooleanField(
                                default=False, verbose_name="told where a second test can be asked for"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reply of a test result",
                        "verbose_name_plural": "replies of test results",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TestRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("COUNTER", "counter"),
                                    ("TELEPHONE", "telephone"),
                                    ("INTERNET", "internet"),
                                    ("SELF_SERVICE", "self-service terminal"),
                                    ("ON_SITE", "on site"),
                                    ("LETTER", "letter"),
                                    ("EMAIL", "e-mail"),
                                    ("FAX", "fax"),
                                    ("CALL_BACK", "call-back"),
                                ],
                                default="COUNTER",
                                max_length=12,
                                verbose_name="way of applying",
                            ),
                        ),
                        (
                            "identity_checked",
                            models.BooleanField(default=False, verbose_name="identity compared with the papers"),
                        ),
                        (
                            "breaches_checked",
                            models.BooleanField(default=False, verbose_name="no open breach of contract or theft"),
                        ),
                        ("contact_name", models.CharField(max_length=60, verbose_name="person to ask")),
                        (
                            "contact_phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        ("reason", models.CharField(max_length=300, verbose_name="reason of the application")),
                        (
                            "metering_point",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="metering point (number)",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                choices=[("01", "laboratory"), ("02", "on site")],
                                default="02",
                                max_length=2,
                                verbose_name="place of the test",
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="book.supplyaccount",
                                verbose_name="supply account",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request for a meter test",
                        "verbose_name_plural": "requests for meter tests",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TestResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "asset_number",
                            models.CharField(
                                editable=False,
                                max_length=22,
                                validators=[customers.book.validators.validate_asset_number],
                                verbose_name="meter (asset number)",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                choices=[("01", "laboratory"), ("02", "on site")],
                                editable=False,
                                max_length=2,
                                verbose_name="place of the test",
                            ),
                        ),
                        ("tested_at", models.DateTimeField(verbose_name="tested at")),
                        (
                            "error_percent",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=6,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("-100")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="relative error (%)",
                            ),
                        ),
                        (
                            "tolerance_percent",
                            models.DecimalField(
                                decimal_places=3,
                                default=Decimal("1"),
                                editable=False,
                                max_digits=5,
                                verbose_name="tolerance (%)",
                            ),
                        ),
                        (
                            "standard_instrument",
                            models.CharField(max_length=60, verbose_name="standard instrument"),
                        ),
                        ("report_number", models.CharField(max_length=40, verbose_name="number of the report")),
                        ("seals", models.CharField(max_length=120, verbose_name="seals")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "result of a meter test",
                        "verbose_name_plural": "results of meter tests",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TopologyUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("substation", models.CharField(max_length=60, verbose_name="substation")),
                        ("line", models.CharField(max_length=60, verbose_name="line")),
                        ("grid_object", models.CharField(max_length=40, verbose_name="object in the grid model")),
                        (
                            "longitude",
                            models.DecimalField(
                                decimal_places=6,
                                max_digits=9,
                                validators=[
                                    django.core.validators.MinValueValidator(73),
                                    django.core.validators.MaxValueValidator(136),
                                ],
                                verbose_name="longitude",
                            ),
                        ),
                        (
                            "latitude",
                            models.DecimalField(
                                decimal_places=6,
                                max_digits=9,
                                validators=[
                                    django.core.validators.MinValueValidator(3),
                                    django.core.validators.MaxValueValidator(54),
                                ],
                                verbose_name="latitude",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "update of the grid model",
                        "verbose_name_plural": "updates of the grid model",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TransferContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("ELECTRICAL", "electrical matters"),
                                    ("ACCOUNTS", "bills and payment"),
                                    ("OUTAGE", "outage and restoration"),
                                    ("LEGAL", "legal representative"),
                                    ("AGENT", "authorised agent"),
                                ],
                                max_length=12,
                                verbose_name="asked about",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "phone",
                            models.CharField(
                                max_length=20,
                                validators=[customers.book.validators.validate_phone],
                                verbose_name="telephone",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="bizexpansion.accounttransfer",
                                verbose_name="application",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact person of the new holder",
                        "verbose_name_plural": "contact persons of the new holder",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("application", "purpose"), name="transfer_contact_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnmeteredCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        ("is_possible", models.BooleanField(default=True, verbose_name="the change is possible")),
                        (
                            "refusal_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason why it is not possible"
                            ),
                        ),
                        (
                            "load_found",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="load found (kVA)",
                            ),
                        ),
                        (
                            "limiter_intact",
                            models.BooleanField(default=False, verbose_name="limiter and seal as they were"),
                        ),
                        ("customer_met", models.BooleanField(default=False, verbose_name="the customer was met")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "second_surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second surveyor",
                            ),
                        ),
                        (
                            "surveyor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="surveyor",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "site check of a supply without a meter",
                        "verbose_name_plural": "site checks of supplies without a meter",
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("surveyor", models.F("second_surveyor")), _negated=True),
                                name="unmetered_check_needs_two_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unsealing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("unsealed_on", models.DateField(verbose_name="unsealed on")),
                        ("seals", models.CharField(max_length=200, verbose_name="seals taken off")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unsealing of equipment",
                        "verbose_name_plural": "unsealings of equipment",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorksPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        ("scope", models.TextField(max_length=2000, verbose_name="scope of the works")),
                        ("outage", models.CharField(blank=True, max_length=200, verbose_name="planned outage")),
                        (
                            "capacity",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=12,
                                validators=[customers.book.validators.validate_capacity],
                                verbose_name="capacity of the facilities (kVA)",
                            ),
                        ),
                        ("is_charged", models.BooleanField(default=True, verbose_name="the body pays the works")),
                        (
                            "estimate",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=14,
                                verbose_name="estimate (yuan)",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plan of municipal works",
                        "verbose_name_plural": "plans of municipal works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorksItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("facility", models.CharField(max_length=120, verbose_name="facility")),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("MOVE", "moved"),
                                    ("PROTECT", "protected"),
                                    ("BURY", "laid underground"),
                                    ("REMOVE", "taken down"),
                                ],
                                max_length=8,
                                verbose_name="what is done",
                            ),
                        ),
                        ("quantity", models.CharField(max_length=40, verbose_name="quantity")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="estimate (yuan)",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="bizexpansion.worksplan",
                                verbose_name="plan of municipal works",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "facility of municipal works",
                        "verbose_name_plural": "facilities of municipal works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorksRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="opinion")),
                        (
                            "agreement_number",
                            models.CharField(max_length=40, verbose_name="number of the works agreement"),
                        ),
                        ("agreement_signed_on", models.DateField(verbose_name="agreement signed on")),
                        ("project_number", models.CharField(max_length=30, verbose_name="project number")),
                        ("contractor", models.CharField(max_length=120, verbose_name="contractor")),
                        (
                            "licence_number",
                            models.CharField(max_length=40, verbose_name="number of the contractor's licence"),
                        ),
                        ("licence_valid_until", models.DateField(verbose_name="licence valid until")),
                        ("finished_on", models.DateField(verbose_name="finished on")),
                        (
                            "cost",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=14,
                                verbose_name="cost (yuan)",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="bizexpansion.case",
                                verbose_name="case",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)s",
                                to="bizexpansion.task",
                                verbose_name="task",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "record of municipal works",
                        "verbose_name_plural": "records of municipal works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WorksCost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("LABOUR", "labour"),
                                    ("MATERIAL", "material"),
                                    ("MACHINE", "machinery"),
                                    ("DESIGN", "design"),
                                    ("OTHER", "other"),
                                ],
                                max_length=8,
                                verbose_name="kind of cost",
                            ),
                        ),
                        ("description", models.CharField(max_length=120, verbose_name="description")),
                        ("document", models.CharField(max_length=40, verbose_name="voucher")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.01")),
                                    django.core.validators.MaxValueValidator(Decimal("1000000000")),
                                ],
                                verbose_name="amount (yuan)",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="costs",
                                to="bizexpansion.worksrecord",
                                verbose_name="record of municipal works",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cost of municipal works",
                        "verbose_name_plural": "costs of municipal works",
                        "ordering": ["id"],
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
