"""The check that every text has its Chinese."""

import polib
import pytest
from django.conf import settings

from crm.local.management.commands.check_translations import extract, is_translated


@pytest.mark.parametrize(
    ("entry", "plural", "translated"),
    [
        (polib.POEntry(msgid="Dispatch", msgstr="派工"), False, True),
        (polib.POEntry(msgid="Dispatch", msgstr=""), False, False),
        (polib.POEntry(msgid="Dispatch", msgstr="派工", flags=["fuzzy"]), False, False),
        (polib.POEntry(msgid="Dispatch", msgstr="派工", obsolete=True), False, False),
        (polib.POEntry(msgid="one", msgid_plural="many", msgstr_plural={0: "%(n)s 件"}), True, True),
        (polib.POEntry(msgid="one", msgid_plural="many", msgstr_plural={0: ""}), True, False),
        (polib.POEntry(msgid="one", msgstr="一件"), True, False),
        (None, False, False),
    ],
)
def test_only_a_usable_entry_counts(entry: polib.POEntry | None, plural: bool, translated: bool) -> None:
    assert is_translated(entry, plural=plural) is translated


def test_texts_of_code_are_found_and_the_catalogue_is_left_alone() -> None:
    catalogue = settings.BASE_DIR / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    before = catalogue.read_bytes()
    texts = {entry.msgid for entry in extract()}
    assert "Local servers and demo data" in texts
    assert catalogue.read_bytes() == before
