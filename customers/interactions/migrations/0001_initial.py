"""Contacts with customers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("book", "0012_merge_customers"),
        ("crm_org", "0003_name_other_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Interaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("token", models.UUIDField(unique=True, verbose_name="token of the form")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("HALL", "business hall"),
                            ("PHONE", "phone"),
                            ("VISIT", "visit"),
                            ("WEB", "web"),
                            ("SMS", "SMS"),
                            ("WECHAT", "WeChat"),
                            ("EMAIL", "e-mail"),
                        ],
                        max_length=6,
                        verbose_name="channel",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("IN", "the customer came to us"), ("OUT", "we went to the customer")],
                        default="IN",
                        max_length=3,
                        verbose_name="direction",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("BUSINESS", "an application"),
                            ("BILL", "bills and payment"),
                            ("SUPPLY", "supply and outages"),
                            ("METERING", "meter and readings"),
                            ("ADVICE", "advice"),
                            ("OTHER", "other"),
                        ],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="what it was about")),
                (
                    "contact_name",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="who spoke for the customer"
                    ),
                ),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
                (
                    "state",
                    models.CharField(
                        choices=[("OPEN", "open"), ("HANDED", "handed over"), ("ANSWERED", "answered")],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="answer until")),
                ("answer", models.CharField(blank=True, default="", max_length=1000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="book.supplyaccount",
                        verbose_name="supply account",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact with a customer",
                "verbose_name_plural": "contacts with customers",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["account", "-taken_at", "-id"], name="interaction_of_account"),
                    models.Index(
                        condition=models.Q(("state", "ANSWERED"), _negated=True),
                        fields=["owner", "due_on", "id"],
                        name="interaction_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="interaction_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("state", "ANSWERED")),
                            models.Q(
                                models.Q(("state", "ANSWERED"), _negated=True),
                                ("answer", ""),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="interaction_answered_at_fits_state",
                    ),
                ],
            },
        ),
    ]
