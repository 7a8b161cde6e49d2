"""The list of cases leaves the system as it is seen: one's own department, names masked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from crm.imports.operations import export_list
from crm.org.enums import Role
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.org import make_staff

pytestmark = pytest.mark.django_db


def test_cases_are_exported_for_their_department_only(now: datetime, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    tree = walk.company.tree
    for code, expected in (("YQ", [case.case_number]), ("GS", [])):
        person = make_staff(f"X{code}", tree[code], Role.R16)
        job = export_list(key="cases", query="", reason="工单核对", actor=person, now=now)
        _mark, _header, *rows = (
            CalamineWorkbook.from_path(str(tmp_path / job.path)).get_sheet_by_index(0).to_python()
        )
        assert [row[0] for row in rows] == expected
