"""The promise to residents (T6) follows works outside too: 15 working days with, 5 without (workflows.md 3.4.9)."""

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate

EARLIER = "T6-RES"


def limit_by_works(apps, schema_editor):
    """Up to now: 5 working days with and without. What runs already keeps the rule that it began with.

    A new database has no limits yet; those of `crm/clocks/seed.py` follow its migrations.
    """
    ClockRule = apps.get_model("crm_clocks", "ClockRule")
    today = localdate()
    for rule in ClockRule.objects.filter(code=EARLIER, external_works=None, valid__contains=today):
        ClockRule.objects.filter(pk=rule.pk).update(valid=DateRange(rule.valid.lower, today, "[)"))
        for code, has_works, limit, trust in (
            (EARLIER, False, rule.limit, rule.trust),
            (f"{EARLIER}-WORKS", True, 15, "U"),
        ):
            rule.pk, rule.code, rule.external_works, rule.limit, rule.trust = None, code, has_works, limit, trust
            rule.valid = DateRange(today, None, "[)")
            rule.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("crm_clocks", "0007_order_running")]

    operations = [migrations.RunPython(limit_by_works, migrations.RunPython.noop)]
