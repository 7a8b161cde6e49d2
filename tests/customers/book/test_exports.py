"""Lists that leave the system: masked, marked, limited, logged, for one person and one day."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from crm.audit.models import Entry
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.imports.enums import ExportState
from crm.imports.errors import TooManyRows
from crm.imports.models import ExportJob
from crm.imports.operations import expire_exports, export_list, exports, write_export
from crm.org.enums import Role
from crm.org.models import Department, Staff
from crm.parameters.models import ParameterValue
from customers.book import enums
from tests.factories.book import make_account, make_customer
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
WHY = "年度用户核对"


@pytest.fixture
def tree(settings: Any, tmp_path: Path) -> dict[str, Department]:
    settings.MEDIA_ROOT = tmp_path
    tree = make_company()
    person = make_customer(name="王晓明", kind=enums.CustomerKind.PERSON)
    make_account(tree["YQ"], customer=person, name="王晓明", address="玲珑街18号402室")
    make_account(tree["YQ"], customer=make_customer(name='=HYPERLINK("http://x.invalid")'))
    make_account(tree["GS"])
    return tree


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Staff:
    return make_staff("E001", tree["YQ"], Role.R16)


@pytest.fixture
def manager(tree: dict[str, Department]) -> Staff:
    return make_staff("E002", tree["YQ"], Role.MANAGER)


def sheet(job: ExportJob, tmp_path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(tmp_path / job.path)).get_sheet_by_index(0).to_python()


def test_a_list_is_masked_marked_and_logged(clerk: Staff, tmp_path: Path, now: datetime) -> None:
    job = export_list(key="accounts", query="status=0", reason=WHY, actor=clerk, now=now)
    mark, _header, *rows = sheet(job, tmp_path)
    assert clerk.name in mark[0]
    assert clerk.number in mark[0]
    assert "2026-11-25 10:00" in mark[0]
    assert len(rows) == job.rows == 2
    assert rows[0][1] == "王*"
    assert "402" not in rows[0][2]
    entry = Entry.objects.get(operation="imports.export_list")
    assert entry.reason == WHY
    assert entry.details == {"list": "accounts", "filters": "status=0", "rows": 2, "clear": False}


def test_nothing_in_it_is_computed(clerk: Staff, tmp_path: Path, now: datetime) -> None:
    job = export_list(key="accounts", query="", reason=WHY, actor=clerk, now=now)
    assert sheet(job, tmp_path)[3][1].startswith("'=HYPERLINK")
    with zipfile.ZipFile(tmp_path / job.path) as packed:
        xml = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "E001" in xml.split("<headerFooter", 1)[1]


def test_personal_data_in_clear_need_their_permission(
    clerk: Staff, manager: Staff, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        export_list(key="accounts", query="", reason=WHY, is_clear=True, actor=clerk, now=now)
    job = export_list(key="accounts", query="", reason=WHY, is_clear=True, actor=manager, now=now)
    assert sheet(job, tmp_path)[2][1] == "王晓明"
    assert Entry.objects.get(operation="imports.export_list").details["clear"] is True


def test_no_list_without_a_reason_a_role_or_a_name(
    clerk: Staff, tree: dict[str, Department], now: datetime
) -> None:
    with pytest.raises(InvalidInput):
        export_list(key="accounts", query="", reason=" x ", actor=clerk, now=now)
    with pytest.raises(OutOfScope):
        export_list(key="absent", query="", reason=WHY, actor=clerk, now=now)
    with pytest.raises(NotPermitted):
        export_list(key="accounts", query="", reason=WHY, actor=make_staff("E9", tree["YQ"], Role.R1), now=now)
    assert not ExportJob.objects.exists()


def test_a_list_beyond_the_limit_is_refused(clerk: Staff, manager: Staff, now: datetime) -> None:
    ParameterValue.objects.filter(parameter__code="export.row_cap", selector="").update(value=1)
    with pytest.raises(TooManyRows) as refusal:
        export_list(key="accounts", query="", reason=WHY, actor=clerk, now=now)
    assert refusal.value.details == {"limit": 1}
    assert export_list(key="accounts", query="", reason=WHY, actor=manager, now=now).rows == 2


def test_a_long_list_is_written_by_a_worker(
    clerk: Staff, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE_ROWS", 1)
    job = export_list(key="accounts", query="", reason=WHY, actor=clerk, now=now)
    assert job.state == ExportState.WAITING
    for _ in range(2):
        job = write_export(job_id=job.pk, actor=clerk, now=now)
    assert job.state == ExportState.READY
    assert len(sheet(job, tmp_path)) == 4
    assert len([*tmp_path.rglob("*.xlsx")]) == 1


def test_only_its_person_fetches_it_and_only_for_a_day(client: Client, clerk: Staff, manager: Staff) -> None:
    client.force_login(clerk)
    page = client.get(reverse("account-list"), {"status": "0"}).content.decode()
    address = f"{reverse('export-new', args=['accounts'])}?status=0"
    assert address in page
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": WHY}).url == reverse("export-list")
    job = ExportJob.objects.get()
    assert job.query == "status=0"
    fetch = reverse("export-file", args=[job.pk])
    assert fetch in client.get(reverse("export-list")).content.decode()
    content = client.get(fetch).getvalue()
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names

    other = Client()
    other.force_login(manager)
    assert other.get(fetch).status_code == 404
    later = timezone.now() + timedelta(hours=25)
    assert expire_exports(now=timezone.now()) == 0
    ExportJob.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(fetch).status_code == 404
    assert expire_exports(now=later) == 1
    assert client.get(fetch).status_code == 404
    assert ExportJob.objects.get().path == ""


def test_the_button_is_only_for_those_who_may(client: Client, tree: dict[str, Department]) -> None:
    client.force_login(make_staff("E9", tree["YQ"], Role.R1))
    assert "exports/new" not in client.get(reverse("account-list")).content.decode()
