"""A photo has a small picture to show, and says when it was taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0035_keep_due_of_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="casedocument",
            name="taken_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken at"),
        ),
        migrations.AddField(
            model_name="casedocument",
            name="thumbnail",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=100, verbose_name="where the small picture lies"
            ),
        ),
    ]
