"""The glossary names every field that people see, with Chinese, in order; and every file that the docs point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from django.db.models import Model

from bizexpansion.models import ApplicationRecord, ChangeApplication, StepRecord

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROOMS = ("book", "interactions", "metering", "bizexpansion")
EVERY = {"every step's record": StepRecord, "every application": ApplicationRecord, "every change": ChangeApplication}


def rows(section: str) -> list[list[str]]:
    text = (DOCS / "glossary.md").read_text().split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    table = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1:]]


def fields() -> list[tuple[type[Model], str]]:
    return [
        (model, field.name)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        if field.name != "id"
    ]


def test_every_record_has_its_row() -> None:
    known = {(m.__name__, m.__module__.split(".models")[0]) for r in ROOMS for m in apps.get_app_config(r).get_models()}
    assert {(row[0].strip("`"), row[2].strip("`")) for row in rows("Records")} == known


def test_every_field_has_its_row() -> None:
    where: dict[str, str] = {}
    for name, _chinese, models, _source in rows("Fields"):
        where[name.strip("`")] = where.get(name.strip("`"), "") + models
    missing = [
        f"{model.__name__}.{field}"
        for model, field in fields()
        if f"`{model.__name__}`" not in where.get(field, "")
        and not any(words in where.get(field, "") and issubclass(model, base) for words, base in EVERY.items())
    ]
    assert missing == []


def test_no_row_speaks_of_a_field_that_is_gone() -> None:
    known = {(model.__name__, field) for model, field in fields()}
    gone = [
        f"{model}.{name}"
        for name, _chinese, models, _source in rows("Fields")
        for model in re.findall(r"`(\w+)`", models)
        if (model, name.strip("`")) not in known
    ]
    assert gone == []


@pytest.mark.parametrize("section", ["Words", "Records", "Fields"])
def test_every_row_has_chinese_and_stands_in_order(section: str) -> None:
    table = rows(section)
    assert [row[0] for row in table if not re.search(r"[\u4e00-\u9fff]", row[1])] == []
    names = [row[0].strip("`").lower() for row in table]
    assert names == sorted(names)


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: str(path.relative_to(DOCS)))
def test_links_lead_to_files_that_exist(path: Path) -> None:
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", path.read_text()) if "://" not in link]
    assert [link for link in links if link and not (path.parent / link).exists()] == []
