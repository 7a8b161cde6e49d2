"""A limit may hold for 10 and 20 kV, or from 35 kV on: that of a temporary exchange (T17) differs between them."""

from django.db import migrations, models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate

EARLIER = "T17-EXCHANGE"
SOURCE = "供电营业规则 1996 第二十五条; 2024 第二十七条 (K, UNCONFIRMED)"


def limit_by_voltage(apps, schema_editor):
    """T17 up to now: 3 months at any high voltage. From today 2 months at 10 and 20 kV, 3 from 35 kV on.

    A new database has no limits yet; those of `crm/clocks/seed.py` follow its migrations.
    """
    ClockRule = apps.get_model("crm_clocks", "ClockRule")
    today = localdate()
    for rule in ClockRule.objects.filter(code=EARLIER, valid__contains=today):
        ClockRule.objects.filter(pk=rule.pk).update(valid=DateRange(rule.valid.lower, today, "[)"))
        for suffix, voltage, months in (("10", "MV", 2), ("35", "UV", 3)):
            rule.pk, rule.code, rule.voltage, rule.limit = None, f"{EARLIER}-{suffix}", voltage, months
            rule.legal_source, rule.valid = SOURCE, DateRange(today, None, "[)")
            rule.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [
        ("crm_clocks", "0005_agree_terms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clockrule",
            name="voltage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("LV", "low voltage"),
                    ("HV", "high voltage"),
                    ("MV", "10 or 20 kV"),
                    ("UV", "35 kV and above"),
                ],
                max_length=2,
                verbose_name="voltage class",
            ),
        ),
        migrations.RunPython(limit_by_voltage, migrations.RunPython.noop),
    ]
