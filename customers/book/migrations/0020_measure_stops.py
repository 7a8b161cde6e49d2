"""What a stop takes from the running capacity, what stands in for it, how it ended."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("book", "0017_keep_registers_and_terminals"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE book_transformerstop s SET capacity = t.plate_capacity"
            " FROM book_transformer t WHERE t.id = s.transformer_id",
            migrations.RunSQL.noop,
        ),
    ]
