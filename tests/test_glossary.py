"""The glossary names every model and field of the apps that hold the company's own words."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

GLOSSARY = Path(settings.BASE_DIR) / "docs" / "glossary.md"
PLUMBING = {"id", "created_at"}


@pytest.mark.parametrize("label", ["book"])
def test_every_model_and_field_has_its_chinese_word(label: str) -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    words = {
        word
        for model in apps.get_app_config(label).get_models()
        for word in (model.__name__, *(field.name for field in model._meta.fields))
    }
    assert sorted(word for word in words - PLUMBING if f"| `{word}` |" not in text) == []
