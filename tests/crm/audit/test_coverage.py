"""Every table that people write is under the audit triggers; what is not, is named here with the reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db
OURS = ("crm_", "book", "metering", "bizexpansion", "interactions", "complaints", "campaigns", "relations")
EXEMPT = {
    "crm_audit_entry": "the audit itself; append-only",
    "crm_audit_change": "the audit itself; append-only",
    "crm_audit_reveal": "the audit itself; append-only",
    "crm_audit_viewing": "a ledger of its own; append-only",
    "crm_outbox_fact": "written once by operations that have their entry",
    "crm_outbox_delivery": "the machine's own book-keeping",
    "crm_messages_notification": "an echo of operations and facts",
    "crm_web_keptanswer": "an echo of operations that have their entry, kept for 72 hours, encrypted",
    "crm_web_formdraft": "half-typed forms, personal to their writer, thrown away on submit",
    "crm_workdays_calendarversion": "a cache token that moves with every audited change of the calendar",
    "crm_clocks_sweeptick": "the heartbeat of the sweep, one row",
    "crm_clocks_clockpart": "ties two audited clocks together, written once with the total",
    "crm_clocks_clockshift": "a ledger of its own: each row is the record of a moved deadline",
    "crm_imports_importrow": "a ledger of its own: the rows of a file as they came; what they became is audited",
    "bizexpansion_casenumbercounter": "the last number given out; the audited cases hold the numbers",
    "bizexpansion_caseevent": "a ledger of its own; append-only",
    "book_accountquality": "derived from audited tables by one statement; nobody writes it",
    "book_qualityfinding": "derived from audited tables by one statement; nobody writes it",
    "book_departmentquality": "counted from the scores; nobody writes it",
    "book_idcheck": "the machine's verdict on a hash; nobody writes it",
    "book_qualitymark": "triggers mark here what must be scored again",
    "book_qualityrun": "how far the scoring of all accounts has come",
    "book_duplicatedue": "a queue that triggers fill and the search for duplicates empties",
    "book_duplicatekey": "derived from audited tables by the search for duplicates",
    "book_searchterm": "derived from audited tables by triggers; nobody writes it",
    "metering_accountbalance": "derived from the ledger by triggers; nobody writes it",
    "metering_allocation": "a ledger of its own; append-only",
    "metering_ledgerentry": "a ledger of its own; append-only",
    "metering_openitem": "derived from the ledger by triggers; nobody writes it",
    "metering_accountuse": "derived from bills and readings by one statement; nobody writes it",
    "metering_reading": "millions of rows by COPY; each carries its audited batch",
}


def tables() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label.startswith(OURS) and model._meta.managed and not model._meta.proxy
    )


def triggers() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(t.tgname::text) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'O' GROUP BY c.relname"
        )
        return {table: set(names) for table, names in cursor.fetchall()}


@pytest.mark.parametrize("table", tables())
def test_the_table_is_audited_or_exempt_for_a_reason(table: str) -> None:
    audited = {"audit_insert", "audit_update", "audit_delete"} <= triggers().get(table, set())
    assert audited != (table in EXEMPT), "not under audit, nor exempt" if not audited else "audited and exempt"


def test_every_exemption_names_a_table_that_exists() -> None:
    assert set(EXEMPT) <= set(tables())


def test_the_ledgers_are_append_only() -> None:
    for table in (
        "crm_audit_entry",
        "crm_audit_change",
        "crm_audit_reveal",
        "crm_audit_viewing",
        "bizexpansion_caseevent",
        "metering_ledgerentry",
        "metering_allocation",
    ):
        assert {"append_only_rows", "append_only_truncate"} <= triggers()[table]
