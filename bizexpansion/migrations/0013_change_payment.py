"""Change of payment method (303)."""

from django.conf import settings
from django.db import migrations

from crm.audit.triggers import audit_table


class Migration(migrations.Migration):
    dependencies = [
        ("crm_audit", "0002_guard_ledgers"),
        ("bizexpansion", "0012_let_terms_end"),
        ("book", "0021_add_payment_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        audit_table("bizexpansion_paymentchange"),
    ]
