from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [("interactions", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [audit_table("interactions_interaction")]
