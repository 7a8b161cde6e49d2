from django.db import migrations

from crm.audit.triggers import append_only, create_audit_functions


class Migration(migrations.Migration):
    dependencies = [("crm_audit", "0001_initial")]

    operations = [
        create_audit_functions(),
        append_only("crm_audit_entry"),
        append_only("crm_audit_change"),
        append_only("crm_audit_reveal"),
    ]
