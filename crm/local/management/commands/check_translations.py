"""Check that every text of the system has its Chinese."""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

LOCALE = "zh_Hans"
TEXTS = ["crm", "customers", "metering", "bizexpansion", "complaints", "campaigns", "templates"]


class Command(BaseCommand):
    """Extract the texts of code and templates anew and compare them with the catalogue."""

    help = "Check that every text of code and templates has its Chinese in the catalogue."

    def handle(self, *args: Any, **options: Any) -> None:
        """List what is missing and fail, or tell how many texts there are."""
        catalogue = Path(settings.LOCALE_PATHS[0]) / LOCALE / "LC_MESSAGES" / "django.po"
        translated = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(catalogue))}
        texts = extract()
        missing = [
            entry
            for entry in texts
            if not is_translated(translated.get((entry.msgctxt, entry.msgid)), plural=bool(entry.msgid_plural))
        ]
        for entry in missing:
            place = ":".join(entry.occurrences[0]) if entry.occurrences else "?"
            self.stderr.write(f"{place}: no Chinese for {entry.msgid!r}")
        if missing:
            raise CommandError(f"{len(missing)} of {len(texts)} texts have no Chinese (see makemessages)")
        self.stdout.write(f"{len(texts)} texts, all with their Chinese")


def is_translated(entry: polib.POEntry | None, *, plural: bool) -> bool:
    """Say whether a catalogue entry is usable: not marked fuzzy, with its plural form where one is asked for."""
    if entry is None or entry.fuzzy or entry.obsolete:
        return False
    return all(entry.msgstr_plural.values()) and bool(entry.msgstr_plural) if plural else bool(entry.msgstr)


def extract() -> polib.POFile:
    """Return the texts that code and templates hold now, leaving the real catalogue alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "locale").mkdir()
        for source in TEXTS:
            (folder / source).symlink_to(settings.BASE_DIR / source)
        with contextlib.chdir(folder):
            call_command("makemessages", locale=[LOCALE], symlinks=True, verbosity=0)
        return polib.pofile(str(folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"))
