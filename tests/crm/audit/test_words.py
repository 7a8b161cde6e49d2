"""The business log speaks the reader's language: every operation has its word, in Chinese too."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

from django.utils import translation

from crm.audit.operation import known_operations
from crm.audit.words import named_operations, word_of

ROOMS = ("crm", "customers", "metering", "bizexpansion")
NO_IMPORT = re.compile(r"__main__|\.migrations\.|^crm\.local\.(?!seed)")


def load_everything() -> None:
    for room in ROOMS:
        package = import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not NO_IMPORT.search(module.name):
                import_module(module.name)


def test_every_operation_has_its_word_in_both_languages() -> None:
    load_everything()
    known = {name for name in known_operations() if not name.startswith("test.")}
    assert sorted(known - named_operations()) == []
    assert sorted(named_operations() - known) == []
    with translation.override("zh-hans"):
        words = {name: str(word_of(name)) for name in known}
    assert sorted(name for name, word in words.items() if not re.search(r"[\u4e00-\u9fff]", word)) == []


def test_an_operation_without_a_word_keeps_its_name() -> None:
    assert word_of("test.nothing") == "test.nothing"
