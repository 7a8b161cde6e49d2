from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [("crm_parameters", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [
        audit_table("crm_parameters_parameter"),
        audit_table("crm_parameters_parametervalue"),
    ]
