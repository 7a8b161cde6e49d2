from django.db import migrations

from crm.audit.triggers import append_only, audit_table

TABLES = (
    "application",
    "applicationcontact",
    "applicationequipment",
    "applicationtransformer",
    "assignedmeter",
    "assignedtransformer",
    "bookarchive",
    "callback",
    "case",
    "caseclock",
    "casedocument",
    "completionreport",
    "contractdraft",
    "contractfiling",
    "contractreview",
    "contractsigning",
    "countersign",
    "countersignopinion",
    "defect",
    "designreview",
    "designsubmission",
    "effectrecord",
    "energising",
    "feedetermination",
    "feeitem",
    "feereceipt",
    "fieldjob",
    "gridprogress",
    "gridproject",
    "hungmeter",
    "inspection",
    "inspectionitem",
    "inspectionrequest",
    "installationrecord",
    "installedreading",
    "meterassignment",
    "meteringplan",
    "meterinstallation",
    "meterissue",
    "missingnotice",
    "paperarchive",
    "plananswer",
    "planapproval",
    "planmeteringpoint",
    "planprice",
    "planreply",
    "plansource",
    "plansupplypoint",
    "plantransformer",
    "startofworks",
    "supplyplan",
    "survey",
    "task",
    "terminalinstallation",
    "topologyupdate",
)


class Migration(migrations.Migration):
    dependencies = [("bizexpansion", "0001_initial"), ("crm_audit", "0002_guard_ledgers")]

    # A line of the history is its own record: nobody changes it, so nothing has to be audited.
    operations = [
        *(audit_table(f"bizexpansion_{table}") for table in TABLES),
        append_only("bizexpansion_caseevent"),
    ]
