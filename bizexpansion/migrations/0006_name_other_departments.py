"""The departments beside marketing that look customers up, and their roles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bizexpansion", "0005_word_labels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="role",
            field=models.CharField(
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
    ]
