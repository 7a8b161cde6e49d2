from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [("crm_messages", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [
        audit_table("crm_messages_messagetemplate"),
        audit_table("crm_messages_outgoingmessage"),
    ]
