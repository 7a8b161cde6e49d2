"""Papers of 203 and 210 that had no name of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0038_cover_work_queue"),
    ]

    operations = [
        migrations.AlterField(
            model_name="casedocument",
            name="kind",
            field=models.CharField(
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
    ]
