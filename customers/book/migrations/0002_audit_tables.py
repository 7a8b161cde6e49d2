from django.db import migrations

from crm.audit.triggers import audit_table

TABLES = (
    "customer",
    "contactperson",
    "readingsection",
    "supplyaccount",
    "capacityperiod",
    "supplypoint",
    "powersource",
    "transformer",
    "meteringpoint",
    "meter",
    "meterinstallation",
    "instrumenttransformer",
    "instrumenttransformerinstallation",
    "accountprice",
    "contract",
)


class Migration(migrations.Migration):
    dependencies = [("book", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    operations = [audit_table(f"book_{name}") for name in TABLES]
