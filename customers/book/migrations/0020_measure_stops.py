"""What a stop takes from the running capacity, what stands in for it, how it ended."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0019_mark_points_without_meter"),
    ]

    operations = [
        migrations.AddField(
            model_name="transformerstop",
            name="capacity",
            field=models.DecimalField(
                decimal_places=2, default=0, max_digits=12, verbose_name="capacity it takes (kVA)"
            ),
        ),
        migrations.AddField(
            model_name="transformerstop",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "still open"),
                    ("RESUMED", "put back into use"),
                    ("EXPIRED", "its term expired"),
                    ("PERMANENT", "made permanent"),
                ],
                default="",
                max_length=9,
                verbose_name="ended by",
            ),
        ),
        migrations.AddField(
            model_name="transformerstop",
            name="is_billed_in_full",
            field=models.BooleanField(default=False, verbose_name="too short: billed in full"),
        ),
        migrations.AddField(
            model_name="transformerstop",
            name="replacement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replaces",
                to="book.transformer",
                verbose_name="stands in for it",
            ),
        ),
        migrations.AlterField(
            model_name="transformerstop",
            name="kind",
            field=models.CharField(
                choices=[("SUSPENDED", "suspended"), ("REDUCED", "reduced"), ("EXCHANGED", "exchanged for a time")],
                max_length=9,
                verbose_name="kind of stop",
            ),
        ),
        migrations.RunSQL(
            "UPDATE book_transformerstop s SET capacity = t.plate_capacity"
            " FROM book_transformer t WHERE t.id = s.transformer_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="transformerstop",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 0)), name="transformer_stop_capacity"
            ),
        ),
        migrations.AddConstraint(
            model_name="transformerstop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by", ""), ("period__upper_inf", True)),
                    models.Q(models.Q(("ended_by", ""), _negated=True), ("period__upper_inf", False)),
                    _connector="OR",
                ),
                name="transformer_stop_ended_by",
            ),
        ),
    ]
