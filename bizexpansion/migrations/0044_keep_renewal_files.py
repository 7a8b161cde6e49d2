"""The files of papers that are handed in for a renewal of a temporary supply."""

import django.db.models.deletion
from django.db import migrations, models

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0043_cover_own_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="RenewalPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                            ("M-ELEC", "licence of the electrician"),
                            ("M-RENAME", "proof of the change of name"),
                            ("M-OTHER", "other paper"),
                        ],
                        max_length=8,
                        verbose_name="kind of paper",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=100, verbose_name="where the file lies")),
                ("file_name", models.CharField(editable=False, max_length=120, verbose_name="name of the file")),
                ("content_type", models.CharField(editable=False, max_length=80, verbose_name="type of the file")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size (bytes)")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="SHA-256 of the file")),
                (
                    "renewal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="bizexpansion.temporaryrenewal",
                        verbose_name="renewal",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a renewal",
                "verbose_name_plural": "files of renewals",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("renewal", "kind"), name="renewal_paper_once")],
            },
        ),
        audit_table("bizexpansion_renewalpaper"),
    ]
