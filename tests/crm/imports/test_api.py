"""Imports over the API: from the file to the records and back, by a program."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from crm.imports.models import ImportBatch
from crm.imports.tasks import run_batch
from crm.org.enums import Role
from customers.book.models import SupplyAccount
from tests.factories.import_files import HEADER, account_row, write_csv
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
URL = "/api/v1/imports/"


@pytest.fixture
def client(settings: Any, tmp_path: Path) -> Iterator[Client]:
    settings.MEDIA_ROOT = tmp_path / "media"
    run_batch.app.conf.task_always_eager = True
    client = Client()
    client.force_login(make_staff("B001", make_company()["YQ"], Role.R16))
    yield client
    run_batch.app.conf.task_always_eager = False


def hand_in(client: Client, path: Path, **headers: str) -> Any:
    body = {"kind": "accounts", "file": SimpleUploadedFile(path.name, path.read_bytes())}
    return client.post(URL, body, headers=headers)


def send(client: Client, url: str, body: Any = None, **headers: str) -> Any:
    return client.post(url, body or {}, content_type="application/json", headers=headers)


def test_a_program_brings_a_file_in_and_takes_it_back(
    client: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [account_row(1), account_row(2), account_row(3, district="火星")]
    answer = hand_in(client, write_csv(tmp_path / "a.csv", rows, encoding="gb18030"))
    assert answer.status_code == 201
    batch = answer.json()
    url = answer["Location"]
    assert (batch["state"], batch["encoding"], batch["header"]) == ("NEW", "GB18030", HEADER)
    assert batch["mapping"]["account_number"] == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, f"{url}check/").json()["state"] == "CHECKING"
    checked = client.get(url).json()
    assert (checked["state"], checked["rows_good"], checked["rows_bad"]) == ("CHECKED", 2, 1)
    [bad] = client.get(f"{url}rows/", {"state": "B"}).json()["results"]
    assert (bad["line"], bad["label"]) == (4, rows[2][0])
    assert [(error["column"], bool(error["label"] and error["reason"])) for error in bad["errors"]] == [
        ("district", True)
    ]
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{url}bad-rows/").getvalue()))
    assert workbook.get_sheet_by_index(0).to_python()[1][:-1] == rows[2]
    with django_capture_on_commit_callbacks(execute=True):
        send(client, f"{url}apply/", idempotency_key="k1")
    assert client.get(url).json()["state"] == "DONE"
    assert SupplyAccount.objects.count() == 2
    assert send(client, f"{url}undo/").json()["state"] == "UNDONE"
    assert not SupplyAccount.objects.exists()


def test_a_file_sent_twice_with_one_key_is_one_import(client: Client, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [account_row(1)])
    first, second = (hand_in(client, path, idempotency_key="k1") for _ in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert ImportBatch.objects.count() == 1


def test_refusals_are_problems_that_name_the_field(client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    answer = hand_in(client, tmp_path / "a.csv")
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"].startswith("application/problem+json")
    url = hand_in(client, write_csv(tmp_path / "b.csv", [account_row(1)])).json()
    here = f"{URL}{url['id']}/"
    answer = send(client, f"{here}check/", {"mapping": {"account_number": 0, "name": 0}})
    assert answer.status_code == 422
    assert {"name", "address", "district"} <= {error["field"] for error in answer.json()["errors"]}
    early = send(client, f"{here}apply/")
    assert (early.status_code, early.json()["code"]) == (409, "import_state")
    assert early.json()["current"] == {"state": "NEW"}


def test_what_can_be_imported_is_told(client: Client) -> None:
    kinds = {kind["key"]: kind for kind in client.get(f"{URL}kinds/").json()}
    columns = {column["key"]: column for column in kinds["accounts"]["columns"]}
    assert columns["account_number"]["required"]
    assert "户号" in columns["account_number"]["names"]
    template = client.get(f"{URL}kinds/accounts/template/")
    heads = CalamineWorkbook.from_filelike(io.BytesIO(template.getvalue())).get_sheet_by_index(0).to_python()[0]
    assert "*户号" in heads


def test_a_repeated_head_is_told(client: Client, tmp_path: Path) -> None:
    row = [*account_row(1), "别名"]
    path = write_csv(tmp_path / "a.csv", [row], header=[*HEADER, " 用户名称"])
    assert hand_in(client, path).json()["repeated"] == ["用户名称"]
